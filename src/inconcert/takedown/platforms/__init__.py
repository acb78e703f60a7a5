"""Platforms that a plan can be carried out on, one a file. None is configured unless the user does it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from inconcert.plugins import hook

if TYPE_CHECKING:
    from inconcert.takedown.platforms.base import Platform

BUILT_IN = {"ozone": "Ozone", "mastodon": "Mastodon", "hook": "Hook"}
"""Modules, and the classes in them that are configured from the environment; the hand-over file needs none."""


@hook
def platforms() -> tuple[type[Platform], ...]:
    """What ships with inconcert."""
    return tuple(getattr(import_module(f"{__name__}.{module}"), name) for module, name in BUILT_IN.items())
