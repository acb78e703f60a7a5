"""Whether the probabilities that a run states are right, in worlds of which the truth is known.

q promises a rate: of the pairs with q up to 0.01 at most one in a hundred may be no pair. The reliability curve sets
both beside each other in steps of q. On names dealt anew nobody acts together, and p of a pair must not be small more
often than it says: it may be small more rarely, since counts of meetings are whole numbers.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from inconcert.evaluate.base import EvaluationSet, Scored
from inconcert.evaluate.measures import Sheet
from inconcert.evaluate.simulated import placed, tables, truth_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from inconcert.evaluate.bench import Bench
    from inconcert.evaluate.measures import Figure
    from inconcert.evaluate.simulated import Truth
    from inconcert.found import Found

STEPS = (0.0, 0.0001, 0.001, 0.01, 0.05, 0.1)
"""Ends of the steps of q; ties are written up to the last one."""
GROUP_STEPS = (0.0, 0.05, 0.1, 1.0)
"""Ends of the steps of p of networks, which is at least one in twenty."""
LEVELS = (0.01, 0.05, 0.1, 0.5)
"""Levels at which p on shuffles is looked at."""
BRIER, ECE = "Brier score of {}", "expected calibration error of {}"
SMALL = "pairs of shuffled names with p up to {:g}"
EXCESS = "greatest excess of small p on shuffled names"
EVERYTHING = {"keep": 1e6, "shuffles": 1}
"""Settings at which every tested pair is written, however large its q before it is held at one; networks are not
looked at, so one shuffle is enough."""
SHUFFLED_PAIRS = "number of pairs of shuffled names"
HALF = 0.5
"""Share of a network in one planted group from which on it is a true one."""

Stated = tuple[float, bool]
"""Probability of error that a run states, and whether what it states is true."""


def stated_pairs(found: Found, truth: Truth) -> list[Stated]:
    """The least q of each tied pair, and whether the two really act together; a lead states no q and is left out."""
    rows = found.connection.execute(
        "SELECT a, b, min(q) FROM ties WHERE q IS NOT NULL GROUP BY a, b ORDER BY a, b"
    ).fetchall()
    return [(float(q), truth.together(str(a), str(b))) for a, b, q in rows]


def stated_networks(found: Found, truth: Truth) -> list[Stated]:
    """The p of each network, and whether at least half of it is of one planted group."""
    return [(float(network.data["p"]), _most(frozenset(network.members), truth) >= HALF) for network in found.networks]


def _most(members: frozenset[str], truth: Truth) -> float:
    return max((len(members & group) / len(members) for group in truth.groups), default=0.0)


def brier(stated: Sequence[Stated]) -> float | None:
    """Mean squared difference between the stated chance of being true and the truth (Brier 1950)."""
    return float(np.mean([(1 - error - true) ** 2 for error, true in stated])) if stated else None


def calibration_error(stated: Sequence[Stated], ends: Sequence[float] = STEPS) -> float | None:
    """Mean difference between stated and seen error in each step, weighted by how much is in it (Naeini 2015)."""
    if not stated:
        return None
    gaps = [len(part) * abs(_mean(part) - _wrong(part)) for part in _steps(stated, ends) if part]
    return float(sum(gaps) / len(stated))


def _steps(stated: Sequence[Stated], ends: Sequence[float]) -> list[list[Stated]]:
    """What is stated, by step; what lies on an end belongs to the step below it."""
    return [[one for one in stated if (low < one[0] or low == 0) and one[0] <= high] for low, high in pairwise(ends)]


def _mean(stated: Sequence[Stated]) -> float:
    return float(np.mean([error for error, _ in stated]))


def _wrong(stated: Sequence[Stated]) -> float:
    return 1 - float(np.mean([true for _, true in stated]))


def reliability(
    sheet: Sheet, what: str, stated: Sequence[Stated], seeds: tuple[int, ...], ends: Sequence[float] = STEPS
) -> list[Figure]:
    """The share of wrong ones up to each end (what is promised), and in each step (the curve).

    ``what`` names them and the letter, such as ``pairs, q``.
    """
    figures = []
    for (low, high), part in zip(pairwise(ends), _steps(stated, ends), strict=True):
        below = [one for one in stated if one[0] <= high]
        for says, some in ((f"up to {high:g}", below), (f"from {low:g} to {high:g}", part)):
            wrong = sum(not true for _, true in some)
            figures.append(sheet.rate(f"wrong {what} {says}", wrong, len(some), seed=None, seeds=seeds))
    return figures


def _score(scenario: str, bench: Bench) -> Scored:
    sheet, seeds = Sheet(f"{scenario}-stated", "calibration"), tuple(range(bench.seeds))
    pairs, networks = {}, {}
    for seed in seeds:
        folder, made = placed(bench, scenario, seed)
        found, truth = bench.found(folder, *tables(made)), truth_of(made)
        pairs[seed], networks[seed] = stated_pairs(found, truth), stated_networks(found, truth)
    figures: list[Figure] = []
    for noun, letter, stated, ends in (("pairs", "q", pairs, STEPS), ("networks", "p", networks, GROUP_STEPS)):
        every = [one for part in stated.values() for one in part]
        figures += reliability(sheet, f"{noun}, {letter}", every, seeds, ends)
        scores = {seed: brier(each) for seed, each in stated.items()}
        errors = {seed: calibration_error(each, ends) for seed, each in stated.items()}
        figures.append(sheet.over_seeds(BRIER.format(f"{letter} of {noun}"), scores))
        figures.append(sheet.over_seeds(ECE.format(f"{letter} of {noun}"), errors))
    return Scored(figures)


def dealt_anew(posts: pa.Table, rng: Generator) -> pa.Table:
    """The posts under other names: dealt anew among those of one platform, language and kind.

    What was posted when stays, and so does how much everybody posts there; who was together does not.
    """
    keys = zip(*(posts[name].to_pylist() for name in ("platform", "lang", "kind")), strict=True)
    codes = np.unique(["|".join(map(str, key)) for key in keys], return_inverse=True)[1]
    place = np.arange(len(codes))
    for code in np.unique(codes):
        here = np.flatnonzero(codes == code)
        place[here] = rng.permutation(here)
    moved: Any = pa.array(place)
    for name in ("account_id", "handle"):
        posts = posts.set_column(posts.column_names.index(name), name, posts[name].take(moved))
    return posts


def excess(p: NDArray[np.float64], tested: int) -> float | None:
    """How far the share of p up to x lies above x, at most: above 0, p promises too much (one-sided Kolmogorov).

    ``tested`` pairs stand behind the given ones; those that are not given have larger p.
    """
    ordered = np.sort(p)
    return float(max(0.0, (np.arange(1, len(p) + 1) / tested - ordered).max(initial=0.0))) if tested else None


def tested_pairs(found: Found) -> tuple[NDArray[np.float64], int]:
    """The p of pairs with more than the least number of things in common, and how many pairs were tested.

    Of two accounts with just that number nothing can be said, so they have p 1 and are never written.
    """
    p = np.array(found.connection.execute("SELECT p FROM ties").fetchnumpy()["p"], dtype=float)
    return p, sum(int(signal.get("tested", 0)) for signal in found.data["looked_at"]["signals"].values())


def _uniform(bench: Bench) -> Scored:
    sheet = Sheet("shuffled-names", "calibration")
    values: dict[int, tuple[NDArray[np.float64], int]] = {}
    for seed in range(bench.seeds):
        _, made = placed(bench, "mixed", seed)
        folder = bench.folder(f"shuffled-names-{seed}", f"mixed {seed} {bench.posts}")
        posts = dealt_anew(pq.read_table(made / "posts.parquet"), np.random.default_rng(seed))
        pq.write_table(posts, folder / "posts.parquet")
        values[seed] = tested_pairs(bench.found(folder, folder / "posts.parquet", changes=EVERYTHING))
    every, tested = np.concatenate([p for p, _ in values.values()]), sum(count for _, count in values.values())
    seeds = tuple(values)
    figures = [
        sheet.rate(SMALL.format(level), int((every <= level).sum()), tested, seed=None, seeds=seeds) for level in LEVELS
    ]
    figures.append(sheet.over_seeds(EXCESS, {seed: excess(*each) for seed, each in values.items()}))
    figures.append(sheet.over_seeds(SHUFFLED_PAIRS, {seed: count for seed, (_, count) in values.items()}))
    return Scored(figures)


STATED = ("organic", "small-slow", "repost-ring", "mixed")
CALIBRATION = (
    *(
        EvaluationSet(
            f"{name}-stated", "calibration", f"Stated q and p against the truth of `{name}`", partial(_score, name)
        )
        for name in STATED
    ),
    EvaluationSet("shuffled-names", "calibration", "p of all pairs of `mixed` when its names are dealt anew", _uniform),
)
