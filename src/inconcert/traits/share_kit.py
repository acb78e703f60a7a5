"""Share-kit: do the copied messages come from a page or post that was public before?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from inconcert.settings import MINUTE
from inconcert.traits.base import INAUTHENTICITY, SHOWN_POSTS, Reading, Trait
from inconcert.traits.bounds import STAGED
from inconcert.traits.comparing import Question, excused, flags, mostly
from inconcert.traits.disclosure import kit
from inconcert.traits.openly import called, named

if TYPE_CHECKING:
    from inconcert.traits.comparing import Marks
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group

BEFORE = 10 * MINUTE
"""Seconds by which a message must have been public before the first member used it."""
KIT = 3
"""Different messages that must point to one page for it to be their open source."""
_BUTTON = re.compile(r"\b(via|por|par|door|von|da|through)\s+[@＠]\w+\s*$", re.IGNORECASE)
_FIRST = """
SELECT text_exact, arg_min(asset, ("at", asset)), min("at") FROM read_parquet($features) f
SEMI JOIN asked_texts t ON f.text_exact = t.value ANTI JOIN asked_assets a ON f.asset = a.value GROUP BY text_exact
"""
_ASK = Question(
    "copied messages",
    "copied messages of an open source: a declared account that published them before, a share button, a page that all "
    "messages point to, or a kit that their profile names",
    STAGED,
)


class ShareKit(Trait):
    """Members copy messages from a public source, as supporters of a campaign and users of share buttons do."""

    name = "share_kit"
    axis = INAUTHENTICITY
    family = "kit"
    question = "Do the copied messages come from a page or post that was public before?"
    limits = "An operation can put its messages up first, or take them from others."

    def read(self, group: Group, material: Material) -> Reading:
        """Count, among the members who copied messages, those most of whose copies have an open source.

        A member whose profile says that messages come from a public kit counts as well; when most say so, the group is
        declared.
        """
        copies = copied(group)
        open_ones = _open(group, material, copies)
        stated = flags(kit(bio) for bio in group.known("description"))
        own = np.fmax(_marks(group, copies, open_ones), np.where(stated > 0, 1.0, np.nan))
        shown = [place for text in sorted(open_ones) for place in copies[text][:3]]
        figures = {"messages": len(copies), "open_messages": len(open_ones), "declared": mostly(stated)}
        return excused(group, own, _ASK, None, group.refs(shown[:SHOWN_POSTS]), **figures)


def copied(group: Group) -> dict[str, list[int]]:
    """Texts that two members and more posted as their own, with the places of the posts."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, (text, kind) in enumerate(zip(group.told("text_exact"), group.told("kind"), strict=True)):
        if text and kind not in ("repost", "quote"):
            places[text].append(place)
    return {text: some for text, some in places.items() if len(set(group.owner[some].tolist())) > 1}


def _open(group: Group, material: Material, copies: dict[str, list[int]]) -> set[str]:
    """Copied texts with an open source."""
    if not copies:
        return set()
    before = _published(group, material, copies)
    button = {text for text, some in copies.items() if all(map(_pressed, _texts(group, some)))}
    return before | button | _to_one_page(group, copies)


def _published(group: Group, material: Material, copies: dict[str, list[int]]) -> set[str]:
    """Texts that a declared account outside the group was the first to post, ten minutes before the first member.

    Any other outsider may be of the same operation and not have been found.
    """
    first = material.asked(_FIRST, {"texts": list(copies), "assets": group.assets})
    earlier = {text: asset for text, asset, at in first if at + BEFORE * 1e6 <= group.at[copies[text]].min()}
    openly = {asset for asset in set(earlier.values()) if called(named(asset), material)}
    return {text for text, asset in earlier.items() if asset in openly}


def _texts(group: Group, places: list[int]) -> list[str]:
    return [group.told("text")[place] or "" for place in places]


def _pressed(text: str) -> bool:
    """Whether a text ends as share buttons end it: «… via @name», before or after its link."""
    return bool(_BUTTON.search(re.sub(r"https?://\S+", "", text).strip()))


def _to_one_page(group: Group, copies: dict[str, list[int]]) -> set[str]:
    """Texts that point to the page to which most others point as well, when they are three and more."""
    pages: dict[str, set[str]] = defaultdict(set)
    for text, some in copies.items():
        used = Counter(link for place in some for link in group.told("links")[place] or ())
        for link, posts in used.items():
            if posts * 2 > len(some):
                pages[link].add(text)
    found = max(pages.values(), key=len, default=set())
    return found if len(found) >= KIT and len(found) * 2 > len(copies) else set()


def _marks(group: Group, copies: dict[str, list[int]], open_ones: set[str]) -> Marks:
    """Whether most copies of each member have an open source; unknown of members without copies."""
    total, openly = np.zeros(len(group)), np.zeros(len(group))
    for text, some in copies.items():
        who = group.owner[some]
        np.add.at(total, who, 1)
        if text in open_ones:
            np.add.at(openly, who, 1)
    return flags(None if not some else bool(shown * 2 > some) for some, shown in zip(total, openly, strict=True))
