"""BLAKE2b with eight bytes of digest, compiled: the same names as :mod:`inconcert.normalise.digest`, many at a time."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

_IV = np.array(
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ],
    np.uint64,
)  # fmt: skip
_ORDER = np.array(
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
        [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
        [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
        [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
        [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    ],
    np.uint8,
)
"""Order of the words of a block in each of the twelve rounds (RFC 7693)."""
BLOCK = 128
_EIGHT = np.uint64(0x01010000 ^ 8)
"""Parameters: no key, one leaf, eight bytes of digest."""


@numba.njit(cache=True, nogil=True)
def _turn(value: Any, by: Any) -> Any:
    return (value >> np.uint64(by)) | (value << np.uint64(64 - by))


@numba.njit(cache=True, nogil=True)
def _mix(a: Any, b: Any, c: Any, d: Any, x: Any, y: Any) -> Any:
    a = a + b + x
    d = _turn(d ^ a, 32)
    c += d
    b = _turn(b ^ c, 24)
    a = a + b + y
    d = _turn(d ^ a, 16)
    c += d
    b = _turn(b ^ c, 63)
    return a, b, c, d


@numba.njit(cache=True, nogil=True)
def _press(h: Any, m: Any, done: int, last: bool) -> None:
    """One block ``m`` (sixteen words) pressed into the state ``h``; ``done`` bytes have been read with it."""
    a, b, c, d, e, f, g, i = h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7]
    j, k, t, n, p, q, r, s = _IV[0], _IV[1], _IV[2], _IV[3], _IV[4] ^ np.uint64(done), _IV[5], _IV[6], _IV[7]
    if last:
        r = ~r
    for step in range(12):
        o = _ORDER[step]
        a, e, j, p = _mix(a, e, j, p, m[o[0]], m[o[1]])
        b, f, k, q = _mix(b, f, k, q, m[o[2]], m[o[3]])
        c, g, t, r = _mix(c, g, t, r, m[o[4]], m[o[5]])
        d, i, n, s = _mix(d, i, n, s, m[o[6]], m[o[7]])
        a, f, t, s = _mix(a, f, t, s, m[o[8]], m[o[9]])
        b, g, n, p = _mix(b, g, n, p, m[o[10]], m[o[11]])
        c, i, j, q = _mix(c, i, j, q, m[o[12]], m[o[13]])
        d, e, k, r = _mix(d, e, k, r, m[o[14]], m[o[15]])
    h[0] ^= a ^ j
    h[1] ^= b ^ k
    h[2] ^= c ^ t
    h[3] ^= d ^ n
    h[4] ^= e ^ p
    h[5] ^= f ^ q
    h[6] ^= g ^ r
    h[7] ^= i ^ s


@numba.njit(cache=True, nogil=True)
def blake(data: Any, start: int, stop: int) -> Any:
    """First eight bytes of BLAKE2b of ``data[start:stop]`` (unsigned 8 bits), as a little-endian number."""
    h, m = _IV.copy(), np.empty(16, np.uint64)
    h[0] ^= _EIGHT
    at = start
    while True:
        for word in range(16):
            value = np.uint64(0)
            low = at + 8 * word
            for byte in range(min(8, stop - low)):
                value |= np.uint64(data[low + byte]) << np.uint64(8 * byte)
            m[word] = value
        at += BLOCK
        last = at >= stop
        _press(h, m, min(at, stop) - start, last)
        if last:
            return h[0]
