"""Write to disk so that a kill or a full disk never leaves half a thing."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from inconcert.errors import DiskFull, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_WORDS = ("no space left", "disk quota exceeded", "file too large", "out of disk space")


@contextmanager
def guarded(what: str) -> Iterator[None]:
    """Turn failures of the disk inside the block into errors a person understands.

    Raises:
        DiskFull: there is no room left.
        StoreError: the disk refuses for another reason (rights, a lost drive).
    """
    try:
        yield
    except OSError as error:
        raise _told(error, what) from error
    except Exception as error:
        if type(error).__module__.startswith(("duckdb", "_duckdb")) and _is_full(error):
            raise _told(error, what) from error
        raise


def _is_full(error: Exception) -> bool:
    return getattr(error, "errno", None) in _FULL or any(word in str(error).lower() for word in _WORDS)


def _told(error: Exception, what: str) -> StoreError:
    if _is_full(error):
        todo = "Nothing half-written was kept: make room and run the command again."
        return DiskFull(f"the disk is full while {what}.", todo=todo)
    why = getattr(error, "strerror", None) or str(error)
    return StoreError(f"{what} failed: {why}.", todo="Check the folder, its rights and the drive.")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, make it durable, and move it into place."""
    aside = path.with_name(f".{path.name}.partial")
    with guarded(f"writing {path.name}"):
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        publish(aside, path)


def publish(aside: Path, place: Path) -> None:
    """Move a finished file or folder into its place in one step that survives a power cut."""
    settle(aside)
    aside.replace(place)
    _sync(place.parent)


def settle(path: Path) -> None:
    """Make a file, or a folder with all its files, durable."""
    if path.is_dir():
        for inner in sorted(path.iterdir()):
            settle(inner)
    _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear(path: Path) -> None:
    """Remove a folder and what is in it; nothing happens when there is none."""
    shutil.rmtree(path, ignore_errors=True)


def toml_text(value: Any) -> str:
    """A text, number, truth or list of them as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(toml_text(each) for each in value) + "]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char >= " " and char != "\x7f" else f"\\u{ord(char):04x}" for char in escaped) + '"'
