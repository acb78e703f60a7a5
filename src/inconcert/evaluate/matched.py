"""Recall among matched controls: ten ordinary accounts for each member of an operation.

They are as active, on the same platform and of the same language, so that none of these tells the two apart.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq

from inconcert.evaluate.aims import LOOSE, STRICT
from inconcert.evaluate.base import EvaluationSet, Scored
from inconcert.evaluate.bench import outcome
from inconcert.evaluate.measures import Sheet, auc
from inconcert.evaluate.probe import Mixed, by_account, probed
from inconcert.evaluate.simulated import placed, tables, truth_of
from inconcert.simulate.scenarios import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from inconcert.evaluate.bench import Bench
    from inconcert.evaluate.simulated import Truth
    from inconcert.found import Found

EACH = 10
"""Controls of a member, as long as there are enough."""
ALERT, NETWORK = 2000.0, 1000.0
"""What being in an alert, and in a network, counts; beside it the strongest tie of an account, in decades of p."""
DECADES = 900.0
RANKED, CONTROLS = "members against matched controls: AUC", "matched controls"
RATES = {STRICT: 0.001, LOOSE: 0.01}

Kind = tuple[str, str]
"""Platform, and the language that an account writes most."""


Known = dict[str, tuple[Kind, int]]
"""Kind of each account, and how many posts it has."""


def kinds(file: Path) -> Known:
    """Platform and language of each account of a file of the noun ``posts``, and how many posts it has."""
    used: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    columns = pq.read_table(file, columns=["platform", "account_id", "lang"]).to_pydict()
    for platform, account, lang in zip(*columns.values(), strict=True):
        used[f"{platform}:{account}"][lang or ""] += 1
    return {
        name: ((name.partition(":")[0], max(sorted(langs), key=lambda one: langs[one])), sum(langs.values()))
        for name, langs in used.items()
    }


def controls(known: Known, members: frozenset[str], others: frozenset[str], seed: int) -> set[str]:
    """For each member up to ten of the ``others`` of its kind, nearest in activity (on a log scale), none twice.

    Members take turns, so that none has ten where another has none.
    """
    order = np.random.default_rng(seed).permutation(sorted(members & known.keys())).tolist()
    pools: dict[Kind, dict[str, float]] = defaultdict(dict)
    for name in sorted(others & known.keys()):
        pools[known[name][0]][name] = float(np.log(known[name][1]))
    taken: set[str] = set()
    for member in order * EACH:
        kind, posts = known[member]
        if pools[kind]:
            taken.add(_nearest(pools[kind], float(np.log(posts))))
    return taken


def _nearest(pool: dict[str, float], wanted: float) -> str:
    """The account nearest in activity, taken out of the pool."""
    name = min(pool, key=lambda one: (abs(pool[one] - wanted), one))
    del pool[name]
    return name


def scores(found: Found) -> dict[str, float]:
    """Strength of the evidence about each account that has any."""
    rows = found.connection.execute(
        "SELECT asset, min(p) FROM (SELECT a AS asset, p FROM ties UNION ALL SELECT b, p FROM ties) GROUP BY asset"
    ).fetchall()
    made = {str(name): min(DECADES, -float(np.log10(max(p, 1e-300)))) for name, p in rows}
    for group in outcome(found).groups:
        for member in group.members:
            made[member] = max(
                made.get(member, 0.0) % NETWORK + (ALERT if group.alert else NETWORK), made.get(member, 0)
            )
    return made


def recall_at(rate: float, ours: Sequence[float], theirs: Sequence[float]) -> float | None:
    """Share of members above a bar that at most ``rate`` of the controls reach; without evidence nobody is above it."""
    if not ours or not theirs:
        return None
    allowed = int(rate * len(theirs))
    bar = max(0.0, sorted(theirs, reverse=True)[allowed] if allowed < len(theirs) else 0.0)
    return sum(score > bar for score in ours) / len(ours)


def _sides(bench: Bench, scenario: str, seed: int) -> tuple[Mixed, dict[str, float]]:
    """The operation of a world with its controls, and the scores of everybody."""
    folder, made = placed(bench, scenario, seed)
    truth, file = truth_of(made), made / "posts.parquet"
    found = bench.found(folder, *tables(made))
    known = kinds(file)
    chosen = controls(known, truth.covert, _crowd(known, truth), seed)
    return Mixed(by_account(file), truth.covert, frozenset(chosen)), scores(found)


def _crowd(known: Mapping[str, object], truth: Truth) -> frozenset[str]:
    return frozenset(known.keys() - truth.covert - truth.decoys - truth.framed)


def _score(scenario: str, bench: Bench) -> Scored:
    sides = {seed: _sides(bench, scenario, seed) for seed in range(bench.seeds)}
    sheet = Sheet(f"{scenario}-matched", "matched")
    split = {
        seed: tuple([have.get(name, 0.0) for name in sorted(side)] for side in (mixed.operation, mixed.others))
        for seed, (mixed, have) in sides.items()
    }
    ours, theirs = ([score for each in split.values() for score in each[side]] for side in (0, 1))
    seeds = tuple(sides)
    figures = []
    for measure, rate in RATES.items():
        # One bar for all seeds: a rate of one in a thousand is not seen among fewer than a thousand controls.
        share = recall_at(rate, ours, theirs) if len(theirs) * rate >= 1 else None
        found = sheet.number(measure, None, len(ours), seed=None)
        if share is not None:
            found = sheet.rate(measure, round(share * len(ours)), len(ours), seed=None, seeds=seeds)
        figures.append(found)
    figures.append(sheet.over_seeds(RANKED, {seed: auc(*each) for seed, each in split.items()}))
    figures.append(sheet.over_seeds(CONTROLS, {seed: len(each[1]) for seed, each in split.items()}))
    return Scored([*figures, *probed(sheet, {seed: mixed for seed, (mixed, _) in sides.items()})])


AGAINST = ("small-slow", "large-crude", "repost-ring", "large-diluted", "woken", "adversary-camouflage-1x")
MATCHED = tuple(
    EvaluationSet(
        f"{name}-matched",
        "matched",
        f"Ten matched accounts for each member of `{name}`: {SCENARIOS[name].says.rstrip('.')}",
        partial(_score, name),
    )
    for name in AGAINST
)
