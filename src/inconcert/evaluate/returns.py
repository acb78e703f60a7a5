"""Operations that come back after a takedown, recognised by their fingerprints; and networks that are none of theirs.

An operation is fingerprinted from its true members in one world and looked for, again as a group, in another in which
it returned: figures about recognising, not about finding. Unrelated are the operations of other seeds before and after
their own takedown, decoys, and neighbours: accounts of the crowd that write in one language about one subject, with the
hashtags and news sites of that subject. All worlds share one stock of languages, hashtags and sites.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from inconcert.errors import UsageError
from inconcert.evaluate.aims import FALSE_RETURNS, RETURNED
from inconcert.evaluate.base import EvaluationSet, Scored
from inconcert.evaluate.measures import Sheet
from inconcert.evaluate.simulated import tables, truth_of
from inconcert.investigation import Investigation
from inconcert.profile.resemblance import Resemblance
from inconcert.returns.comparing import compare
from inconcert.returns.making import fingerprints
from inconcert.returns.traits import traits
from inconcert.simulate import adversary, crude, decoys, operation
from inconcert.simulate.scenarios import Scenario, simulate
from inconcert.simulate.write import write_world
from inconcert.sites.lookalikes.brands import read_brands

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from inconcert.evaluate.bench import Bench
    from inconcert.evaluate.simulated import Truth
    from inconcert.returns.fingerprint import Fingerprint
    from inconcert.returns.match import Match
    from inconcert.returns.traits import Traits
    from inconcert.sites.lookalikes.brands import Brand
    from inconcert.store.folder import Folder

FALSE_OF_ANY = "unrelated networks called a return of any of the operations, per 1,000"
NOT_OWN = "unrelated"
SEEDS = 5
"""Worlds of each kind at the usual number of seeds: 50 returns."""
DEVELOPMENT = 1000
"""Seeds from here on were used to set the weights and thresholds; the figures are of seeds below."""
STOCK = 7
"""Seed of what all worlds of the figures have in common; the development half has another one."""
POSTS = 24_000
"""Posts of a world at most: most belong to operations and decoys, and rarity is measured among few others."""
NEIGHBOURS = 40
"""Groups of the crowd in each world."""
SIZES = (5, 25)
"""Smallest and largest of these groups."""
SALT = "evaluation"
_PLANS = adversary.plans()
_RINGS = (
    "ring-30",
    "adversary-jitter-2h",
    "adversary-camouflage-5x",
    "adversary-paraphrase-30",
    "adversary-combined-mild",
)
KINDS = (
    Scenario(
        "five operations", "Five operations of different kinds and two decoys",
        (operation.small_slow, crude.large_crude, operation.repost_ring, operation.woken, operation.large_diluted,
         decoys.fan_army, decoys.share_kit),
    ),
    Scenario(
        "five rings", "Five rings and two decoys",
        (*(adversary.part(name, _PLANS[name]) for name in _RINGS), decoys.wire_news, decoys.giveaway),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """What is compared of one world."""

    prints: dict[str, Fingerprint]
    """Fingerprints of its operations, before their takedown."""
    operations: dict[str, Traits]
    others: dict[str, Traits]
    """Decoys and neighbours."""


@dataclass(frozen=True)
class Compared:
    """One network against one operation."""

    match: Match
    true: bool
    kind: str
    """The operation, or what the unrelated network is."""
    network: str
    """Name of the network with its world."""


def world(bench: Bench, scenario: Scenario, seed: int, takedowns: int, stock: int) -> World:
    """Make a world, unless it is there, and read its groups."""
    posts = min(bench.posts, POSTS)
    name = f"{scenario.name.replace(' ', '-')}-{takedowns}-{seed}"
    folder = bench.folder(name, f"{scenario.name} {seed} {takedowns} {stock} {posts}")
    made = folder / "world"
    if not (made / "truth.json").exists():
        try:
            write_world(simulate(scenario, seed=seed, posts=posts, takedowns=takedowns, stock=stock), made)
        except ValueError as error:
            raise UsageError(str(error), todo="Give more with --posts.") from error
    truth = truth_of(made)
    inv = Investigation.at(folder / "investigation", name=name)
    inv.add(*tables(made))
    # A plan reads the posts and counts no pair; this signal is read quickest.
    inv.plan(signals=("same_object",))
    (features,) = (inv.folder.path / "runs").glob("*/features.parquet")
    brands = read_brands(made / "brands.txt") if (made / "brands.txt").exists() else []
    return _read(inv.folder, features, truth, seed, takedowns, brands)


def _read(  # what a world is read by
    folder: Folder, features: Path, truth: Truth, seed: int, takedowns: int, brands: Sequence[Brand]
) -> World:
    operations = {str(one["name"]): list(one["members"]) for one in truth.told["operations"]}
    others = {str(one["name"]): list(one["members"]) for one in truth.told["decoys"]}
    with folder.connect() as con:
        others |= dict(_neighbours(con, features, truth, seed))
        groups = operations | others
        alike = _imitated(con, features, groups, brands)
        # The fingerprints first: what they are made of is laid on the same connection.
        prints = {} if takedowns else fingerprints(con, features, operations, SALT, others=others, alike=alike)
        read = traits(con, features, groups, alike)
    return World(prints, {name: read[name] for name in operations}, {name: read[name] for name in others})


def _imitated(
    con: duckdb.DuckDBPyConnection, features: Path, groups: Mapping[str, Sequence[str]], brands: Sequence[Brand]
) -> dict[str, str]:
    """Which protected name each site imitates that groups link to, as a run with these names would say it."""
    query = """
        SELECT DISTINCT unnest(domains) FROM read_parquet($path) WHERE asset IN (SELECT unnest($members))
    """
    members = sorted({member for members in groups.values() for member in members})
    sites = [site for (site,) in con.execute(query, {"path": str(features), "members": members}).fetchall()]
    alike = Resemblance(sites, brands)
    rows = ((site, alike.brand(site)) for site in sites)
    return {site: str(row["brand"]) for site, row in rows if row and row["tier"] != "lead"}


def _neighbours(
    con: duckdb.DuckDBPyConnection, features: Path, truth: Truth, seed: int
) -> Iterator[tuple[str, list[str]]]:
    """Accounts of the crowd with one language and one favourite hashtag in common."""
    query = """
        SELECT lang, tag, list(DISTINCT asset ORDER BY asset) FROM (
            SELECT asset, lang, unnest(hashtags) AS tag FROM read_parquet($path) WHERE len(hashtags) > 0
        ) GROUP BY ALL HAVING count(DISTINCT asset) >= $least ORDER BY lang, tag
    """
    rows = con.execute(query, {"path": str(features), "least": SIZES[0] + 1}).fetchall()
    planted, rng = truth.covert | truth.decoys, np.random.default_rng([seed, 8])
    pools = [[one for one in assets if one not in planted] for _, _, assets in rows]
    pools = [pool for pool in pools if len(pool) >= SIZES[0]]
    for number in range(NEIGHBOURS if pools else 0):
        pool = pools[int(rng.integers(len(pools)))]
        size = min(len(pool), int(rng.integers(*SIZES)))
        yield f"neighbours {number}", sorted(rng.choice(np.array(pool), size, replace=False).tolist())


def compared(bench: Bench, scenario: Scenario, seeds: Sequence[int], stock: int) -> Iterator[Compared]:
    """Every fingerprint of a kind of world against every group of all its worlds."""
    worlds = {(seed, turn): world(bench, scenario, seed, turn, stock) for seed in seeds for turn in (0, 1)}
    prints = [
        (seed, name, one) for (seed, turn), each in worlds.items() if turn == 0 for name, one in each.prints.items()
    ]
    for (seed, turn), each in worlds.items():
        for name, network in (each.operations | each.others).items():
            for own, operation_name, one in prints:
                same = (own, operation_name) == (seed, name)
                if same and turn == 0:
                    continue
                (match,) = compare(network, [one])
                yield Compared(match, same, operation_name if same else NOT_OWN, f"{seed} {turn} {name}")


def _score(scenario: Scenario, name: str, bench: Bench) -> Scored:
    seeds = tuple(range(bench.seeds))
    rows = list(compared(bench, scenario, seeds, STOCK))
    sheet = Sheet(name, "returns")
    true, other = [row for row in rows if row.true], [row for row in rows if not row.true]
    found = [row for row in true if row.match.candidate]
    wrong = [row for row in other if row.match.candidate]
    networks, called = {row.network for row in other}, {row.network for row in wrong}
    figures = [
        sheet.rate(RETURNED, len(found), len(true), seed=None, seeds=seeds),
        sheet.rate(FALSE_RETURNS, len(wrong), len(other), per=1000, seed=None, seeds=seeds),
        sheet.rate(FALSE_OF_ANY, len(called), len(networks), per=1000, seed=None, seeds=seeds),
    ]
    for kind in dict.fromkeys(row.kind for row in true):
        of = [row for row in true if row.kind == kind]
        hit = sum(row.match.candidate for row in of)
        figures.append(sheet.rate(f"{RETURNED}, {kind}", hit, len(of), seed=None, seeds=seeds))
    return Scored(figures)


RETURNS = tuple(
    EvaluationSet(
        f"returns-{scenario.name.replace(' ', '-')}", "returns", f"{scenario.says}, taken down and come back",
        partial(_score, scenario, f"returns-{scenario.name.replace(' ', '-')}"),
    )
    for scenario in KINDS
)  # fmt: skip
