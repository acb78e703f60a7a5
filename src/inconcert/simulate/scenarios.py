"""The scenarios by name, and the making of a world from one."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.simulate import adversary, crude, decoys, faces, operation
from inconcert.simulate.crowd import make_crowd
from inconcert.simulate.drawer import Drawer
from inconcert.simulate.made import Made
from inconcert.simulate.people import make_people
from inconcert.simulate.profiles import accounts_table, make_profiles
from inconcert.simulate.stage import Stage, remember
from inconcert.simulate.world import make_world
from inconcert.simulate.write import ads_table, posts_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from inconcert.simulate.people import People

FULL_SIZE = 30_000
"""Posts from which on large groups have their full size; below it they shrink in proportion."""
CROWDED = 0.75
"""Largest share of the posts that planted groups may write."""
REMEMBERED = 0.04
"""Share of the posts that are years old, in a world whose material reaches back."""
CROWD = "crowd"
"""Whose the second faces of ordinary people are."""
PLACES = {"members", "targets"}
"""Parts of the truth that list accounts."""


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
    Scenario(
        "large-crude", "Hundreds of fresh pages pushing look-alike sites, petitions and ads.", (crude.large_crude,)
    ),
    Scenario("large-diluted", "Many accounts that do little each, hours apart: hard.", (operation.large_diluted,)),
    Scenario("repost-ring", "Accounts that repost three masters within a minute.", (operation.repost_ring,)),
    Scenario("woken", "Accounts silent for years that wake up in one week.", (operation.woken,)),
    Scenario(
        "mixed",
        "Three operations and two decoys in one crowd.",
        (
            operation.small_slow,
            crude.large_crude,
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
    Scenario("two-faces", "People with a second account elsewhere, and others who look like it.", (faces.two_faces,)),
    *(Scenario(name, adversary.says(plan), (adversary.part(name, plan),)) for name, plan in adversary.plans().items()),
)


def simulate(
    scenario: str | Scenario,
    *,
    seed: int = 0,
    posts: int = 30_000,
    takedowns: int | None = None,
    stock: int | None = None,
) -> Made:
    """Make the world of ``scenario`` with ``posts`` posts. The same arguments give the same world.

    Args:
        scenario: Its name, or a scenario that has none.
        seed: Seed of everything.
        posts: Posts of the world.
        takedowns: How often the operations were taken down before, and came back: with new accounts, handles and
            domains, most of it new, some of it from their drawers (see :mod:`inconcert.simulate.drawer`). With 0 it is
            the first time, and what they have is their own; not given, operations of one kind share names of sites.
        stock: Seed of what everybody has in common: languages, hashtags, sites, news. Not given: from ``seed``.

    Raises:
        ValueError: there is no such scenario, or ``posts`` are too few for what it plants.
    """
    if isinstance(scenario, str) and scenario not in SCENARIOS:
        raise ValueError(f"There is no scenario '{scenario}'. There are: {', '.join(SCENARIOS)}.")
    chosen = SCENARIOS[scenario] if isinstance(scenario, str) else scenario
    stage = _planted(chosen, seed, posts, takedowns, stock)
    told = {} if takedowns is None else {"takedowns": takedowns}
    return _filled(stage, chosen.name, posts, {"scenario": chosen.name, "seed": seed, "posts": posts, **told})


def _planted(chosen: Scenario, seed: int, posts: int, takedowns: int | None, stock: int | None) -> Stage:
    """The groups of a scenario on their stage; those that return have played before, with nobody looking."""
    name = chosen.name.encode()
    # Who returns finds the same languages and sites as before.
    common = seed if stock is None and takedowns is not None else stock

    def played(turn: int, gone: list[Drawer]) -> tuple[Stage, list[Drawer]]:
        """The stage after its groups have played, and their drawers; ``gone`` are those of the turn before."""
        rng = np.random.default_rng([seed, *name, *([turn] if turn else [])])
        shared = rng if common is None else np.random.default_rng([common, *b"stock"])
        stage, drawers = Stage(rng, make_world(shared, posts), min(1.0, posts / FULL_SIZE)), list[Drawer]()
        if takedowns is not None:
            own = [np.random.default_rng([seed, *name, turn, number]) for number in range(len(chosen.parts))]
            drawers = [old.back(rng) for old, rng in zip(gone, own, strict=True)] if turn else list(map(Drawer, own))
        for number, part in enumerate(chosen.parts):
            stage.drawer = drawers[number] if drawers else None
            part(stage)
        return stage, drawers

    stage, drawers = played(0, [])
    for turn in range(1, (takedowns or 0) + 1):
        stage, drawers = played(turn, drawers)
    return stage


def _filled(stage: Stage, scenario: str, posts: int, head: dict[str, Any]) -> Made:
    """The world around what is planted."""
    rng = stage.rng
    covers = [_cover(rng, group.size, group.cover) for group in stage.groups]
    old = round(REMEMBERED * posts) if stage.remembers else 0
    left = posts - len(stage.acts) - old - sum(int(cover.sum()) for cover in covers)
    if left < (1 - CROWDED) * posts:
        least = ceil((posts - left) / CROWDED / 100) * 100
        raise ValueError(f"'{scenario}' plants {posts - left:,} posts: ask for {least:,} or more, not {posts:,}.")
    people = make_people(rng, stage.groups, covers, left, wide=stage.wide)
    remember(stage, people, old)
    return _made(stage, people, head)


def _made(stage: Stage, people: People, head: dict[str, Any]) -> Made:
    rng, names = stage.rng, people.keys()
    faces = [*stage.personas, *((int(a), int(b), CROWD) for a, b in people.faces)]
    pairs = [(a, b) for a, b, _ in faces]
    profiles = make_profiles(rng, stage.world, people, stage.groups, pairs, stage.habits, stage.alike)
    crowd = make_crowd(rng, stage.world, people, wide=stage.wide)
    posts, deletions = posts_tables(rng, stage, people, profiles, crowd)
    personas = [{"name": whose, "members": [a, b]} for a, b, whose in faces]
    told = {**stage.truth, "personas": personas, **_alike(stage)}
    truth = {**head, **_named(told, names)}
    accounts = accounts_table(rng, people, profiles, stage.groups)
    brands = stage.world.hosts if stage.spoofed else ()
    return Made(posts, accounts, deletions, ads_table(stage, people), truth, brands)


def _alike(stage: Stage) -> dict[str, list[dict[str, Any]]]:
    """Who looks alike without being the same, in worlds that have such people."""
    rows = [{"name": f"{kind} {n}", "kind": kind, "members": [a, b]} for n, (a, b, kind) in enumerate(stage.alike)]
    return {"alike": rows} if rows else {}


def _cover(rng: np.random.Generator, size: int, mean: float) -> NDArray[np.int64]:
    """Ordinary posts of each member: log-normal around ``mean``, at least one."""
    return np.maximum(1, np.round(mean * rng.lognormal(-0.32, 0.8, size))).astype(np.int64)


def _named(truth: Any, names: list[str]) -> Any:
    """The truth with ``platform:account_id`` for the places of members."""
    if isinstance(truth, dict):
        return {
            key: sorted(names[place] for place in value) if key in PLACES else _named(value, names)
            for key, value in truth.items()
        }
    return [_named(item, names) for item in truth] if isinstance(truth, list) else truth
