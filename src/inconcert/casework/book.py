"""A casebook: one database of cases, decisions and the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.casework.desk import Desk
    from inconcert.casework.people import People
    from inconcert.casework.pseudonyms import Pseudonyms
    from inconcert.casework.views import Actor


class Casebook:
    """One database; may be used by many threads and processes at once."""

    people: People
    """Sign-in: who is behind a password, a session, a token."""
    pseudonyms: Pseudonyms
    """Keyed pseudonyms of accounts; the key lies in a file beside, readable by its owner only."""

    @classmethod
    def open(cls, url: str, *, files: Path | None = None) -> Casebook:
        """Open the casebook at a URL, make it when there is none, and bring its tables up to date.

        Args:
            url: ``sqlite:///…/casework.sqlite`` or ``postgresql+psycopg://…``.
            files: Folder of the key and of the copy of the log's head; beside a SQLite file when not given.

        Raises:
            StoreError: it cannot be opened, or was written by a newer inconcert.
        """
        raise NotImplementedError

    def desk(self, actor: Actor) -> Desk:
        """Where somebody works."""
        raise NotImplementedError

    def close(self) -> None:
        """Give all connections back."""
        raise NotImplementedError
