"""Hand memory back to the system as soon as it is let go, and put aside what waits, so that a memory setting holds."""

from __future__ import annotations

import ctypes
import mmap
import os
import sys
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from inconcert.ingest.disk import guarded

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

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


def unnamed(place: Path | None) -> IO[bytes]:
    """A file that is gone when it is closed, however the process ends; in ``place`` or the system's own folder."""
    with guarded(f"writing to {place or 'the folder for temporary files'}"):
        if place is not None:
            place.mkdir(parents=True, exist_ok=True)
        return TemporaryFile(dir=place, buffering=0)


def mapped(size: int, kind: Any, place: Path | None) -> NDArray[Any]:
    """An array of zeros that lives in a file of its own: what is not looked at need not be in memory."""
    if not size:
        return np.empty(0, kind)
    with unnamed(place) as file, guarded("making room on disk"):
        # Room that is promised now cannot be wanting when the array is written, where a full disk would be a crash.
        room = size * np.dtype(kind).itemsize
        os.posix_fallocate(file.fileno(), 0, room) if hasattr(os, "posix_fallocate") else file.truncate(room)
        return np.frombuffer(mmap.mmap(file.fileno(), 0), kind)


def put_aside(column: NDArray[Any], place: Path | None) -> NDArray[Any]:
    """The same array in a file of its own."""
    out = mapped(column.size, column.dtype, place)
    out[:] = column
    rest(out)
    return out


def in_file(column: NDArray[Any]) -> mmap.mmap | None:
    """The file that an array lives in, if it does."""
    held: Any = column
    while isinstance(held, np.ndarray):
        held = held.base
    return held.obj if isinstance(held, memoryview) and isinstance(held.obj, mmap.mmap) else None


def rest(*columns: NDArray[Any]) -> None:
    """Give back the memory of arrays that live in files, until they are looked at again; others stay as they are."""
    for file in map(in_file, columns):
        if file is not None and hasattr(mmap, "MADV_DONTNEED"):
            file.madvise(mmap.MADV_DONTNEED)
