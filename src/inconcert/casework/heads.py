"""The head of the log in a file beside the database, so that a cut tail is noticed."""

from __future__ import annotations

import fcntl
import os
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME = "casework.head"
_LINE = re.compile(rb"(\d{20}) ([0-9a-f]{64})\n")


class Noted(NamedTuple):
    """An entry's number and hash as noted outside of the database."""

    seq: int
    hash: str


class HeadFile:
    """A file of one line: number and hash of the last entry that its writer knew."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    def read(self) -> Noted | None:
        """What is noted, ``None`` when there is no file.

        Raises:
            ValueError: the file holds something else.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return None
        return _parsed(content)

    def advance(self, head: Noted, holds: Callable[[Noted], bool], *, anew: bool) -> bool:
        """Note a new head, unless a later one is noted or the log no longer has what is noted.

        In that case the file stays as it is: it is the proof that something was taken away.

        Args:
            head: The new head.
            holds: Whether the log has this entry.
            anew: Make the file when it is not there.

        Returns:
            Whether the file is there.
        """
        try:
            handle = os.open(self.path, os.O_RDWR | (os.O_CREAT if anew else 0), 0o600)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            content = os.pread(handle, 200, 0)
            if not content or _fits(content, head, holds):
                # One short line in its place: a kill leaves the old one or the new one.
                os.pwrite(handle, b"%020d %s\n" % (head.seq, head.hash.encode()), 0)
        finally:
            os.close(handle)
        return True


def _fits(content: bytes, head: Noted, holds: Callable[[Noted], bool]) -> bool:
    try:
        noted = _parsed(content)
    except ValueError:
        return False
    return noted.seq < head.seq and holds(noted)


def _parsed(content: bytes) -> Noted:
    found = _LINE.fullmatch(content)
    if found is None:
        raise ValueError("it holds no number and hash of an entry")
    return Noted(int(found[1]), found[2].decode())
