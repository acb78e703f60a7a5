"""The compiled pass against the plainest restatement of what it must count."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from meetings import ACTS, NARROW, WINDOWS, counted, plain
from worlds import SECOND, alone, crowd, events, ring

from inconcert.coordination.events import prune
from inconcert.coordination.evidence import Diaries, look_up
from inconcert.coordination.nulls import null
from inconcert.coordination.pairs import LEAD, count, significant
from inconcert.coordination.significance import chances, surprise
from inconcert.coordination.windows import Windows, windows
from inconcert.settings import DEFAULTS


@given(ACTS, st.integers(1, 3), st.sampled_from([WINDOWS, NARROW]), st.sampled_from([1, 2]))
def test_counts_are_those_of_the_plain_restatement(acts: list[Any], support: int, used: Windows, threads: int) -> None:
    found = events(acts)
    truth = plain(found, used)
    pairs, reported = counted(found, used, support, threads)
    assert reported == sum(met[-1] >= support for met in truth.values())
    assert pairs == {pair: met[:-1] for pair, met in truth.items() if max(met[:-1]) > support}


@given(ACTS, st.integers(1, 3))
def test_cells_with_few_bits_count_the_same(acts: list[Any], support: int) -> None:
    found = events([(a, f"{o}{n}", t) for a, o, t in acts for n in range(6)])
    whole = counted(found, NARROW, support, 1)
    with patch("inconcert.coordination.counting.COUNT_BITS", (support + 2).bit_length()):
        assert counted(found, NARROW, support, 1) == whole


@given(ACTS)
def test_blocks_and_chunks_do_not_show(acts: list[Any]) -> None:
    found = events(acts)
    whole = counted(found, WINDOWS, 1, 1)
    with patch("inconcert.coordination.counting.CHUNK", 3), patch("inconcert.coordination.counting.ROOM", 1):
        assert counted(found, WINDOWS, 1, 2) == whole


@given(ACTS, st.integers(1, 9), st.sampled_from([WINDOWS, NARROW]))
def test_however_often_finished_rows_are_taken_out(acts: list[Any], blocks: int, used: Windows) -> None:
    found = events(acts)

    def met(number: int) -> tuple[list[Any], int]:
        parts = list(count(found, found.audience, used, 1, threads=1, blocks=number))
        rows = [row for x in parts for row in zip(x.a.tolist(), x.b.tolist(), x.shared.tolist(), strict=True)]
        return sorted(rows), sum(x.reported for x in parts)

    assert met(blocks) == met(8)


@given(ACTS)
def test_pruning_loses_no_pair_that_could_be_reported(acts: list[Any]) -> None:
    found = events(acts)
    left = prune(found, WINDOWS.reach(found.audience), 2)
    whole = {pair: met[:-1] for pair, met in plain(found, WINDOWS).items() if max(met[:-1]) >= 2}
    blocks = list(count(left, found.audience, WINDOWS, 1))
    kept = {(int(a), int(b)): n.tolist() for x in blocks for a, b, n in zip(x.a, x.b, x.shared, strict=True)}
    assert kept == whole


@given(ACTS, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(acts: list[Any], random: Any) -> None:
    shuffled = list(acts)
    random.shuffle(shuffled)
    one, other = events(acts), events(shuffled)
    for name in ("asset", "object", "at", "assets", "objects"):
        assert np.array_equal(getattr(one, name), getattr(other, name))


@given(ACTS)
def test_events_are_sorted_however_the_times_are_stamped(acts: list[Any]) -> None:
    for step in (0.0, 0.25):
        found = events([(a, o, t + step) for a, o, t in acts])
        keys = list(
            zip(found.object.tolist(), found.at.tolist(), found.asset.tolist(), found.post.tolist(), strict=True)
        )
        assert keys == sorted(keys)


def test_a_ring_is_found_in_a_crowd_and_nobody_else() -> None:
    rng = np.random.default_rng(1)
    found = events(crowd(rng) + ring(rng, 8, 9, 600.0))
    pairs = alone(significant(found, windows(DEFAULTS, 1.0), support=2, keep=0.01)[0])
    tied = {str(name) for name in found.assets[np.concatenate([pairs.a, pairs.b])]}
    assert tied == {f"x:ring{m:02}" for m in range(8)}


@pytest.mark.parametrize("seed", range(5))
def test_a_crowd_of_strangers_has_no_ties(seed: int) -> None:
    found = events(crowd(np.random.default_rng(seed)))
    pairs, _ = significant(found, windows(DEFAULTS, 1.0), support=2, keep=0.01)
    assert pairs.tested > 100
    assert alone(pairs).a.size == 0


def test_leads_among_strangers_are_no_more_than_their_chance_allows() -> None:
    leads, allowed = 0, 0.0
    for seed in range(5):
        found = events(crowd(np.random.default_rng(seed)))
        pairs, _ = significant(found, windows(DEFAULTS, 1.0), support=2, keep=0.01)
        people = found.assets.size
        assert pairs.lead is not None
        leads, allowed = leads + int(pairs.lead.sum()), allowed + LEAD * people * (people - 1) / 2
    assert 0 < leads <= allowed


def test_leads_do_not_depend_on_the_bound_on_q() -> None:
    rng = np.random.default_rng(3)
    found, used = events(crowd(rng) + ring(rng, 8, 9, 600.0)), windows(DEFAULTS, 1.0)
    whole, strict = (significant(found, used, support=2, keep=keep)[0] for keep in (1.0, 1e-4))
    for pairs in (whole, strict):
        assert pairs.lead is not None
    some, all_ = (pairs.take(pairs.lead) for pairs in (strict, whole))
    assert some.a.size > alone(strict).a.size
    for name in ("a", "b", "shared", "expected", "p"):
        assert np.array_equal(getattr(some, name), getattr(all_, name))
    assert np.isnan(some.q[some.p > 1e-4]).all()


@pytest.mark.parametrize("people", [60, 400])
def test_the_leads_are_the_pairs_whose_chance_is_small_in_their_window(people: int) -> None:
    rng = np.random.default_rng(4)
    found, used = events(crowd(rng, people=people) + ring(rng, 8, 7, 3600.0)), windows(DEFAULTS, 1.0)
    pairs, _ = significant(found, used, support=2, keep=1e-3)
    assert pairs.lead is not None
    law, truth, doubtful = null(found, used), set[tuple[int, int]](), set[tuple[int, int]]()
    for block in count(found, found.audience, used, 2):
        expected = law.expected(block.a, block.b)
        at = np.arange(block.a.size), surprise(block.shared, expected, 2, pairs.spread).argmin(1)
        chance = chances(block.shared[at], expected[at], pairs.spread) * len(used.seconds) / LEAD
        for a, b, n, share in zip(block.a.tolist(), block.b.tolist(), block.shared[at], chance, strict=True):
            if n > 2 and share < 1 + 1e-6:
                (truth if share < 1 - 1e-6 else doubtful).add((a, b))
    led = set(zip(pairs.a[pairs.lead].tolist(), pairs.b[pairs.lead].tolist(), strict=True))
    assert truth <= led <= truth | doubtful
    assert len(led) > alone(pairs).a.size


def test_every_meeting_is_an_event_of_both_on_the_same_object_inside_the_window() -> None:
    rng = np.random.default_rng(2)
    found, used = events(crowd(rng) + ring(rng, 8, 9, 600.0)), windows(DEFAULTS, 1.0)
    pairs, left = significant(found, used, support=2, keep=0.1)
    diaries = Diaries.of(left)
    asset = np.repeat(np.arange(left.assets.size), np.diff(diaries.pointer))
    met = look_up(diaries, found.audience, pairs, used)
    assert np.array_equal(np.bincount(met.pair, minlength=pairs.a.size), pairs.shared)
    assert np.array_equal(diaries.object[met.i], met.object)
    assert np.array_equal(diaries.object[met.j], met.object)
    assert np.array_equal(asset[met.i], pairs.a[met.pair])
    assert np.array_equal(asset[met.j], pairs.b[met.pair])
    assert (np.abs(diaries.micros(met.i) - diaries.micros(met.j)) <= used.widths[pairs.window[met.pair]]).all()


@pytest.mark.parametrize(("members", "keep"), [(8, 0.01), (8, 0.3), (30, 0.3)])
def test_p_that_cannot_matter_need_not_be_worked_out(members: int, keep: float) -> None:
    """With few levels what passes lies below the lowest, with many above."""
    rng = np.random.default_rng(members)
    found = events(crowd(rng) + ring(rng, members, 9, 20.0))
    used = Windows((600.0,), np.array([600 * SECOND]), np.array([2**31 - 1]))
    with patch("inconcert.coordination.pairs.LEVELS", 0):
        exact, _ = significant(found, used, support=2, keep=keep)
    assert alone(exact).a.size > 0
    for levels in (1, 3, 40):
        with patch("inconcert.coordination.pairs.LEVELS", levels):
            pairs, _ = significant(found, used, support=2, keep=keep)
        assert pairs.tested == exact.tested
        for name in ("a", "b", "shared", "expected", "window", "p", "q", "lead"):
            assert np.array_equal(getattr(pairs, name), getattr(exact, name), equal_nan=True)


def test_no_events_give_no_pairs() -> None:
    pairs, _ = significant(events([]), windows(DEFAULTS, 1.0), support=2, keep=0.1)
    assert (pairs.a.size, pairs.tested) == (0, 0)
