"""Both sides of a network: which of its narratives stand on which side of a quarrel, by hashtags and sites alone.

Two sets are sides when comparable accounts use them as if the other did not exist: one account of the crowd rarely has
both. That is what the trait ``both_sides`` learns from the hashtags of the crowd; here it is learnt from hashtags and
sites together when the hashtags show nothing. Nobody names a side, and which is the first has no meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model.times import iso
from inconcert.networks.words import count, listed
from inconcert.traits.both_sides import quarrel, used
from inconcert.traits.bounds import LEAST_CONTROLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from inconcert.profile.narratives import Narrative
    from inconcert.traits.both_sides import Sides
    from inconcert.traits.people import Group, People

    Row = dict[str, Any]
    Posts = list[tuple[int, frozenset[str]]]

SHOWN = 12
"""Hashtags and sites of a side that are told."""
MOSTLY = 2 / 3
"""Share of the sided posts of a narrative from which it stands on a side."""


def sides(group: Group, crowd: People, narratives: Sequence[Narrative]) -> tuple[list[Row], str]:
    """The two sides as they stand in ``findings.json``, or none and why.

    Returns:
        Two rows, or none: ``tags`` (hashtags with #, and sites), ``posts`` and ``accounts`` of members on this side
        only, ``narratives`` (ids of those that mostly stand there), ``first_at``; and a sentence.
    """
    if len(crowd) < LEAST_CONTROLS:
        return [], f"Insufficient data: {count(len(crowd), 'comparable account')}, {LEAST_CONTROLS} are needed."
    found = quarrel(used(crowd))
    named = tags(group)
    if found is None:
        found = quarrel([(who, some) for who, some in zip(crowd.owner.tolist(), marks(crowd), strict=True) if some])
        named = marks(group)
    if found is None:
        return [], "What comparable accounts write shows no two sides that avoid each other."
    return _told(group, found, named, narratives)


def tags(people: People) -> list[frozenset[str]]:
    """The hashtags of each post."""
    return [frozenset(some or ()) for some in people.told("hashtags")]


def marks(people: People) -> list[frozenset[str]]:
    """The hashtags, with #, and the sites of each post."""
    rows = zip(people.told("hashtags"), people.told("domains"), strict=True)
    return [frozenset([*(f"#{tag}" for tag in some or ()), *(domains or ())]) for some, domains in rows]


def _told(
    group: Group, found: Sides, named: Sequence[frozenset[str]], narratives: Sequence[Narrative]
) -> tuple[list[Row], str]:
    on = np.array([[not side.isdisjoint(some) for side in (found.first, found.second)] for some in named], bool)
    on = on.reshape(len(named), 2)
    only = on & ~on[:, ::-1]
    rows = [
        _row(group, side, only[:, place], only, narratives) for place, side in enumerate((found.first, found.second))
    ]
    if not all(row["posts"] for row in rows):
        return [], "Comparable accounts take two sides; the members post on one of them at most."
    # By what the members do, never by what a side is called.
    rows.sort(key=lambda row: (-row["posts"], -row["accounts"], row["first_at"]))
    here, there = (np.bincount(group.owner[only[:, side]], minlength=len(group)) > 0 for side in (0, 1))
    both = int((here & there).sum())
    return rows, _says(rows, both, found)


def _row(
    group: Group, side: frozenset[str], here: npt.NDArray[np.bool_], only: npt.NDArray[np.bool_],
    narratives: Sequence[Narrative],
) -> Row:  # fmt: skip
    mine = [
        f"n{number}"
        for number, one in enumerate(narratives, 1)
        if here[one.places].sum() > 0 and here[one.places].sum() >= MOSTLY * only[one.places].any(axis=1).sum()
    ]
    places = np.flatnonzero(here)
    return {
        "tags": sorted(_written(tag) for tag in side)[:SHOWN],
        "posts": len(places),
        "accounts": len(np.unique(group.owner[places])),
        "narratives": mine,
        "first_at": iso(int(group.at[places].min())) if len(places) else None,
    }


def _written(tag: str) -> str:
    """A hashtag with its sign; a site, which has a dot, as it is."""
    return tag if tag.startswith("#") or "." in tag else f"#{tag}"


def _says(rows: Sequence[Row], both: int, found: Sides) -> str:
    one, two = (listed(row["tags"][:3]) for row in rows)
    return (
        f"Among comparable accounts that use {_written(found.theme)}, those of {one} and those of {two} are hardly "
        f"ever the same. The members posted {rows[0]['posts']:,} and {rows[1]['posts']:,} times on these sides, "
        f"{count(rows[0]['accounts'], 'account')} and {rows[1]['accounts']:,}, {both:,} of them on both. "
        "Which side is which has no meaning here."
    )
