"""A casebook on one's own machine: where it lies, and who works on it."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

from inconcert.casework.views import Actor

if TYPE_CHECKING:
    from pathlib import Path

FILE = "casework.sqlite"


def local_url(investigation: Path) -> str:
    """Address of the casebook of an investigation's folder."""
    return f"sqlite:///{investigation.resolve() / FILE}"


def myself(via: str, name: str | None = None) -> Actor:
    """The person at this machine, who may do everything: whoever can write the file could anyway.

    Args:
        via: From where, such as ``cli``.
        name: Another name to work under; the log keeps the machine's name for the person beside it.
    """
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "somebody"
    return Actor(name or user, frozenset({"admin"}), via if name in (None, user) else f"{via} ({user})")
