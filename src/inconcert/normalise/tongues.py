"""Languages of many texts: the automaton and the naive Bayes model of py3langid, compiled."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numba
import numpy as np

LANES = 8
"""Texts read at the same time: the automaton is larger than any cache, and waits for memory overlap."""
_LOGS = np.log1p(np.arange(256)).astype(np.float32)


class Model(NamedTuple):
    """The model as arrays."""

    moves: Any
    """Next state, by row and byte."""
    rows: Any
    """Where the moves of each state begin."""
    output: Any
    """Feature that a state completes, -1 for none."""
    weights: Any
    """By feature and class (float32)."""
    prior: Any
    """By class (float32)."""


@numba.njit(cache=True, nogil=True)
def _walk(data: Any, starts: Any, sizes: Any, model: Model, features: Any) -> Any:
    """Features of up to ``LANES`` texts, in the order they are met; how many each has."""
    lanes, longest = len(starts), 0
    for lane in range(lanes):
        longest = max(longest, sizes[lane])
    states, found = np.zeros(LANES, np.uint32), np.zeros(LANES, np.int64)
    for at in range(longest):
        for lane in range(lanes):
            if at >= sizes[lane]:
                continue
            state = model.moves[model.rows[states[lane]] + data[starts[lane] + at]]
            states[lane] = state
            if model.output[state] >= 0:
                features[lane, found[lane]] = model.output[state]
                found[lane] += 1
    return found


@numba.njit(cache=True, nogil=True)
def _score(features: Any, model: Model, seen: Any, touched: Any, scores: Any) -> None:
    """Scores of the classes, given the features of a text; features add up in the order they are first met."""
    distinct = 0
    for feature in features:
        if seen[feature] == 0:
            touched[distinct] = feature
            distinct += 1
        seen[feature] += 1
    for one in range(len(scores)):
        scores[one] = model.prior[one]
    for hit in range(distinct):
        feature = touched[hit]
        many = seen[feature]
        weight = _LOGS[many] if many < len(_LOGS) else np.float32(math.log1p(many))
        seen[feature] = 0
        row = model.weights[feature]
        for one in range(len(scores)):
            scores[one] += weight * row[one]


@numba.njit(cache=True, nogil=True)
def _best(scores: Any) -> int:
    """The class with the highest score, the first of equals."""
    best = 0
    for one in range(1, len(scores)):
        if scores[one] > scores[best]:
            best = one
    return best


@numba.njit(cache=True, nogil=True)
def _certainty(scores: Any, best: int, length: int) -> float:
    """Calibrated probability of the best class."""
    scale, total = 1.0 / math.sqrt(length), 0.0
    for score in scores:
        total += math.exp((score - scores[best]) * scale)
    return 1.0 / total


@numba.njit(cache=True, nogil=True)
def classify(data: Any, ends: Any, model: Model) -> Any:
    """Most likely class of each byte string and its probability, 0 where nothing tells."""
    count = len(ends)
    best, sure = np.zeros(count, np.int32), np.zeros(count, np.float32)
    seen, touched = np.zeros(len(model.weights), np.int32), np.zeros(len(model.weights), np.int32)
    scores = np.empty(len(model.prior), np.float32)
    starts, sizes = np.zeros(count, np.int64), np.zeros(count, np.int64)
    start, longest = 0, 1
    for index in range(count):
        starts[index], sizes[index] = start, ends[index] - start
        longest, start = max(longest, sizes[index]), ends[index]
    features = np.empty((LANES, longest), np.int32)
    for first in range(0, count, LANES):
        last = min(first + LANES, count)
        found = _walk(data, starts[first:last], sizes[first:last], model, features)
        for index in range(first, last):
            many = found[index - first]
            if many:
                _score(features[index - first, :many], model, seen, touched, scores)
                best[index] = _best(scores)
                sure[index] = _certainty(scores, best[index], sizes[index])
    return best, sure
