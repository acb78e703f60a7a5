"""Pairs that wait on disk are the pairs that wait in memory, and a table of expectations loses none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import crowd, events, ring

from inconcert.coordination import sieve
from inconcert.coordination.events import Events, prune
from inconcert.coordination.pairs import Judge, significant, weighed
from inconcert.coordination.sieve import KINDS, Sieve
from inconcert.coordination.significance import largest_rates, surprise
from inconcert.coordination.windows import Windows, windows
from inconcert.settings import DEFAULTS

if TYPE_CHECKING:
    from pathlib import Path

KEEP = 0.1
P_VALUES = st.lists(st.lists(st.floats(1e-9, KEEP), max_size=8), max_size=8)


@pytest.fixture(scope="module")
def material() -> tuple[Events, Windows]:
    rng = np.random.default_rng(5)
    return events(crowd(rng) + ring(rng, 8, 9, 600.0)), windows(DEFAULTS, 1.0)


def test_pairs_that_waited_on_disk_are_the_same_and_nothing_is_left_there(
    material: tuple[Events, Windows], tmp_path: Path
) -> None:
    found, used = material
    whole, _ = significant(found, used, support=2, keep=KEEP)
    judge, left = Judge.of(found, used, 2, KEEP), prune(found, used.reach(found.audience), 2)
    spilled = weighed(left, found.audience, used, judge, held=0, spill=tmp_path / "spill")
    assert spilled.spilled > 0
    assert whole.a.size
    for name in (*KINDS, "expected", "q"):
        assert np.array_equal(getattr(spilled, name), getattr(whole, name), equal_nan=True)
    assert not list((tmp_path / "spill").iterdir())


@given(P_VALUES, st.integers(0, 300), st.sampled_from([0, 10**9]), st.booleans())
def test_what_passes_is_what_benjamini_and_hochberg_say(
    blocks: list[list[float]], dull: int, held: int, rough: bool
) -> None:
    every = np.array([p for block in blocks for p in block])
    tested = every.size + dull
    levels = np.array([KEEP / 4, KEEP / 2])
    with Sieve(KEEP, held, levels=levels.tolist() if rough else ()) as sieve:
        for number, block in enumerate(blocks):
            rows = waiting(block, number)
            sieve.add(rows | {"p": lowered(rows["p"], levels)} if rough else rows, len(block), 0)
        sieve.tested += dull if blocks else 0

        def exactly(rows: dict[str, Any]) -> Any:
            return np.array([blocks[number][place] for number, place in zip(rows["b"], rows["a"], strict=True)])

        columns, q = sieve.passing(exactly if rough else None)
    if blocks:
        ranked = np.sort(every)
        good = np.flatnonzero(ranked <= KEEP * np.arange(1, every.size + 1) / tested)
        assert sorted(columns["p"].tolist()) == ranked[: good[-1] + 1 if good.size else 0].tolist()
    assert (q <= KEEP * (1 + 1e-12)).all()
    assert np.array_equal(np.lexsort((columns["b"], columns["a"])), np.arange(q.size))


def lowered(p: Any, levels: Any) -> Any:
    """The highest level below each p above the lowest; the others as they are."""
    below = np.searchsorted(levels, p)
    return np.where(below > 0, levels[below - 1], p)


def waiting(p: list[float], number: int) -> dict[str, Any]:
    """Columns of the pairs of one block, each pair its own."""
    columns: dict[str, Any] = {name: np.arange(len(p)).astype(kind) for name, kind in KINDS.items()}
    none = np.zeros(len(p), np.bool_)
    return columns | {"b": np.full(len(p), number, np.int32), "p": np.array(p, float), "lead": none}


@given(P_VALUES, st.integers(0, 300), st.sampled_from([0, 10**9]), st.randoms(use_true_random=False))
def test_leads_stay_whatever_their_p_and_change_nobody_elses_q(
    blocks: list[list[float]], dull: int, held: int, random: Any
) -> None:
    given = [waiting(block, number) for number, block in enumerate(blocks)]
    led = [one | {"lead": np.array([random.random() < 0.5 for _ in one["p"]], np.bool_)} for one in given]
    (plain, known), (columns, q) = (_passed(rows, dull, held) for rows in (given, led))
    leads = sum(int(one["lead"].sum()) for one in led)
    assert int(columns["lead"].sum()) == leads
    assert np.array_equal(q[~np.isnan(q)], known)
    assert np.array_equal(columns["p"][~np.isnan(q)], plain["p"])
    assert columns["lead"][np.isnan(q)].all()


def _passed(rows: list[dict[str, Any]], dull: int, held: int) -> tuple[dict[str, Any], Any]:
    with Sieve(KEEP, held) as sieve:
        sieve.tested = dull
        for one in rows:
            sieve.add(one, len(one["p"]), 0)
        return sieve.passing()


@given(st.integers(1, 4), st.floats(0.0, 0.5), st.floats(-6, 3), st.integers(0, 63))
def test_the_table_loses_no_pair_that_could_pass(support: int, spread: float, power: float, shared: int) -> None:
    rate = 10**power
    p = surprise(np.array([[shared]], np.int32), np.array([[rate]]), support, spread)[0, 0]
    if p <= KEEP:
        assert rate <= largest_rates(support, spread, KEEP, 64)[shared]


def test_leads_are_left_out_where_very_many_pairs_are_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sieve, "MOST_TESTED", 100)
    kept = {}
    for tested in (100, 101):
        with Sieve(0.1) as waiting:
            waiting.add(_rows([1e-9, 0.09], lead=[True, True]), tested, 0)
            kept[tested] = waiting.passing()[0]["p"].tolist()
    assert kept == {100: [1e-9, 0.09], 101: [1e-9]}


def _rows(p: list[float], lead: list[bool]) -> dict[str, np.ndarray]:
    many = np.arange(len(p), dtype=np.int32)
    window = np.zeros(len(p), np.int8)
    return {"a": many, "b": many + 9, "shared": many + 3, "window": window, "p": np.array(p), "lead": np.array(lead)}
