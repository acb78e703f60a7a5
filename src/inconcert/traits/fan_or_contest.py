"""Fan or contest: does everything turn around one account that says openly who it is?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from inconcert.traits.base import INAUTHENTICITY, SHOWN_POSTS, Reading, Trait, insufficient
from inconcert.traits.bounds import STAGED
from inconcert.traits.comparing import Question, excused, flags
from inconcert.traits.openly import called, named

if TYPE_CHECKING:
    from inconcert.traits.comparing import Marks
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group

TIMES = 2
"""Reposts of, or replies to, the one account that make a member one of its followers."""


class FanOrContest(Trait):
    """Members repost and answer one declared account: a star, a shop, a club."""

    name = "fan_or_contest"
    axis = INAUTHENTICITY
    family = "fans"
    question = "Does everything turn around one account that says openly who it is?"
    limits = "Covert accounts boost declared ones too; that they do so is no excuse for other marks."

    def read(self, group: Group, material: Material) -> Reading:
        """Count, among the members who repost or reply, those who turn most to the one account, when it is declared.

        The account is the one that most members repost; it is declared by the register or by its own profile. Replies
        count for members who repost it as well: alone they may be an attack.
        """
        turned, reposted = _turned(group), _turned(group, replies=False)
        everyone = Counter(name for some in reposted for name in some)
        if not everyone:
            return insufficient("members repost nobody", len(group))
        idol = min(everyone, key=lambda name: (-everyone[name], name))
        name = called(idol, material)
        if name is None:
            return insufficient(
                f"the account that most members repost ({idol}) is not known to be declared", len(group)
            )
        ask = Question("reposts or replies", f"turn most to {name}, which says openly who it is", STAGED)
        return excused(group, _marks(turned, reposted, idol), ask, None, _posts(group, idol), account=idol)


def _turned(group: Group, *, replies: bool = True) -> list[Counter[str]]:
    """Accounts that each member reposted or replied to, or reposted only, by their names as replies write them."""
    found: list[Counter[str]] = [Counter() for _ in group.assets]
    rows = zip(group.owner.tolist(), *(group.told(name) for name in ("original_account", "reply_account")), strict=True)
    for who, original, replied in rows:
        name = named(original) if original else replied if replies else None
        if name:
            found[who][name] += 1
    return found


def _marks(turned: list[Counter[str]], reposted: list[Counter[str]], idol: str) -> Marks:
    """Who turns most to the idol, and reposts it: replies alone may as well be an attack."""
    rows = zip(turned, reposted, strict=True)
    return flags(
        None if not some else TIMES <= some[idol] == max(some.values()) and shared[idol] > 0 for some, shared in rows
    )


def _posts(group: Group, idol: str) -> tuple[str, ...]:
    rows = zip(*(group.told(name) for name in ("original_account", "reply_account")), strict=True)
    on = [(named(original) if original else replied) == idol for original, replied in rows]
    return group.refs(np.flatnonzero(on)[:SHOWN_POSTS])
