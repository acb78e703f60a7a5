from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.evaluate import measures as m
from inconcert.evaluate.aims import LOOSE, STRICT
from inconcert.evaluate.bench import Bench
from inconcert.evaluate.matched import CONTROLS, EACH, MATCHED, RANKED, Known, controls, recall_at

if TYPE_CHECKING:
    from pathlib import Path


def crowd(count: int, posts: int = 5, kind: tuple[str, str] = ("x", "qaa")) -> Known:
    return {f"{kind[0]}:{kind[1]}{k}": (kind, posts + k % 3) for k in range(count)}


def test_members_get_ten_each_of_their_kind_nearest_in_activity() -> None:
    others = crowd(40) | crowd(40, kind=("y", "qaa")) | crowd(40, kind=("x", "qab")) | {"x:loud": (("x", "qaa"), 900)}
    members: Known = {"x:one": (("x", "qaa"), 5), "x:two": (("x", "qaa"), 6)}
    chosen = controls(others | members, frozenset(members), frozenset(others), 0)
    assert len(chosen) == 2 * EACH
    assert all((others | members)[name][0] == ("x", "qaa") for name in chosen)
    assert "x:loud" not in chosen


@given(st.integers(0, 50), st.integers(1, 6), st.integers(0, 99))
def test_nobody_is_a_control_twice_and_members_never_are(size: int, members: int, seed: int) -> None:
    others, own = crowd(size), {f"x:m{k}": (("x", "qaa"), 9) for k in range(members)}
    chosen = controls(others | own, frozenset(own), frozenset(others), seed)
    assert len(chosen) == min(size, EACH * members)
    assert not chosen & own.keys()


def test_the_bar_is_above_all_but_the_allowed_controls() -> None:
    theirs = [0.0] * 990 + [5.0] * 9 + [50.0]
    ours = [100.0, 50.0, 6.0, 4.0, 0.0]
    assert recall_at(0.0, ours, theirs) == 0.2
    assert recall_at(0.001, ours, theirs) == 0.6
    assert recall_at(0.01, ours, theirs) == 0.8
    assert recall_at(1.0, ours, theirs) == 0.8
    assert recall_at(0.01, [], theirs) is None


@given(st.lists(st.floats(0, 100), min_size=1), st.lists(st.floats(0, 100), min_size=1), st.floats(0, 1))
def test_no_more_controls_than_allowed_are_above_the_bar(ours: list[float], theirs: list[float], rate: float) -> None:
    above = recall_at(rate, theirs, theirs)
    assert above is not None
    assert above <= rate + 1e-9
    assert (recall_at(rate, ours, theirs) or 0) <= (recall_at(1.0, ours, theirs) or 0)


@pytest.mark.slow
def test_an_operation_is_ranked_among_its_controls_beside_the_probe(tmp_path: Path) -> None:
    (ring,) = [one for one in MATCHED if one.name == "repost-ring-matched"]
    figures = {one.measure: one for one in ring.score(Bench(tmp_path, None, seeds=1, posts=2500)).figures}
    assert set(figures) == {STRICT, LOOSE, RANKED, CONTROLS, m.PROBE_WORDS, m.PROBE_POSTS}
    assert figures[STRICT].value is None, "a thousand controls are not there"
    assert (figures[RANKED].value or 0) > 0.8
    assert 0 < (figures[CONTROLS].value or 0) <= EACH * figures[STRICT].n
