"""The cheat probe: how well an operation is told from a crowd by somebody who knows nothing of coordination.

On a set that mixes an operation with other people, a high figure here means that the two differ in plain words, or in
how much they post; a detector's figure on the same set has to be read beside it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.evaluate.measures import PROBE_POSTS, PROBE_WORDS, auc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from inconcert.evaluate.measures import Figure, Sheet

FOLDS = 5
WORDS = 4096
"""Most frequent words that are counted."""
SMOOTH = 0.5
"""Added to every count, so that an unseen word decides nothing."""

Posts = dict[str, list[str]]
"""Texts of each account, ``platform:account_id``."""


@dataclass(frozen=True)
class Mixed:
    """An operation and other people in one set."""

    posts: Posts
    operation: frozenset[str]
    others: frozenset[str]


def by_account(file: Path) -> Posts:
    """Texts of each account in a file of the noun ``posts``."""
    import pyarrow.parquet as pq

    found: Posts = {}
    columns = pq.read_table(file, columns=["platform", "account_id", "text"]).to_pydict()
    for platform, account, text in zip(*columns.values(), strict=True):
        found.setdefault(f"{platform}:{account}", []).append(text or "")
    return found


def probed(sheet: Sheet, sets: Mapping[int, Mixed]) -> list[Figure]:
    """The figures of the probe over seeds."""
    return [
        sheet.over_seeds(PROBE_WORDS, {seed: words_alone(mixed, seed) for seed, mixed in sets.items()}),
        sheet.over_seeds(PROBE_POSTS, {seed: posts_alone(mixed) for seed, mixed in sets.items()}),
    ]


def posts_alone(mixed: Mixed) -> float | None:
    """AUC of the number of posts, in whichever direction is the better."""
    ours, theirs = ([float(len(mixed.posts[name])) for name in _there(mixed, side)] for side in (True, False))
    found = auc(ours, theirs)
    return None if found is None else max(found, 1 - found)


def words_alone(mixed: Mixed, seed: int = 0) -> float | None:
    """AUC of a naive Bayes classifier on counts of words, each account scored by one that has not seen it."""
    names = [*_there(mixed, True), *_there(mixed, False)]
    truth = np.array([name in mixed.operation for name in names])
    if min(truth.sum(), (~truth).sum()) < FOLDS:
        return None
    counts = _counts([mixed.posts[name] for name in names])
    fold = np.random.default_rng(seed).permutation(len(names)) % FOLDS
    scores = np.empty(len(names))
    for number in range(FOLDS):
        away = fold == number
        scores[away] = _bayes(counts[~away], truth[~away], counts[away])
    return auc(scores[truth].tolist(), scores[~truth].tolist())


def _there(mixed: Mixed, operation: bool) -> list[str]:
    return sorted(name for name in (mixed.operation if operation else mixed.others) if name in mixed.posts)


def _counts(accounts: Sequence[list[str]]) -> NDArray[np.float64]:
    """How often each account uses each of the frequent words."""
    used = [Counter(word for text in texts for word in text.lower().split()) for texts in accounts]
    total: Counter[str] = Counter()
    for one in used:
        total.update(one)
    place = {word: k for k, (word, _) in enumerate(sorted(total.items(), key=lambda w: (-w[1], w[0]))[:WORDS])}
    counts = np.zeros((len(accounts), len(place)))
    for row, one in enumerate(used):
        for word, count in one.items():
            if word in place:
                counts[row, place[word]] = count
    return counts


def _bayes(seen: NDArray[np.float64], truth: NDArray[np.bool_], asked: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds a word of each account that is asked about, so that long ones are not surer than short ones."""
    rates = [np.log(seen[side].sum(axis=0) + SMOOTH) for side in (truth, ~truth)]
    odds = [rate - np.log(np.exp(rate).sum()) for rate in rates]
    scores: NDArray[np.float64] = asked @ (odds[0] - odds[1]) / np.maximum(asked.sum(axis=1), 1)
    return scores
