"""Audit of a log of manual boosts: how much of what was seen was pushed by hand, from where, and whether it said so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from inconcert.audits.figures import Interval
from inconcert.audits.rows import Form, instant, read
from inconcert.errors import InputError, UsageError
from inconcert.model.shares import Z95

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from inconcert.audits.receipt import Receipt
    from inconcert.audits.rows import Row

FORM = Form(
    "a log of boosts",
    ("boost_id", "at", "operator", "operator_country", "item", "topic", "delivered_views", "label_shown"),
    ("target_views", "policy_basis", "relation"),
)
ORGANIC = Form("a table of views by topic", ("topic", "views"))
RELATIONS = ("self", "associate", "none", "unknown")
"""Whose item an operator boosts: an own one, one of somebody close, of a stranger, not known."""
UNKNOWN = "unknown"
FEW = 5
"""Operators below which their number is not told."""
ITEMS = 10
"""Items below which shares of topics get no interval."""


@dataclass(frozen=True)
class Total:
    """What the boosted views are a share of."""

    views: int
    said: str
    """What was counted, such as «all views in the feed of the same week»."""


@dataclass(frozen=True)
class Part:
    """Boosts that have something in common."""

    name: str
    boosts: int
    items: int
    operators: int | None
    """``None`` when there are fewer than five: they could be told apart."""
    views: int
    """Delivered views, of the boosts that say how many."""
    without_views: int
    """Boosts that do not say how many views they delivered; they add nothing, and they are not zero."""
    share: float | None
    """Of all boosted views; ``None`` when no boost says how many."""


@dataclass(frozen=True)
class Mix:
    """One topic among boosted views and among the others."""

    topic: str
    boosted: Interval | None
    """Share of boosted views, with an interval over items (linearised); ``None`` when none is known."""
    organic: float | None
    """Share of organic views; ``None`` when the table does not name the topic."""


@dataclass(frozen=True)
class Boosts:
    """What the log says."""

    boosts: int
    items: int
    operators: int | None
    first_at: int | None
    """Microseconds since 1970, UTC."""
    last_at: int | None
    views: int
    without_views: int
    above_target: int | None
    """Boosts that delivered more than their target; ``None`` when no target is known."""
    total: Total | None
    share: float | None
    """Boosted views in all views of ``total``; at least so many where some boosts do not say how many."""
    labels: tuple[Part, ...]
    """By whether the viewer was told: yes, no, unknown."""
    places: tuple[Part, ...]
    """By the operator's country, in which ``unknown`` stands by itself."""
    relations: tuple[Part, ...]
    bases: tuple[Part, ...]
    """By the stated reason."""
    mix: tuple[Mix, ...]
    receipt: Receipt


def boosts_of(
    paths: Sequence[str | Path],
    total: Total | None = None,
    *,
    organic: Sequence[str | Path] = (),
    timezone: str = "",
    mapping: Mapping[str, str] | None = None,
) -> Boosts:
    """Add up a log of manual boosts.

    Args:
        paths: Tables: boost_id, at, operator, operator_country, item, topic, delivered_views, label_shown;
            target_views, policy_basis, relation (self, associate, none) where known.
        total: What boosted views are a share of; without it no such share is given.
        organic: Tables of views by topic that were not boosted (topic, views).
        timezone: Zone of times that carry none.
        mapping: Column of the file by column of the table.

    Raises:
        InputError: a row does not fit, a boost stands there twice, or more was boosted than was seen.
        ZoneNeeded: times carry no zone.
    """
    if total is not None and (total.views <= 0 or not total.said.strip()):
        raise UsageError("a share needs a number of views and what they are.",
                         todo="Give --all-views with --all-views-are.")  # fmt: skip
    rows, receipt = read(paths, FORM, mapping)
    rows.sort(key=lambda row: row.needed("boost_id"))
    _once(rows)
    times = sorted(at for row in rows if (at := instant(row, "at", timezone)) is not None)
    views, silent = _views(rows)
    if total is not None and views > total.views:
        raise InputError(f"{views:,} views were boosted, more than the {total.views:,} that are said to be all.",
                         todo="Check what --all-views counts.")  # fmt: skip
    return Boosts(
        boosts=len(rows),
        items=len({row.needed("item") for row in rows}),
        operators=_operators(rows),
        first_at=times[0] if times else None,
        last_at=times[-1] if times else None,
        views=views,
        without_views=silent,
        above_target=_above(rows),
        total=total,
        share=None if total is None or silent == len(rows) else views / total.views,
        labels=tuple(_parts(rows, _label)),
        places=tuple(_parts(rows, lambda row: row.text("operator_country").upper() or UNKNOWN)),
        relations=tuple(_parts(rows, lambda row: row.word("relation", RELATIONS, empty=UNKNOWN))),
        bases=tuple(_parts(rows, lambda row: row.text("policy_basis") or UNKNOWN)),
        mix=tuple(_mix(rows, _organic(organic, receipt))),
        receipt=receipt,
    )


def _once(rows: Sequence[Row]) -> None:
    for before, row in pairwise(rows):
        if before.text("boost_id") == row.text("boost_id"):
            raise row.refuse("boost_id", f"boost '{row.text('boost_id')}' stands there twice, first in row "
                             f"{before.number} of {before.file}.", "Keep one row for each boost.")  # fmt: skip


def _views(rows: Sequence[Row]) -> tuple[int, int]:
    found = [row.whole("delivered_views") for row in rows]
    return sum(one for one in found if one is not None), found.count(None)


def _operators(rows: Sequence[Row]) -> int | None:
    number = len({row.text("operator") for row in rows} - {""})
    return number if number >= FEW else None


def _above(rows: Sequence[Row]) -> int | None:
    both = [(row.whole("delivered_views"), row.whole("target_views")) for row in rows]
    known = [(seen, target) for seen, target in both if seen is not None and target is not None]
    return sum(seen > target for seen, target in known) if known else None


def _label(row: Row) -> str:
    said = row.truth("label_shown")
    return UNKNOWN if said is None else "yes" if said else "no"


def _parts(rows: Sequence[Row], key: Callable[[Row], str]) -> Iterator[Part]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    whole, silent = _views(rows)
    for name, some in sorted(groups.items()):
        views, without = _views(some)
        share = views / whole if whole and silent < len(rows) else None
        yield Part(name, len(some), len({row.text("item") for row in some}), _operators(some), views, without, share)


def _organic(paths: Sequence[str | Path], receipt: Receipt) -> Counter[str] | None:
    if not paths:
        return None
    rows, own = read(paths, ORGANIC)
    receipt.files += own.files
    receipt.dropped += own.dropped
    receipt.note(*own.notes)
    found: Counter[str] = Counter()
    for row in rows:
        views = row.whole("views")
        if views is None:
            raise row.refuse("views", "the cell is empty.", "Leave the topic out; unknown views are not zero.")
        found[row.needed("topic")] += views
    return found


def _mix(rows: Sequence[Row], organic: Counter[str] | None) -> Iterator[Mix]:
    topics = sorted({row.text("topic") or UNKNOWN for row in rows} | set(organic or ()))
    items = sorted({row.text("item") for row in rows if row.whole("delivered_views") is not None})
    table = np.zeros((len(items), len(topics)))
    places, names = ({name: at for at, name in enumerate(some)} for some in (items, topics))
    for row in rows:
        views = row.whole("delivered_views")
        if views is not None:
            table[places[row.text("item")], names[row.text("topic") or UNKNOWN]] += views
    whole = sum(organic.values()) if organic else 0
    for topic, boosted in zip(topics, _shares(table), strict=True):
        known = organic is not None and topic in organic and whole
        yield Mix(topic, boosted, organic[topic] / whole if known and organic is not None else None)


def _shares(table: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> list[Interval | None]:
    total = table.sum()
    if not total:
        return [None] * table.shape[1]
    values = table.sum(0) / total
    if len(table) < ITEMS:
        return [Interval(float(value), None, None) for value in values]
    # The share is a ratio of two sums over items; its error is that of the items' departures from it.
    departures = table - values * table.sum(1, keepdims=True)
    errors = np.sqrt((departures**2).sum(0) * len(table) / (len(table) - 1)) / total
    return [
        Interval(value, max(0.0, value - Z95 * error), min(1.0, value + Z95 * error))
        for value, error in zip(values.tolist(), errors.tolist(), strict=True)
    ]
