from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.traits.bags import bags

BAGS = st.lists(st.one_of(st.none(), st.frozensets(st.sampled_from("abcdefgh"))), min_size=2, max_size=12)


def agreed(things: list, a: int, b: int) -> float:
    return float(bags(things).agreement(np.array([a]), np.array([b]))[0])


@given(BAGS)
def test_agreement_is_symmetric_and_at_most_what_either_has(things: list) -> None:
    made = bags(things)
    a, b = (each.ravel() for each in np.meshgrid(np.arange(len(things)), np.arange(len(things))))
    forth, back = made.agreement(a, b), made.agreement(b, a)
    assert np.allclose(forth, back, equal_nan=True)
    known = ~np.isnan(forth)
    assert (forth[known] <= np.minimum(made.worth[a], made.worth[b])[known] + 1e-9).all()
    assert (known == (made.known[a] & made.known[b])).all()


def test_a_rare_thing_in_common_counts_more_than_a_common_one() -> None:
    crowd = [frozenset({"common", f"own {n}"}) for n in range(20)]
    rare = [frozenset({"rare", "one"}), frozenset({"rare", "other"})]
    assert agreed([*crowd, *rare], 20, 21) > agreed([*crowd, *rare], 0, 1) > 0


def test_what_stands_among_much_else_counts_less() -> None:
    crowd = [frozenset({f"own {n}"}) for n in range(20)]
    short = [*crowd, frozenset({"rare"}), frozenset({"rare"})]
    long = [*crowd, frozenset({"rare", *"abcdef"}), frozenset({"rare", *"uvwxyz"})]
    assert agreed(short, 20, 21) > 2 * agreed(long, 20, 21)


def test_an_unknown_bag_is_not_an_empty_one() -> None:
    things = [frozenset({"a"}), None, frozenset()]
    assert np.isnan(agreed(things, 0, 1))
    assert agreed(things, 0, 2) == pytest.approx(0.0)
