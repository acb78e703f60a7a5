"""Which figures of a table may be shown so that no small one can be worked out from them.

Everything that may be shown is a sum of base cells (people of one unit and one class; people of one outlet). A figure
below the limit is hidden. From what is shown anybody can solve for what is hidden: for each hidden small figure the
least and the most that it could be is therefore found by linear programming, and more figures are hidden until it
could be anything from nobody to at least the limit. Hiding more only widens what is possible, so one pass suffices.
(Hundepool et al., Statistical Disclosure Control, 2012, chapter 4.)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LIMIT = 5
"""People below which no figure is shown; nobody is below it too."""


@dataclass(frozen=True)
class Figure:
    """A sum of base cells."""

    name: tuple[str, ...]
    cells: frozenset[int]
    """Places of the base cells in it."""
    value: int
    rank: int
    """Figures of a lower rank are given up first."""
    shown: bool = True
    """Whether it is meant to be shown at all; the others are only protected."""


@dataclass
class Problem:
    """Base cells that are known to add up, and the figures made of them."""

    cells: int
    figures: list[Figure]
    equal: list[tuple[frozenset[int], frozenset[int]]] = field(default_factory=list)
    """Sets of base cells with the same sum."""


def hidden(problem: Problem, limit: int = LIMIT) -> set[tuple[str, ...]]:
    """Names of the figures that may not be shown; the order of the figures does not matter."""
    order = sorted(problem.figures, key=_cost)
    small = [one for one in order if one.value < limit]
    # Figures that nobody asked to show must not be derived either.
    gone = {one.name for one in small} | {one.name for one in order if not one.shown}
    proof = _Proof(problem, limit)
    for one in small:
        while telling := proof.telling(one.cells, gone):
            gone.add(min(telling, key=_cost).name)
    return gone


def _cost(one: Figure) -> tuple[int, int, tuple[str, ...]]:
    return one.rank, one.value, one.name


class _Proof:
    """Shows that sums could be nobody, and could be as many as the limit.

    Tables that were found possible stay possible when more is hidden, so each is tried on every later sum first.
    """

    def __init__(self, problem: Problem, limit: int) -> None:
        self._problem, self._limit = problem, limit
        self._possible: list[NDArray[np.float64]] = []

    def telling(self, cells: frozenset[int], gone: set[tuple[str, ...]]) -> list[Figure]:
        """Shown figures of which one has to go for a sum to be safe; none when it is."""
        known = [one for one in self._problem.figures if one.name not in gone]
        return (self._bound(cells, known, 1) or self._bound(cells, known, -1)) if known else []

    def _bound(self, cells: frozenset[int], known: list[Figure], sign: int) -> list[Figure]:
        aim = _row(self._problem.cells, cells)
        if any(self._there(float(aim @ one), sign) for one in self._possible):
            return []
        table, prices = extreme(self._problem, known, cells, sign, self._limit)
        self._possible.append(table)
        if self._there(float(aim @ table), sign):
            return []
        # What has a price in the optimum is what holds the sum back.
        return [one for one, price in zip(known, prices, strict=True) if abs(price) > 1e-9] or known

    def _there(self, value: float, sign: int) -> bool:
        return value < 0.5 if sign > 0 else value > self._limit - 0.5


def extreme(
    problem: Problem, known: Sequence[Figure], cells: frozenset[int], sign: int, limit: int = LIMIT
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A table that agrees with some figures, in which a sum of cells is least (``sign`` 1) or most, up to ``limit``.

    Returns:
        The base cells, and the price of each figure: how much the sum would change with it.
    """
    from scipy.optimize import linprog

    aim = _row(problem.cells, cells)
    rows = [_row(problem.cells, one.cells) for one in known]
    rows += [_row(problem.cells, one) - _row(problem.cells, other) for one, other in problem.equal]
    wanted = [float(one.value) for one in known] + [0.0] * len(problem.equal)
    # Bounded from above, for a sum that nothing limits has no highest value.
    most = [float(limit) if sign < 0 else 1e9]
    found = linprog(sign * aim, A_ub=aim[None, :], b_ub=most, A_eq=np.array(rows), b_eq=wanted, bounds=(0, None))
    return np.asarray(found.x, np.float64), np.asarray(found.eqlin.marginals, np.float64)[: len(known)]


def _row(size: int, cells: frozenset[int]) -> NDArray[np.float64]:
    made = np.zeros(size)
    made[list(cells)] = 1
    return made
