"""Audience: how many people may have seen it, and how many took it up?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.networks.words import count
from inconcert.traits.base import REACH, SHOWN_POSTS, Reading, Trait, insufficient

if TYPE_CHECKING:
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group

VIEWS = ("view",)
ENGAGEMENTS = ("like", "reaction", "repost", "reply", "quote", "comment", "bookmark", "interaction")
"""Counts of the sources that are reactions of people; ``interaction`` is the sum of the others where it is given."""
_OUTSIDE = """
SELECT count(DISTINCT asset), count(*) FROM read_parquet($features) f
SEMI JOIN asked_names n ON lower(f.original_account) = n.value ANTI JOIN trait_networked USING (asset)
WHERE kind = 'repost'
"""


@dataclass(frozen=True)
class Sum:
    """A count over the posts of a group that give it."""

    total: float
    posts: int
    """Posts that give it."""


class Audience(Trait):
    """How many people the members reach, as a range, and how many engagements and reposts by others they get."""

    name = "audience"
    axis = REACH
    family = "audience"
    question = "How many people may have seen it, and how many took it up?"
    limits = "Followers overlap and may be bought, views are counted by each platform in its own way, or not given."

    def read(self, group: Group, material: Material) -> Reading:
        """Followers as a range of people, views and engagements as sums over the posts that give them.

        The unit is people when followers are known, else views, else engagements. The lowest is what is certain: the
        largest following of one account; the highest is the sum, as if no two accounts had a follower in common.
        """
        followers = [int(each) for each in group.known("followers") if each is not None]
        views, engaged = (total(group, keys) for keys in (VIEWS, ENGAGEMENTS))
        unit = "people" if followers else "views" if views.posts else "engagements" if engaged.posts else None
        if unit is None:
            return insufficient("neither followers nor views nor engagements are given", len(group))
        between = {
            "people": (max(followers, default=0), sum(followers)),
            "views": (round(views.total), round(views.total)),
            "engagements": (round(engaged.total), round(engaged.total)),
        }[unit]
        people, reposts = _outside(group, material)
        figures = {
            "unit": unit, "value": between[0], "low": between[0],
            "high": between[1] if unit == "people" or _all_give(group, unit) else None,
            "followers_known": len(followers), "views": _told(views), "engagements": _told(engaged),
            "reposted_by_others": people, "reposts_by_others": reposts,
        }  # fmt: skip
        says = _says(followers, views, engaged, (people, reposts))
        return Reading(None, says, len(group), figures, _loudest(group))


def total(group: Group, keys: tuple[str, ...]) -> Sum:
    """Sum of some counts over the posts of members that are no reposts; a sum that the source gives goes before."""
    amounts = [_amount(metrics, keys) for metrics, _ in _own(group)]
    known = [each for each in amounts if each is not None]
    return Sum(float(sum(known)), len(known))


def _own(group: Group) -> list[tuple[dict[str, float], int]]:
    """Counts and places of the posts of members that are no reposts: those belong to others."""
    rows = zip(group.told("kind"), group.told("metrics"), strict=True)
    return [(dict(metrics or ()), place) for place, (kind, metrics) in enumerate(rows) if kind != "repost"]


def _amount(metrics: dict[str, float], keys: tuple[str, ...]) -> float | None:
    given = {key: float(metrics[key]) for key in keys if metrics.get(key) is not None}
    return given.get("interaction", sum(given.values())) if given else None


def _all_give(group: Group, unit: str) -> bool:
    """Whether every post gives the count, so that its sum is no lower bound only."""
    keys = VIEWS if unit == "views" else ENGAGEMENTS
    return total(group, keys).posts == len(_own(group))


def _told(found: Sum) -> dict[str, Any] | None:
    return {"total": round(found.total), "posts": found.posts} if found.posts else None


def _outside(group: Group, material: Material) -> tuple[int, int]:
    """Accounts in no network that reposted members in this material, and how often."""
    platforms = [asset.partition(":")[0] for asset in group.assets]
    handles = [
        f"{platform}:{handle}" for platform, handle in zip(platforms, group.known("handle"), strict=True) if handle
    ]
    names = sorted({name.lower() for name in (*group.assets, *handles)})
    ((people, reposts),) = material.asked(_OUTSIDE, {"names": names})
    return int(people), int(reposts)


def _says(followers: list[int], views: Sum, engaged: Sum, outside: tuple[int, int]) -> str:
    told = []
    if followers:
        told.append(
            f"The largest of {len(followers)} members whose followers are known has {max(followers):,}, all together "
            f"have {sum(followers):,} at most (followers overlap)."
        )
    for what, found in (("views", views), ("engagements", engaged)):
        if found.posts:
            told.append(f"{count(found.posts, 'post')} of theirs with a count got {found.total:,.0f} {what}.")
    people, reposts = outside
    told.append(f"In this material {count(people, 'account')} outside of networks reposted them {reposts:,} times.")
    return " ".join(told)


def _loudest(group: Group) -> tuple[str, ...]:
    """Posts with the most engagements."""
    ranked = [(-(_amount(metrics, ENGAGEMENTS) or 0.0), place) for metrics, place in _own(group)]
    return group.refs(np.array([place for amount, place in sorted(ranked) if amount < 0][:SHOWN_POSTS], np.int64))
