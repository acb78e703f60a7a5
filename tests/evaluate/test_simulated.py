from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from inconcert.errors import UsageError
from inconcert.evaluate.bench import Bench
from inconcert.evaluate.simulated import SIMULATED, Truth, fewer, world

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


def test_a_world_too_small_names_the_option(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--posts"):
        world(Bench(tmp_path, None, posts=300), "mixed", 0)


def test_half_of_the_seeds_and_never_none() -> None:
    assert [fewer(seeds) for seeds in (1, 2, 5, 20)] == [1, 1, 3, 10]


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


def test_a_decoy_is_scored_by_what_is_placed_of_it(tmp_path: Path) -> None:
    (mirror,) = [one for one in SIMULATED if one.name == "feed-mirror"]
    scored = mirror.score(Bench(tmp_path, None, seeds=1, posts=2500))
    figures = {figure.measure: figure for figure in scored.figures}
    assert {"decoys in a network", "decoys in an alert", "false accounts"} <= set(figures)
    assert "recall" not in figures
    assert figures["networks"].value == len(scored.networks)
