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
    order = sorted(problem.figures, key=lambda one: (one.rank, one.value, one.name))
    small = [one for one in order if one.value < limit]
    # Figures that nobody asked to show must not be derived either.
    gone = {one.name for one in small} | {one.name for one in order if not one.shown}
    proof = _Proof(problem, limit)
    for one in small:
        while not proof.safe(one.cells, gone):
            gone.add(_next(order, one, gone).name)
    return gone


def _next(order: Sequence[Figure], small: Figure, gone: set[tuple[str, ...]]) -> Figure:
    """The figure to hide next: of what touches the small one if there is any, the lowest rank and value."""
    left = [one for one in order if one.name not in gone]
    near = [one for one in left if one.cells & small.cells or set(one.name) & set(small.name)]
    return (near or left)[0]


class _Proof:
    """Shows that sums could be nobody, and could be as many as the limit.

    Tables that were found possible stay possible when more is hidden, so each is tried on every later sum first.
    """

    def __init__(self, problem: Problem, limit: int) -> None:
        self._problem, self._limit = problem, limit
        self._possible: list[NDArray[np.float64]] = []

    def safe(self, cells: frozenset[int], gone: set[tuple[str, ...]]) -> bool:
        known = [one for one in self._problem.figures if one.name not in gone]
        return not known or (self._reached(cells, known, 1) and self._reached(cells, known, -1))

    def _reached(self, cells: frozenset[int], known: Sequence[Figure], sign: int) -> bool:
        aim = _row(self._problem.cells, cells)
        if any(self._there(float(aim @ one), sign) for one in self._possible):
            return True
        table = extreme(self._problem, known, cells, sign, self._limit)
        self._possible.append(table)
        return self._there(float(aim @ table), sign)

    def _there(self, value: float, sign: int) -> bool:
        return value < 0.5 if sign > 0 else value > self._limit - 0.5


def extreme(
    problem: Problem, known: Sequence[Figure], cells: frozenset[int], sign: int, limit: int = LIMIT
) -> NDArray[np.float64]:
    """A table that agrees with some figures, in which a sum of cells is least (``sign`` 1) or, up to ``limit``, most."""
    from scipy.optimize import linprog

    aim = _row(problem.cells, cells)
    rows = [_row(problem.cells, one.cells) for one in known]
    rows += [_row(problem.cells, one) - _row(problem.cells, other) for one, other in problem.equal]
    wanted = [float(one.value) for one in known] + [0.0] * len(problem.equal)
    # Bounded from above, for a sum that nothing limits has no highest value.
    bound = {"A_ub": aim[None, :], "b_ub": [float(max(limit, 0))]} if sign < 0 else {}
    found = linprog(sign * aim, A_eq=np.array(rows), b_eq=wanted, bounds=(0, None), method="highs", **bound)
    return np.asarray(found.x, np.float64)


def _row(size: int, cells: frozenset[int]) -> NDArray[np.float64]:
    made = np.zeros(size)
    made[list(cells)] = 1
    return made
