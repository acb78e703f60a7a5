"""How many objects would two assets share by chance? The degree-corrected null.

Within a stratum the bipartite graph of assets and objects is drawn at random with every asset's number
of objects and every object's audience kept on average: the saturating bipartite configuration model,
``p_io = x_i y_o / (1 + x_i y_o)`` (Saracco et al. 2017), solved on degree classes. Shared objects of a pair are
then close to Poisson with mean ``λ_ij = Σ_o p_io p_jo w̄(audience of o)``, where ``w̄`` is the share of same-object
meetings that fall inside the window, pooled over objects of similar audience: an object never excuses itself.

Strata come from content only (language, platform and hour of an object's first act; its outlet), never from who
shared with whom, or an operation would become its own topic and explain itself away. An outlet is its own stratum
only when its audience is several times the largest ring of interest, for the same reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from inconcert.coordination.classes import audience_class, degree_classes, dense
from inconcert.coordination.compiled import odds, tally
from inconcert.coordination.layers import Layer
from inconcert.coordination.squares import squared
from inconcert.model.times import HOUR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.coordination.squares import Squares
    from inconcert.coordination.windows import Windows

LEAST_ACTIONS = 200
"""A content stratum with fewer touches is merged into the next coarser one."""
LEAST_AUDIENCE = 150
"""Assets that an outlet, or a platform within a language, needs to be a stratum of its own: five rings of thirty."""
LEAST_CROWD = 1000
"""Assets a block of hours needs: an operation of a few hundred pages with office hours must not be its own stratum."""
LEAST_OBJECTS = 200
"""Objects pooled, at least, to learn how fast objects of one audience are shared."""
HOURS = 6
"""Hours in a block of the day."""


class Material(Protocol):
    """What the null needs to know of the events of a signal; :class:`inconcert.coordination.events.Events` knows it."""

    @property
    def size(self) -> int:
        """Number of events."""

    @property
    def precision(self) -> float:
        """Coarsest clock among the events, seconds."""

    @property
    def acts(self) -> NDArray[np.int64]:
        """Events of each asset."""

    @property
    def touches(self) -> NDArray[np.int64]:
        """Distinct objects of each asset."""

    @property
    def number(self) -> NDArray[np.int64]:
        """Events on each object."""

    @property
    def audience(self) -> NDArray[np.int64]:
        """Distinct assets of each object."""

    @property
    def lang(self) -> NDArray[np.int32]:
        """Number of the language of each object's first act."""

    @property
    def outlet(self) -> NDArray[np.int32]:
        """Number of the outlet of each object's first act; -1 when it has none."""

    @property
    def first_at(self) -> NDArray[np.int64]:
        """Instant of each object's first act, microseconds since 1970 UTC."""

    @property
    def first_platform(self) -> NDArray[np.int64]:
        """Number of the platform of each object's first act."""

    def inside(self, width: int) -> NDArray[np.int64]:
        """Pairs of events within ``width`` microseconds on each object."""

    def holdings(self, stratum: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
        """How many objects each asset touches in each stratum of objects: asset, stratum, number, in that order."""

    def shared(self, a: NDArray[np.int32], b: NDArray[np.int32]) -> NDArray[np.int64]:
        """Distinct objects that each pair of assets shares, whatever the time."""


@dataclass(frozen=True)
class Null:
    """The null of one signal: the larger expectation of its layers, corrected for repeated touches."""

    layers: tuple[Layer, ...]
    repetition: NDArray[np.float64]
    windows: int

    def expected(self, a: NDArray[np.int32], b: NDArray[np.int32]) -> NDArray[np.float64]:
        """Expected distinct shared objects of each pair inside each window, shape (pairs, windows).

        An asset that touches its objects several times has as many chances to be near another; what it gains is
        bounded by the expectation without a window.
        """
        if self.windows == 1:
            return self.within(a, b)[:, None]
        both: NDArray[np.float64] = np.maximum.reduce([x.expect(a, b, 2 * self.windows) for x in self.layers])
        within, ever = both[:, : self.windows], both[:, self.windows :]
        chances = (self.repetition[a] * self.repetition[b])[:, None]
        return np.asarray(np.minimum(within * chances, ever))

    def sift(
        self, a: NDArray[np.int32], b: NDArray[np.int32], shared: NDArray[np.int32], most: NDArray[np.float64]
    ) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
        """Which pairs have a window whose expectation is at most ``most[shared]``, and what the windows expect.

        The same as :meth:`expected`, in one pass; counts beyond ``most`` always pass.
        """
        if self.windows == 1:
            counts, within = shared[:, 0], self.within(a, b)
            return (counts >= most.size) | (within <= most[np.minimum(counts, most.size - 1)]), within[:, None]
        keep, expected = np.empty(a.size, np.bool_), np.empty(shared.shape)
        odds.sift(a, b, shared, *self._parts, self.repetition, most, expected, keep)
        return keep, expected

    def within(self, a: NDArray[np.int32], b: NDArray[np.int32]) -> NDArray[np.float64]:
        """What the only window of the null expects of each pair: :meth:`expected` without its axis."""
        out = np.empty(a.size)
        if self.squares is None:
            odds.expect_one(a, b, *self._parts, self.repetition, out)
        else:
            odds.expect_squared(a, b, *self.squares, self.repetition, out)
        return out

    @cached_property
    def squares(self) -> Squares | None:
        """Its layers without gaps, where their strata are few and there is one window."""
        return squared(self.layers) if self.windows == 1 else None

    @property
    def _parts(self) -> tuple[Any, Any, Any, Any, Any, Any]:
        """The layers as compiled code takes them: of every column a tuple with an entry a layer."""
        parts = ((x.pointer, x.stratum, x.degree_class, x.offset, x.classes, x.table) for x in self.layers)
        pointers, strata, degree_classes, offsets, classes, tables = zip(*parts, strict=True)
        return pointers, strata, degree_classes, offsets, classes, tables

    def least(
        self, rows: NDArray[np.int32], partners: NDArray[np.int32], support: int, most: NDArray[np.float64]
    ) -> NDArray[np.int32]:
        """For each partner a number of shared objects below which :meth:`sift` lets no pair with any row pass.

        Of a null with one window only. Never less than one more than ``support``.
        """
        out = np.empty(partners.size, np.int32)
        if self.squares is not None:
            odds.least_squared(rows, partners, *self.squares, self.repetition, support, most, out)
            return out
        each = [np.zeros((partners.size, 2)) for _ in self.layers]
        for x, sums in zip(self.layers, each, strict=True):
            odds.add_least(rows, partners, x.pointer, x.stratum, x.degree_class, x.offset, x.classes, x.table, sums)
        chances = float(self.repetition[rows].min())
        odds.least_counts(partners, np.maximum.reduce(each), self.repetition, chances, support, most, out)
        return out

    def ever(self, a: NDArray[np.int32], b: NDArray[np.int32]) -> NDArray[np.float64]:
        """Expected distinct shared objects of each pair, whatever the time, over the objects of the widest audience."""
        return np.asarray(np.maximum.reduce([x.column(a, b, 2 * self.windows, self.windows) for x in self.layers]))

    def touches(self, objects: NDArray[np.int64]) -> NDArray[np.float64]:
        """Expected number of ``objects`` that each asset touches, whatever the time."""
        return np.asarray(np.maximum.reduce([layer.touches(objects) for layer in self.layers]))


def configuration_model(
    degrees: NDArray[np.float64],
    counts: NDArray[np.float64],
    sizes: NDArray[np.float64],
    numbers: NDArray[np.float64],
    *,
    tolerance: float = 1e-6,
    rounds: int = 1000,
) -> NDArray[np.float64]:
    """Probability that an asset of a degree class touches an object of a size class, shape (degrees, sizes).

    ``counts`` assets have ``degrees`` objects each, ``numbers`` objects have an audience of ``sizes`` each; the
    expected margins equal these. Fixed-point iteration of Saracco et al. 2017 from the Chung-Lu start.
    """
    x, y = odds.fitness(degrees, counts, sizes, numbers, tolerance, rounds)
    weight = np.outer(x, y)
    return np.asarray(weight / (1 + weight))


def speed(events: Material, windows: Windows) -> NDArray[np.float64]:
    """Share of same-object meetings inside each window, for each audience class; shape (classes, windows).

    The mean over objects of a class (not over meetings), so that one viral object does not speak for all; classes
    with fewer than ``LEAST_OBJECTS`` objects borrow from their neighbours.
    """
    kind = audience_class(events.audience)
    possible = events.number * (events.number - 1) / 2
    shared = (events.audience >= 2) & (possible > 0)
    out = np.ones((int(kind.max(initial=0)) + 1, len(windows.widths)))
    for w, width in enumerate(windows.widths):
        if windows.endless(w):
            continue
        share = np.divide(events.inside(width), possible, out=np.zeros_like(possible), where=shared)
        out[:, w] = _pooled(share[shared], kind[shared], out.shape[0])
    return out


def _pooled(share: NDArray[np.float64], kind: NDArray[np.int64], classes: int) -> NDArray[np.float64]:
    sums = np.bincount(kind, share, minlength=classes)
    counts = np.bincount(kind, minlength=classes)
    out, upto = np.ones(classes), [0, *np.cumsum(counts).tolist()]
    for c in range(classes):
        for spread in range(classes):
            first, end = max(0, c - spread), min(c + spread + 1, classes)
            here = upto[end] - upto[first]
            if here >= LEAST_OBJECTS or spread == classes - 1:
                out[c] = sums[first:end].sum() / max(here, 1)
                break
    return out


def content_strata(events: Material) -> NDArray[np.int64]:
    """Stratum of each object from its first act: language × platform × block of six hours.

    A stratum that ``LEAST_CROWD`` assets do not fill loses the hour, one of fewer than ``LEAST_AUDIENCE`` the platform,
    and one with fewer than ``LEAST_ACTIONS`` touches the language.
    """
    hour = (events.first_at // (HOUR * HOURS)) % (24 // HOURS)
    lang, platform = events.lang.astype(np.int64), events.first_platform
    place = lang * (platform.max(initial=0) + 1) + platform
    out, base = np.zeros_like(lang), 1
    for level, crowd in ((lang, 1), (place, LEAST_AUDIENCE), (place * (24 // HOURS) + hour, LEAST_CROWD)):
        enough = np.bincount(level, events.audience) >= LEAST_ACTIONS
        if crowd > 1:
            enough &= _crowds(events, level) >= crowd
        # Each level refines the one before, so a stratum that is large enough overrides it.
        out = np.where(enough[level], base + level, out)
        base += enough.size
    return dense(out)[0]


def _crowds(events: Material, stratum: NDArray[np.int64]) -> NDArray[np.int64]:
    """Distinct assets behind the objects of each stratum."""
    return np.bincount(events.holdings(stratum)[1], minlength=int(stratum.max(initial=-1)) + 1)


def outlet_strata(events: Material, content: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """``content`` with every outlet of at least ``LEAST_AUDIENCE`` assets as its own stratum; None without any."""
    if not (events.outlet >= 0).any():
        return None
    outlet = events.outlet.astype(np.int64) + 1
    broad = _crowds(events, outlet) >= LEAST_AUDIENCE
    broad[0] = False
    if not broad.any():
        return None
    number = content.max(initial=0) + 1 + outlet
    return dense(np.where(broad[outlet], number, content))[0]


def layer(events: Material, strata: NDArray[np.int64], pace: NDArray[np.float64], windows: Windows) -> Layer:
    """Solve every stratum and tabulate what each pair of degree classes is expected to share."""
    holder, stratum, degree = events.holdings(strata)
    degree_class, kind, solved = np.empty(holder.size, np.int32), np.empty(strata.size, np.int64), []
    for rows, objects in zip(*_members(stratum, strata), strict=True):
        solved.append(_solve(degree[rows], events.audience[objects], pace, windows))
        degree_class[rows], kind[objects] = solved[-1].degree_class, solved[-1].kind
    tables = [one.table for one in solved]
    pointer = np.searchsorted(holder, np.arange(events.acts.size + 1)).astype(np.int64)
    offset = np.cumsum([0, *(table.size for table in tables)])[:-1].astype(np.int64)
    classes = np.array([table.shape[0] for table in tables], np.int64)
    flat = np.concatenate([table.ravel() for table in tables]) if tables else np.empty(0)
    touch = tuple(one.touch for one in solved)
    return Layer(pointer, stratum, degree_class, offset, classes, flat, strata, kind, touch)


def _members(*labels: NDArray[Any]) -> list[list[NDArray[np.uint32]]]:
    """For each of the labellings: the places of label 0, 1, …, ascending; as many as the largest label has."""
    count = max(int(label.max(initial=-1)) for label in labels) + 1
    placed = [tally.by_asset(label.astype(np.int32, copy=False), count) for label in labels]
    return [np.split(index, pointer[1:-1]) if count else [] for pointer, index in placed]


@dataclass(frozen=True)
class Solved:
    """One stratum: class of each asset and object, chance of a touch, expectation of each pair of classes."""

    degree_class: NDArray[np.int64]
    kind: NDArray[np.int64]
    touch: NDArray[np.float64]
    table: NDArray[np.float64]


def _solve(
    degree: NDArray[np.int64], audience: NDArray[np.int64], pace: NDArray[np.float64], windows: Windows
) -> Solved:
    """Solve one stratum from the degrees of its assets and the audiences of its objects."""
    (member, counts), (kind, numbers) = (dense(degree_classes(values)) for values in (degree, audience))
    mean_degree = np.bincount(member, degree) / counts
    mean_size = np.bincount(kind, audience) / numbers
    touch = configuration_model(mean_degree, counts.astype(float), mean_size, numbers.astype(float))
    out = np.empty((counts.size, counts.size, 2 * len(windows.widths)))
    rate = pace[np.minimum(audience_class(np.round(mean_size).astype(np.int64)), pace.shape[0] - 1)]
    known: dict[bytes, NDArray[np.float64]] = {}

    def together(weight: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums over all kinds; windows often weigh them alike, where a stratum has no large audiences."""
        key = weight.tobytes()
        if key not in known:
            # Not as a matrix product: the threads of a linear algebra library cost more here than they save.
            known[key] = np.einsum("an,bn->ab", touch * weight, touch)
        return known[key]

    for w in range(len(windows.widths)):
        counted = numbers * (mean_size >= 2) * (mean_size <= windows.audiences[w])
        out[:, :, w] = np.einsum("an,bn->ab", touch * counted * rate[:, w], touch)
        out[:, :, len(windows.widths) + w] = together(counted)
    return Solved(member, kind, touch, out)


def null(events: Material, windows: Windows) -> Null:
    """The null of one signal, from its unpruned events."""
    pace, content = speed(events, windows), content_strata(events)
    refined = outlet_strata(events, content)
    partitions: list[NDArray[Any]] = [content] if refined is None else [content, refined]
    layers = tuple(layer(events, strata, pace, windows) for strata in partitions)
    repetition = np.maximum(events.acts / np.maximum(events.touches, 1), 1.0)
    return Null(layers, repetition, len(windows.widths))
