"""Ids of things in a casebook: opaque text that sorts by the time it was made."""

from __future__ import annotations

import secrets
import time

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26


def new_id() -> str:
    """A new id: 48 bits of milliseconds, 80 random bits, in 26 signs that cannot be mistaken for each other."""
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return "".join(_SIGNS[number >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))
