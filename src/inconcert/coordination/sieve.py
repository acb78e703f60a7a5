"""Keeps the pairs that may still turn out significant, in memory or on disk, until all pairs are counted."""

from __future__ import annotations

from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.significance import false_discovery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    Column = np.ndarray[Any, Any]

KINDS = {"a": np.int32, "b": np.int32, "shared": np.int32, "window": np.int8, "p": np.float64, "lead": np.bool_}
COLUMNS = tuple(KINDS)
HELD = 256_000_000
"""Bytes of pairs held in memory unless told otherwise; what comes after goes to disk."""


MOST_TESTED = 50_000_000
"""Pairs tested up to which leads are kept. Where more are tested, leads are tens of millions, more than a graph of them
tells anybody; groups are then sought among significant pairs only, and the run says so."""


def largest(bound: float, tested: int, count: Callable[[float], int], begin: float | None = None) -> float:
    """A p above which no pair of ``tested`` has a q up to the bound; ``count(p)`` tells how many have one up to p.

    From the bound down, or from ``begin`` where nothing above can pass, as many pass as the bound allows, until that is
    stable.
    """
    cut, passing = bound if begin is None else begin, -1
    while True:
        now = count(cut)
        if now == passing or not now:
            return cut
        passing, cut = now, min(cut, bound * now / max(tested, 1))


def _q_up_to(cut: float, p: Column, tested: int) -> Column:
    """The q of each p up to ``cut``, of which all are given; not known (nan) above."""
    # Those above do not move the others: what they would be at is beyond the bound, so no minimum is taken there.
    q = false_discovery(p, tested)
    q[p > cut] = np.nan
    return q


class Sieve:
    """Pairs with p up to a bound, block by block; at the end those that pass Benjamini and Hochberg.

    The threshold depends on the number of pairs tested, which is known only at the end: so everything with p up to the
    bound on q waits, since q is never below p.
    """

    def __init__(self, bound: float, held: int = HELD, spill: Path | None = None) -> None:
        self.bound, self.held, self.place = bound, held, spill
        self.tested = self.visited = self.spilled = 0
        """Pairs tested, neighbours visited, bytes on disk."""
        self._blocks: list[dict[str, Column]] = []
        self._bytes = 0
        self._files: list[str] = []
        self._folder: TemporaryDirectory[str] | None = None

    def add(self, block: Mapping[str, Any], tested: int, visited: int) -> None:
        """Take in the pairs of one block: its columns, the pairs tested for them, and the neighbours visited."""
        self.tested += tested
        self.visited += visited
        columns = {name: block[name] for name in COLUMNS}
        self._blocks.append(columns)
        self._bytes += sum(column.nbytes for column in columns.values())
        if self._bytes > self.held:
            self._spill()

    def passing(self, exactly: Callable[[dict[str, Column]], Column] | None = None) -> tuple[dict[str, Column], Column]:
        """Columns of the pairs with q up to the bound and of all leads, in the order (a, b), and their q.

        The q of leads above the bound is not known (nan). Nothing waits afterwards.

        Where the p of pairs that wait are at most the true ones, ``exactly`` gives the true ones of those left.
        """
        cut = largest(self.bound, self.tested, lambda p: sum(int((one["p"] <= p).sum()) for one in self._all()))
        columns = {name: self._column(name, cut) for name in COLUMNS}
        self._blocks, self._bytes = [], 0
        if exactly is not None:
            # Too small a p lets too many pass, never too few: what passes is among these.
            p = columns["p"] = exactly(columns)
            cut = largest(self.bound, self.tested, lambda bound: int((p <= bound).sum()), cut)
            keep = p <= cut
            if self.keeps_leads:
                keep |= columns["lead"]
            columns = {name: column[keep] for name, column in columns.items()}
        order = np.argsort((columns["a"].astype(np.int64) << 32) | columns["b"])
        for name in COLUMNS:
            columns[name] = columns[name][order]
        return columns, _q_up_to(cut, columns["p"], self.tested)

    def _column(self, name: str, cut: float) -> Column:
        leads = self.keeps_leads
        parts = [one[name][(one["p"] <= cut) | (one["lead"] & leads)] for one in self._all()]
        return np.concatenate(parts) if parts else np.empty(0, KINDS[name])

    @property
    def keeps_leads(self) -> bool:
        """Whether so few pairs were tested that leads are kept."""
        return self.tested <= MOST_TESTED

    def close(self) -> None:
        """Remove what was written to disk."""
        if self._folder is not None:
            self._folder.cleanup()

    def __enter__(self) -> Sieve:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _all(self) -> Iterator[dict[str, Column]]:
        import pyarrow as pa

        for name in self._files:
            with pa.memory_map(name) as source:
                table = pa.ipc.open_file(source).read_all()
                yield {column: table[column].to_numpy() for column in COLUMNS}
        yield from self._blocks

    def _spill(self) -> None:
        import pyarrow as pa

        if self._folder is None:
            if self.place is not None:
                self.place.mkdir(parents=True, exist_ok=True)
            self._folder = TemporaryDirectory(prefix="pairs-", dir=self.place)
        table = pa.table({name: np.concatenate([one[name] for one in self._blocks]) for name in COLUMNS})
        name = f"{self._folder.name}/{len(self._files)}.arrow"
        with pa.OSFile(name, "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        self._files.append(name)
        self.spilled += table.nbytes
        self._blocks, self._bytes = [], 0
