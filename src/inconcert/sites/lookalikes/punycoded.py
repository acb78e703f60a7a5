"""Labels in punycode (RFC 3492) taken apart inside the sieve. Compiled."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function")

HYPHEN_BYTE = 45
MOST = 64
"""Room for the letters of a label, which has at most 63."""


def inlined(function: Function) -> Function:
    """Compile into its callers: a call would count references to every table of the sieve."""
    options: dict[str, bool] = {"cache": True, "nogil": True, "forceinline": True, "_nrt": False}
    return cast("Function", cast("Any", njit)(**options)(function))


def called(function: Function) -> Function:
    """Compile by itself: for what is seldom asked, and would make its callers large."""
    return cast("Function", cast("Any", njit)(cache=True, nogil=True, _nrt=False)(function))


@inlined
def delta_at(block: Any, place: int, end: int, bias: int, lower: Any) -> Any:
    """The number that begins at a place of a label in punycode, -1 when there is none; and where the next begins."""
    total, weight, k = 0, 1, 36
    while place < end and weight < 1 << 40:
        byte = lower[block[place]]
        place += 1
        digit = byte - 97 if byte > 96 else byte - 22
        if digit < 0 or digit > 35:
            return -1, place
        total += digit * weight
        least = min(max(k - bias, 1), 26)
        if digit < least:
            return total, place
        weight, k = weight * (36 - least), k + 36
    return -1, place


@inlined
def adapted(delta: int, size: int, first: bool) -> int:
    """The bias after a number, as RFC 3492 has it."""
    delta, k = delta // (700 if first else 2), 0
    delta += delta // size
    while delta > 455:
        delta, k = delta // 35, k + 36
    return k + 36 * delta // (delta + 38)


@inlined
def decoded(block: Any, start: int, end: int, points: Any, lower: Any) -> int:
    """Write the code points of a label in punycode (RFC 3492); how many they are, -1 when it does not decode."""
    size, last = 0, start + 3
    for at in range(start + 4, end):
        if block[at] == HYPHEN_BYTE:
            last = at
    for at in range(start + 4, last):
        points[size] = lower[block[at]]
        size += 1
    place, code, index, bias = last + 1, 128, 0, 72
    while place < end:
        delta, place = delta_at(block, place, end, bias, lower)
        if delta < 0 or size > MOST - 2:
            return -1
        index, size = index + delta, size + 1
        bias = adapted(delta, size, code == 128 and bias == 72)
        code, index = code + index // size, index % size
        for at in range(size - 1, index, -1):
            points[at] = points[at - 1]
        points[index] = code
        index += 1
    return size
