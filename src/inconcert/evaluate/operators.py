"""Pairs of accounts that one operator has on two platforms, against pairs that only look like it.

Hard negatives are drawn beside every true pair: accounts on the same platform as the second one with the likest
handles, with the same first letter, and with most hashtags in common; and whoever the world made look alike on purpose.
Easy ones are drawn at random. Pairs within one operation, one decoy or one club of accounts are neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.evaluate.aims import SAME_OPERATOR
from inconcert.evaluate.base import EvaluationSet, Scored
from inconcert.evaluate.measures import Sheet, auc
from inconcert.evaluate.simulated import placed, tables, truth_of
from inconcert.operators.gather import gather
from inconcert.operators.judge import Judge
from inconcert.operators.reading import grams
from inconcert.operators.run import LIKELY
from inconcert.traits.bags import bags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import duckdb

    from inconcert.evaluate.bench import Bench
    from inconcert.evaluate.simulated import Truth
    from inconcert.operators.gather import Crowd

    Pair = tuple[str, str]

EACH = 5
"""Hard negatives of each kind beside a true pair."""
RANDOM = 20
"""Easy negatives beside a true pair."""
FOUND, RIGHT = "same operator: found", "same operator: precision"
MISTAKEN = {
    "impersonation": "impersonations called same operator",
    "fan": "fans called same operator",
    "namesake": "namesakes called same operator",
    "club": "pairs of a club called same operator",
}
LOWEST = -1e9
"""Score of a pair that was not looked at."""


@dataclass(frozen=True)
class Answer:
    """What was said about one world."""

    scores: dict[Pair, float]
    """Log odds of the same hands of every pair that was looked at."""
    said: frozenset[Pair]
    """Pairs that are called the same hands."""
    true: frozenset[Pair]
    alike: dict[Pair, str]
    """Pairs that were made to look alike, and why."""
    hard: frozenset[Pair]
    easy: frozenset[Pair]

    def ranked(self, negatives: Iterable[Pair]) -> float | None:
        """AUC of the true pairs against ``negatives``."""
        return auc(*([self.scores.get(pair, LOWEST) for pair in sorted(some)] for some in (self.true, negatives)))


def answer(con: duckdb.DuckDBPyConnection, features: Path, truth: Truth, seed: int) -> Answer:
    """Compare the accounts of a world as a run does.

    Raises:
        ValueError: all accounts are on one platform.
    """
    crowd = gather(con, features)
    if crowd is None:
        raise ValueError("all accounts of this world are on one platform.")
    judge = Judge(crowd, seed=0)
    judged = judge.judge(*judge.candidates())
    names = crowd.told("asset")
    pairs = [(names[a], names[b]) for a, b in zip(judged.a.tolist(), judged.b.tolist(), strict=True)]
    known = set(names)
    true = frozenset(pair for pair in _pairs(truth.told["personas"]) if known.issuperset(pair))
    alike = {_pair(row["members"]): str(row["kind"]) for row in truth.told.get("alike", [])}
    drawn = _Drawn(con, crowd, truth, seed)
    return Answer(
        scores=dict(zip(pairs, judged.score.tolist(), strict=True)),
        said=frozenset(pair for pair, same in zip(pairs, judged.same.tolist(), strict=True) if same >= LIKELY),
        true=true,
        alike=alike,
        hard=frozenset(drawn.hard(true)) | alike.keys(),
        easy=frozenset(drawn.easy(true)) - alike.keys(),
    )


def _pair(members: Iterable[str]) -> Pair:
    a, b = sorted(members)
    return a, b


def _pairs(groups: Iterable[dict[str, Any]]) -> Iterator[Pair]:
    return (_pair(group["members"]) for group in groups)


class _Drawn:
    """Negatives beside true pairs."""

    def __init__(self, con: duckdb.DuckDBPyConnection, crowd: Crowd, truth: Truth, seed: int) -> None:
        self._crowd, self._truth = crowd, truth
        self._names, self._handles = crowd.told("asset"), crowd.told("handle")
        self._places = {name: place for place, name in enumerate(self._names)}
        self._lang = np.array(crowd.told("lang"))
        tags = dict(
            con.execute(
                "SELECT platform || ':' || account_id, list(DISTINCT tag) FROM "
                "(SELECT platform, account_id, unnest(hashtags) AS tag FROM posts) GROUP BY ALL"
            ).fetchall()
        )
        self._grams = bags([grams(handle) for handle in self._handles])
        self._tags = bags([tags.get(name) for name in self._names])
        self._rng = np.random.default_rng([seed, 7])

    def hard(self, true: Iterable[Pair]) -> Iterator[Pair]:
        """The likest handles, the same first letter, and the same topics, in the language of the pair."""
        for a, b in sorted(true):
            place, others = self._places[a], self._others(a, b, same_language=True)
            here = np.full(len(others), place)
            for some in (self._grams, self._tags):
                order = np.argsort(-np.nan_to_num(some.agreement(here, others), nan=-1.0), kind="stable")
                yield from self._told(a, others[order[:EACH]])
            first = (self._handles[place] or "")[:1]
            alike = [other for other in others.tolist() if first and (self._handles[other] or "").startswith(first)]
            yield from self._told(a, self._rng.permutation(np.array(alike, np.int64))[:EACH])

    def easy(self, true: Iterable[Pair]) -> Iterator[Pair]:
        """Anybody on the platform of the second account."""
        for a, b in sorted(true):
            yield from self._told(a, self._rng.permutation(self._others(a, b, same_language=False))[:RANDOM])

    def _others(self, a: str, b: str, *, same_language: bool) -> Any:
        """Places on the platform of ``b`` that have nothing to do with ``a``."""
        crowd, place = self._crowd, self._places[a]
        fits = crowd.platform == crowd.platform[self._places[b]]
        if same_language:
            fits &= self._lang == self._lang[place]
        group = [some for some in self._truth.groups if a in some]
        apart = [not any(self._names[other] in some for some in group) for other in np.flatnonzero(fits)]
        return np.flatnonzero(fits)[np.array(apart, bool)]

    def _told(self, a: str, others: Any) -> Iterator[Pair]:
        return (_pair((a, self._names[other])) for other in others.tolist())


def figures(sheet: Sheet, answers: dict[int, Answer], *, easy: bool = False) -> Scored:
    """The figures of a set over its seeds."""
    ranked = {seed: one.ranked(one.easy if easy else one.hard) for seed, one in answers.items()}
    made = [sheet.over_seeds(SAME_OPERATOR, ranked)]
    if easy:
        return Scored(made)
    said = [pair for one in answers.values() for pair in one.said & one.true]
    seeds = tuple(answers)
    made.append(sheet.rate(FOUND, len(said), sum(len(one.true) for one in answers.values()), seed=None, seeds=seeds))
    wrong = sum(len(one.said & (one.hard | one.easy)) for one in answers.values())
    made.append(sheet.rate(RIGHT, len(said), len(said) + wrong, seed=None, seeds=seeds))
    for kind, measure in MISTAKEN.items():
        asked = [pair in one.said for one in answers.values() for pair, why in one.alike.items() if why == kind]
        if asked:
            made.append(sheet.rate(measure, sum(asked), len(asked), seed=None, seeds=seeds))
    return Scored(made)


def _score(scenario: str, name: str, easy: bool, bench: Bench) -> Scored:
    answers = {}
    for seed in range(bench.seeds):
        folder, made = placed(bench, scenario, seed)
        found = bench.found(folder, *tables(made))
        answers[seed] = answer(found.connection, found.path / "features.parquet", truth_of(made), seed)
    return figures(Sheet(name, "operators"), answers, easy=easy)


def _set(scenario: str, name: str, says: str, *, easy: bool = False) -> EvaluationSet:
    return EvaluationSet(name, "operators", says, partial(_score, scenario, name, easy))


OPERATORS = (
    _set(
        "two-faces", "two-faces-hard", "Second faces against impersonators, fans, namesakes, clubs and alike accounts"
    ),
    _set("two-faces", "two-faces-easy", "The same against accounts at random", easy=True),
    _set("large-crude", "large-crude-faces", "Channels and blogs of `large-crude` and the pages that run them"),
)
