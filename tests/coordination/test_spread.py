"""Tastes that the null does not know show as spread; a ring does not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom
from worlds import Act, alone, events, ring

from inconcert.coordination.nulls import null
from inconcert.coordination.pairs import significant
from inconcert.coordination.significance import KNEE, surprise
from inconcert.coordination.spread import MOST, spread
from inconcert.coordination.windows import windows
from inconcert.settings import DEFAULTS


def tastes(rng: np.random.Generator, circles: int, *, people: int = 240, acts: int = 16_000) -> list[Act]:
    """Acts of very active people who mostly stay with the things of their own circle, at any hour of a month."""
    who = rng.choice(people, acts, p=_tail(people))
    own = rng.random(acts) < (0.6 if circles > 1 else 0.0)
    what = np.where(own, rng.integers(0, 600 // circles, acts) * circles + who % circles, rng.integers(0, 600, acts))
    when = rng.uniform(0, 30 * 86400, acts)
    return [(f"p{w:03}", f"o{o:03}", float(t)) for w, o, t in zip(who, what, when, strict=True)]


def _tail(n: int) -> np.ndarray:
    weight = 1 / (np.arange(n) + 20.0)
    return weight / weight.sum()


def measured(acts: list[Act]) -> float:
    found = events(acts)
    return spread(found, null(found, windows(DEFAULTS, 1.0)))


def test_a_crowd_without_circles_has_next_to_no_spread_and_one_with_circles_has() -> None:
    rng = np.random.default_rng(0)
    plain, circled = measured(tastes(rng, 1)), measured(tastes(rng, 6))
    assert plain < 0.05
    assert plain + 0.1 < circled <= MOST


def test_people_of_one_circle_are_not_tied() -> None:
    found = events(tastes(np.random.default_rng(1), 6))
    pairs, _ = significant(found, windows(DEFAULTS, 1.0), support=2, keep=0.01)
    assert pairs.tested > 10_000
    assert pairs.spread > 0.1
    assert alone(pairs).a.size == 0


def test_a_ring_among_them_moves_it_little_and_is_found() -> None:
    rng = np.random.default_rng(2)
    crowd = tastes(rng, 6)
    planted = crowd + ring(rng, 12, 14, 300.0)
    assert measured(planted) == pytest.approx(measured(crowd), abs=0.1)
    found = events(planted)
    pairs = alone(significant(found, windows(DEFAULTS, 1.0), support=2, keep=0.01)[0])
    tied = {str(name) for name in found.assets[np.concatenate([pairs.a, pairs.b])]}
    assert {name for name in tied if "ring" in name} == {f"x:ring{m:02}" for m in range(12)}
    assert not {name for name in tied if "ring" not in name}


def test_little_material_shows_no_spread() -> None:
    assert measured([("a", "u", 1.0), ("b", "u", 2.0), ("b", "v", 3.0)]) == 0.0


@given(st.integers(3, 60), st.floats(-2, 1.5), st.floats(0.01, 0.5))
def test_the_tail_is_that_of_the_negative_binomial(shared: int, power: float, scatter: float) -> None:
    rate = 10**power
    own = scatter * rate / (rate + KNEE)
    law = nbinom(1 / own, 1 / (1 + own * rate))
    truth = law.logsf(shared - 1) - law.logsf(1)
    p = surprise(np.array([[shared]], np.int32), np.array([[rate]]), 2, scatter)[0, 0]
    if truth > -30:
        assert np.log(p) == pytest.approx(truth, abs=1e-3)


@given(st.integers(3, 60), st.floats(-2, 1.5), st.floats(0.0, 0.5))
def test_spread_never_makes_a_pair_more_surprising(shared: int, power: float, scatter: float) -> None:
    counts, rate = np.array([[shared]], np.int32), np.array([[10**power]])
    plain, wide = (surprise(counts, rate, 2, value)[0, 0] for value in (0.0, scatter))
    if shared > 2 * 10**power + 3:
        assert wide >= plain * (1 - 1e-9)
