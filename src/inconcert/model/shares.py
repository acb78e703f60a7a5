"""Shares and how sure they are."""

from __future__ import annotations

from math import sqrt

Z95 = 1.959963984540054
"""Standard deviations on either side of the middle that hold 95 % of a normal law."""


def wilson(count: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Score interval of a share (Wilson 1927); ``(0, 1)`` when ``n`` is 0.

    It stays sensible where nothing or everything was counted, which is where the figures of interest lie.
    """
    if not 0 <= count <= n:
        raise ValueError(f"{count} of {n} is no share.")
    if n == 0:
        return 0.0, 1.0
    share, square = count / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    # At the ends the formula gives exactly 0 and 1, its rounding does not.
    low = 0.0 if count == 0 else max(0.0, middle - half)
    return low, 1.0 if count == n else min(1.0, middle + half)
