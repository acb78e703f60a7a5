"""Loops over letters, shingles and bits, compiled by numba and cached on disk."""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np

Array = Any
"""A numpy array; numba's compiled signatures say which."""

ROWS, BANDS = 3, 21
"""Bands and their rows: a pair of Jaccard similarity s meets in some band with 1 - (1 - s**3)**21, 0.9998 at 0.7."""
HASHES = ROWS * BANDS
_MIX = np.uint64(0x9E3779B97F4A7C15)
_DRAWN = np.random.Generator(np.random.PCG64(20150701)).integers(1, 2**63, size=(2, HASHES), dtype=np.int64)
_SEEDS = _DRAWN.astype(np.uint64) | np.uint64(1)
REPS = 64
"""Representatives looked at in one bucket: bounds the work on texts that all resemble each other a little."""


@numba.njit(cache=True, nogil=True)
def classify(data: Array, ends: Array, moves: Array, rows: Array, output: Array, weights: Array, prior: Array) -> Array:
    """Most likely class of each byte string and its calibrated probability (naive Bayes on an automaton's features)."""
    count, classes = len(ends), len(prior)
    best, sure = np.zeros(count, np.int32), np.zeros(count, np.float32)
    seen, touched = np.zeros(len(weights), np.int32), np.zeros(len(weights), np.int32)
    scores = np.empty(classes, np.float32)
    start = 0
    for index in range(count):
        state, found = 0, 0
        for at in range(start, ends[index]):
            state = moves[rows[state] + data[at]]
            feature = output[state]
            if feature >= 0:
                if seen[feature] == 0:
                    touched[found] = feature
                    found += 1
                seen[feature] += 1
        length, start = ends[index] - start, ends[index]
        if found == 0:
            continue
        scores[:] = prior
        for hit in range(found):
            feature = touched[hit]
            weight = np.float32(math.log1p(seen[feature]))
            seen[feature] = 0
            for one in range(classes):
                scores[one] += weight * weights[feature, one]
        best[index] = np.argmax(scores)
        scale = 1.0 / math.sqrt(length)
        total = 0.0
        for one in range(classes):
            total += math.exp((scores[one] - scores[best[index]]) * scale)
        sure[index] = 1.0 / total
    return best, sure


@numba.njit(cache=True, nogil=True)
def shingle(codes: Array, ends: Array) -> Array:
    """Distinct 32-bit hashes of the letter runs of each text, sorted, one text after the other, and where each ends.

    Runs are five letters long, three where most letters are Chinese, Japanese or Korean.
    """
    out, stops = np.empty(len(codes), np.uint32), np.empty(len(ends), np.int64)
    filled, start = 0, 0
    for index in range(len(ends)):
        stop = ends[index]
        wide = 0
        for at in range(start, stop):
            code = codes[at]
            wide += (0x1100 <= code <= 0x11FF) or (0x3040 <= code <= 0x9FFF) or (0xAC00 <= code <= 0xD7AF)
        width = 3 if 2 * wide > stop - start else 5
        first = filled
        for at in range(start, stop - width + 1):
            value = np.uint64(width)
            for step in range(width):
                value = (value ^ np.uint64(codes[at + step])) * _MIX
                value ^= value >> np.uint64(29)
            out[filled] = np.uint32(value >> np.uint64(32))
            filled += 1
        run = np.sort(out[first:filled])
        filled = first
        for at in range(len(run)):
            if at == 0 or run[at] != run[at - 1]:
                out[filled] = run[at]
                filled += 1
        stops[index], start = filled, stop
    return out[:filled], stops


@numba.njit(cache=True, nogil=True)
def band(shingles: Array, ends: Array) -> Array:
    """Band keys of the MinHash signature of each text, ``(texts, BANDS)`` of 32 bits."""
    keys, low = np.zeros((len(ends), BANDS), np.uint32), np.empty(HASHES, np.uint32)
    start = 0
    for index in range(len(ends)):
        low[:] = np.uint32(0xFFFFFFFF)
        for at in range(start, ends[index]):
            value = np.uint64(shingles[at]) + np.uint64(1)
            for one in range(HASHES):
                low[one] = min(low[one], np.uint32((_SEEDS[0, one] * value + _SEEDS[1, one]) >> np.uint64(32)))
        for one in range(BANDS):
            key = np.uint64(one)
            for row in range(ROWS):
                key = (key ^ np.uint64(low[one * ROWS + row])) * _MIX
                key ^= key >> np.uint64(31)
            keys[index, one] = np.uint32(key >> np.uint64(32))
        start = ends[index]
    return keys


@numba.njit(cache=True, nogil=True)
def jaccard(shingles: Array, a: int, a_end: int, b: int, b_end: int) -> float:
    """Share of common shingles of two sorted runs ``[a, a_end)`` and ``[b, b_end)``."""
    total, common = (a_end - a) + (b_end - b), 0
    while a < a_end and b < b_end:
        left, right = shingles[a], shingles[b]
        common += left == right
        a += left <= right
        b += right <= left
    return common / (total - common) if total > common else 0.0


@numba.njit(cache=True, nogil=True)
def stars(
    shingles: Array, starts: Array, ends: Array, buckets: Array, number: int, order: Array, least: float
) -> Array:
    """Representative of each text (its own index when it is one): greedy stars, no chains.

    Texts become representatives in ``order`` unless one already stands for them; then every text goes to the nearest
    representative it meets in a bucket, ties to the earlier one.
    """
    count, bands = buckets.shape
    heads, nexts, held = np.full(number, -1, np.int64), [np.int64(-1)], [np.int64(-1)]
    rank, stamp = np.full(count, -1, np.int64), np.full(count, -1, np.int64)
    for step in range(2):
        for place in range(count):
            text = order[place]
            if step == 1 and rank[text] == text:
                continue
            best, best_rep, turn = least, np.int64(-1), place + step * count
            for one in range(bands):
                entry, looked = heads[buckets[text, one]], 0
                while entry >= 0 and looked < REPS and not (step == 0 and best_rep >= 0):
                    rep = held[entry]
                    if stamp[rep] != turn:
                        stamp[rep] = turn
                        alike = jaccard(shingles, starts[text], ends[text], starts[rep], ends[rep])
                        if alike > best or (alike == best and (best_rep < 0 or rep < best_rep)):
                            best, best_rep = alike, rep
                    entry = nexts[entry]
                    looked += 1
            rank[text] = best_rep
            if step == 0 and best_rep < 0:
                rank[text] = text
                for one in range(bands):
                    held.append(text)
                    nexts.append(heads[buckets[text, one]])
                    heads[buckets[text, one]] = len(held) - 1
    return rank


@numba.njit(cache=True, nogil=True)
def _ones() -> Array:
    """Set bits of every 16-bit word."""
    bits = np.zeros(1 << 16, np.int8)
    for value in range(1 << 16):
        bits[value] = bits[value >> 1] + (value & 1)
    return bits


@numba.njit(cache=True, nogil=True)
def _nearest(words: Array, item: int, radius: int, heads: Array, nexts: Array, bits: Array, stamp: Array) -> Any:
    """Nearest representative within ``radius`` that has a word of ``item`` with at most one bit flipped, else -1."""
    best, best_rep = radius + 1, np.int64(-1)
    for word in range(words.shape[1]):
        for flip in range(17):
            piece = np.int64(words[item, word]) ^ (np.int64(0) if flip == 16 else np.int64(1) << flip)
            rep = heads[word, piece]
            while rep >= 0:
                if stamp[rep] != item:
                    stamp[rep] = item
                    far = 0
                    for place in range(words.shape[1]):
                        far += bits[words[item, place] ^ words[rep, place]]
                    if far < best or (far == best and rep < best_rep):
                        best, best_rep = far, rep
                rep = nexts[word, rep]
    return best_rep


@numba.njit(cache=True, nogil=True)
def balls(words: Array, radius: int) -> Array:
    """Representative of each bit string (rows of 16-bit words): greedy stars of Hamming distance at most ``radius``.

    Earlier strings stand for later ones; then each goes to the nearest representative, ties to the earlier one.
    """
    count, width = words.shape
    bits, rank = _ones(), np.full(count, -1, np.int64)
    heads, nexts = np.full((width, 1 << 16), -1, np.int64), np.full((width, count), -1, np.int64)
    stamp = np.full(count, -1, np.int64)
    for item in range(count):
        if _nearest(words, item, radius, heads, nexts, bits, stamp) < 0:
            rank[item] = item
            for word in range(width):
                nexts[word, item] = heads[word, words[item, word]]
                heads[word, words[item, word]] = item
    stamp[:] = -1
    for item in range(count):
        if rank[item] < 0:
            rank[item] = _nearest(words, item, radius, heads, nexts, bits, stamp)
    return rank
