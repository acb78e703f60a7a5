"""A casebook: one database of cases, decisions and the audit log."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import select

from inconcert.casework.chain import append
from inconcert.casework.database import Database
from inconcert.casework.heads import HeadFile, Noted
from inconcert.casework.migrating import migrate
from inconcert.casework.people import People
from inconcert.casework.pseudonyms import Pseudonyms
from inconcert.casework.tables import Entry, Head
from inconcert.casework.work import Work
from inconcert.ingest.disk import guarded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inconcert.casework.desk import Desk
    from inconcert.casework.views import Actor

ITSELF = "inconcert"
"""Who writes entries that nobody asked for."""


class Casebook:
    """One database; may be used by many threads and processes at once."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.heads = HeadFile(database.files)
        self.pseudonyms = Pseudonyms.beside(database.files)
        """Keyed pseudonyms of accounts; the key lies in a file beside, readable by its owner only."""
        self.people = People(database, self.working)
        """Sign-in: who is behind a password, a session, a token."""

    @classmethod
    def open(cls, url: str, *, files: Path | None = None) -> Casebook:
        """Open the casebook at a URL, make it when there is none, and bring its tables up to date.

        Args:
            url: ``sqlite:///…/casework.sqlite`` or ``postgresql+psycopg://…``.
            files: Folder of the key and of the copy of the log's head. When not given: beside a SQLite file, else
                ``inconcert/`` in the user's data folder.

        Raises:
            UsageError: that is no such URL.
            StoreError: it cannot be opened, or was written by a newer inconcert.
        """
        database = Database(url, files)
        with guarded(f"making the folder {database.files}"):
            database.files.mkdir(parents=True, exist_ok=True)
        try:
            migrate(database)
        except Exception:
            database.close()
            raise
        return cls(database)

    def desk(self, actor: Actor) -> Desk:
        """Where somebody works."""
        from inconcert.casework.desk import Desk

        return Desk(self, actor)

    def close(self) -> None:
        """Give all connections back."""
        self.database.close()

    @contextmanager
    def working(self, work: Work, who: str, via: str) -> Iterator[Work]:
        """Do a piece of work: its rows and its entry in the log are kept together, or nothing is."""
        with self.database.writing() as session:
            work.session = session
            yield work
            head = append(session, work.entry(who, via), work.body())
            noted = Noted(head.seq, head.hash)
        self._note(noted)

    def _note(self, head: Noted) -> None:
        """Carry the head of the log into the file outside; a file that went missing leaves an entry."""
        with guarded(f"noting the head of the log in {self.heads.path}"):
            there = self.heads.advance(head, self._holds, anew=head.seq == 1)
        if not there:
            lost = Work("log.head missing", says="The file with the head of the log was missing and was made anew.")
            with self.database.writing() as session:
                found = append(session, lost.entry(ITSELF, ITSELF), lost.body())
                head = Noted(found.seq, found.hash)
            self.heads.advance(head, self._holds, anew=True)

    def _holds(self, noted: Noted) -> bool:
        with self.database.reading() as session:
            return session.scalar(select(Entry.hash).where(Entry.seq == noted.seq)) == noted.hash

    def head(self) -> Noted:
        """Number and hash of the last entry; 0 entries have a hash of zeros."""
        with self.database.reading() as session:
            found: Head | None = session.get(Head, 1)
            return Noted(found.seq, found.hash) if found else Noted(0, "0" * 64)
