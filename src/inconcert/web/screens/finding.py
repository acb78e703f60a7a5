"""One finding as its page shows it: read from ``findings.json``, narrowed to a stretch of time where one is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inconcert.report.drawing import strip
from inconcert.web.screens import graph, slices
from inconcert.web.screens.pairs import Filter, filtered, pairs
from inconcert.web.screens.stretch import stretch
from inconcert.web.screens.wording import address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from inconcert.web.screens.material import Acts, Material

    Row = dict[str, Any]

MEMBERS = 50
"""Members on one page of the table."""
TIES = 12
"""Tied pairs shown beside the finding; the others have a page of their own."""
OBJECTS = 15
EXCUSES = ("declared_affiliation", "share_kit", "syndication", "fan_or_contest", "live_event")
"""Traits that read what would excuse a group."""


@dataclass(frozen=True)
class Asked:
    """What the address of a finding's page asks for."""

    chosen: Filter
    zone: int = 0
    """Offset of the posting hours from UTC in minutes."""
    opened: str = ""
    """Groups of the network that are open: see :func:`inconcert.web.screens.graph.opened`."""
    selected: frozenset[int] = frozenset()
    """Members that are marked, by place."""
    page: int = 0
    """Page of the table of members."""
    given: tuple[tuple[str, str], ...] = ()
    """The parameters as they were given."""

    @classmethod
    def of(cls, query: Mapping[str, Sequence[str]]) -> Asked:
        """Read it from the parameters of an address; figures that are none are left aside.

        Raises:
            UsageError: a date cannot be read.
        """
        first, last = (slices.instant_of(_one(query, name)) for name in ("from", "to"))
        chosen = Filter(
            weight=_figure(query, "weight"),
            signals=frozenset(query.get("signal", ())),
            degree=int(_figure(query, "degree")),
            first=first,
            last=last,
        )
        selected = frozenset(int(word) for word in _one(query, "sel").split(",") if word.isdecimal())
        given = tuple((name, value) for name, values in query.items() for value in values if value)
        zone, page = slices.zone_of(_one(query, "zone")), int(_figure(query, "page"))
        return cls(chosen, zone, _one(query, "open"), selected, page, given)

    def link(self, path: str, **changes: Any) -> str:
        """``path`` with the same parameters, but for ``changes``; an empty one drops out."""
        kept: dict[str, Any] = {}
        for name, value in self.given:
            kept.setdefault(name, []).append(value)
        renamed = {name.rstrip("_"): value for name, value in changes.items()}
        return address(path, **(kept | renamed))


def _one(query: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(query.get(name, ())), "")


def _figure(query: Mapping[str, Sequence[str]], name: str) -> float:
    try:
        return max(float(_one(query, name) or 0), 0.0)
    except ValueError:
        return 0.0


def finding(material: Material, network: Row, asked: Asked) -> Row:
    """What the page shows beside the finding itself.

    Returns:
        ``times``, ``grid`` (see :mod:`inconcert.web.screens.slices`), ``drawing`` (see
        :func:`inconcert.web.screens.graph.drawing`), ``members`` (rows of the table twin), ``ties``, ``objects``,
        ``evidence``, ``excuses``; ``filtered``: whether anything is left out; ``in_time``: whether a stretch of time is
        chosen; ``told``: where ``narratives``, ``targets``, ``objects`` and ``pushes`` are read from.
    """
    acts, chosen = material.acts(network), asked.chosen
    inside = acts.within(chosen.first, chosen.last)
    groups = graph.opened(material, network, asked.opened)
    in_time = chosen.first is not None or chosen.last is not None
    return {
        "times": slices.times(acts, network["precision"], (chosen.first, chosen.last)),
        "grid": slices.grid(inside, asked.zone),
        "drawing": graph.drawing(material, network, chosen, groups),
        "members": members(material, network, asked, inside),
        "ties": tied(material, network, chosen, 0, TIES),
        "evidence": within(network["evidence"], chosen),
        "excuses": excuses(network),
        "life": strip(network["life"]),
        "filtered": chosen != Filter(),
        "in_time": in_time,
        "told": stretch(material, network, chosen) if in_time else network,
    }


def members(material: Material, network: Row, asked: Asked, inside: Acts) -> Row:
    """The table twin of the drawing: members with ties that the filter leaves, most evidence first.

    Returns:
        ``rows`` of one page: the member's fields, ``place``, ``group``, ``tied`` (pairs left), ``posts``,
        ``tied_posts``, ``selected``; ``of``; ``left_out``; ``page``, ``pages``.
    """
    size = len(network["members"])
    table = filtered(pairs(material, network), asked.chosen, size)
    tied = degrees(table, size)
    alive = [place for place in range(size) if tied[place] or asked.chosen == Filter()]
    posts, found = slices.by_member(inside, size), graph.grouped(material, network)
    pages = max(-(-len(alive) // MEMBERS), 1)
    page = min(asked.page, pages - 1)
    shown = alive[page * MEMBERS : (page + 1) * MEMBERS]
    rows = [
        network["members"][place]
        | {
            "place": place,
            "group": int(found.group[place]) + 1,
            "tied": tied[place],
            "posts": posts[place][0],
            "tied_posts": posts[place][1],
            "selected": place in asked.selected,
        }
        for place in shown
    ]
    return {"rows": rows, "of": len(alive), "left_out": size - len(alive), "page": page, "pages": pages}


def degrees(table: Any, size: int) -> list[int]:
    """How many others each member is tied to."""
    import numpy as np

    ends = np.concatenate([table["a"].to_numpy(), table["b"].to_numpy()])
    counts: list[int] = np.bincount(ends, minlength=size).tolist()
    return counts


def tied(material: Material, network: Row, chosen: Filter, start: int, most: int) -> Row:
    """Tied pairs, most evidence first.

    Returns:
        ``rows``: ``a, b`` (assets), ``a_member, b_member, nats, objects, signals, gap``; ``of``: how many the filter
        leaves; ``start``.
    """
    table = filtered(pairs(material, network), chosen, len(network["members"]))
    rows = []
    for row in table.slice(start, most).to_pylist():
        one, other = (network["members"][row[end]] for end in ("a", "b"))
        names = {f"{end}_member": member for end, member in (("a", one), ("b", other))}
        ends = {end: f"{member['platform']}:{member['account_id']}" for end, member in (("a", one), ("b", other))}
        rows.append(row | ends | names)
    return {"rows": rows, "of": table.num_rows, "start": start}


def within(evidence: Sequence[Row], chosen: Filter) -> list[Row]:
    """The shown ties that have posts in the chosen stretch of time, and the signals that were chosen."""
    kept = [tie for tie in evidence if not chosen.signals or tie["signal"] in chosen.signals]
    if chosen.first is None and chosen.last is None:
        return kept
    return [tie for tie in kept if any(_touches(pair, chosen) for pair in tie["pairs"])]


def _touches(pair: Row, chosen: Filter) -> bool:
    times = [slices.instant_of(pair[side]["at"]) for side in ("a_post", "b_post")]
    return any(
        at is not None and (chosen.first is None or at >= chosen.first) and (chosen.last is None or at < chosen.last)
        for at in times
    )


def excuses(network: Row) -> list[Row]:
    """The benign explanations that were tried, with what each said; those that speak for the group first."""
    found = [
        trait | {"axis": name, "speaks": (trait["nats"] or 0) < 0}
        for name, axis in network["axes"].items()
        for trait in axis.get("traits", ())
        if trait["name"] in EXCUSES
    ]
    return sorted(found, key=lambda row: (row["nats"] is None, row["nats"] or 0))


def member_place(network: Row, asset: str) -> int | None:
    """Place of an account in ``members``, ``None`` when it is no member."""
    for place, one in enumerate(network["members"]):
        if f"{one['platform']}:{one['account_id']}" == asset:
            return place
    return None
