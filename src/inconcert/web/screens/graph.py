"""A network as it is drawn: its groups first, the members of those that were opened, and the ties between what is seen.

The same places serve the drawing in the browser and the one that the server draws for browsers without WebGL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.networks.layout import LARGEST, layout
from inconcert.networks.leiden import leiden
from inconcert.networks.weights import Pairs
from inconcert.networks.words import count
from inconcert.web.screens.pairs import Filter, filtered, pairs

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt
    import pyarrow as pa

    from inconcert.web.screens.material import Material

    Row = dict[str, Any]
    Codes = npt.NDArray[np.int32]
    Places = npt.NDArray[np.float64]

MOST_NODES = 10_000
"""Dots that are drawn; sigma stays quick up to about here."""
MOST_LINKS = 100_000
_GOLDEN = np.pi * (3 - np.sqrt(5))


@dataclass(frozen=True)
class Grouped:
    """Which group each member belongs to, and where all of them stand."""

    group: Codes
    """Of each member; groups are numbered from 0, the largest first."""
    sizes: npt.NDArray[np.int64]
    centre: Places
    """Of each group, shape (groups, 2), in the unit square."""
    place: Places
    """Of each member, shape (members, 2)."""


def grouped(material: Material, network: Row) -> Grouped:
    """The groups of a network: communities of its tied pairs (Leiden), the members without ties in one of their own."""
    key = ("groups", network["id"], bool(network.get("blind")))
    return material.kept(key, lambda: _grouped(pairs(material, network), len(network["members"])))


def _grouped(table: pa.Table, size: int) -> Grouped:
    a, b, nats = _ends(table)
    group = _by_size(_communities(size, a, b, nats))
    sizes = np.bincount(group)
    centre = _centres(group, sizes, a, b, nats)
    return Grouped(group, sizes, centre, _places(group, sizes, centre, a, b, nats))


def _ends(table: pa.Table) -> tuple[Codes, Codes, Places]:
    one, other = table["a"].to_numpy().astype(np.int32), table["b"].to_numpy().astype(np.int32)
    return np.minimum(one, other), np.maximum(one, other), table["nats"].to_numpy().astype(np.float64)


def _communities(size: int, a: Codes, b: Codes, nats: Places) -> Codes:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    order = np.lexsort((b, a))
    apart = connected_components(coo_array((nats, (a, b)), shape=(size, size)), directed=False)[1].astype(np.int32)
    found = leiden(Pairs(a[order], b[order], np.maximum(nats[order], 1e-6)), apart, 0)
    loose = np.bincount(np.concatenate([a, b]), minlength=size) == 0
    found[loose] = found.max(initial=-1) + 1
    return np.unique(found, return_inverse=True)[1].astype(np.int32)


def _by_size(group: Codes) -> Codes:
    order = np.argsort(-np.bincount(group), kind="stable")
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[group]


def _centres(group: Codes, sizes: npt.NDArray[np.int64], a: Codes, b: Codes, nats: Places) -> Places:
    one, other, weight = _between(group[a], group[b], nats)
    n = len(sizes)
    return layout(n, one.astype(np.int64), other.astype(np.int64), weight) if n <= LARGEST else _spiral(n) * 0.5 + 0.5


def _between(one: Codes, other: Codes, nats: Places) -> tuple[Codes, Codes, Places]:
    """Distinct pairs of different ends, with their weights added up."""
    low, high = np.minimum(one, other).astype(np.int64), np.maximum(one, other).astype(np.int64)
    keys, place = np.unique((low << 32 | high)[low != high], return_inverse=True)
    weight = np.bincount(place, weights=nats[low != high], minlength=len(keys)).astype(np.float64)
    return (keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32), weight


def _places(group: Codes, sizes: npt.NDArray[np.int64], centre: Places, a: Codes, b: Codes, nats: Places) -> Places:
    place = np.empty((len(group), 2))
    inside = group[a] == group[b]
    radius = 0.48 if len(sizes) == 1 else 0.75 * np.sqrt(sizes / len(group) / len(sizes)) + 0.02
    spread = np.broadcast_to(radius, sizes.shape)
    for number, size in enumerate(sizes.tolist()):
        members = np.flatnonzero(group == number)
        own = inside & (group[a] == number)
        place[members] = centre[number] + spread[number] * _disc(members, size, a[own], b[own], nats[own])
    return place


def _disc(members: npt.NDArray[np.int64], size: int, a: Codes, b: Codes, nats: Places) -> Places:
    """Places of the members of one group in the unit disc."""
    if not 1 < size <= LARGEST or not len(a):
        return _spiral(size)
    seat = {member: at for at, member in enumerate(members.tolist())}
    one, other = (np.array([seat[end] for end in ends.tolist()], dtype=np.int64) for ends in (a, b))
    return layout(size, one, other, nats) * 2 - 1


def _spiral(size: int) -> Places:
    """Points of a sunflower: evenly spread over the unit disc, the first in the middle."""
    turn, radius = np.arange(size) * _GOLDEN, np.sqrt(np.arange(size) / max(size, 1))
    return np.column_stack([radius * np.cos(turn), radius * np.sin(turn)])


def opened(material: Material, network: Row, wanted: str | None) -> frozenset[int]:
    """Groups whose members are shown: ``all``, numbers with commas, or nothing for a network of several groups."""
    found = grouped(material, network)
    if wanted == "all" or (not wanted and len(found.sizes) == 1):
        return frozenset(range(len(found.sizes)))
    numbers = {int(word) for word in (wanted or "").split(",") if word.isdecimal()}
    return frozenset(number for number in numbers if number < len(found.sizes))


@dataclass(frozen=True)
class _Seen:
    """The dots of a drawing and the dot of each member."""

    members: npt.NDArray[np.int64]
    """Places of the members that have a dot of their own."""
    groups: npt.NDArray[np.int64]
    """Groups that are one dot."""
    node: Codes
    """Dot of each member, its own or its group's; -1: not shown."""
    left_out: int
    """Members of opened groups that would be too many."""


def drawing(material: Material, network: Row, chosen: Filter, open_groups: Collection[int]) -> Row:
    """What is drawn.

    Args:
        material: the run.
        network: the finding.
        chosen: which pairs are looked at.
        open_groups: groups of which the members are shown.

    Returns:
        ``nodes``: ``key, kind`` (group, member), ``label, group, size, x, y, ties, nats``; ``links``: ``[node, node,
        nats, pairs]``; ``groups``: how many; ``open``: the opened ones; ``says``: what is shown, what is not and why.
    """
    found, size = grouped(material, network), len(network["members"])
    table = filtered(pairs(material, network), chosen, size)
    a, b, nats = _ends(table)
    ends, twice = np.concatenate([a, b]), np.concatenate([nats, nats])
    ties = np.bincount(ends, minlength=size)
    strength = np.bincount(ends, weights=twice, minlength=size).astype(np.float64)
    alive = ties > 0 if chosen != Filter() else np.ones(size, dtype=bool)
    seen = _seen(found, frozenset(open_groups), alive, strength)
    links = _links(seen.node, a, b, nats)
    return {
        "nodes": [
            *(_group_node(found, number, alive) for number in seen.groups.tolist()),
            *(_member_node(network, found, place, ties, strength) for place in seen.members.tolist()),
        ],
        "links": links,
        "groups": len(found.sizes),
        "open": sorted(open_groups),
        "pairs": table.num_rows,
        "says": _says(network, seen, int(alive.sum()), table.num_rows, len(links)),
    }


def _seen(found: Grouped, open_groups: frozenset[int], alive: npt.NDArray[np.bool_], strength: Places) -> _Seen:
    unfolded = np.isin(found.group, list(open_groups)) & alive
    members = np.flatnonzero(unfolded)
    members = members[np.argsort(-strength[members], kind="stable")]
    groups = np.setdiff1d(np.unique(found.group[alive]), list(open_groups))[:MOST_NODES]
    room = MOST_NODES - len(groups)
    node, shown = np.full(len(found.group), -1, np.int32), members[:room]
    folded = alive & np.isin(found.group, groups)
    node[folded] = np.searchsorted(groups, found.group[folded])
    node[shown] = len(groups) + np.arange(len(shown), dtype=np.int32)
    return _Seen(shown, groups, node, len(members) - len(shown))


def _links(node: Codes, a: Codes, b: Codes, nats: Places) -> list[list[float]]:
    both = (node[a] >= 0) & (node[b] >= 0)
    ends = node[a[both]], node[b[both]]
    one, other, weight = _between(*ends, nats[both])
    ties = _between(*ends, np.ones(int(both.sum())))[2]
    heaviest = np.argsort(-weight, kind="stable")[:MOST_LINKS]
    columns = (one, other, weight.round(2), ties.astype(int))
    return [list(row) for row in zip(*(column[heaviest].tolist() for column in columns), strict=True)]


def _group_node(found: Grouped, number: int, alive: npt.NDArray[np.bool_]) -> Row:
    size = int((alive & (found.group == number)).sum())
    x, y = found.centre[number].round(4).tolist()
    row = {"key": f"g{number}", "kind": "group", "label": f"Group {number + 1}", "group": number, "size": size}
    return row | {"x": x, "y": y, "ties": None, "nats": None}


def _member_node(network: Row, found: Grouped, place: int, ties: npt.NDArray[np.int64], strength: Places) -> Row:
    member, (x, y) = network["members"][place], found.place[place].round(4).tolist()
    label = f"@{member['handle']}" if member["handle"] else member["account_id"]
    row = {"key": f"m{place}", "kind": "member", "label": label, "group": int(found.group[place]), "size": 1}
    return row | {"x": x, "y": y, "ties": int(ties[place]), "nats": round(float(strength[place]), 1)}


def _says(network: Row, seen: _Seen, alive: int, tied: int, links: int) -> str:
    size = len(network["members"])
    parts = [count(len(seen.groups), "group")] if len(seen.groups) else []
    parts += [count(len(seen.members), "single member")] if len(seen.members) else []
    drawn = " and ".join(parts) or "Nothing"
    said = f"Drawn: {drawn}, for {alive:,} of {count(size, 'member')} and {count(tied, 'tied pair')}."
    if seen.left_out:
        said += (
            f" {count(seen.left_out, 'member')} more would be too many to draw: those with most evidence stand here."
        )
    if links == MOST_LINKS:
        said += f" Of the lines, the {MOST_LINKS:,} with most evidence are drawn."
    if alive < size:
        said += f" The filter leaves out {count(size - alive, 'member')}."
    return said
