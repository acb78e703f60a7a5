"""The scenarios by name, and the making of a world from one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.simulate import decoys, operation
from inconcert.simulate.crowd import make_crowd
from inconcert.simulate.people import accounts_table, make_people
from inconcert.simulate.stage import Stage
from inconcert.simulate.world import make_world
from inconcert.simulate.write import posts_table

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa
    from numpy.typing import NDArray

FULL_SIZE = 30_000
"""Posts from which on large groups have their full size; below it they shrink in proportion."""
CROWDED = 0.7
"""Largest share of the posts that planted groups may write."""


@dataclass(frozen=True)
class Scenario:
    """What is planted in the crowd."""

    name: str
    says: str
    parts: tuple[Callable[[Stage], None], ...] = ()


def _scenarios(*made: Scenario) -> dict[str, Scenario]:
    return {scenario.name: scenario for scenario in made}


SCENARIOS = _scenarios(
    Scenario("organic", "Nothing but a crowd."),
    Scenario("small-slow", "Hand-run clusters in office hours on both sides of a divide.", (operation.small_slow,)),
    Scenario("large-crude", "Hundreds of fresh pages pushing look-alike sites in bursts.", (operation.large_crude,)),
    Scenario("large-diluted", "Many accounts that do little each, hours apart: hard.", (operation.large_diluted,)),
    Scenario("repost-ring", "Accounts that repost three masters within a minute.", (operation.repost_ring,)),
    Scenario(
        "mixed",
        "Three operations and two decoys in one crowd.",
        (
            operation.small_slow,
            operation.large_crude,
            operation.repost_ring,
            decoys.fan_army,
            decoys.wire_news,
        ),
    ),
    Scenario("fan-army", "Decoy: fans of one idol.", (decoys.fan_army,)),
    Scenario("wire-news", "Decoy: outlets that print the same agency.", (decoys.wire_news,)),
    Scenario("share-kit", "Decoy: supporters with a public kit of messages.", (decoys.share_kit,)),
    Scenario("disaster-relief", "Decoy: helpers after a disaster.", (decoys.disaster_relief,)),
    Scenario("giveaway", "Decoy: entrants of raffles.", (decoys.giveaway,)),
    Scenario("feed-mirror", "Decoy: declared bots that mirror a feed.", (decoys.feed_mirror,)),
    Scenario("live-sport", "Decoy: viewers of one match.", (decoys.live_sport,)),
    Scenario("diaspora-protest", "Decoy: protest of one language in many zones.", (decoys.diaspora_protest,)),
)


@dataclass(frozen=True)
class Made:
    """A world: its tables and the truth about it."""

    posts: pa.Table
    """The noun ``posts`` without ``source`` and ``row``, in order of time."""
    accounts: pa.Table
    """The noun ``accounts`` without ``source`` and ``row``."""
    truth: dict[str, Any]
    """``scenario, seed, posts, operations[] {name, kind, members[] …}, decoys[] {name, kind, members[] …}``."""


def simulate(scenario: str, *, seed: int = 0, posts: int = 30_000) -> Made:
    """Make the world of ``scenario`` with ``posts`` posts. The same arguments give the same world.

    Raises:
        ValueError: there is no such scenario, or ``posts`` are too few for what it plants.
    """
    if scenario not in SCENARIOS:
        raise ValueError(f"There is no scenario '{scenario}'. There are: {', '.join(SCENARIOS)}.")
    rng = np.random.default_rng([seed, *scenario.encode()])
    stage = Stage(rng, make_world(rng, posts), min(1.0, posts / FULL_SIZE))
    for part in SCENARIOS[scenario].parts:
        part(stage)
    covers = [_cover(rng, group.size, group.cover) for group in stage.groups]
    left = posts - len(stage.acts) - sum(int(cover.sum()) for cover in covers)
    if left < (1 - CROWDED) * posts:
        least = -(-(posts - left) * 10 // (round(CROWDED * 10) * 100)) * 100
        raise ValueError(f"'{scenario}' plants {posts - left:,} posts: ask for {least:,} or more, not {posts:,}.")
    people = make_people(rng, stage.groups, covers, left)
    table = posts_table(rng, stage, people, make_crowd(rng, stage.world, people))
    truth = {"scenario": scenario, "seed": seed, "posts": posts, **_named(stage.truth, people.keys())}
    return Made(table, accounts_table(rng, people), truth)


def _cover(rng: np.random.Generator, size: int, mean: float) -> NDArray[np.int64]:
    """Ordinary posts of each member: log-normal around ``mean``, at least one."""
    return np.maximum(1, np.round(mean * rng.lognormal(-0.32, 0.8, size))).astype(np.int64)


def _named(truth: Any, names: list[str]) -> Any:
    """The truth with ``platform:account_id`` for the places of members."""
    if isinstance(truth, dict):
        return {
            key: sorted(names[place] for place in value) if key == "members" else _named(value, names)
            for key, value in truth.items()
        }
    return [_named(item, names) for item in truth] if isinstance(truth, list) else truth
