"""The journal of takedowns: append-only, durable before anything is done, one writer for each plan.

What was intended is written before the platform is called, and what came of it after. So whatever moment a process dies
at, the journal says what may have happened, and the next one asks the platform before it does anything again.
"""

from __future__ import annotations

import fcntl
import json
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import create_engine, event, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from inconcert.casework.canonical import canonical, fingerprint
from inconcert.casework.columns import now
from inconcert.casework.journals import PURGED
from inconcert.casework.tables import TakedownEntry
from inconcert.errors import Conflict, Locked, StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import Table
    from sqlalchemy.engine import Engine

BEFORE_ALL = "0" * 64
"""What the first entry of a plan names as the hash before it."""

ENTRIES = cast("Table", TakedownEntry.__table__)


@dataclass(frozen=True)
class Entry:
    """One line of the journal."""

    plan_id: str
    seq: int
    at: str
    """When the writer's clock said it was (ISO 8601, UTC); order is by ``seq``, never by clocks."""
    who: str
    kind: str
    body: dict[str, Any]
    prev: str
    hash: str

    @property
    def row(self) -> dict[str, Any]:
        """As the database holds it."""
        return {**self.__dict__, "body": canonical(self.body)}


class Journal:
    """A journal in a database; many processes may read, one at a time writes for a plan."""

    def __init__(self, engine: Engine, lock_file: Path | None) -> None:
        self._engine, self._lock_file = engine, lock_file

    @classmethod
    def open(cls, url: str, *, files: Path | None = None) -> Journal:
        """Open a journal by itself, without the casebook's log; :class:`BookJournal` is the one that people work with.

        Args:
            url: ``sqlite:///…`` or ``postgresql+psycopg://…``, as for a casebook.
            files: Folder of the lock; beside a SQLite file when not given.

        Raises:
            StoreError: it cannot be opened.
        """
        from pathlib import Path

        with told(f"opening the journal at {url}"):
            engine = create_engine(url)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _durable)
        with told("opening the journal"):
            ENTRIES.create(engine, checkfirst=True)
        if engine.dialect.name != "sqlite":
            return cls(engine, None)
        place = Path(str(engine.url.database))
        return cls(engine, (files or place.parent) / f"{place.name}.takedown.lock")

    def entries(self, plan_id: str, after: Entry | None = None) -> list[Entry]:
        """What was written of a plan, in order; only what was written ``after`` an entry, if one is given.

        Raises:
            StoreError: it cannot be read, or an entry was changed or removed.
        """
        with told("reading the journal"), self._engine.connect() as connection:
            asked = select(ENTRIES).where(ENTRIES.c.plan_id == plan_id, ENTRIES.c.seq > (after.seq if after else 0))
            rows = connection.execute(asked.order_by(ENTRIES.c.seq)).mappings()
            found = [entry_of(dict(row)) for row in rows]
        emptied = self._emptied() if any(PURGED in one.body for one in found) else {}
        return list(_verified(found, after, emptied))

    def _emptied(self) -> Mapping[tuple[str, int], str]:
        """Hashes of what purges left in entries, by plan and number; a journal by itself knows no purges."""
        return {}

    def plans(self) -> list[str]:
        """Ids of all plans, the oldest first, without those that were purged with their cases."""
        with told("reading the journal"), self._engine.connect() as connection:
            asked = select(ENTRIES.c.plan_id, ENTRIES.c.body).where(ENTRIES.c.seq == 1)
            rows = connection.execute(asked.order_by(ENTRIES.c.at))
            return [str(plan_id) for plan_id, body in rows if "plan" in json.loads(body)]

    def append(self, plan_id: str, last: Entry | None, kind: str, who: str, **body: Any) -> Entry:
        """Write one entry behind ``last``; when this returns, it is on disk.

        Raises:
            Conflict: somebody else has written in the meantime.
            StoreError: it cannot be written; nothing was.
        """
        made = _entry(plan_id, last, kind, who, body)
        try:
            with told("writing the journal"):
                self._keep(made)
        except _TakenError as taken:
            raise Conflict(
                f"somebody else has written to the journal of plan {plan_id}.", todo="Look at it and start again."
            ) from taken
        return made

    def _keep(self, entry: Entry) -> None:
        with self._engine.begin() as connection:
            connection.execute(ENTRIES.insert().values(**entry.row))

    @contextmanager
    def held(self, plan_id: str) -> Iterator[None]:
        """Keep everybody else from carrying out this plan; a process that dies lets go.

        Raises:
            Locked: somebody is at it.
        """
        if self._lock_file is None:
            with self._advisory(plan_id):
                yield
            return
        with told("locking the journal"), self._lock_file.open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise _busy(plan_id) from None
            yield

    @contextmanager
    def _advisory(self, plan_id: str) -> Iterator[None]:
        number = int.from_bytes(sha256(plan_id.encode()).digest()[:8], "big", signed=True)
        # A lock of the session: no transaction stays open while platforms are called.
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not connection.execute(text("select pg_try_advisory_lock(:n)"), {"n": number}).scalar():
                raise _busy(plan_id)
            try:
                yield
            finally:
                connection.execute(text("select pg_advisory_unlock(:n)"), {"n": number})

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()


class _TakenError(Exception):
    """The place behind the last entry is taken."""


def entry_of(row: Mapping[str, Any]) -> Entry:
    """An entry from its row in the casebook."""
    return Entry(**{**row, "body": json.loads(row["body"])})


def _entry(plan_id: str, last: Entry | None, kind: str, who: str, body: dict[str, Any]) -> Entry:
    seq, prev = (last.seq + 1, last.hash) if last else (1, BEFORE_ALL)
    at = now().isoformat(timespec="microseconds")
    kept = json.loads(canonical(body))
    return Entry(plan_id, seq, at, who, kind, kept, prev, _hash(plan_id, seq, at, who, kind, kept, prev))


def _hash(*fields: Any) -> str:
    return fingerprint(list(fields))


def _verified(
    entries: Iterable[Entry], before: Entry | None, emptied: Mapping[tuple[str, int], str]
) -> Iterator[Entry]:
    for entry in entries:
        follows = (before.seq + 1, before.hash) if before else (1, BEFORE_ALL)
        told = _hash(entry.plan_id, entry.seq, entry.at, entry.who, entry.kind, entry.body, entry.prev)
        left = emptied.get((entry.plan_id, entry.seq))
        whole = entry.hash == told if left is None else left == fingerprint(entry.body)
        if (entry.seq, entry.prev) != follows or not whole:
            raise StoreError(
                f"entry {entry.seq} of the journal of plan {entry.plan_id} does not hold: it or one before it was "
                "changed or removed.", todo="Nothing is carried out on it. Look for who had access to the database.",
            )  # fmt: skip
        yield entry
        before = entry


@contextmanager
def told(doing: str) -> Iterator[None]:
    """Say what was being done when the database failed."""
    try:
        yield
    except IntegrityError as taken:
        raise _TakenError from taken
    except OSError as problem:
        raise StoreError(f"{doing} failed: {problem}.") from problem
    except OperationalError as problem:
        raise StoreError(f"{doing} failed: {problem.orig}.", todo="Is the database there, and writable?") from problem
    except SQLAlchemyError as problem:
        raise StoreError(f"{doing} failed: {problem}.") from problem


def _busy(plan_id: str) -> Locked:
    return Locked(f"somebody is carrying out plan {plan_id} at this moment.", todo="Wait for them, or ask who it is.")


def _durable(connection: sqlite3.Connection, _record: object) -> None:
    """A commit must be on disk before a platform is called, also when the power fails."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"pragma {pragma}")
