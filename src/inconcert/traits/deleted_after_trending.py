"""Deleted after trending: do members take their posts away once others have taken up what they pushed?"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from inconcert.settings import DAY
from inconcert.traits.base import INAUTHENTICITY, SHOWN_POSTS, Reading, Trait, insufficient
from inconcert.traits.bounds import LEAST_MEMBERS
from inconcert.traits.comparing import Question, compared, flags

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.traits.comparing import Marks
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group, People

SOON = 3 * DAY
"""Seconds after its publication within which a deletion counts as soon."""
_DELETED = """
SELECT platform || ':' || post_id, epoch_us(min(deleted_at)) FROM deletions
SEMI JOIN asked_refs ON platform || ':' || post_id = value WHERE post_id IS NOT NULL GROUP BY ALL
"""
_ASK = Question("posts", "deleted posts that pushed what other members pushed, within three days")


class DeletedAfterTrending(Trait):
    """Members delete their part of a push within days, more of them than comparable accounts delete anything."""

    name = "deleted_after_trending"
    axis = INAUTHENTICITY
    family = "deletions"
    question = "Do members take their posts away once a push is over?"
    limits = "Platforms remove spam by themselves, which a stream cannot tell from a deletion by its author."

    def read(self, group: Group, material: Material) -> Reading:
        """Count the members who deleted a post on an object that three members pushed, against any quick deletion.

        An object is a link, a hashtag, a text or an original. Where no deletion was seen at all, nothing is known.
        """
        if not material.deletions:
            return insufficient("no deletion was seen in this material", len(group))
        crowd = material.controls(group)
        pushed = _pushed(group)
        own, others = _soon(group, material, pushed), _soon(crowd, material, None)
        shown = np.flatnonzero(own)[:SHOWN_POSTS]
        return compared(
            group, _marks(group, own), _marks(crowd, others), _ASK, group.refs(shown), deleted=int(own.sum())
        )


def _pushed(group: Group) -> npt.NDArray[np.bool_]:
    """Which posts are on an object that three members posted."""
    objects: dict[str, set[int]] = defaultdict(set)
    on = [_objects(group, place) for place in range(len(group.at))]
    for who, some in zip(group.owner.tolist(), on, strict=True):
        for each in some:
            objects[each].add(who)
    return np.array([any(len(objects[each]) >= LEAST_MEMBERS for each in some) for some in on], bool)


def _objects(group: Group, place: int) -> list[str]:
    lists = [each for name in ("links", "hashtags") for each in group.told(name)[place] or ()]
    return lists + [each for name in ("text_exact", "original") if (each := group.told(name)[place])]


def _soon(people: People, material: Material, among: npt.NDArray[np.bool_] | None) -> npt.NDArray[np.bool_]:
    """Which posts were deleted within three days."""
    refs = [str(ref) for ref in people.posts["post_ref"].to_pylist()]
    gone = dict(material.asked(_DELETED, {"refs": refs})) if refs else {}
    after = np.array([gone.get(ref, np.nan) for ref in refs], float) - people.at
    soon = (after >= 0) & (after <= SOON * 1e6)
    return soon if among is None else soon & among


def _marks(people: People, deleted: npt.NDArray[np.bool_]) -> Marks:
    hits = np.bincount(people.owner[deleted], minlength=len(people))
    return flags(None if not posts else bool(hit) for posts, hit in zip(np.diff(people.cuts), hits, strict=True))
