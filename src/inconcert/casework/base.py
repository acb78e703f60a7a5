"""What all parts of a desk share."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from inconcert.casework.roles import demand, same
from inconcert.casework.tables import Case, Entry
from inconcert.casework.work import Work, get
from inconcert.errors import Conflict, InputError, UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy.orm import Session

    from inconcert.casework.book import Casebook
    from inconcert.casework.views import Actor
    from inconcert.casework.words import Role


class Part:
    """A part of a desk: the casebook, and who works on it."""

    def __init__(self, book: Casebook, actor: Actor) -> None:
        demand(actor, "viewer", "use this casebook")
        self.book, self.actor = book, actor

    @contextmanager
    def _doing(self, act: str, least: Role = "investigator", **given: Any) -> Iterator[Work]:
        """Do something that leaves an entry in the log; ``given`` are fields of :class:`Work`."""
        demand(self.actor, least, WHAT.get(act, "do that"))
        with self.book.working(Work(act, **given), self.actor.name, self.actor.via) as work:
            yield work

    @contextmanager
    def _in_case(
        self, act: str, case_id: str, least: Role = "investigator", *, version: int | None = None, **given: Any
    ) -> Iterator[tuple[Work, Case]]:
        """Do something in a case that is as the person saw it."""
        with self._doing(act, least, case_id=case_id, **given) as work:
            case = get(work.session, Case, case_id)
            check_version(work.session, case, version)
            yield work, case

    def _me(self, name: str | None) -> bool:
        return same(name, self.actor.name)


WHAT = {
    "case.opened": "open a case",
    "decision.made": "decide",
    "review.given": "review",
    "undone": "undo that",
    "fingerprint.kept": "keep fingerprints",
    "alert.raised": "watch",
    "watch.started": "watch",
    "watch.stopped": "stop the watch",
    "alert.closed": "close alerts",
    "purged.person": "purge",
    "purged.before": "purge",
}


def check_version(session: Session, row: Any, version: int | None) -> None:
    """Nothing happens when the row has this version.

    Raises:
        Conflict: somebody changed it since; it says who.
    """
    if version is None or row.version == version:
        return
    kind = {"cases": "case", "decisions": "decision"}[row.__tablename__]
    column = Entry.case_id if kind == "case" else Entry.thing
    query = select(Entry).where(column == row.id, Entry.act.not_like("%read%")).order_by(Entry.seq.desc()).limit(1)
    last = session.scalar(query)
    who = f"{last.who} ({last.act}, {last.at:%Y-%m-%d %H:%M} UTC)" if last else "somebody"
    raise Conflict(
        f"the {kind} was changed by {who} since you saw it.",
        by=last.who if last else "",
        at=last.at if last else None,
        todo="Look at it again, then do what is still right.",
    )


def required(text: str | None, what: str) -> str:
    """A text that says something.

    Raises:
        InputError: it is empty.
    """
    if text is None or not text.strip():
        raise InputError(f"{what} is empty.", todo="Say it in a sentence.")
    return text.strip()


def one_of(word: str, known: Collection[str], what: str) -> str:
    """A word of a fixed list.

    Raises:
        UsageError: it is not in the list.
    """
    if word not in known:
        raise UsageError(f"there is no {what} '{word}'.", todo=nearest(word, known))
    return word
