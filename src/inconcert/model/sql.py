"""Text and paths as SQL takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def text(value: str | Path) -> str:
    """``value`` as a text literal, for the places where SQL takes no bound parameter."""
    return "'" + str(value).replace("'", "''") + "'"


def exact(path: Path) -> str:
    """``path`` as a reader of files takes it for itself: a name with ``*``, ``?`` or ``[`` is no pattern.

    DuckDB reads such a name as a pattern first, and only what matches nothing as a name: with «spring [2]» it would
    read the files of a folder «spring 2» beside it.
    """
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))


def files(paths: Iterable[Path]) -> str:
    """Paths as a list literal, each taken for itself."""
    return "[" + ", ".join(text(exact(path)) for path in paths) + "]"
