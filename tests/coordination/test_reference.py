"""Pairs of a signal that states how rarely strangers meet, against the plainest restatement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from meetings import ACTS, plain
from scipy.stats import poisson
from worlds import Act, events

from inconcert.coordination.nulls import null
from inconcert.coordination.reference import CROWD, Reference, believed, hypotheses, referred, strangers
from inconcert.coordination.windows import of_signal
from inconcert.networks.control import shuffled
from inconcert.settings import DEFAULTS
from inconcert.signals.own_words import OwnWords

if TYPE_CHECKING:
    from inconcert.coordination.events import Events

USED = of_signal(OwnWords(), DEFAULTS, 1.0)
RATE = 2e-6
RATES = st.sampled_from([1e-6, 1e-3, 0.1])


def operation(members: int, copied: int, people: int = 0, own: int = 6) -> list[Act]:
    """Members who each post the same sentences, weeks apart, among people who write only sentences of their own."""
    ring = [(f"m{m:02}", f"script{s}", 86400.0 * (m + s)) for m in range(members) for s in range(copied)]
    return ring + [(f"p{p:03}", f"own{p}-{s}", 3600.0 * s) for p in range(people) for s in range(own)]


@given(ACTS, RATES)
def test_every_pair_with_two_objects_is_judged_by_the_chance_of_meeting_so_often(acts: list[Any], rate: float) -> None:
    found = events(acts)
    pairs, _ = referred(found, USED, rate, keep=1.0)
    listed = {(int(a), int(b)): int(n) for a, b, n in zip(pairs.a, pairs.b, pairs.shared, strict=True)}
    assert listed == {pair: met[0] for pair, met in plain(found, USED).items() if met[0] >= 2}
    assert np.allclose(pairs.p, poisson.sf(pairs.shared - 1, pairs.expected), rtol=1e-3, atol=1e-15)


@given(ACTS, RATES, st.sampled_from([6, 12, CROWD]))
def test_strangers_and_as_much_of_the_crowd_as_is_believed_are_expected(
    acts: list[Any], rate: float, crowd: int
) -> None:
    found = events([*acts, ("y", "u", 0.0), ("z", "u", 0.0)])
    a, b = (ends.astype(np.int32) for ends in np.triu_indices(found.assets.size, 1))
    with patch("inconcert.coordination.reference.CROWD", crowd):
        expected = Reference.of(found, USED, rate).expected(a, b)
        share = min(1.0, (found.assets.size / crowd) ** 2)
        assert believed(found) == pytest.approx(share)
    sentences = np.array([len({o for who, o, _ in acts if f"x:{who}" == name}) for name in found.assets])
    sentences[-2:] = 1
    told = null(found, USED).expected(a, b)[:, 0]
    assert np.allclose(expected, sentences[a] * sentences[b] * rate + share * told)


@given(ACTS, RATES, st.sampled_from([0.01, 0.3, 1.0]))
def test_all_pairs_of_accounts_are_hypotheses(acts: list[Any], rate: float, keep: float) -> None:
    found = events(acts)
    every, pairs = (referred(found, USED, rate, keep=bound)[0] for bound in (1.0, keep))
    number = found.assets.size * (found.assets.size - 1) // 2
    assert hypotheses(found.assets.size) == number
    ranked = np.sort(every.p)
    ladder = np.minimum.accumulate((ranked * number / np.arange(1, ranked.size + 1))[::-1])[::-1]
    passing = np.minimum(ladder, 1.0) <= keep
    assert np.array_equal(np.sort(pairs.p), ranked[passing])
    assert np.allclose(np.sort(pairs.q), np.minimum(ladder, 1.0)[passing])
    if found.size:
        assert pairs.tested == number


def test_a_set_that_is_nothing_but_the_operation_does_not_excuse_itself() -> None:
    found = events(operation(30, 3))
    pairs, _ = referred(found, USED, RATE, keep=0.01)
    assert pairs.a.size == 30 * 29 // 2


def test_a_crowd_is_believed_and_excuses_what_it_is_fond_of() -> None:
    acts = [(f"p{p:03}", f"chant{(p + s) % 4}", 3600.0 * s) for p in range(300) for s in range(3)]
    found = events(acts)
    with patch("inconcert.coordination.reference.CROWD", 300):
        assert referred(found, USED, RATE, keep=0.01)[0].a.size == 0
    assert referred(found, USED, RATE, keep=0.01)[0].a.size > 0


def test_one_shared_sentence_is_never_enough() -> None:
    pairs, _ = referred(events(operation(20, 1, people=50)), USED, 1e-12, keep=1.0)
    assert pairs.a.size == 0


@pytest.mark.parametrize("threads", [1, 2])
def test_threads_do_not_matter(threads: int) -> None:
    found = events(operation(12, 4, people=40))
    one, other = (referred(found, USED, RATE, keep=0.1, threads=n)[0] for n in (1, threads))
    for name in ("a", "b", "shared", "expected", "p", "q"):
        assert np.array_equal(getattr(one, name), getattr(other, name))
    assert one.a.size == 66


def acts_of(found: Events) -> list[tuple[int, int, int]]:
    return sorted(zip(found.asset.tolist(), found.micros().tolist(), found.post.tolist(), strict=True))


@given(ACTS, RATES, st.sampled_from([4, CROWD]), st.integers(0, 5))
def test_strangers_act_as_often_and_when_the_accounts_did(acts: list[Any], rate: float, crowd: int, seed: int) -> None:
    found = events(acts)
    with patch("inconcert.coordination.reference.CROWD", crowd):
        written = strangers(found, rate, np.random.default_rng(seed))
    assert acts_of(written) == acts_of(found)
    keys = list(zip(written.object.tolist(), written.at.tolist(), written.asset.tolist(), strict=True))
    assert keys == sorted(keys)
    assert sorted(set(written.object.tolist())) == list(range(written.objects.size))


def meetings(found: Events) -> int:
    """Pairs of acts on the same object."""
    acts = np.bincount(found.object)
    return int((acts * (acts - 1) // 2).sum())


@pytest.mark.parametrize("rate", [1e-6, 1e-5])
def test_strangers_meet_as_rarely_as_the_rate_says(rate: float) -> None:
    found = events(operation(100, 20, people=100, own=20))
    met = [meetings(strangers(found, rate, np.random.default_rng(seed))) for seed in range(40)]
    expected = rate * found.size * (found.size - 1) / 2
    assert np.mean(met) == pytest.approx(expected, abs=5 * np.sqrt(expected / 40))
    assert meetings(found) > 20 * expected


def test_a_crowd_that_is_believed_keeps_its_sentences() -> None:
    found = events(operation(10, 4))
    with patch("inconcert.coordination.reference.CROWD", 5):
        written = strangers(found, 0.0, np.random.default_rng(0))
    assert np.array_equal(written.start, found.start)
    assert np.array_equal(written.asset, found.asset)


@pytest.mark.parametrize("seed", range(3))
def test_among_strangers_nobody_is_tied(seed: int) -> None:
    rng = np.random.default_rng(seed)
    written = strangers(shuffled(events(operation(40, 10, people=100)), rng), RATE, rng)
    assert referred(written, USED, RATE, keep=0.1)[0].a.size == 0


def test_no_events_give_no_pairs_and_no_strangers() -> None:
    none = events([])
    pairs, left = referred(none, USED, RATE, keep=0.1)
    assert (pairs.a.size, pairs.tested, left.size) == (0, 0, 0)
    assert strangers(none, 0.5, np.random.default_rng(0)).size == 0
