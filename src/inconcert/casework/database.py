"""A casebook's database: how it is reached, and who writes when."""

from __future__ import annotations

import fcntl
import hashlib
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.orm import Session

from inconcert.errors import Locked, StoreError, Unreachable, UsageError
from inconcert.ingest.disk import guarded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection

PATIENCE = 30
"""Seconds a writer waits for the others."""
WRITERS, MIGRATIONS = 0x696E636F_01, 0x696E636F_02
"""PostgreSQL's advisory locks: one writer at a time keeps the log one chain; one migration at a time."""


class Database:
    """An engine with its locks."""

    def __init__(self, url: str, files: Path | None = None) -> None:
        self.url = _understood(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.files = files or (_file(self.url).parent if self.sqlite else _apart(self.url))
        self.engine = _engine(self.url, self.sqlite)

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database."""
        return _file(self.url) if self.sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database throughout, and writes nothing."""
        level = {} if self.sqlite else {"isolation_level": "REPEATABLE READ"}
        with explained(self.url), Session(self.engine.execution_options(**level), expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is the only one to write; all of it is kept, or nothing."""
        engine = self.engine.execution_options(writes=True)
        with explained(self.url), Session(engine, expire_on_commit=False) as session, session.begin():
            if not self.sqlite:
                session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS})
            yield session

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A connection that nobody else migrates with at the same time."""
        if self.sqlite:
            yield from self._migrating_file()
            return
        with explained(self.url), self.engine.connect() as connection, connection.begin():
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATIONS})
            yield connection

    def _migrating_file(self) -> Iterator[Connection]:
        place = _file(self.url)
        with guarded(f"opening the casebook {place}"):
            place.parent.mkdir(parents=True, exist_ok=True)
            # It holds personal data: only its owner reads it, also what SQLite lays beside it.
            os.close(os.open(place, os.O_RDWR | os.O_CREAT, 0o600))
            lock = place.with_name(f"{place.name}.lock").open("a")
        with lock, explained(self.url):
            fcntl.flock(lock, fcntl.LOCK_EX)
            with self.engine.execution_options(writes=True).connect() as connection, connection.begin():
                yield connection

    def exists(self) -> bool:
        """Whether there is a database, as far as can be told without asking a server."""
        return not self.sqlite or (_file(self.url).exists() and _file(self.url).stat().st_size > 0)

    def sweep(self) -> None:
        """Overwrite what was deleted, as far as the database can."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in ("PRAGMA wal_checkpoint(TRUNCATE)",) if self.sqlite else ("VACUUM",):
                connection.execute(text(statement))

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _understood(url: str) -> URL:
    try:
        made = make_url(url)
        backend = made.get_backend_name()
    except ArgumentError as error:
        raise UsageError(f"'{url}' is no address of a database.", todo=_FORMS) from error
    if backend not in ("sqlite", "postgresql"):
        raise UsageError(f"casebooks are kept in SQLite or PostgreSQL, not in {backend}.", todo=_FORMS)
    if backend == "sqlite" and made.database in (None, "", ":memory:"):
        raise UsageError("a casebook is kept in a file.", todo=_FORMS)
    return made if backend == "sqlite" else made.set(drivername="postgresql+psycopg")


_FORMS = "Write sqlite:///FOLDER/casework.sqlite or postgresql+psycopg://USER@HOST/NAME."


def _file(url: URL) -> Path:
    return Path(str(url.database))


def _apart(url: URL) -> Path:
    """Folder for the files of a database on a server: the same for everybody here who names it alike."""
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    name = hashlib.sha256(f"{url.host}:{url.port}/{url.database}{sorted(url.query.items())}".encode()).hexdigest()[:16]
    return home / "inconcert" / f"casework-{name}"


def _engine(url: URL, sqlite: bool) -> Engine:
    if sqlite:
        engine = create_engine(
            url, connect_args={"timeout": PATIENCE, "check_same_thread": False}, pool_timeout=PATIENCE
        )
        event.listen(engine, "connect", _sqlite_connected)
        event.listen(engine, "begin", _sqlite_begun)
        return engine
    try:
        return create_engine(url, pool_size=10, max_overflow=20, pool_timeout=2 * PATIENCE, pool_pre_ping=True,
                             connect_args={"connect_timeout": PATIENCE})  # fmt: skip
    except ModuleNotFoundError as error:
        raise UsageError("PostgreSQL needs psycopg.", todo="Install inconcert[team].") from error


def _sqlite_connected(connection: Any, _record: Any) -> None:
    # Python's own handling of transactions begins them too late; they are begun below.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "foreign_keys = ON", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begun(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Say what the database says in our words.

    Raises:
        Unreachable: its server does not answer now.
        Locked: others write to its file.
        StoreError: its file cannot be used.
    """
    try:
        yield
    except NoneFree as error:
        todo = "Try again in a moment; nothing was written."
        raise Unreachable(f"all connections to {_named(url)} are in use.", todo=todo) from error
    except DBAPIError as error:
        told = _told(url, error)
        if told is None:
            raise
        raise told from error


def _told(url: URL, error: DBAPIError) -> StoreError | None:
    """What is said of an error of the database; ``None`` when it is a mistake of ours."""
    said, where = " ".join(str(error.orig).split()), _named(url)
    operational, gone = isinstance(error, OperationalError), error.connection_invalidated
    if url.get_backend_name() != "sqlite":
        return Unreachable(f"{where} does not answer: {said}.", todo=_AGAIN) if operational or gone else None
    if operational and ("locked" in said or "busy" in said):
        return Locked(f"{where} is being written by others.", todo="Try again in a moment.")
    if operational or gone or "file is not a database" in said:
        return StoreError(f"{where} cannot be used: {said}.", todo=_CHECK)
    return None


def _named(url: URL) -> str:
    return f"the casebook {url.render_as_string(hide_password=True)}"


_CHECK = "Check the address, the rights, the drive, and that the server runs. What was acknowledged is kept."
_AGAIN = "Check the address and that the server runs, and try again. What was acknowledged is kept."
