from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from inconcert.errors import UsageError
from inconcert.evaluate import measures as m
from inconcert.evaluate.bench import Bench, Group, Outcome
from inconcert.evaluate.simulated import ADVERSARY, ONE_TRACE, SIMULATED, Truth, accused, world

if TYPE_CHECKING:
    from pathlib import Path

TOLD = {
    "operations": [{"name": "ring", "members": ["x:a", "x:b"]}, {"name": "pages", "members": ["x:c"]}],
    "decoys": [{"name": "fans", "members": ["x:d"]}],
}


def test_the_truth_divides_a_network() -> None:
    truth = Truth(TOLD)
    assert truth.covert == {"x:a", "x:b", "x:c"}
    assert truth.decoys == {"x:d"}
    assert truth.makeup(frozenset({"x:a", "x:b", "x:d", "x:e", "x:f", "x:g"})) == {"ring": 2, "fans": 1, "crowd": 3}


def test_who_is_together_is_in_one_group() -> None:
    truth = Truth({**TOLD, "personas": [{"name": "crowd", "members": ["x:e", "y:f"]}]})
    assert truth.together("x:a", "x:b")
    assert truth.together("x:e", "y:f")
    assert not truth.together("x:a", "x:c")


def test_the_framed_are_no_members_and_no_crowd() -> None:
    truth = Truth({**TOLD, "framed": [{"name": "framed", "members": ["x:g"]}]})
    assert truth.framed == {"x:g"}
    assert truth.makeup(frozenset({"x:a", "x:g", "x:h"})) == {"ring": 1, "framed": 1, "crowd": 1}


def test_a_decoy_is_accused_only_by_strong_evidence_that_was_measured() -> None:
    def run(*evidence: tuple[float, float] | None) -> Outcome:
        names = frozenset({"x:d", "x:e", "x:f"})
        groups = [Group("net", "A", True, names, (), "", inauthenticity=each) for each in evidence]
        return Outcome(9, 9, tuple(groups), frozenset(), ())

    decoys = frozenset({"x:d", "x:e"})
    assert accused(run((4.0, 1.0)), decoys) == 2
    assert accused(run((4.0, -1.0)), decoys) == 0
    assert accused(run((2.0, 1.0), None), decoys) == 0
    assert accused(run(None), decoys) is None
    assert accused(run(), decoys) == 0


def test_kinds_of_scenarios_are_kept_apart() -> None:
    assert {one.name for one in ONE_TRACE} == {"ring-8", "ring-30", "ring-150", "ring-150-slow"}
    assert all(one.name.startswith("adversary-") for one in ADVERSARY)
    assert not {one.name for one in SIMULATED} & {one.name for one in (*ADVERSARY, *ONE_TRACE)}


@pytest.mark.usefixtures("two_shuffles")
def test_an_adversary_is_scored_with_the_innocents_it_frames_and_the_probe(tmp_path: Path) -> None:
    (framing,) = [one for one in ADVERSARY if one.name == "adversary-framing-3-posts"]
    figures = {one.measure: one for one in framing.score(Bench(tmp_path, None, seeds=1, posts=2500)).figures}
    assert {m.RECALL, m.ALERT_RECALL, m.PRECISION, m.FRAMED_PLACED, m.FRAMED_ALERTED, m.PROBE_WORDS} <= set(figures)
    assert (figures[m.FRAMED_ALERTED].value or 0) <= (figures[m.FRAMED_PLACED].value or 0)
    assert {one.kind for one in figures.values()} == {"adversary", "control"}


def test_a_world_too_small_names_the_option(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--posts"):
        world(Bench(tmp_path, None, posts=300), "mixed", 0)


@pytest.mark.usefixtures("two_shuffles")
def test_an_operation_is_scored_against_its_members(tmp_path: Path) -> None:
    (ring,) = [one for one in SIMULATED if one.name == "repost-ring"]
    scored = ring.score(Bench(tmp_path, None, seeds=1, posts=6000))
    figures = {figure.measure: figure for figure in scored.figures}
    assert {"recall", "recall in alerts", "precision", "false accounts", "networks", "alerts"} <= set(figures)
    assert "decoys in an alert" not in figures
    found = sum(row["makeup"].get("repost-ring", 0) for row in scored.networks)
    members = len(Truth(world(Bench(tmp_path, None, seeds=1, posts=6000), "repost-ring", 0)[0].told).covert)
    assert figures["recall"].value == pytest.approx(found / members)
    assert figures["false accounts"].value == sum(row["makeup"].get("crowd", 0) for row in scored.networks)
    assert all(sum(row["makeup"].values()) == row["size"] for row in scored.networks)


@pytest.mark.usefixtures("two_shuffles")
def test_a_decoy_is_scored_by_what_is_placed_of_it(tmp_path: Path) -> None:
    (mirror,) = [one for one in SIMULATED if one.name == "feed-mirror"]
    scored = mirror.score(Bench(tmp_path, None, seeds=1, posts=2500))
    figures = {figure.measure: figure for figure in scored.figures}
    assert {"decoys in a network", "decoys in an alert", "false accounts"} <= set(figures)
    assert "recall" not in figures
    assert figures["networks"].value == len(scored.networks)
