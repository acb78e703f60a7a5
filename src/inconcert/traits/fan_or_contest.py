"""Fan or contest: does everything turn around one account that says openly who it is?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from inconcert.traits.base import INAUTHENTICITY, SHOWN_POSTS, STAGED, Reading, Trait, insufficient
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

        The account is the one that most members turn to; it is declared by the register or by its own profile.
        """
        turned = _turned(group)
        everyone = Counter(name for some in turned for name in some)
        if not everyone:
            return insufficient("members neither repost nor reply", len(group))
        idol = min(everyone, key=lambda name: (-everyone[name], name))
        name = called(idol, material)
        if name is None:
            return insufficient(
                f"the account that most members turn to ({idol}) is not known to be declared", len(group)
            )
        ask = Question("reposts or replies", f"turn most to {name}, which says openly who it is", STAGED)
        return excused(group, _marks(turned, idol), ask, None, _posts(group, idol), account=idol)


def _turned(group: Group) -> list[Counter[str]]:
    """Accounts that each member reposted or replied to, by their names as replies write them."""
    found: list[Counter[str]] = [Counter() for _ in group.assets]
    rows = zip(group.owner.tolist(), *(group.told(name) for name in ("original_account", "reply_account")), strict=True)
    for who, original, replied in rows:
        name = named(original) if original else replied
        if name:
            found[who][name] += 1
    return found


def _marks(turned: list[Counter[str]], idol: str) -> Marks:
    return flags(None if not some else some[idol] >= TIMES and some[idol] == max(some.values()) for some in turned)


def _posts(group: Group, idol: str) -> tuple[str, ...]:
    rows = zip(*(group.told(name) for name in ("original_account", "reply_account")), strict=True)
    on = [(named(original) if original else replied) == idol for original, replied in rows]
    return group.refs(np.flatnonzero(on)[:SHOWN_POSTS])
