"""History, undo, the audit log, and reads of personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from inconcert.casework import blind, showing
from inconcert.casework.base import Part, required
from inconcert.casework.chain import body_of
from inconcert.casework.columns import UNWATCHED, Base, filled, image
from inconcert.casework.renaming import renamer
from inconcert.casework.roles import demand, rank
from inconcert.casework.tables import WATCHED, Case, Entry, LogText
from inconcert.casework.views import AuditRow, Event
from inconcert.casework.words import ROLES
from inconcert.casework.work import Work, get
from inconcert.errors import Conflict, NotAllowed, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

FINAL = ("purged.", "log.", "user.added", "user.password", "session.", "token.")
"""Acts that cannot be undone: what is gone is gone, and secrets are never kept to be brought back."""
TOLD = (
    "decision.",
    "review.",
    "attribution.",
    "hypothesis.",
    "note.",
    "tag.",
    "task.",
    "evidence.",
    "takedown.",
    "undone",
)
"""Acts of which a person who could still review blind learns only that they happened."""
WITHHELD = "Withheld until you have given your verdict."


class Undoing(Part):
    """Undo and the record of everything."""

    def undo(self, event_id: str, reason: str) -> Event:
        """Take back what an event changed; the event stays in the history, and this undo is one itself.

        Raises:
            NotAllowed: it is somebody else's act and this person is no approver.
            Conflict: what it changed was changed again, or something else rests on it now; undo that first.
            UsageError: it changed nothing, or is of a kind that cannot be undone, or its record was purged.
        """
        why = required(reason, "the reason")
        with self._doing("undone", "viewer", why=why) as work:
            entry, body = self._undoable(work.session, event_id)
            work.case_id, work.thing, work.undoes = entry.case_id, entry.thing, entry.id
            work.says = f"Undid: {body['says'] or entry.act}"
            try:
                _take_back(work, body["rows"])
            except IntegrityError as error:
                raise Conflict("something else rests on it now.", todo="Undo that first: see the history.") from error
        with self.book.database.reading() as session:
            undone = session.scalars(select(Entry).where(Entry.undoes == event_id).order_by(Entry.seq.desc())).first()
            if undone is None:
                raise Conflict("the undo was itself purged at once.")
            return self._events(session, [undone], veiled=False)[0]

    def _undoable(self, session: Session, event_id: str) -> tuple[Entry, dict[str, Any]]:
        entry = session.scalar(select(Entry).where(Entry.id == event_id))
        if entry is None:
            get(session, Case, event_id)  # says that there is no such thing
            raise UsageError("that is a case, not an event.", todo="See the history of the case.")
        if not self._me(entry.who):
            demand(self.actor, "approver", "undo what somebody else did")
        elif entry.act != "task.done":
            demand(self.actor, "investigator" if entry.case_id else "viewer", "undo that")
        body = body_of(session.get(LogText, entry.text_id))
        if body is None:
            raise UsageError("the record of this event was purged, so it cannot be undone.")
        if entry.act.startswith(FINAL) or not body["rows"]:
            raise UsageError(f"'{entry.act}' cannot be undone.", todo="Only what changed a case can.")
        return entry, body

    def history(self, case_id: str, *, pseudonyms: bool = False) -> list[Event]:
        """What was done in a case, oldest first, undone things too.

        A person who could still review blind sees that things were done, and not what.

        Args:
            case_id: Id of the case.
            pseudonyms: Accounts under keyed pseudonyms, as in :meth:`Cases.case`.
        """
        with self.book.database.reading() as session:
            case = get(session, Case, case_id)
            query = select(Entry).where(Entry.case_id == case_id, Entry.act.not_like("%.read%")).order_by(Entry.seq)
            entries = [one for one in session.scalars(query) if one.act != "case.compared"]
            veiled = case_id in blind.withheld(session, self.actor, [case_id])
            events = self._events(session, entries, veiled=veiled)
            if not pseudonyms:
                return events
            return [*map(renamer(showing.whole(session, case), self.book.pseudonyms), events)]

    def _events(self, session: Session, entries: Sequence[Entry], *, veiled: bool) -> list[Event]:
        bodies = _bodies(session, entries)
        undone = _undone(session, [one.id for one in entries])
        return [self._event(one, bodies.get(one.text_id), undone.get(one.id), veiled) for one in entries]

    def _event(self, one: Entry, body: dict[str, Any] | None, undone_by: str | None, veiled: bool) -> Event:
        hidden = veiled and one.act.startswith(TOLD) and not self._me(one.who)
        may = self._me(one.who) or rank(self.actor.roles) >= ROLES.index("approver")
        can = may and bool(body and body["rows"]) and undone_by is None and not one.act.startswith(FINAL) and not hidden
        says, why = (body["says"], body["why"]) if body else ("Its text was purged.", "")
        if hidden:
            says, why = WITHHELD, ""
        return Event(one.id, one.at, one.who, one.via, one.act, says, why, one.undoes, undone_by, can)

    def read(self, what: str, ids: Sequence[str], why: str) -> None:
        """Note that personal data is read; call it before giving the data out.

        Args:
            what: What is read, such as ``account`` or ``post``.
            ids: Accounts as ``platform:account_id``; the log holds their keyed pseudonyms.
            why: Why; a few words.
        """
        subjects = [self.book.pseudonyms.of(one) for one in ids]
        said = required(why, "the reason for reading")
        with self._doing("data.read", "viewer", thing=what[:60], subjects=subjects, why=said):
            pass

    def audit(
        self, since: datetime | None = None, *, about: str | None = None, limit: int | None = None
    ) -> list[AuditRow]:
        """The log, oldest first: who, what, when, from where, why. It takes the role admin, and is logged itself.

        Args:
            since: Entries from this instant on.
            about: Entries about this account only, ``platform:account_id``.
            limit: The newest entries only, so many.
        """
        demand(self.actor, "admin", "read the audit log")
        query = select(Entry).order_by(Entry.seq.desc())
        if since is not None:
            query = query.where(Entry.at >= since)
        if about is not None:
            query = query.where(Entry.subjects.contains(self.book.pseudonyms.of(about)))
        with self.book.database.reading() as session:
            found = self._rows(session, session.scalars(query.limit(limit)))
        with self._doing("audit.read", "admin", why="audit"):
            return found

    def my_reads(self, limit: int = 100) -> list[AuditRow]:
        """What this person has read, newest first."""
        query = select(Entry).where(Entry.act.like("%.read%")).order_by(Entry.seq.desc())
        with self.book.database.reading() as session:
            mine = list(session.scalars(query.where(Entry.who == self.actor.name).limit(limit)))
            return self._rows(session, mine)[::-1]

    def _rows(self, session: Session, newest_first: Iterable[Entry]) -> list[AuditRow]:
        entries = list(newest_first)[::-1]
        bodies, veiled = _bodies(session, entries), blind.withheld(session, self.actor)
        return [_audit_row(one, bodies.get(one.text_id), one.case_id in veiled) for one in entries]


def _audit_row(one: Entry, body: dict[str, Any] | None, veiled: bool) -> AuditRow:
    why = None if body is None or (veiled and one.act.startswith(TOLD)) else str(body["why"])
    return AuditRow(one.seq, one.id, one.at, one.who, one.via, one.act, one.case_id, one.thing, tuple(one.subjects),
                    why, one.hash)  # fmt: skip


def _bodies(session: Session, entries: Sequence[Entry]) -> dict[str, dict[str, Any]]:
    found = {}
    for start in range(0, len(entries), 500):
        ids = [one.text_id for one in entries[start : start + 500]]
        for text in session.scalars(select(LogText).where(LogText.id.in_(ids))):
            if (body := body_of(text)) is not None:
                found[text.id] = body
    return found


def _undone(session: Session, events: Sequence[str]) -> dict[str, str]:
    """The undo that is in force, by the event it undid. An undo that was undone is not in force."""
    query = select(Entry.undoes, Entry.id).where(Entry.undoes.is_not(None)).order_by(Entry.seq.desc())
    links = [(str(row[0]), str(row[1])) for row in session.execute(query)]
    taken: dict[str, str] = {}
    for undone, undo in links:  # newest first, so it is known already whether an undo was taken back
        if undo not in taken:
            taken[undone] = undo
    wanted = set(events)
    return {undone: undo for undone, undo in taken.items() if undone in wanted}


def _take_back(work: Work, rows: list[list[Any]]) -> None:
    """Give rows the values they had before, those that others rest on first, and remove what was added, last first."""
    order = list(WATCHED)
    rows = sorted(rows, key=lambda row: order.index(row[0]))
    for table, key, _, after in rows:
        _unchanged(work.session, WATCHED[table], key, after)
    for table, key, before, after in rows:
        if before is not None:
            _give_back(work, WATCHED[table], key, before, after)
    for table, key, before, _ in reversed(rows):
        if before is None and (row := work.session.get(WATCHED[table], key)) is not None:
            work.remove(row)


def _unchanged(session: Session, model: type[Base], key: str, after: dict[str, Any] | None) -> None:
    row = session.get(model, key)
    if (None if row is None else image(row)) == after:
        return
    query = select(Entry).where(Entry.thing == key).order_by(Entry.seq.desc()).limit(1)
    last = session.scalar(query)
    who = f" by {last.who} ({last.act})" if last else ""
    raise Conflict(f"what this event changed was changed again{who}.", by=last.who if last else "",
                   at=last.at if last else None, todo="Undo that first: see the history.")  # fmt: skip


def _give_back(work: Work, model: type[Base], key: str, before: dict[str, Any], after: dict[str, Any] | None) -> None:
    values = filled(model, before)
    if after is not None:
        work.change(work.session.get_one(model, key), **values)
        return
    if any(column.info.get(UNWATCHED) and column.name != "version" for column in model.__table__.columns):
        raise NotAllowed("what held a secret cannot be brought back.", todo="Make a new one.")
    row = model(**values)
    if hasattr(row, "version"):
        # Larger than any version it had, so that nobody's stale view passes for the present one.
        row.version = int(work.session.scalar(select(Entry.seq).order_by(Entry.seq.desc()).limit(1)) or 0) + 2
    work.add(row)
