"""Both sides: does one network take opposed sides of the same quarrel?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.words import listed
from inconcert.traits.base import INAUTHENTICITY, SHOWN_ACCOUNTS, Reading, Trait, insufficient
from inconcert.traits.comparing import Question, compared, flags, missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from inconcert.traits.material import Material
    from inconcert.traits.people import Group, People

THEME = 20
"""Controls, at least, that use the hashtag of a theme."""
USED = 5
"""Controls, at least, of the theme that use a hashtag of a side."""
APART = 0.25
"""Most of the chance meetings between two sides that may happen when they are called opposed."""
TOGETHER = 1.5
"""Meetings inside a side, over those of chance, from which it is called a side."""
MEETINGS = 10.0
"""Chance meetings between the sides, at least, so that their absence means something."""
_ASK = Question("a side of the quarrel", "are on the smaller side of their own network, or on both sides")


class BothSides(Trait):
    """One network posts on both sides of a quarrel whose sides, among comparable accounts, avoid each other."""

    name = "both_sides"
    axis = INAUTHENTICITY
    family = "sides"
    question = "Does one network take opposed sides of the same quarrel?"
    limits = "Newsrooms, archives and quarrels among friends use the hashtags of both sides."

    def read(self, group: Group, material: Material) -> Reading:
        """Learn from the hashtags of the controls which two sets avoid each other within one theme; nobody names them.

        A member's mark: it is on the smaller side of the group, or on both. A control's: it is on both sides itself,
        for a community of one mind is about as mixed as one mind is.
        """
        crowd = material.controls(group)
        posts = used(crowd)
        sides = quarrel(posts)
        if sides is None:
            enough = missing(Question("hashtags", ""), len(group), len({who for who, _ in posts}))
            return enough or insufficient("what comparable accounts write shows no two sides that avoid each other")
        own, others = (tallies(people, sides) for people in (group, crowd))
        reading = compared(group, _members(own), _controls(others), _ASK, _posts(group, sides), **_figures(own, sides))
        return reading if reading.nats is None else _named(reading, group, own, sides)


@dataclass(frozen=True)
class Sides:
    """Two sets of hashtags that the same people do not use; which is the first has no meaning."""

    first: frozenset[str]
    second: frozenset[str]
    theme: str
    """The hashtag that both use."""


def used(people: People) -> list[tuple[int, frozenset[str]]]:
    """The account and the hashtags of each post that has any."""
    rows = zip(people.owner.tolist(), people.told("hashtags"), strict=True)
    return [(who, frozenset(tags)) for who, tags in rows if tags]


def quarrel(posts: Sequence[tuple[int, frozenset[str]]]) -> Sides | None:
    """The theme whose hashtags fall into the two sides that avoid each other most, or ``None``.

    Args:
        posts: account and hashtags of each post. Only hashtags that stand in one post with a theme belong to it.
    """
    users: dict[str, set[int]] = defaultdict(set)
    beside: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for who, tags in posts:
        for tag in tags:
            users[tag].add(who)
            beside[tag][who] |= tags - {tag}
    themes = [tag for tag, some in users.items() if len(some) >= THEME]
    found = [split for theme in themes if (split := _split(theme, list(beside[theme].values())))]
    best = max(found, key=lambda each: (each[0], each[1].theme), default=None)
    return best[1] if best else None


def _split(theme: str, tags: Sequence[set[str]]) -> tuple[float, Sides] | None:
    """Two sides among those who use ``theme``, and how many meetings between them are lacking."""
    uses = {tag: [place for place, some in enumerate(tags) if tag in some] for tag in set().union(*tags)}
    held = [tag for tag, users in uses.items() if USED <= len(users) <= len(tags) // 2 + 1]
    # By who uses them, not by name: other names for the same hashtags must give the same sides.
    held.sort(key=lambda tag: (-len(uses[tag]), uses[tag], tag))
    if len(held) < 4:
        return None
    by = np.zeros((len(tags), len(held)))
    for column, tag in enumerate(held):
        by[uses[tag], column] = 1.0
    met, sizes = by.T @ by, by.sum(axis=0)
    chance = np.outer(sizes, sizes) / len(tags)
    apart = (met - chance) / np.sqrt(chance)
    np.fill_diagonal(apart, 0.0)
    side = np.linalg.eigh(apart)[1][:, -1] > 0
    return _judged(theme, held, side, met, chance)


def _judged(
    theme: str, held: Sequence[str], side: npt.NDArray[np.bool_], met: npt.NDArray[np.float64],
    chance: npt.NDArray[np.float64],
) -> tuple[float, Sides] | None:  # fmt: skip
    """The two sides when each holds together and they avoid each other."""
    between = np.ix_(side, ~side)
    lacking = float(chance[between].sum() - met[between].sum())
    if chance[between].sum() < MEETINGS or met[between].sum() > APART * chance[between].sum():
        return None
    for some in (side, ~side):
        inside = np.ix_(some, some)
        off = ~np.eye(int(some.sum()), dtype=bool)
        if some.sum() < 2 or met[inside][off].sum() < TOGETHER * chance[inside][off].sum():
            return None
    first, second = (frozenset(tag for tag, is_in in zip(held, some, strict=True) if is_in) for some in (side, ~side))
    return lacking, Sides(first, second, theme)


def tallies(people: People, sides: Sides) -> npt.NDArray[np.int64]:
    """Posts of each account with hashtags of the first side only, and of the second only: ``(accounts, 2)``."""
    found = np.zeros((len(people), 2), np.int64)
    for who, side in zip(people.owner.tolist(), _sided(people.told("hashtags"), sides), strict=True):
        if side is not None:
            found[who, side] += 1
    return found


def _sided(tags: Iterable[Sequence[str] | None], sides: Sides) -> Iterable[int | None]:
    for some in tags:
        on = [not side.isdisjoint(some or ()) for side in (sides.first, sides.second)]
        yield None if on[0] == on[1] else int(on[1])


def _members(own: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Marks of members: on the smaller side, or on both."""
    first, second = (own[:, 0] > 0, own[:, 1] > 0)
    smaller = 0 if (first & ~second).sum() < (second & ~first).sum() else 1
    return flags(None if not (one or two) else ((one, two)[smaller]) for one, two in zip(first, second, strict=True))


def _controls(others: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Marks of controls: on both sides; unknown of those who posted on a side once at most."""
    return flags(None if sum(row) < 2 else min(row) > 0 for row in others.tolist())


def _figures(own: npt.NDArray[np.int64], sides: Sides) -> dict[str, object]:
    on = sorted(int(((own[:, side] > 0) & (own[:, 1 - side] == 0)).sum()) for side in (0, 1))
    return {
        "theme": sides.theme,
        "sides": sorted(sorted(side) for side in (sides.first, sides.second)),
        "members_a_side": on,
        "members_on_both": int((own > 0).all(axis=1).sum()),
    }


def _posts(group: Group, sides: Sides) -> tuple[str, ...]:
    """Posts of both sides in turn."""
    refs: Mapping[int, list[str]] = {0: [], 1: []}
    for place, side in enumerate(_sided(group.told("hashtags"), sides)):
        if side is not None:
            refs[side].extend(group.refs([place]))
    ordered = sorted(refs.values())
    return tuple(ref for pair in zip(*ordered, strict=False) for ref in pair)


def _named(reading: Reading, group: Group, own: npt.NDArray[np.int64], sides: Sides) -> Reading:
    """The reading with the hashtags of both sides, and all members who are on a side."""
    one, two = (
        [f"#{tag}" for tag in side[:3]] for side in sorted(sorted(some) for some in (sides.first, sides.second))
    )
    says = reading.says.replace("; of", f" of #{sides.theme} ({listed(one)} against {listed(two)}); of", 1)
    sided = tuple(group.assets[who] for who in np.flatnonzero(own.sum(axis=1)))
    return replace(reading, says=says, accounts=sided[:SHOWN_ACCOUNTS])
