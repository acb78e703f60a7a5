"""Platforms that a plan can be carried out on, one a file. None is configured unless the user does it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from inconcert.errors import UsageError, nearest
from inconcert.plugins import hook, registered

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.takedown.platforms.base import Platform

BUILT_IN = {"ozone": "Ozone", "mastodon": "Mastodon", "hook": "Hook"}
"""Modules, and the classes in them that are configured from the environment; the hand-over file needs none."""
FILE = "file"
"""The word for the hand-over file."""


@hook
def platforms() -> tuple[type[Platform], ...]:
    """What ships with inconcert."""
    return tuple(getattr(import_module(f"{__name__}.{module}"), name) for module, name in BUILT_IN.items())


def words() -> tuple[str, ...]:
    """What can be chosen to carry a plan out with: the hand-over file, and every platform that is registered."""
    return (FILE, *registered("platforms"))


def through(word: str, names: set[str], file: Path) -> dict[str, Platform]:
    """What carries a plan out, by platform of its items.

    Args:
        word: One of :func:`words`.
        names: Platforms of the items.
        file: The hand-over file, where that is chosen.

    Raises:
        UsageError: there is no such word, or the platform is not configured.
    """
    if word == FILE:
        from inconcert.takedown.platforms.handover import HandOver

        return dict.fromkeys(names, HandOver(file))
    known = registered("platforms")
    if word not in known:
        raise UsageError(f"there is no platform '{word}'.", todo=nearest(word, words()))
    made = known[word].configured()
    return dict.fromkeys(names if made.serves_all else names & {made.name}, made)
