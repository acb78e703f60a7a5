"""How long an operation is at work before the first alert: the same material, looked at up to one day after another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from inconcert.evaluate.base import EvaluationSet, Scored
from inconcert.evaluate.bench import outcome
from inconcert.evaluate.measures import Sheet
from inconcert.evaluate.simulated import placed, tables, truth_of
from inconcert.simulate.rhythm import DAYS, START
from inconcert.simulate.scenarios import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from inconcert.evaluate.bench import Bench, Group

PREFIXES = (1, 2, 3, 5, 7, 10, 14, 21, DAYS)
"""Days of the world after which an investigation looks."""
LEAST = 3
"""Members of the operation that an alert has to name."""
NEVER = "runs without an alert"
DAYS_SEEN, POSTS_SEEN = "days before the first alert", "posts before the first alert"
OWN_SEEN = "posts of the operation before the first alert"


def last_day(days: int) -> str:
    """The last of the first ``days`` days of a world, as the setting ``until`` takes it."""
    return (datetime.fromtimestamp(START, UTC) + timedelta(days=days - 1)).date().isoformat()


def raised(groups: Iterable[Group], covert: frozenset[str]) -> bool:
    """Whether an alert names members of the operation, and mostly them."""
    hits = ((len(group.members & covert), len(group.members)) for group in groups if group.alert)
    return any(own >= LEAST and 2 * own > size for own, size in hits)


def first_alert(bench: Bench, folder: Path, made: Path) -> int | None:
    """Days after which the first alert is raised; ``None`` when there is none in the whole world."""
    covert = truth_of(made).covert
    for days in PREFIXES:
        found = outcome(bench.found(folder, *tables(made), changes={"until": last_day(days)}))
        bench.tell(f"  {folder.name}: {days} days, {len(found.groups)} networks")
        if raised(found.groups, covert):
            return days
    return None


def _authors_until(file: Path, days: int) -> list[str]:
    """The account of every post of the first days."""
    end = datetime.fromtimestamp(START, UTC) + timedelta(days=days)
    rows = pq.read_table(file, columns=["platform", "account_id", "posted_at"]).to_pylist()
    return [f"{row['platform']}:{row['account_id']}" for row in rows if row["posted_at"] < end]


def _score(scenario: str, bench: Bench) -> Scored:
    days: dict[int, int | None] = {}
    seen: dict[str, dict[int, float | None]] = {DAYS_SEEN: {}, POSTS_SEEN: {}, OWN_SEEN: {}}
    for seed in range(bench.seeds):
        folder, made = placed(bench, scenario, seed)
        after = days[seed] = first_alert(bench, folder, made)
        covert, names = truth_of(made).covert, _authors_until(made / "posts.parquet", after or DAYS)
        own = sum(name in covert for name in names)
        for measure, value in ((DAYS_SEEN, after), (POSTS_SEEN, len(names)), (OWN_SEEN, own)):
            seen[measure][seed] = None if after is None else float(value or 0)
    sheet = Sheet(f"{scenario}-over-days", "time-to-detection")
    never = sheet.rate(NEVER, sum(each is None for each in days.values()), len(days), seed=None, seeds=tuple(days))
    return Scored([*(sheet.over_seeds(measure, each) for measure, each in seen.items()), never])


WATCHED = ("small-slow", "large-crude", "repost-ring", "adversary-camouflage-1x")
DELAYS = tuple(
    EvaluationSet(
        f"{name}-over-days",
        "time-to-detection",
        f"The first days of `{name}`: {SCENARIOS[name].says.rstrip('.')}",
        partial(_score, name),
    )
    for name in WATCHED
)
