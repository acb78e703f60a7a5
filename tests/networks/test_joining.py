"""Accounts are measured against a whole network; those it copies and those who listen stay out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import Act, crowd, events, ring

from inconcert.coordination.nulls import null
from inconcert.coordination.significance import cauchy
from inconcert.coordination.windows import windows
from inconcert.networks import joining, sightings
from inconcert.networks.joining import _heard, _Rows, followers, join
from inconcert.networks.sightings import Sighting, company
from inconcert.settings import DEFAULTS


def sighting(acts: list[Act]) -> Sighting:
    found = events(acts)
    return Sighting("same_text", "text", found, null(found, windows(DEFAULTS, 1.0)))


@pytest.mark.parametrize("touches", [1, 7, 100])
def test_who_followed_a_group_is_the_same_however_many_touches_are_looked_at_together(
    touches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(7)
    seen = sighting(crowd(rng) + ring(rng, 10, 12, 600.0))
    whole = company(seen, seen.codes(CORE))
    monkeypatch.setattr(sightings, "TOUCHES", touches)
    parts = company(seen, seen.codes(CORE))
    assert whole.followed.sum() > 50
    for name in ("objects", "assets", "followed", "answered"):
        assert getattr(parts, name).tolist() == getattr(whole, name).tolist()


CORE = [f"x:ring{m:02}" for m in range(10)]


@pytest.fixture
def pushed() -> list[Act]:
    rng = np.random.default_rng(5)
    return crowd(rng) + ring(rng, 10, 12, 600.0)


def moments(acts: list[Act]) -> dict[str, tuple[float, float]]:
    times = {o: [t for _, other, t in acts if other == o] for o in {o for _, o, _ in acts if o.startswith("pushed")}}
    return {o: (min(t), max(t)) for o, t in times.items()}


def test_an_account_that_acts_with_the_network_joins_it(pushed: list[Act]) -> None:
    late = [("late", o, (first + last) / 2) for o, (first, last) in sorted(moments(pushed).items())[:6]]
    joined = join([CORE], [sighting(pushed + late)], 0.01)
    assert [(one.asset, one.network, one.objects) for one in joined] == [("x:late", 0, 6)]
    assert joined[0].p < 1e-4


def test_an_author_whom_the_network_copies_is_not_drawn_in(pushed: list[Act]) -> None:
    copied = [("author", o, first - 60.0) for o, (first, _) in sorted(moments(pushed).items())[:8]]
    assert join([CORE], [sighting(pushed + copied)], 0.01) == []


def test_an_audience_that_only_ever_comes_last_is_not_drawn_in(pushed: list[Act]) -> None:
    audience = [("reader", o, last + 900.0) for o, (_, last) in sorted(moments(pushed).items())[:8]]
    assert join([CORE], [sighting(pushed + audience)], 0.01) == []


def test_nobody_of_the_crowd_joins(pushed: list[Act]) -> None:
    assert join([CORE], [sighting(pushed)], 0.01) == []


def test_a_member_who_always_came_first_is_a_source(pushed: list[Act]) -> None:
    copied = [("author", o, first - 60.0) for o, (first, _) in moments(pushed).items()]
    stays = followers([*CORE, "x:author"], [sighting(pushed + copied)])
    assert stays == set(CORE)


def test_acts_at_one_moment_are_of_followers_all() -> None:
    acts = [(who, what, 100.0) for who in "abc" for what in ("u", "v")]
    assert followers(["x:a", "x:b", "x:c"], [sighting(acts)]) == {"x:a", "x:b", "x:c"}


def test_company_counts_only_objects_of_two_members() -> None:
    acts = [("a", "u", 1.0), ("b", "u", 2.0), ("a", "alone", 1.0), ("c", "u", 3.0), ("c", "alone", 4.0)]
    seen = sighting(acts)
    found = company(seen, seen.codes(["x:a", "x:b", "x:stranger"]))
    assert seen.events.objects[found.objects].tolist() == ["u"]
    assert dict(zip(seen.events.assets[found.assets].tolist(), found.followed.tolist(), strict=True)) == {
        "x:b": 1,
        "x:c": 1,
    }


ROWS = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(0, 4)), st.sampled_from([0.001, 0.01, 0.2]), min_size=1
)


@given(ROWS)
def test_families_are_heard_once_and_the_loudest_is_told(told: dict[tuple[int, int, int], float]) -> None:
    """Against the plainest restatement: accounts, networks and signals, of which two are of one family."""
    family = [0, 1, 0, 2, 1]
    rows = [(who, network, signal, p) for (who, network, signal), p in told.items()]
    heard: dict[tuple[int, int], dict[int, tuple[float, int]]] = {}
    for who, network, signal, p in sorted(rows, key=lambda row: row[2]):
        known = heard.setdefault((network, who), {})
        if family[signal] not in known or p < known[family[signal]][0]:
            known[family[signal]] = (p, signal)
    number, who, network, signal = (
        np.array(x) for x in (range(len(rows)), *zip(*(row[:3] for row in rows), strict=True))
    )
    p = np.array([row[3] for row in rows])
    given_rows = _Rows(who, number, p, p, network, signal, np.array(family)[signal])
    loudest, combined = _heard(given_rows)
    keys = sorted(heard)
    assert [(rows[i][1], rows[i][0]) for i in loudest] == keys
    assert [(rows[i][3], rows[i][2]) for i in loudest] == [min(heard[k].values(), key=lambda x: x[0]) for k in keys]
    assert combined.tolist() == [cauchy(np.array([[x for x, _ in heard[k].values()]]))[0] for k in keys]


def test_the_null_tells_the_same_of_some_accounts_as_of_all(pushed: list[Act]) -> None:
    seen = sighting(pushed)
    objects, some = np.arange(0, 300, 7), np.array([3, 11, 12, 200])
    assert seen.expected(objects, some) == pytest.approx(seen.null.touches(objects)[some], rel=1e-9)


@pytest.mark.parametrize("at_once", [1, 3])
def test_what_is_expected_is_the_same_however_many_accounts_are_asked_about_together(
    at_once: int, pushed: list[Act], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = sighting(pushed)
    objects, every = np.arange(0, 300, 7), np.arange(seen.events.assets.size)
    whole = seen.expected(objects, every)
    monkeypatch.setattr(sightings, "AT_ONCE", at_once)
    assert seen.expected(objects, every).tolist() == whole.tolist()


@pytest.mark.parametrize("fdr", [0.01, 0.2, 0.9])
def test_the_same_join_whether_or_not_hopeless_answers_are_kept(
    fdr: float, pushed: list[Act], monkeypatch: pytest.MonkeyPatch
) -> None:
    late = [
        (f"late{n}", o, (first + last) / 2)
        for n in range(1, 7)
        for o, (first, last) in sorted(moments(pushed).items())[:n]
    ]
    text = sighting(pushed + late)
    link = replace(sighting(pushed + late[::2]), signal="same_link", family="link")
    few = join([CORE[:5], CORE[5:]], [text, link], fdr)
    monkeypatch.setattr(joining, "HAIR", np.inf)
    assert join([CORE[:5], CORE[5:]], [text, link], fdr) == few
    assert len(few) >= 3
