"""Loops over strings of bits, such as perceptual hashes, compiled by numba and cached on disk."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

Array = Any
"""A numpy array; numba's compiled signatures say which."""


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
