"""Ids of things in a casebook: opaque text that sorts by the order in which one process made it, and by time."""

from __future__ import annotations

import secrets
import time
from threading import Lock

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
_STEP = 64
"""Random bits by which an id is greater than one of the same millisecond: two processes never take the same step."""
_lock = Lock()
_last = 0


def new_id() -> str:
    """A new id: 48 bits of milliseconds, 80 random bits, in 26 signs that cannot be mistaken for each other.

    It is greater than all that this process made before, also within a millisecond and when the clock was set back.
    """
    global _last  # noqa: PLW0603  # what was made last is of the process
    with _lock:
        fresh = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
        _last = number = max(fresh, _last + 1 + secrets.randbits(_STEP))
    return "".join(_SIGNS[number >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))
