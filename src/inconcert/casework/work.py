"""One piece of work: rows changed and an entry of the log, kept together or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from inconcert.casework.canonical import clean
from inconcert.casework.columns import Base, image
from inconcert.casework.tables import Entry
from inconcert.errors import NoSuchThing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Row = TypeVar("Row", bound=Base)

NAMES = {
    "cases": "case", "findings": "finding", "evidence": "piece of evidence", "notes": "note", "tasks": "task",
    "decisions": "decision", "reviews": "review", "hypotheses": "hypothesis", "judgements": "judgement",
    "attribution_evidence": "piece of evidence for an attribution", "searches": "search", "users": "user",
    "sessions": "session", "alerts": "alert", "fingerprints": "fingerprint",
    "tokens": "token", "audit": "event",
}  # fmt: skip


@dataclass
class Work:
    """What is being done; ``says``, ``thing`` and the like may be filled in while it is."""

    act: str
    why: str = ""
    case_id: str | None = None
    thing: str | None = None
    says: str = ""
    subjects: list[str] = field(default_factory=list)
    undoes: str | None = None
    keeps_before: bool = True
    """Whether the log keeps what rows held before; a purge must not."""
    more: dict[str, Any] = field(default_factory=dict)
    session: Session = field(init=False)
    rows: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    """By table and id: the row before and after, ``None`` where it is not there."""

    def add(self, row: Row) -> Row:
        """Add a row."""
        for name, value in list(row.__dict__.items()):
            if name in row.__table__.columns:
                setattr(row, name, clean_text(value))
        self.session.add(row)
        self.session.flush()
        self._changed(row, None)
        return row

    def change(self, row: Row, **values: Any) -> Row:
        """Change a row; its version grows."""
        before = image(row)
        for name, value in values.items():
            setattr(row, name, clean_text(value))
        if hasattr(row, "version"):
            row.version += 1
        self.session.flush()
        self._changed(row, before)
        return row

    def remove(self, row: Base) -> None:
        """Remove a row."""
        before = image(row)
        self.session.delete(row)
        self.session.flush()
        self.rows.setdefault(_key(row), [before, None])[1] = None

    def _changed(self, row: Base, before: dict[str, Any] | None) -> None:
        self.rows.setdefault(_key(row), [before, None])[1] = image(row)

    def body(self) -> dict[str, Any]:
        """What the log keeps of it beside the entry itself."""
        kept = [
            [table, key, before if self.keeps_before else None, after]
            for (table, key), (before, after) in self.rows.items()
        ]
        return {"why": self.why, "says": self.says, "rows": kept, **self.more}

    def entry(self, who: str, via: str) -> Entry:
        """The entry of the log, without its place in the chain."""
        from inconcert.casework.columns import now
        from inconcert.casework.ids import new_id

        return Entry(
            id=new_id(), at=now(), who=clean(who), via=clean(via), act=self.act, case_id=self.case_id,
            thing=clean(self.thing), subjects=clean(self.subjects), undoes=self.undoes,
        )  # fmt: skip


def clean_text(value: Any) -> Any:
    """Text and data as every database can keep them; anything else as it is."""
    return clean(value) if isinstance(value, (str, dict, list, tuple)) else value


def get(session: Session, model: type[Row], key: str) -> Row:
    """The row with this id.

    Raises:
        NoSuchThing: there is none.
    """
    row = session.get(model, key) if "\x00" not in key else None
    if row is None:
        name = NAMES.get(model.__tablename__, model.__tablename__)
        raise NoSuchThing(f"there is no {name} '{key}'.", todo="It may have been undone or purged: see the history.")
    return row


def of_case(session: Session, model: type[Row], case_id: str) -> list[Row]:
    """The rows of a case, oldest first."""
    columns = model.__table__.columns
    return list(session.scalars(select(model).where(columns["case_id"] == case_id).order_by(columns["id"])))


def _key(row: Base) -> tuple[str, str]:
    return row.__tablename__, str(row.id)  # type: ignore[attr-defined]  # every watched table has an id
