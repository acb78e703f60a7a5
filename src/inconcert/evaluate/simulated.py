"""Operations and decoys from ``inconcert simulate``: figures about made-up worlds, and to be called so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from inconcert.errors import UsageError
from inconcert.evaluate.aims import CALLED
from inconcert.evaluate.base import EvaluationSet, Scored, controls, described
from inconcert.evaluate.measures import (
    ALERT_RECALL,
    ALERTS,
    DECOYS_ACCUSED,
    DECOYS_ALERTED,
    DECOYS_PLACED,
    FALSE,
    FRAMED_ALERTED,
    FRAMED_PLACED,
    NETWORKS,
    PRECISION,
    RECALL,
    Sheet,
    precision,
    recall,
)
from inconcert.evaluate.probe import Mixed, by_account, probed
from inconcert.simulate.adversary import RINGS, plans
from inconcert.simulate.scenarios import SCENARIOS, simulate
from inconcert.simulate.write import write_world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from inconcert.evaluate.base import Makeup
    from inconcert.evaluate.bench import Bench, Group, Outcome
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

    @cached_property
    def framed(self) -> frozenset[str]:
        """Innocents whom an operation copies."""
        return _members(self.told.get("framed", []))

    @cached_property
    def groups(self) -> tuple[frozenset[str], ...]:
        """Who really acts together: operations, decoys, and the accounts of one operator."""
        every = [*self.told["operations"], *self.told["decoys"], *self.told.get("personas", [])]
        return tuple(_members([group]) for group in every)

    def together(self, a: str, b: str) -> bool:
        """Whether two accounts belong to the same group."""
        return any(a in group and b in group for group in self.groups)

    def makeup(self, members: frozenset[str]) -> Makeup:
        """How the members of a network divide."""
        groups = [*self.told["operations"], *self.told["decoys"]]
        parts = {str(group["name"]): len(members & set(group["members"])) for group in groups}
        parts["framed"] = len(members & self.framed)
        parts["crowd"] = len(members - self.covert - self.decoys - self.framed)
        return {name: count for name, count in parts.items() if count}


def _members(groups: list[dict[str, Any]]) -> frozenset[str]:
    return frozenset(str(member) for group in groups for member in group["members"])


def world(bench: Bench, scenario: str, seed: int) -> tuple[Truth, Outcome]:
    """Make the world of a scenario, unless it is there, and investigate it.

    Raises:
        UsageError: the world is too small for what is planted in it.
    """
    folder, made = placed(bench, scenario, seed)
    return truth_of(made), bench.run(folder, *tables(made))


def tables(made: Path) -> list[Path]:
    """The files of a world that an investigation reads."""
    return [made / f"{noun}.parquet" for noun in ("posts", "accounts", "deletions")]


def placed(bench: Bench, scenario: str, seed: int, posts: int | None = None) -> tuple[Path, Path]:
    """The folder of a world's run and that of its files, which are made unless they are there; errors as above."""
    size = posts or bench.posts
    name = f"{scenario}-{seed}" if posts is None else f"{scenario}-{posts}-{seed}"
    folder = bench.folder(name, f"{scenario} {seed} {size}")
    made = folder / "world"
    if not (made / "truth.json").exists():
        try:
            write_world(simulate(scenario, seed=seed, posts=size), made)
        except ValueError as error:
            raise UsageError(str(error), todo="Give more with --posts.") from error
    return folder, made


def truth_of(made: Path) -> Truth:
    """The truth about the world in a folder."""
    return Truth(json.loads((made / "truth.json").read_text("utf-8")))


def _crowd(truth: Truth, run: Outcome) -> float:
    return len(run.placed - truth.covert - truth.decoys)


def accused(run: Outcome, members: frozenset[str]) -> float | None:
    """How many of the ``members`` are in a network that is called inauthentic; ``None`` where that is not measured."""
    if run.groups and all(group.inauthenticity is None for group in run.groups):
        return None
    return len(frozenset[str]().union(*(group.members & members for group in run.groups if called(group))))


def called(group: Group) -> bool:
    """Whether a network is called inauthentic: its evidence is strong, and stays so in its interval."""
    value, low = group.inauthenticity or (0.0, 0.0)
    return value >= CALLED and low > 0


COVERT: dict[str, Measure] = {
    RECALL: lambda truth, run: recall(run.placed, truth.covert),
    ALERT_RECALL: lambda truth, run: recall(run.alerted, truth.covert),
    PRECISION: lambda truth, run: precision(run.placed, truth.covert),
}
DECOYS: dict[str, Measure] = {
    DECOYS_PLACED: lambda truth, run: recall(run.placed, truth.decoys),
    DECOYS_ALERTED: lambda truth, run: recall(run.alerted, truth.decoys),
    DECOYS_ACCUSED: lambda truth, run: accused(run, truth.decoys),
}
FRAMED: dict[str, Measure] = {
    FRAMED_PLACED: lambda truth, run: len(run.placed & truth.framed),
    FRAMED_ALERTED: lambda truth, run: len(run.alerted & truth.framed),
}
ALWAYS: dict[str, Measure] = {
    FALSE: _crowd,
    NETWORKS: lambda _, run: len(run.groups),
    ALERTS: lambda _, run: sum(group.alert for group in run.groups),
}


def score(scenario: str, kind: str, bench: Bench) -> Scored:
    """What is found of a scenario's groups, over seeds; beside an operation what a cheat would find."""
    runs = {seed: world(bench, scenario, seed) for seed in range(bench.seeds)}
    sheet, first = Sheet(scenario, kind), runs[0][0]
    asked = ALWAYS
    for members, more in ((first.framed, FRAMED), (first.decoys, DECOYS), (first.covert, COVERT)):
        asked = (more if members else {}) | asked
    figures: list[Figure] = [
        sheet.over_seeds(measure, {seed: ask(*run) for seed, run in runs.items()}) for measure, ask in asked.items()
    ]
    if first.covert:
        figures += probed(sheet, {seed: _mixed(bench, scenario, seed, truth) for seed, (truth, _) in runs.items()})
    networks = [row for seed, (truth, run) in runs.items() for row in described(scenario, run, seed, truth.makeup)]
    return Scored([*figures, *controls(scenario, [run for _, run in runs.values()])], networks)


def _mixed(bench: Bench, scenario: str, seed: int, truth: Truth) -> Mixed:
    """The operation of a world and its whole crowd."""
    posts = by_account(placed(bench, scenario, seed)[1] / "posts.parquet")
    crowd = posts.keys() - truth.covert - truth.decoys - truth.framed
    return Mixed(posts, truth.covert, frozenset(crowd))


def sets(kind: str, names: Iterable[str]) -> tuple[EvaluationSet, ...]:
    """Evaluation sets of scenarios."""
    return tuple(
        EvaluationSet(name, kind, SCENARIOS[name].says.rstrip("."), partial(score, name, kind)) for name in names
    )


APART = ("organic", "two-faces")
"""Scenarios without a group to be found, measured elsewhere."""
SIMULATED = sets("simulated", [name for name in SCENARIOS if name not in APART and name not in plans()])
ADVERSARY = sets("adversary", [name for name in plans() if name not in RINGS])
ONE_TRACE = sets("rings", RINGS)
