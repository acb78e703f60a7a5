"""All evaluation sets, and the evaluation itself."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib import metadata
from typing import TYPE_CHECKING, Any

from inconcert import __version__
from inconcert.configuring import named
from inconcert.errors import UsageError, nearest
from inconcert.evaluate import decided
from inconcert.evaluate.aims import judged
from inconcert.evaluate.base import Scored
from inconcert.evaluate.bench import code, contents, digest, scoring
from inconcert.evaluate.calibration import CALIBRATION
from inconcert.evaluate.delay import DELAYS
from inconcert.evaluate.matched import MATCHED
from inconcert.evaluate.measures import Figure
from inconcert.evaluate.operations import OPERATIONS
from inconcert.evaluate.operators import OPERATORS
from inconcert.evaluate.organic import DECLARED, ORGANIC
from inconcert.evaluate.parity import PARITY
from inconcert.evaluate.returns import RETURNS
from inconcert.evaluate.simulated import ADVERSARY, ONE_TRACE, SIMULATED
from inconcert.evaluate.transplant import TRANSPLANTS
from inconcert.evaluate.viewpoint import VIEWPOINT
from inconcert.normalise import vectors
from inconcert.settings import DEFAULTS
from inconcert.store.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from inconcert.evaluate.aims import Seen
    from inconcert.evaluate.base import EvaluationSet
    from inconcert.evaluate.bench import Bench

SETS: tuple[EvaluationSet, ...] = (
    *ORGANIC,
    *OPERATIONS,
    *TRANSPLANTS,
    *SIMULATED,
    *ADVERSARY,
    *ONE_TRACE,
    *MATCHED,
    *CALIBRATION,
    *DELAYS,
    *OPERATORS,
    *RETURNS,
    *VIEWPOINT,
    *DECLARED,
    *PARITY,
)
SCORED = "scored"
"""Folder of the scores that are kept."""
LIBRARIES = ("numpy", "pyarrow", "duckdb", "scipy", "numba")

NEVER_MIXED = (
    "ira_2015 is never mixed with an organic set. On such a mix a classifier that knows nothing of coordination wins "
    "(words alone AUC .98, numbers of posts up to .99), because the two were collected differently: the score would "
    "measure the collecting. So recall is given on the operation alone, wrong placements on organic sets alone, and "
    "both at the same settings. For a ring in a crowd see the transplants, in which ring and crowd are the same people."
)


@dataclass(frozen=True)
class Evaluation:
    """What was measured."""

    sets: tuple[EvaluationSet, ...]
    """The sets that were scored."""
    figures: tuple[Figure, ...]
    networks: tuple[dict[str, Any], ...]
    left_out: dict[str, str]
    """Sets that could not be scored, and why."""
    seeds: int
    """Seeds that were asked for; a kept score may be over more, and its figures name theirs."""
    posts: int
    data: dict[str, str] = field(default_factory=dict)
    """Hash of every file of real data that was read."""

    def to_dict(self) -> dict[str, Any]:
        """``sets[] {name, kind, measure, value, low, high, n, seed …}``, and what is needed to read them."""
        return {
            "version": __version__,
            "settings": named(DEFAULTS),
            "seeds": self.seeds,
            "posts": self.posts,
            "sets": [figure.to_dict() for figure in self.figures],
            "networks": list(self.networks),
            "left_out": [{"name": name, "why": why} for name, why in self.left_out.items()],
            "notes": self.notes,
            "aims": [_aim(seen) for seen in self.aims],
            "manifest": self.manifest,
        }

    @property
    def aims(self) -> list[Seen]:
        """What was aimed at and what was seen; of a part of the sets nothing is more than met so far."""
        return judged(self.figures, whole=len(self.sets) == len(SETS))

    @property
    def manifest(self) -> dict[str, Any]:
        """What the figures were made with: the same again gives the same figures."""
        return {
            "version": __version__,
            "code": {"search": code(), "everything": scoring()},
            "settings": named(DEFAULTS),
            "seeds": list(range(self.seeds)),
            "posts": self.posts,
            "data": self.data,
            "libraries": {name: metadata.version(name) for name in LIBRARIES} | {"reworded": reworded()},
        }

    @property
    def notes(self) -> list[str]:
        """What has to be read beside the figures."""
        kinds = {one.kind for one in self.sets}
        beside = {"operation": NEVER_MIXED, decided.KIND: decided.CAVEAT}
        return [note for kind, note in beside.items() if kind in kinds]


def reworded() -> str:
    """What the signal ``reworded`` works with here: an extra may be installed or not, and figures depend on it."""
    return vectors.available() or "not installed"


def _aim(seen: Seen) -> dict[str, Any]:
    """An aim and what was seen, as plain data."""
    where, part = seen.figure, seen.part
    return {
        "question": seen.aim.says,
        "best": seen.aim.best,
        "aim": seen.aim.aim,
        "verdict": seen.verdict,
        "measure": part.measure,
        "bound": part.bound,
        "value": seen.value,
        "set": where.name if where else None,
        "n": where.n if where else None,
    }


def chosen(only: Sequence[str]) -> tuple[EvaluationSet, ...]:
    """The sets of these names or kinds; all of them when none is named.

    Raises:
        UsageError: there is no such set.
    """
    known = [*dict.fromkeys(one.kind for one in SETS), *(one.name for one in SETS)]
    for word in only:
        if word not in known:
            raise UsageError(f"there is no evaluation set '{word}'.", todo=nearest(word, known))
    return tuple(one for one in SETS if not only or one.name in only or one.kind in only)


def evaluate(bench: Bench, sets: Iterable[EvaluationSet] = SETS) -> Evaluation:
    """Score sets one after another; a set whose files are absent is left out, saying so."""
    asked = list(sets)
    left_out = {one.name: why for one in asked if (why := _absent(bench, one))}
    for name, why in left_out.items():
        bench.tell(f"{name} is left out: {why}")
    ready = [one for one in asked if one.name not in left_out]
    scored = [_scored(bench, one) for one in _told(bench, ready)]
    figures = tuple(figure for score in scored for figure in score.figures)
    networks = tuple(row for score in scored for row in score.networks)
    data = {name: contents(bench.file(name)) for one in ready for name in one.needs}
    return Evaluation(tuple(ready), figures, networks, left_out, bench.seeds, bench.posts, data)


def _scored(bench: Bench, one: EvaluationSet) -> Scored:
    """The score of a set: the kept one, if the same code made it of the same data, so that a page needs no new run.

    A score over more seeds than are asked for serves too: sets can be measured with more seeds than the others.
    """
    data = [contents(bench.file(name)) for name in one.needs]
    stamp = digest(scoring().encode(), f"{one.name} {bench.posts} {data}".encode())
    file = bench.out / SCORED / f"{one.name}.json"
    kept = json.loads(file.read_text("utf-8")) if file.exists() else {}
    if kept.get("stamp") == stamp and kept["seeds"] >= bench.seeds:
        bench.tell("  as scored before")
        return Scored([Figure.from_dict(figure) for figure in kept["figures"]], kept["networks"])
    made = one.score(bench)
    figures = [figure.to_dict() for figure in made.figures]
    file.parent.mkdir(parents=True, exist_ok=True)
    kept = {"stamp": stamp, "seeds": bench.seeds, "figures": figures, "networks": made.networks}
    write_whole(file, json.dumps(kept).encode())
    return made


def _told(bench: Bench, sets: Sequence[EvaluationSet]) -> Iterator[EvaluationSet]:
    for place, one in enumerate(sets, 1):
        bench.tell(f"[{place}/{len(sets)}] {one.name}")
        yield one


def _absent(bench: Bench, one: EvaluationSet) -> str:
    if one.needs and bench.data is None:
        return "no folder of real data; set INCONCERT_DATA to it."
    missing = [name for name in one.needs if not bench.file(name).exists()]
    return f"{', '.join(missing)} is not in {bench.data}." if missing else ""
