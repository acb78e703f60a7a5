"""Rows that wait: in memory up to a limit, beyond it in a file."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.memory import unnamed
from inconcert.ingest.disk import guarded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    Column = np.ndarray[Any, Any]

PIECE = 1_000_000
"""Rows read from the file at a time."""


class Waiting:
    """Rows of some columns, block by block, in the order they come.

    Args:
        kinds: Types of the columns.
        held: Bytes held in memory; what comes after goes to a file.
        place: Folder of the file; the system's own when not given.
    """

    def __init__(self, kinds: Mapping[str, Any], held: int, place: Path | None = None) -> None:
        self.kinds, self.held, self.place = {name: np.dtype(kind) for name, kind in kinds.items()}, held, place
        self.spilled = 0
        """Bytes that went to the file."""
        self.nbytes = 0
        """Bytes that are in memory."""
        self._blocks: list[dict[str, Column]] = []
        self._file: IO[bytes] | None = None
        self._stretches: list[tuple[int, int]] = []
        """Of each stretch of rows in the file: where it begins, and how many rows it has, column after column."""

    def add(self, block: Mapping[str, Any]) -> None:
        """Take in the rows of one block."""
        self._blocks.append({name: np.asarray(block[name], kind) for name, kind in self.kinds.items()})
        self.nbytes += sum(column.nbytes for column in self._blocks[-1].values())
        if self.nbytes > self.held:
            self.spill()

    def blocks(self, *names: str) -> Iterator[dict[str, Column]]:
        """All rows, some at a time; of the columns given, or of all."""
        chosen = names or tuple(self.kinds)
        for begin, rows in self._stretches:
            for first in range(0, rows, PIECE):
                yield {name: self._read(name, begin, rows, first) for name in chosen}
        for block in self._blocks:
            yield {name: block[name] for name in chosen}

    def drained(self) -> Iterator[dict[str, Column]]:
        """The same, and nothing waits afterwards: each block is let go of as it comes."""
        held, self._blocks = self._blocks, []
        yield from self.blocks()
        held.reverse()
        while held:
            yield held.pop()
        self.close()

    def close(self) -> None:
        """Let go of everything."""
        if self._file is not None:
            self._file.close()
        self._file, self._stretches, self._blocks, self.nbytes = None, [], [], 0

    def spill(self) -> None:
        """Put what is in memory into the file."""
        if self._file is None:
            self._file = unnamed(self.place)
        begin, rows = self._file.seek(0, os.SEEK_END), sum(next(iter(one.values())).size for one in self._blocks)
        with guarded("writing pairs that wait"):
            for name in self.kinds:
                for block in self._blocks:
                    _write(self._file, block[name])
        self._stretches.append((begin, rows))
        self.spilled += self.nbytes
        self._blocks, self.nbytes = [], 0

    def _read(self, name: str, begin: int, rows: int, first: int) -> Column:
        """One column of some rows of a stretch."""
        before = list(self.kinds.values())[: list(self.kinds).index(name)]
        kind = self.kinds[name]
        out = np.empty(min(PIECE, rows - first), kind)
        at, left = (
            begin + rows * sum(one.itemsize for one in before) + first * kind.itemsize,
            memoryview(out.data).cast("B"),
        )
        while left and self._file is not None:
            done = os.preadv(self._file.fileno(), [left], at)
            at, left = at + done, left[done:]
        return out


def _write(file: IO[bytes], column: Column) -> None:
    left = memoryview(np.ascontiguousarray(column).data).cast("B")
    while left:
        left = left[file.write(left) :]
