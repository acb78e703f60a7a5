"""The drawing of a network: groups first, what the filters leave, and what is said of what is not drawn."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.web.screens.graph import MOST_NODES, drawing, opened
from inconcert.web.screens.pairs import Filter, filtered

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from inconcert.web.screens.material import Material

ENDS = st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda ends: ends[0] != ends[1])


class Held:
    """A material whose pairs are given."""

    def __init__(self, table: pa.Table) -> None:
        self._kept: dict[Hashable, Any] = {("pairs", "net-1"): table}

    def kept(self, key: Hashable, make: Callable[[], Any]) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]


def _table(ends: list[tuple[int, int]], nats: list[float] | None = None, signal: str = "same_link") -> pa.Table:
    weights = nats or [float(len(ends) - place) for place in range(len(ends))]
    ends = [(min(pair), max(pair)) for pair in ends]
    many = len(ends)
    return pa.table({
        "a": pa.array([a for a, _ in ends], pa.int32()), "b": pa.array([b for _, b in ends], pa.int32()),
        "nats": pa.array(weights, pa.float64()), "signals": pa.array([[signal]] * many, pa.list_(pa.string())),
        "first_at": pa.array([0] * many, pa.int64()), "last_at": pa.array([10] * many, pa.int64()),
    })  # fmt: skip


def _held(table: pa.Table) -> Material:
    return cast("Material", Held(table))


def _network(size: int) -> dict[str, Any]:
    members = [{"platform": "x", "account_id": str(number), "handle": f"m{number}"} for number in range(size)]
    return {"id": "net-1", "members": members}


def _all_tied(first: int, size: int) -> list[tuple[int, int]]:
    return list(combinations(range(first, first + size), 2))


def test_a_network_of_several_groups_opens_on_them_and_a_chosen_one_unfolds() -> None:
    two = _held(_table([*_all_tied(0, 6), *_all_tied(6, 4)]))
    network = _network(10)
    assert opened(two, network, None) == frozenset()
    shut = drawing(two, network, Filter(), frozenset())
    assert [(node["kind"], node["size"]) for node in shut["nodes"]] == [("group", 6), ("group", 4)]
    assert shut["says"] == "Drawn: 2 groups, for 10 of 10 members and 21 tied pairs."
    one = drawing(two, network, Filter(), opened(two, network, "1"))
    assert sorted(node["label"] for node in one["nodes"]) == ["@m6", "@m7", "@m8", "@m9", "Group 1"]


def test_what_is_too_much_to_draw_is_said_with_the_reason() -> None:
    size = MOST_NODES + 500
    chain = [(place, place + 1) for place in range(size - 1)]
    held, network = _held(_table(chain)), _network(size)
    drawn = drawing(held, network, Filter(), opened(held, network, "all"))
    assert len(drawn["nodes"]) == MOST_NODES
    assert "500 members more would be too many to draw: those with most evidence stand here." in drawn["says"]
    strength = np.bincount(np.array(chain).T.ravel(), np.tile(np.arange(size - 1, 0, -1.0), 2))
    left_out = set(range(size)) - {int(node["key"][1:]) for node in drawn["nodes"]}
    assert max(strength[sorted(left_out)]) <= min(node["nats"] for node in drawn["nodes"]) + 0.1


def test_what_a_filter_leaves_out_is_said_and_is_not_drawn() -> None:
    held, network = _held(_table([*_all_tied(0, 3), (0, 3)], [9.0, 8.0, 7.0, 1.0])), _network(4)
    drawn = drawing(held, network, Filter(weight=4), opened(held, network, "all"))
    assert drawn["pairs"] == 3
    assert {node["label"] for node in drawn["nodes"]} == {"@m0", "@m1", "@m2"}
    assert drawn["says"].endswith("The filter leaves out 1 member.")


@pytest.mark.parametrize(("signals", "left"), [({"same_link"}, 3), ({"same_text"}, 0), ({"same_text", "same_link"}, 3)])
def test_a_pair_is_kept_by_any_of_the_signals(signals: set[str], left: int) -> None:
    table = _table([(0, 1), (1, 2), (2, 3)])
    assert filtered(table, Filter(signals=frozenset(signals)), 4).num_rows == left


@given(st.sets(ENDS, max_size=30), st.integers(0, 5))
def test_everybody_left_is_tied_to_as_many_as_was_asked_and_nobody_else_could_be(ends: set[tuple[int, int]],
                                                                                   degree: int) -> None:  # fmt: skip
    ends = {(min(pair), max(pair)) for pair in ends}
    left = filtered(_table(sorted(ends)), Filter(degree=degree), 12)
    kept = set(zip(left["a"].to_pylist(), left["b"].to_pylist(), strict=True))
    assert kept == _core(ends, degree)


def _core(ends: set[tuple[int, int]], degree: int) -> set[tuple[int, int]]:
    """The same, one member at a time."""
    while True:
        ties = [sum(who in pair for pair in ends) for who in range(12)]
        weak = next((who for who in range(12) if 0 < ties[who] < degree), None)
        if weak is None:
            return ends
        ends = {pair for pair in ends if weak not in pair}
