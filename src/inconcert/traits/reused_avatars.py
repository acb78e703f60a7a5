"""Reused avatars: do different accounts show the same picture?"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from inconcert.traits.base import INAUTHENTICITY, Reading, Trait
from inconcert.traits.comparing import Question, compared, flags, twins

if TYPE_CHECKING:
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group

_ASK = Question("an avatar", "share an avatar with another account of their own group")
_SCHEME, _QUERY = re.compile(r"^https?://[^/]*/"), re.compile(r"[?#].*$")
_SIZE = re.compile(r"_(normal|bigger|mini|\d+x\d+)(?=\.\w+$|$)")


class ReusedAvatars(Trait):
    """Members show the same avatar."""

    name = "reused_avatars"
    axis = INAUTHENTICITY
    family = "profile"
    question = "Do different accounts show the same picture?"
    limits = "Default pictures and the badge of a cause are shared by honest accounts; only the address is compared."

    def read(self, group: Group, material: Material) -> Reading:
        """Count the members whose avatar another member shows and no control, against avatars shared among controls."""
        own, others = ([key(each) for each in some.known("avatar")] for some in (group, material.controls(group)))
        common, held = set(others) - {None}, Counter(own)
        marks = flags(None if each is None else held[each] > 1 and each not in common for each in own)
        return compared(group, marks, twins(others), _ASK)


def key(avatar: str | None) -> str | None:
    """An avatar's address without host, size and query, or its key; ``None`` without one."""
    if not avatar or not avatar.strip():
        return None
    return _SIZE.sub("", _QUERY.sub("", _SCHEME.sub("", avatar.strip())))
