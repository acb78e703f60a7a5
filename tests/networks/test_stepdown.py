"""Weaker networks are not measured against the echo of a stronger one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from worlds import crowd, events, ring

from inconcert.coordination.events import without
from inconcert.coordination.windows import windows
from inconcert.networks.control import Control, Search, Shuffle
from inconcert.networks.grades import UNTESTED
from inconcert.networks.network import Member, Network
from inconcert.networks.stepdown import judged, step_down, told
from inconcert.networks.stepdown import without as searches_without
from inconcert.networks.weights import Pairs
from inconcert.settings import DEFAULTS

NONE = Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))


def network(name: str, strength: float) -> Network:
    members = tuple(Member(f"x:{name}{i:02}", 2, strength) for i in range(4))
    return Network(members, None, NONE, strength)  # type: ignore[arg-type]


def of(strength: float, leads: float = 0.0) -> dict[str, list[float]]:
    """A round whose shuffles all gave groups of these strengths."""
    return {"strengths": [strength] * 19, "leads": [leads] * 19}


def test_a_group_of_leads_is_set_against_groups_of_leads_and_no_other() -> None:
    strict, led = network("a", 30.0), replace(network("b", 30.0), of_leads=True)
    one, other = judged([strict, led], [of(0.0, 40.0)])
    assert one.test.clear
    assert (other.test.best, other.test.passed) == (40.0, False)
    one, other = judged([strict, led], [of(40.0, 0.0)])
    assert (one.test.best, one.test.passed) == (40.0, False)
    assert other.test.clear


def test_a_control_without_leads_tests_no_group_of_leads() -> None:
    (led,) = judged([replace(network("b", 30.0), of_leads=True)], [{"strengths": [0.0] * 19}])
    assert led.test.shuffles == 0
    assert not led.test.passed


def test_a_network_is_judged_by_the_first_round_in_which_it_stands_clear() -> None:
    strong, weak = network("a", 90.0), network("b", 14.0)
    one, other = judged([strong, weak], [of(20.0), of(0.0)])
    assert (one.test.best, other.test.best) == (20.0, 0.0)
    assert one.test.clear
    assert other.test.clear


def test_a_network_that_never_stands_clear_is_judged_by_the_last_round() -> None:
    (weak,) = judged([network("b", 28.0)], [of(40.0), of(24.0)])
    assert weak.test.best == 24.0
    assert weak.test.passed
    assert not weak.test.clear


def test_without_rounds_nothing_changes() -> None:
    assert network("a", 1.0).test == UNTESTED


@pytest.fixture
def search() -> Search:
    rng = np.random.default_rng(3)
    return Search("same_text", "message", events(crowd(rng) + ring(rng, 8, 9, 300.0)), windows(DEFAULTS, 1.0))


def test_the_acts_that_are_taken_out_leave_no_trace(search: Search) -> None:
    (left,) = searches_without([search], {f"x:ring{i:02}" for i in range(8)})
    assert not [name for name in left.events.assets if "ring" in name]
    assert not [name for name in left.events.objects if "pushed" in name]
    assert (np.diff(left.events.start) > 0).all()
    kept = ~np.char.startswith(np.asarray(search.events.assets).astype(str), "x:ring")[search.events.asset]
    assert np.array_equal(left.events.at, search.events.at[kept])


def test_taking_out_everybody_leaves_nothing(search: Search) -> None:
    nobody = without(search.events, np.ones(search.events.assets.size, bool))
    assert (nobody.size, nobody.assets.size, nobody.objects.size) == (0, 0, 0)
    assert searches_without([search], set(search.events.assets)) == []


def test_one_round_is_enough_when_the_shuffles_give_nothing(search: Search) -> None:
    rounds = step_down([network("ring", 50.0)], [search], replace(DEFAULTS, shuffles=2))
    assert len(rounds) == 1
    assert told(rounds)["rounds"] == [rounds[0].to_dict()]


def test_rounds_go_on_only_while_they_can_change_a_verdict(monkeypatch: pytest.MonkeyPatch, search: Search) -> None:
    found = iter([[20.0] * 19, [5.0] * 19, [5.0] * 19])
    monkeypatch.setattr(
        "inconcert.networks.stepdown.control", lambda *_, **__: Control(19, (1,) * 19, tuple(next(found)))
    )
    rounds = step_down([network("a", 90.0), network("b", 6.0)], [search], DEFAULTS)
    assert [max(one.strengths) for one in rounds] == [20.0, 5.0]


def test_an_interrupted_run_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch, search: Search) -> None:
    few, kept = replace(DEFAULTS, shuffles=3), dict[tuple[int, int], Shuffle]()
    whole = step_down([network("ring", 50.0)], [search], few, keep=lambda *at: kept.update({at[:2]: at[2]}))
    assert sorted(kept) == [(0, 0), (0, 1), (0, 2)]
    monkeypatch.setattr("inconcert.networks.control.passing", None)
    assert step_down([network("ring", 50.0)], [search], few, known=kept) == whole
