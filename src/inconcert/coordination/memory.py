"""Hand memory back to the system as soon as arrays are let go, so that a memory setting means what it says."""

from __future__ import annotations

import ctypes
import sys

MMAP_THRESHOLD = -3
"""M_MMAP_THRESHOLD of mallopt(3)."""
LEAST = 1 << 20
"""Bytes from which an array gets pages of its own."""


def give_back() -> None:
    """From now on arrays of a megabyte and more leave the process when they are freed.

    The C library of Linux otherwise raises that size to 32 MB as it goes, and keeps what is smaller for later: a third
    of the peak in a search of ten million actions. Elsewhere nothing is done.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(MMAP_THRESHOLD, LEAST)
