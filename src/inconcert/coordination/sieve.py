"""Keeps the pairs that may still turn out significant, in memory or on disk, until all pairs are counted."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.memory import mapped, rest
from inconcert.coordination.significance import ranked
from inconcert.coordination.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    Column = np.ndarray[Any, Any]

KINDS = {"a": np.int32, "b": np.int32, "shared": np.int32, "window": np.int8, "p": np.float64, "lead": np.bool_}
COLUMNS = tuple(KINDS)
PAIR = 64
"""Bytes of a pair that passes, with what is needed to put it in order."""
HELD = 128_000_000
"""Bytes of pairs held in memory unless told otherwise; what comes after goes to disk."""
ORDERED = 32
"""As many pairs are put in order at a time as this many bytes each fit into what may be held: some three times it."""

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


class Sieve:
    """Pairs with p up to a bound, block by block; at the end those that pass Benjamini and Hochberg.

    Where only a level below the p of most pairs is known, ``levels``, ascending, these wait apart.

    The threshold depends on the number of pairs tested, which is known only at the end: so everything with p up to the
    bound on q waits, since q is never below p.
    """

    def __init__(self, bound: float, held: int = HELD, spill: Path | None = None, levels: Sequence[float] = ()) -> None:
        self.bound, self.held, self.place = bound, held, spill
        self.tested = self.visited = self.spilled = 0
        """Pairs tested, neighbours visited, bytes on disk."""
        self._levels, self._of_level = np.array(levels), np.zeros(len(levels), np.int64)
        self._waiting, self._rough = self._fresh(), self._fresh()

    def add(self, block: Mapping[str, Any], tested: int, visited: int) -> None:
        """Take in the pairs of one block: its columns, the pairs tested for them, and the neighbours visited."""
        self.tested += tested
        self.visited += visited
        self._waiting.add(self._aside(block) if self._levels.size else block)
        if self._waiting.nbytes + self._rough.nbytes > self.held:
            self._rough.spill()
        self.spilled = self._waiting.spilled + self._rough.spilled

    def _aside(self, block: Mapping[str, Any]) -> Mapping[str, Any]:
        """Let those wait apart of which only a level is known; the others of the block."""
        level = np.searchsorted(self._levels, block["p"])
        # Other p are known, also those above the levels.
        known = np.append(self._levels, np.inf)[level] != block["p"]
        self._of_level += np.bincount(level[~known], minlength=self._levels.size)
        self._rough.add({name: np.asarray(block[name])[~known] for name in KINDS})
        return {name: np.asarray(block[name])[known] for name in KINDS}

    def passing(self, exactly: Callable[[dict[str, Column]], Column] | None = None) -> tuple[dict[str, Column], Column]:
        """Columns of the pairs with q up to the bound and of all leads, in the order (a, b), and their q.

        The q of leads above the bound is not known (nan). Nothing waits afterwards. Where there are too many for the
        memory that waiting pairs may have, the columns live in files.

        Where the p of pairs that wait are at most the true ones, ``exactly`` gives the true ones of those left.
        """
        cut = largest(self.bound, self.tested, self._up_to)
        near = self._near(cut, exactly)
        if exactly is not None:
            # Too small a p lets too many pass, never too few: what passes is among these.
            cut = largest(self.bound, self.tested, lambda p: _up_to(near, p), cut)
        try:
            return self._in_order(near, cut)
        finally:
            near.close()

    def _up_to(self, p: float) -> int:
        """How many wait whose p is, as far as it is known, up to this one."""
        rough = self._of_level[: int(np.searchsorted(self._levels, p, side="right"))]
        return _up_to(self._waiting, p) + int(rough.sum())

    def room(self, size: int, kind: Any) -> Column:
        """Place for a column of so many pairs, in memory or in a file."""
        if size * PAIR <= 2 * self.held:
            return np.empty(size, kind)
        self.spilled += size * np.dtype(kind).itemsize
        return mapped(size, kind, self.place)

    @property
    def keeps_leads(self) -> bool:
        """Whether so few pairs were tested that leads are kept."""
        return self.tested <= MOST_TESTED

    def close(self) -> None:
        """Remove what was written to disk."""
        self._waiting.close()
        self._rough.close()

    def __enter__(self) -> Sieve:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _fresh(self) -> Waiting:
        return Waiting(KINDS, self.held, self.place)

    def _kept(self, block: dict[str, Column], cut: float) -> dict[str, Column]:
        """Those of a block that pass, and the leads."""
        keep = (block["p"] <= cut) | (block["lead"] & self.keeps_leads)
        return {name: column[keep] for name, column in block.items()}

    def _near(self, cut: float, exactly: Callable[[dict[str, Column]], Column] | None) -> Waiting:
        """The pairs that wait below a p, each with its true one; nothing waits afterwards."""
        near = self._fresh()
        wanted = self._levels.size and (cut >= self._levels[0] or self.keeps_leads)
        # Of wide windows hundreds of millions wait, and nearly all of them are not looked at again.
        for block in chain(self._waiting.drained(), self._rough.drained() if wanted else ()):
            left = self._kept(block, cut)
            if left["p"].size:
                near.add(left if exactly is None else left | {"p": exactly(left)})
        self._rough.close()
        self.spilled += near.spilled
        return near

    def _in_order(self, near: Waiting, cut: float) -> tuple[dict[str, Column], Column]:
        """Those that pass, and the leads, in the order (a, b): as many at a time as the memory allows."""
        each = _number_of_each(self._kept(block, cut)["a"] for block in near.blocks("a", "p", "lead"))
        upto = np.cumsum(each)
        total = int(upto[-1]) if upto.size else 0
        known = _Known(self.room, (block["p"][block["p"] <= cut] for block in near.blocks("p")), _up_to(near, cut))
        known.rank(self.tested)
        out = {name: self.room(total, kind) for name, kind in KINDS.items()} | {"q": self.room(total, np.float64)}
        step, done = max(self.held // ORDERED, 1), 0
        edges = np.unique([0, *np.searchsorted(upto, np.arange(step, total, step)), upto.size])
        for first, end in pairwise(edges.tolist()):
            part = self._part(near, cut, first, end)
            rows = slice(done, done := done + part["a"].size)
            for name, column in (part | {"q": known(part["p"], cut)}).items():
                out[name][rows] = column
            rest(*out.values())
        return out, out.pop("q")

    def _part(self, near: Waiting, cut: float, first: int, end: int) -> dict[str, Column]:
        """The pairs whose ``a`` is at least ``first`` and below ``end``, in order."""
        parts: list[dict[str, Column]] = [{name: np.empty(0, kind) for name, kind in KINDS.items()}]
        for block in near.blocks():
            mine = (block["a"] >= first) & (block["a"] < end)
            if mine.any():
                parts.append(self._kept({name: column[mine] for name, column in block.items()}, cut))
        order = np.argsort(np.concatenate([(one["a"].astype(np.int64) << 32) | one["b"] for one in parts]))
        return {name: np.concatenate([one.pop(name) for one in parts])[order] for name in KINDS}


class _Known:
    """The p of all that pass, in order, and the q of each."""

    def __init__(self, room: Callable[[int, Any], Column], blocks: Iterable[Column], size: int) -> None:
        self.p, self.q, done = room(size, np.float64), room(size, np.float64), 0
        for block in blocks:
            self.p[done : done + block.size] = block
            done += block.size

    def rank(self, tested: int) -> None:
        """Work out the q, by Benjamini and Hochberg over ``tested`` pairs: see :func:`significance.false_discovery`.

        Leads above the cut do not move the others: what they would be at is beyond the bound, so no minimum is taken
        there.
        """
        self.p.sort()
        np.copyto(self.q, self.p)
        ranked(self.q, tested)

    def __call__(self, p: Column, cut: float) -> Column:
        """The q of each p; not known (nan) above the cut."""
        out = np.full(p.size, np.nan)
        below = np.flatnonzero(p <= cut)
        # In order, so that one look-up leads to the next.
        below = below[np.argsort(p[below])]
        out[below] = self.q[np.searchsorted(self.p, p[below])]
        return out


def _up_to(waiting: Waiting, p: float) -> int:
    """How many have a p up to this one."""
    return sum(int((block["p"] <= p).sum()) for block in waiting.blocks("p"))


def _number_of_each(codes: Iterable[Column]) -> Column:
    """How often each code occurs."""
    out = np.zeros(0, np.int64)
    for some in codes:
        if some.size and some.max() >= out.size:
            out = np.concatenate([out, np.zeros(max(out.size, int(some.max()) + 1 - out.size), np.int64)])
        np.add.at(out, some, 1)
    return out
