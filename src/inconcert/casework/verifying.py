"""Whether the audit log and the casebook hold together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.casework.views import Verification


def verify(url: str, *, files: Path | None = None, head: str | None = None) -> Verification:
    """Walk the log, and replay it against the tables.

    Args:
        url: As for :meth:`inconcert.casework.book.Casebook.open`.
        files: Folder of the copy of the head.
        head: Hash of an entry that was noted elsewhere and must be in the log.
    """
    raise NotImplementedError
