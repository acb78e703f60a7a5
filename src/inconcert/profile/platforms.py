"""Which platforms a network posts and advertises on."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from inconcert.networks.words import acted, counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAMES = {
    "x": "X", "tiktok": "TikTok", "youtube": "YouTube", "truth": "Truth Social", "web": "the web", "blog": "blogs",
}  # fmt: skip


def platforms(platform: Iterable[str]) -> dict[str, int]:
    """Posts on each platform, most first."""
    return dict(sorted(Counter(platform).items(), key=lambda item: (-item[1], item[0])))


def named(platform: str) -> str:
    """Name of a platform as people write it."""
    return _NAMES.get(platform, platform.capitalize() or "an unnamed platform")


def sort_of(platform: str, kind: str) -> str:
    """What something is: «site», «Telegram channel», «blog account»."""
    if platform in {"web", kind}:
        return kind
    return f"{'blog' if platform == 'blog' else named(platform)} {kind}"


def sentence(counts: Mapping[str, int], ads: Mapping[str, int] = MappingProxyType({})) -> str:
    """Tell it: «Its posts are on X (40 posts) and Telegram (3 posts)», «All its ads are on Facebook».

    Args:
        counts: posts and ads on each platform.
        ads: how many of them are ads.
    """
    things = acted(sum(counts.values()), sum(ads.values()))
    if len(counts) == 1:
        return f"All its {things} are on {named(next(iter(counts)))}."
    parts = [f"{named(name)} ({_told(figure, ads.get(name, 0))})" for name, figure in counts.items()]
    return f"Its {things} are on {listed(parts)}."


def _told(acts: int, ads: int) -> str:
    parts = [counted(figure, thing) for figure, thing in ((acts - ads, "posts"), (ads, "ads")) if figure]
    return listed(parts)
