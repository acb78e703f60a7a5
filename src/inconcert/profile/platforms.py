"""Which platforms a network posts on."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from inconcert.networks.words import count, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAMES = {"x": "X", "tiktok": "TikTok", "youtube": "YouTube", "truth": "Truth Social", "web": "the web"}


def platforms(platform: Iterable[str]) -> dict[str, int]:
    """Posts on each platform, most first."""
    return dict(sorted(Counter(platform).items(), key=lambda item: (-item[1], item[0])))


def named(platform: str) -> str:
    """Name of a platform as people write it."""
    return _NAMES.get(platform, platform.capitalize() or "an unnamed platform")


def sentence(counts: Mapping[str, int]) -> str:
    """Tell it: «Its posts are on X (40 posts) and Telegram (3 posts)»."""
    if len(counts) == 1:
        return f"All its posts are on {named(next(iter(counts)))}."
    parts = [f"{named(name)} ({count(figure, 'post')})" for name, figure in counts.items()]
    return f"Its posts are on {listed(parts)}."
