"""The pairs of one signal that met more often than chance explains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.compiled import odds
from inconcert.coordination.counting import BLOCKS, Counted, Progress, count
from inconcert.coordination.events import prune
from inconcert.coordination.memory import rest
from inconcert.coordination.nulls import null
from inconcert.coordination.sieve import HELD, Sieve
from inconcert.coordination.significance import cauchy, chances, largest_rates, leads_up_to, surprise
from inconcert.coordination.spread import spread

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from inconcert.coordination.events import Events
    from inconcert.coordination.nulls import Material, Null
    from inconcert.coordination.spread import Drawn
    from inconcert.coordination.windows import Windows

AT_ONCE = 200_000
"""Pairs whose expectation is worked out at a time."""
ORDERED = 2_000_000
"""Pairs that pass and are looked at, at a time, where they may live in files."""
TABLED = 64
"""Counts below this are sifted by a table of expectations; larger ones are judged straight away."""
LEAD = 1e-3
"""Largest chance of a lead: a pair that may count within a group, whether or not it is significant by itself. One pair
of strangers in a thousand is a lead, so leads prove nothing one by one; groups of them are tested against shuffles that
were searched for leads in the same way."""

LEVELS = 7
"""Levels of p, each half the next, above the lowest of which a p need not be worked out while pairs are counted."""


@dataclass(frozen=True)
class Pairs:
    """Pairs with p up to the bound, and what was counted on the way."""

    a: NDArray[np.int32]
    b: NDArray[np.int32]
    shared: NDArray[np.int32]
    """Distinct shared objects in the deciding window."""
    expected: NDArray[np.float64]
    """What the null expects there."""
    window: NDArray[np.int8]
    """Number of the deciding window: the one with the smallest p."""
    p: NDArray[np.float64]
    q: NDArray[np.float64]
    tested: int
    """Pairs with the least support: the family over which q is taken."""
    visited: int
    """Neighbours looked at."""
    spread: float = 0.0
    """Scatter of real pairs around the null by which these were judged."""
    spilled: int = 0
    """Bytes that waited on disk."""
    lead: NDArray[np.bool_] | None = None
    """Whether the chance of each pair is up to ``LEAD``; leads whose q is above the bound have no q (nan)."""

    def rest(self) -> None:
        """Give back the memory of the columns, where they live in files."""
        rest(self.a, self.b, self.shared, self.expected, self.window, self.p, self.q)
        if self.lead is not None:
            rest(self.lead)

    def take(self, keep: Any) -> Pairs:
        """The pairs chosen by a mask, an order or a slice."""
        names = ("a", "b", "shared", "expected", "window", "p", "q")
        columns = {name: getattr(self, name)[keep] for name in names}
        return replace(self, **columns, lead=None if self.lead is None else self.lead[keep])


def no_pairs() -> Pairs:
    """No pairs, and nothing looked at."""
    none = np.empty(0, np.int32)
    return Pairs(none, none, none, np.empty(0), np.empty(0, np.int8), np.empty(0), np.empty(0), 0, 0)


@dataclass(frozen=True)
class Judge:
    """What pairs are measured by."""

    null: Null
    spread: float
    support: int
    bound: float
    most: NDArray[np.float64]
    """For each count the largest expectation at which its p is up to the bound, or the pair is a lead."""
    chance: float
    """Chance in one window up to which a pair is a lead."""
    leading: NDArray[np.float64]
    """For each count the largest expectation at which its chance is up to that."""
    levels: tuple[tuple[float, NDArray[np.float64]], ...] = ()
    """Ascending p below the bound, each with the largest expectations that allow it; see :meth:`roughly`."""

    @classmethod
    def of(cls, events: Material, windows: Windows, support: int, bound: float, pairs: Drawn | None = None) -> Judge:
        """Learned from the events of a signal, unpruned; ``pairs`` are those that show the scatter, where known."""
        chance = null(events, windows)
        scatter = spread(events, chance, pairs)
        lead = LEAD / max(len(windows.widths), 1)
        leading = leads_up_to(support, scatter, lead, TABLED)
        # A lead must not be sifted out, however small the bound on q.
        most = np.maximum(largest_rates(support, scatter, bound, TABLED), leading)
        return cls(chance, scatter, support, bound, most, lead, leading)

    def roughly(self) -> Judge:
        """One that works out only the p that may matter, of one window; of the others it says what they exceed.

        Nearly all pairs that wait for the end of the count have a p far above what passes then.
        """
        levels = [self.bound / 2**k for k in range(LEVELS, 0, -1)]
        rates = (largest_rates(self.support, self.spread, level, TABLED) for level in levels)
        return replace(self, levels=tuple(zip(levels, rates, strict=True)))

    def p_values(self, shared: NDArray[np.int32], expected: NDArray[np.float64]) -> NDArray[np.float64]:
        """The p of each pair in each window; with levels, above the lowest, the highest level that p exceeds."""
        if not self.levels:
            return surprise(shared, expected, self.support, self.spread)
        out, known = np.zeros(shared.shape), shared < TABLED
        count = np.minimum(shared, TABLED - 1)
        for level, rates in self.levels:
            out[known & (expected > rates[count])] = level
        exact = out == 0
        out[exact] = surprise(shared[exact], expected[exact], self.support, self.spread)
        return out

    def exactly(self, columns: dict[str, Any]) -> NDArray[np.float64]:
        """The p of pairs as they waited, each worked out."""
        p: NDArray[np.float64] = columns["p"].copy()
        rough = np.flatnonzero(np.isin(p, [level for level, _ in self.levels]))
        expected = self.expected(*(columns[name][rough] for name in ("a", "b", "window")))
        p[rough] = surprise(columns["shared"][rough], expected, self.support, self.spread)
        return p

    def expected(self, a: NDArray[np.int32], b: NDArray[np.int32], window: NDArray[np.int8]) -> NDArray[np.float64]:
        """What the null expects each pair to share in one window."""
        out = np.empty(a.size)
        for start in range(0, a.size, AT_ONCE):
            some = slice(start, start + AT_ONCE)
            out[some] = np.take_along_axis(self.null.expected(a[some], b[some]), window[some, None], 1)[:, 0]
        return out

    def least(self, rows: NDArray[np.int32], partners: NDArray[np.int32]) -> NDArray[np.int32]:
        """Shared objects below which no pair of a row with each partner is judged significant; of one window only."""
        return self.null.least(rows, partners, self.support, self.most)

    def __call__(self, block: Counted) -> Pairs:
        """The pairs of a block with combined p up to the bound; q is not known yet and stands at one."""
        if self.null.windows == 1:
            return self._one(block)
        near, expected = self.null.sift(block.a, block.b, block.shared, self.most)
        a, b, shared, expected = block.a[near], block.b[near], block.shared[near], expected[near]
        p = self.p_values(shared, expected)
        deciding, rows = p.argmin(1) if p.size else np.empty(0, np.int64), np.arange(a.size)
        combined = cauchy(p)
        pairs = Pairs(
            a, b, shared[rows, deciding], expected[rows, deciding], deciding.astype(np.int8),
            combined, np.ones(combined.size), block.reported, block.visited,
        )  # fmt: skip
        lead = self.leads(pairs.shared, pairs.expected)
        return replace(pairs, lead=lead).take((combined <= self.bound) | lead)

    def _one(self, block: Counted) -> Pairs:
        """The same with one window, in a few passes: in wide windows hundreds of millions come by."""
        shared, within = block.shared[:, 0], self.null.within(block.a, block.b)
        where, p, lead = np.empty(shared.size, np.int32), np.empty(shared.size), np.empty(shared.size, np.bool_)
        levels = np.array([level for level, _ in self.levels])
        rates = np.array([rates for _, rates in self.levels]).reshape(levels.size, TABLED)
        n = odds.weigh(shared, within, self.most, self.leading, levels, rates, where, p, lead)
        where, p, lead = where[:n], p[:n], lead[:n]
        shared, within = shared[where], within[where]
        exact = np.flatnonzero(p == 0)
        p[exact] = surprise(shared[exact, None], within[exact, None], self.support, self.spread)[:, 0]
        beyond = np.flatnonzero(shared >= TABLED)
        lead[beyond] = chances(shared[beyond], within[beyond], self.spread) <= self.chance
        pairs = Pairs(
            block.a[where], block.b[where], shared, within, np.zeros(n, np.int8), p, np.ones(n), block.reported,
            block.visited, lead=lead,
        )  # fmt: skip
        keep = (p <= self.bound) | lead
        return pairs if keep.all() else pairs.take(keep)

    def leads(self, shared: NDArray[np.int32], expected: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which pairs are leads, by what they share in one window."""
        lead = np.asarray(expected <= self.leading[np.minimum(shared, TABLED - 1)])
        beyond = np.flatnonzero(~lead & (shared >= TABLED))
        lead[beyond] = chances(shared[beyond], expected[beyond], self.spread) <= self.chance
        return lead


def significant(
    events: Events,
    windows: Windows,
    *,
    support: int,
    keep: float,
    progress: Progress | None = None,
    threads: int | None = None,
) -> tuple[Pairs, Events]:
    """All pairs of one signal with q up to ``keep`` and all leads, and the pruned events they were counted on.

    ``support`` distinct objects make a pair worth testing. Exact: pruning loses nothing, and since q is never below
    p, neither does dropping pairs with p above ``keep``.

    Args:
        events: All events of the signal.
        windows: Windows.
        support: Distinct objects.
        keep: Largest q.
        progress: Called with neighbours visited and neighbours in all.
        threads: Threads at work; all cores when not given.
    """
    if not events.size or not len(windows.widths):
        return no_pairs(), events
    judge = Judge.of(events, windows, support, keep)
    left = prune(events, windows.reach(events.audience), support)
    return weighed(left, events.audience, windows, judge, progress, threads=threads), left


def weighed(
    left: Events,
    audience: NDArray[np.int64],
    windows: Windows,
    judge: Judge,
    progress: Progress | None = None,
    *,
    threads: int | None = None,
    held: int = HELD,
    spill: Path | None = None,
    parts: int = BLOCKS,
) -> Pairs:
    """The pairs of pruned events that pass and the leads; ``audience`` is that of all. See :func:`significant`.

    Beyond ``held`` bytes of waiting pairs these go to disk, to the folder ``spill`` or the system's own. ``parts`` are
    the ``blocks`` of :func:`inconcert.coordination.counting.count`.
    """
    if len(windows.widths) == 1:
        judge = judge.roughly()
    with Sieve(judge.bound, held, spill, [level for level, _ in judge.levels]) as sieve:
        how: Any = {"each": judge, "least": judge.least, "threads": threads, "blocks": parts}
        for block in count(left, audience, windows, judge.support, progress, **how):
            sieve.add(vars(block), block.tested, block.visited)
        return passed(sieve, judge)


def passed(sieve: Sieve, judge: Judge) -> Pairs:
    """The pairs of a sieve that pass and its leads, with what the null expects of them."""
    columns, q = sieve.passing(judge.exactly)
    expected = sieve.room(q.size, np.float64)
    for start in range(0, q.size, ORDERED):
        some = slice(start, start + ORDERED)
        expected[some] = judge.expected(*(columns[name][some] for name in ("a", "b", "window")))
        rest(expected, *columns.values())
    return Pairs(**columns, expected=expected, q=q, tested=sieve.tested, visited=sieve.visited,
                 spread=judge.spread, spilled=sieve.spilled)  # fmt: skip
