"""Whether the audit log and the casebook hold together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text

from inconcert.casework.canonical import canonical, fingerprint
from inconcert.casework.chain import BEFORE_ALL, entry_hash, text_hash
from inconcert.casework.columns import image
from inconcert.casework.database import Database
from inconcert.casework.heads import HeadFile, Noted
from inconcert.casework.migrating import revision
from inconcert.casework.tables import WATCHED, TakedownEntry
from inconcert.casework.views import Verification
from inconcert.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

SHOWN = 20
"""Faults listed at most."""


def verify(url: str, *, files: Path | None = None, head: str | None = None) -> Verification:
    """Walk the log, and replay it against the tables.

    Found are: an entry that was changed, removed, added or moved; a cut tail, when the row or the file with the head
    was not cut as well; a text of the log that was changed, or removed otherwise than by a purge; a row of a case that
    was changed otherwise than by casework; a frozen copy that is not what its hash says; an entry of the journal of a
    takedown that was changed, removed or added.

    Args:
        url: As for :meth:`inconcert.casework.book.Casebook.open`.
        files: Folder of the copy of the head.
        head: Hash of an entry that was noted elsewhere and must be in the log.

    Raises:
        StoreError: there is no casebook.
    """
    database = Database(url, files)
    try:
        if not database.exists():
            raise StoreError(f"there is no casebook at {database.file}.", todo="Open a case first.")
        return _verified(database, head)
    finally:
        database.close()


def _verified(database: Database, head: str | None) -> Verification:
    check = _Check()
    # Read before the log is: the file is never ahead of what was written.
    noted = check.noted(HeadFile(database.files))
    with database.reading() as session:
        if revision(session.connection()) is None:
            raise StoreError("there is no casebook.", todo="Open a case first.")
        check.walk(session.connection())
        check.heads(session.connection(), noted, head)
        check.tables(session)
        check.journals(session)
    return check.result()


class _Check:
    def __init__(self) -> None:
        self.faults: list[str] = []
        self.remarks: list[str] = []
        self.first_bad: int | None = None
        self.hashes: list[str] = []
        self.rows: dict[tuple[str, str], Any] = {}
        self.purged: dict[str, int] = {}
        self.announced: set[str] = set()
        self.journal: dict[tuple[str, int], str] = {}
        """Hashes of the entries of journals of takedowns that the log tells of."""
        self.emptied: dict[tuple[str, int], str] = {}
        """Hashes of what is left in such entries since a purge."""

    def fault(self, says: str, seq: int | None = None) -> None:
        self.faults.append(says)
        if seq is not None and (self.first_bad is None or seq < self.first_bad):
            self.first_bad = seq

    def noted(self, file: HeadFile) -> Noted | None:
        try:
            found = file.read()
        except (ValueError, OSError) as error:
            self.fault(f"The file {file.path.name} cannot be used: {error}.")
            return None
        if found is None:
            self.fault(f"The file {file.path.name} with the head of the log is missing, so a cut tail would not show.")
        return found

    def walk(self, connection: Connection) -> None:
        texts = {row.id: row for row in connection.execute(text("SELECT id, salt, body FROM audit_texts"))}
        previous = BEFORE_ALL
        for place, row in enumerate(connection.execute(text("SELECT * FROM audit ORDER BY seq")).mappings(), 1):
            self._entry(place, dict(row), previous)
            self._text(int(row["seq"]), row, texts.pop(row["text_id"], None))
            previous = row["hash"]
            self.hashes.append(previous)
        for left in list(texts)[:SHOWN]:
            self.fault(f"A text of the log ({left}) belongs to no entry.")
        for text_id, seq in self.purged.items():
            if text_id not in self.announced:
                self.fault(f"The text of entry {seq} is gone, and no purge took it out.", seq)

    def _entry(self, place: int, row: dict[str, Any], previous: str) -> None:
        seq = row["seq"]
        if seq != place and len(self.hashes) + 1 == place and (not self.hashes or self.first_bad is None):
            self.fault(f"Entry {place} is missing: the log goes on with {seq}.", place)
        if row["prev"] != previous:
            self.fault(f"Entry {seq} does not follow the one before it.", seq)
        try:
            whole = entry_hash(row) == row["hash"]
        except (TypeError, ValueError):
            whole = False
        if not whole:
            self.fault(f"Entry {seq} was changed.", seq)

    def _text(self, seq: int, entry: Any, found: Any) -> None:
        if found is None:
            self.fault(f"The text of entry {seq} is missing.", seq)
            return
        if found.body is None:
            self.purged[found.id] = seq
            return
        if text_hash(found.salt or "", found.body) != entry["text_sha256"]:
            self.fault(f"The text of entry {seq} was changed.", seq)
            return
        body = json.loads(found.body)
        if "journal" in body:
            number, told = body["journal"]
            self.journal[str(entry["thing"]), int(number)] = str(told)
        if str(entry["act"]).startswith("purged."):
            self.announced.update(body["texts"])
            self.emptied |= {(str(plan), int(number)): str(told) for plan, number, told in body.get("journals", ())}
        for table, key, _, after in body["rows"]:
            self.rows[table, key] = after

    def heads(self, connection: Connection, noted: Noted | None, known: str | None) -> None:
        row = connection.execute(text("SELECT seq, hash FROM audit_head WHERE id = 1")).first()
        if (row.seq, row.hash) != (len(self.hashes), self._last()) if row else self.hashes:
            where = f"entry {row.seq}" if row else "nothing"
            self.fault(f"The log ends with entry {len(self.hashes)}, and its head says {where}.", len(self.hashes))
        if noted and not (0 < noted.seq <= len(self.hashes) and self.hashes[noted.seq - 1] == noted.hash):
            self.fault(f"The file beside notes entry {noted.seq} ({noted.hash[:12]}…), which the log does not have.",
                       min(noted.seq, len(self.hashes) + 1))  # fmt: skip
        if known is not None and known not in self.hashes:
            self.fault(f"No entry has the hash {known[:12]}… that was noted elsewhere.")

    def _last(self) -> str:
        return self.hashes[-1] if self.hashes else BEFORE_ALL

    def tables(self, session: Session) -> None:
        there = set(inspect(session.connection()).get_table_names())
        for table, model in WATCHED.items():
            if table not in there:
                continue
            try:
                self._table(session, table, model)
            except (ValueError, TypeError, KeyError) as error:
                self.fault(f"The table {table} cannot be read: {error}.")
        for table, key in [place for place, after in self.rows.items() if after is not None]:
            self.fault(f"A row of {table} ({key}) was removed, and not by casework.")
        if self.purged:
            self.remarks.append(f"The texts of {len(self.purged)} entries were purged; see `inconcert audit show`.")

    def _table(self, session: Session, table: str, model: Any) -> None:
        for row in session.query(model):
            found, told = image(row), self.rows.pop((table, row.id), None)
            if told is None:
                self.fault(f"A row of {table} ({row.id}) was added, and not by casework.")
            elif canonical(found) != canonical(told):
                names = [name for name in found if found[name] != told.get(name)]
                self.fault(f"A row of {table} ({row.id}) was changed, and not by casework: {', '.join(names)}.")
            elif table in ("findings", "evidence") and not row.purged and fingerprint(row.frozen) != row.sha256:
                self.fault(f"A frozen copy in {table} ({row.id}) is not what its hash says.")

    def journals(self, session: Session) -> None:
        """Hold the journals of takedowns against what the log tells of them."""
        if not inspect(session.connection()).has_table(TakedownEntry.__tablename__):
            return
        logged, kept = {plan for plan, _ in self.journal}, dict(self.journal)
        before = (BEFORE_ALL, BEFORE_ALL)
        for row in session.query(TakedownEntry).order_by(TakedownEntry.plan_id, TakedownEntry.seq):
            where = f"Entry {row.seq} of the journal of plan {row.plan_id}"
            told = kept.pop((row.plan_id, row.seq), None)
            if told is None and row.plan_id in logged and not self.purged:
                self.fault(f"{where} was added, and not by a takedown.")
            elif (told or row.hash) != row.hash or not self._whole(row):
                self.fault(f"{where} was changed.")
            elif row.prev != (before[1] if row.plan_id == before[0] else BEFORE_ALL):
                self.fault(f"{where} does not follow the one before it.")
            before = row.plan_id, row.hash
        for plan, number in kept:
            self.fault(f"Entry {number} of the journal of plan {plan} was removed.")

    def _whole(self, row: TakedownEntry) -> bool:
        """Whether an entry of a journal is as it was written, or as a purge left it."""
        try:
            body = json.loads(row.body)
        except ValueError:
            return False
        left = self.emptied.get((row.plan_id, row.seq))
        if left is not None:
            return left == fingerprint(body)
        return row.hash == fingerprint([row.plan_id, row.seq, row.at, row.who, row.kind, body, row.prev])

    def result(self) -> Verification:
        more = len(self.faults) - SHOWN
        shown = self.faults[:SHOWN] + ([f"And {more} more."] if more > 0 else [])
        return Verification(not self.faults, len(self.hashes), self._last(), self.first_bad, tuple(shown),
                            tuple(self.remarks))  # fmt: skip
