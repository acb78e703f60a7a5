"""Purge by person and by date, never silently, and how it lives with a log that is never changed.

Entries of the log hold hashes of their texts, not the texts. A purge takes texts out; the entries, their hashes and the
chain stay, and the purge's own entry lists which texts are gone and what the rows hold since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, time
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, func, select

from inconcert.casework import journals
from inconcert.casework.base import Part, required
from inconcert.casework.canonical import canonical, clean
from inconcert.casework.chain import body_of
from inconcert.casework.columns import Data, image
from inconcert.casework.persons import REMOVED, Persons, emptied
from inconcert.casework.roles import demand
from inconcert.casework.salted import salted
from inconcert.casework.tables import WATCHED, Case, Entry, Kept, LogText, Marking, Proof, Receipt, TakedownEntry
from inconcert.casework.views import PurgeReceipt
from inconcert.errors import Conflict, InputError
from inconcert.networks.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from inconcert.casework.columns import Base
    from inconcert.casework.journals import Emptied
    from inconcert.casework.work import Work

UNTOUCHED = frozenset({
    "id", "sha256", "by", "opened_by", "asked_by", "done_by", "of", "who", "case_id", "state", "run", "network_id",
    "kind", "verdict", "level", "likelihood", "confidence", "access", "salt", "key", "watch",
})  # fmt: skip
"""Columns that hold no word of the material."""
STAFF = frozenset({"users", "sessions", "tokens", "preferences", "purge_receipts"})
"""Tables that hold nothing of the material."""

JOURNAL = TakedownEntry.__tablename__

Names = Callable[[LogText, dict[str, Any]], bool]
"""Whether a text of the log, given with what it says, has to go."""


class Retention(Part):
    """Purges."""

    def purge_person(self, account: str, why: str, *, also: Sequence[str] = ()) -> PurgeReceipt:
        """Take one account out of everything in this casebook; it takes the role admin and cannot be undone.

        What it wrote is emptied, its id and handles are replaced by a random word that no key leads back from. Texts of
        the log that name it are removed; the entries stay.

        Args:
            account: ``platform:account_id``.
            why: The reason, such as a request with its date.
            also: More words that stand for the person, such as a name in notes.

        Of takedowns stay the keys of actions and that they were done; what was done to this account can then no longer
        be taken back from here.

        Raises:
            InputError: the account is not written as ``platform:account_id``.
            Conflict: a takedown of the account is under way, an appeal waits for its answer, or a granted one for its
                item to be taken back.
        """
        demand(self.actor, "admin", "purge")
        if not all(account.partition(":")[::2]):
            raise InputError(f"'{account}' is no account.", todo="Write it as platform:account_id.")
        said, gone = required(why, "the reason"), _Gone(account, also)
        subject = self.book.pseudonyms.of(account)
        with self._doing("purged.person", "admin", subjects=[subject], keeps_before=False) as work:
            gone.learn(work.session)
            work.why = gone.without(said)
            _rewrite(work, gone)
            receipt = self._receipt(work, subject, gone.mentions, gone.plans(work.session))
        self.book.database.sweep()
        return receipt

    def purge_before(self, day: date, why: str) -> PurgeReceipt:
        """Remove the closed cases in which nothing was done since before a day; it takes the role admin.

        Of their takedowns stay who did what when, and the keys of the actions. A case of which a takedown is not ended
        is left: something is under way, an appeal is open or owed, or an action is to be taken back on its day.

        Raises:
            InputError: the reason is empty.
        """
        said = required(why, "the reason")
        with self._doing("purged.before", "admin", why=said, keeps_before=False) as work:
            every = journals.plans(work.session)
            waiting = {one.case_id for one in every if not one.ended()}
            found = _old(work.session, day)
            old = [one for one in found if one not in waiting]
            texts = set(work.session.scalars(select(Entry.text_id).where(Entry.case_id.in_(old))))
            for row in list(_rows_of(work.session, old)):
                work.remove(row)
            emptied_of = journals.empty([one for one in every if one.case_id in old])
            receipt = self._receipt(
                work, day.isoformat(), lambda text, _: text.id in texts, emptied_of, left=len(found) - len(old)
            )
        self.book.database.sweep()
        return receipt

    def receipts(self) -> list[PurgeReceipt]:
        """Receipts of all purges, oldest first."""
        with self.book.database.reading() as session:
            return [_receipt(one) for one in session.scalars(select(Receipt).order_by(Receipt.at, Receipt.id))]

    def _receipt(self, work: Work, of: str, names: Names, done: Emptied, left: int = 0) -> PurgeReceipt:
        counts = Counter(table for table, _ in work.rows)
        counts += Counter({JOURNAL: len(done.entries)})
        work.more["texts"] = texts = _blank(work, names)
        work.more["journals"] = done.entries
        row = work.add(Receipt(of=of, why=work.why, rows=dict(sorted(counts.items())), log_texts=len(texts),
                               says=list(self._says(done, left)), by=self.actor.name))  # fmt: skip
        work.thing = row.id
        work.says = f"Purged {of}: {counts.total()} rows changed or removed, {len(texts)} texts of the log removed"
        return _receipt(row)

    def _says(self, done: Emptied, left: int) -> Iterator[str]:
        yield "Not reached: the investigation's sources and runs, reports, exports and hand-over files, and backups."
        if done.entries:
            yield "Journals of takedowns keep who did what when, and the keys of actions, so that none is done twice."
        if done.standing:
            yield f"Of what was done, {count(done.standing, 'action')} can no longer be taken back from here."
        if left:
            yield f"Left where it is: {count(left, 'closed case')} of which a takedown is not ended."
        if not self.book.database.sqlite:
            yield "PostgreSQL may keep old bytes in its files and its write-ahead log until they are written over."


class _Gone:
    """A person who is being taken out."""

    def __init__(self, account: str, also: Sequence[str]) -> None:
        self.account, self.persons = account, Persons()
        self.names = {account: f"{REMOVED}{token_hex(6)}"}
        self.persons.note(account, *also)
        self.persons.sure.update(word.casefold() for word in also)

    def learn(self, session: Session) -> None:
        """Learn the handles of the account from the copies in all cases."""
        seen = Persons()
        for model in (WATCHED["findings"], WATCHED["evidence"]):
            for row in session.scalars(select(model)):
                seen.gather(row.frozen)  # type: ignore[attr-defined]  # both have it
        own = [word for word, account in seen.words.items() if account == self.account]
        self.persons.note(self.account, *own)

    def without(self, value: Any) -> Any:
        """Plain data without the person."""
        return self.persons.replaced(emptied(value, self.account), self.names)

    def mentions(self, _text: LogText, body: dict[str, Any]) -> bool:
        """Whether a text of the log names the person, or holds a fingerprint with its hash."""
        return bool(self.without(body) != body) or any(self._hashed(row) for row in body["rows"])

    def _hashed(self, row: Sequence[Any]) -> bool:
        images = [one for one in row[2:4] if one] if row[0] == Kept.__tablename__ else []
        return any(salted(str(one["salt"]), self.account) in canonical(one) for one in images)

    def plans(self, session: Session) -> Emptied:
        """Take the person out of the journals of takedowns."""
        every = journals.plans(session)
        platform, _, target = self.account.partition(":")
        for plan in every:
            for key, item in plan.items.items():
                if (item["platform"], item["target"]) == (platform, target) and plan.open(key):
                    raise Conflict(
                        "a takedown of this account is not ended.",
                        todo="Carry it out, answer the appeal, or take it back; then purge.",
                    )
        return journals.take_out(every, self.account, self.names[self.account], self.without)


def _rewrite(work: Work, gone: _Gone) -> None:
    for table, model in WATCHED.items():
        if table in STAFF:
            continue
        columns = [
            column.name for column in model.__table__.columns
            if isinstance(column.type, (Text, Data)) and column.name not in UNTOUCHED
        ]  # fmt: skip
        for row in list(work.session.scalars(select(model))):
            values = {name: getattr(row, name) for name in columns if getattr(row, name) is not None}
            new = {name: gone.without(value) for name, value in values.items()}
            if isinstance(row, Kept):
                new["made"] = _unkept(row, new["made"], gone.account)
            if changed := {name: value for name, value in new.items() if clean(value) != clean(values[name])}:
                work.change(row, **changed, **({"purged": True} if hasattr(row, "purged") else {}))


def _unkept(row: Kept, made: dict[str, Any], account: str) -> dict[str, Any]:
    """A fingerprint without the hash of an account."""
    name = salted(row.salt, account)
    return {**made, "elements": [one for one in made.get("elements", []) if name not in one["keys"]]}


def _blank(work: Work, names: Names) -> list[str]:
    """Remove texts of the log, and keep what the rows hold that only these texts told of."""
    gone = []
    for text in list(work.session.scalars(select(LogText).where(LogText.body.is_not(None)).order_by(LogText.id))):
        body = body_of(text) or {}
        if not names(text, body):
            continue
        for table, key, _, _ in body["rows"]:
            row = work.session.get(WATCHED[table], key)
            work.rows.setdefault((table, key), [None, None])[1] = None if row is None else image(row)
        text.body = text.salt = None
        gone.append(text.id)
    work.session.flush()
    return gone


def _old(session: Session, day: date) -> list[str]:
    """Closed cases in which nothing was done from this day on; reading is not doing."""
    border = datetime.combine(day, time(), UTC)
    last = func.max(Entry.at)
    query = (
        select(Case.id)
        .join(Entry, Entry.case_id == Case.id)
        .where(Case.state == "closed", Entry.act.not_like("%.read%"))
        .group_by(Case.id)
        .having(last < border)
    )
    return list(session.scalars(query))


def _rows_of(session: Session, cases: list[str]) -> Iterator[Base]:
    """All rows of cases, those that rest on others first."""
    proofs = select(Proof.id).where(Proof.case_id.in_(cases))
    for model in reversed(WATCHED.values()):
        if model is Marking:
            yield from session.scalars(select(Marking).where(Marking.evidence_id.in_(proofs)))
        elif model is Case:
            yield from session.scalars(select(Case).where(Case.id.in_(cases)))
        elif "case_id" in model.__table__.columns:
            yield from session.scalars(select(model).where(model.case_id.in_(cases)))  # type: ignore[attr-defined]  # asked for


def _receipt(one: Receipt) -> PurgeReceipt:
    return PurgeReceipt(one.id, one.at, one.by, one.why, one.of, dict(one.rows), one.log_texts, tuple(one.says))
