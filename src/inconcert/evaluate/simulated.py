"""Operations and decoys from ``inconcert simulate``: figures about made-up worlds, and to be called so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from inconcert.errors import UsageError
from inconcert.evaluate.base import EvaluationSet, Scored, control, described
from inconcert.evaluate.measures import (
    ALERT_RECALL,
    ALERTS,
    DECOYS_ALERTED,
    DECOYS_PLACED,
    FALSE,
    NETWORKS,
    PRECISION,
    RECALL,
    Sheet,
    precision,
    recall,
)
from inconcert.simulate.scenarios import SCENARIOS, simulate
from inconcert.simulate.write import write_world

if TYPE_CHECKING:
    from collections.abc import Callable

    from inconcert.evaluate.base import Makeup
    from inconcert.evaluate.bench import Bench, Outcome
    from inconcert.evaluate.measures import Figure

    Measure = Callable[["Truth", "Outcome"], float | None]


@dataclass(frozen=True)
class Truth:
    """Who belongs to what in a made-up world."""

    told: dict[str, Any]
    """``truth.json``"""

    @cached_property
    def covert(self) -> frozenset[str]:
        """Members of operations."""
        return _members(self.told["operations"])

    @cached_property
    def decoys(self) -> frozenset[str]:
        """Members of decoys."""
        return _members(self.told["decoys"])

    def makeup(self, members: frozenset[str]) -> Makeup:
        """How the members of a network divide."""
        groups = [*self.told["operations"], *self.told["decoys"]]
        parts = {str(group["name"]): len(members & set(group["members"])) for group in groups}
        parts["crowd"] = len(members - self.covert - self.decoys)
        return {name: count for name, count in parts.items() if count}


def _members(groups: list[dict[str, Any]]) -> frozenset[str]:
    return frozenset(str(member) for group in groups for member in group["members"])


def world(bench: Bench, scenario: str, seed: int) -> tuple[Truth, Outcome]:
    """Make the world of a scenario, unless it is there, and investigate it.

    Raises:
        UsageError: the world is too small for what is planted in it.
    """
    folder = bench.folder(f"{scenario}-{seed}", f"{scenario} {seed} {bench.posts}")
    made = folder / "world"
    if not (made / "truth.json").exists():
        try:
            write_world(simulate(scenario, seed=seed, posts=bench.posts), made)
        except ValueError as error:
            raise UsageError(str(error), todo="Give more with --posts.") from error
    truth = Truth(json.loads((made / "truth.json").read_text("utf-8")))
    return truth, bench.run(folder, made / "posts.parquet")


def _crowd(truth: Truth, run: Outcome) -> float:
    return len(run.placed - truth.covert - truth.decoys)


COVERT: dict[str, Measure] = {
    RECALL: lambda truth, run: recall(run.placed, truth.covert),
    ALERT_RECALL: lambda truth, run: recall(run.alerted, truth.covert),
    PRECISION: lambda truth, run: precision(run.placed, truth.covert),
}
DECOYS: dict[str, Measure] = {
    DECOYS_PLACED: lambda truth, run: recall(run.placed, truth.decoys),
    DECOYS_ALERTED: lambda truth, run: recall(run.alerted, truth.decoys),
}
ALWAYS: dict[str, Measure] = {
    FALSE: _crowd,
    NETWORKS: lambda _, run: len(run.groups),
    ALERTS: lambda _, run: sum(group.alert for group in run.groups),
}


def _score(scenario: str, bench: Bench) -> Scored:
    runs = {seed: world(bench, scenario, seed) for seed in range(fewer(bench.seeds))}
    sheet, first = Sheet(scenario, "simulated"), runs[0][0]
    asked = (COVERT if first.covert else {}) | (DECOYS if first.decoys else {}) | ALWAYS
    figures: list[Figure] = [
        sheet.over_seeds(measure, {seed: ask(*run) for seed, run in runs.items()}) for measure, ask in asked.items()
    ]
    networks = [row for seed, (truth, run) in runs.items() for row in described(scenario, run, seed, truth.makeup)]
    return Scored([*figures, control(scenario, [run for _, run in runs.values()])], networks)


def fewer(seeds: int) -> int:
    """Half of the seeds, for what is measured in many variants."""
    return (seeds + 1) // 2


SIMULATED = tuple(
    EvaluationSet(name, "simulated", scenario.says.rstrip("."), partial(_score, name))
    for name, scenario in SCENARIOS.items()
    if name != "organic"
)
