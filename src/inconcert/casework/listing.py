"""Lists of cases, and search in cases and notes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from unicodedata import combining, normalize

from sqlalchemy import func, select, true

from inconcert.casework import blind, showing
from inconcert.casework.base import Part
from inconcert.casework.tables import Case, Decision, Finding, Note, Review, Tag, Task
from inconcert.casework.views import CaseRow, Hit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

AROUND = 80
"""Signs shown before and after a word that was found."""


class Listing(Part):
    """Lists of cases."""

    def cases(
        self, *, state: str | None = None, text: str | None = None, network_id: str | None = None
    ) -> list[CaseRow]:
        """All cases, the newest first.

        Args:
            state: ``open`` or ``closed``.
            text: Words that must all stand in title, question or tags; case and accents do not matter.
            network_id: A network that the case holds a finding of.
        """
        with self.book.database.reading() as session:
            holding = select(Finding.case_id).where(Finding.network_id == network_id).distinct()
            rows = _rows(session, self.actor, None if network_id is None else list(session.scalars(holding)))
        words = plain(text or "").split()
        return [
            row
            for row in rows
            if state in (None, row.state)
            and all(word in plain(f"{row.title} {row.question} {' '.join(row.tags)}") for word in words)
        ]

    def search(self, text: str, limit: int = 50) -> list[Hit]:
        """Cases and notes that hold all the words, the newest first; notes of cases withheld from this person do not.

        Args:
            text: Words; case and accents do not matter.
            limit: Hits at most.
        """
        words = plain(text).split()
        if not words:
            return []
        with self.book.database.reading() as session:
            cases = {case.id: case for case in session.scalars(select(Case))}
            veiled = blind.withheld(session, self.actor)
            notes = session.scalars(select(Note).where(Note.case_id.not_in(veiled)))
            found = [_hit("note", one.id, cases[one.case_id], one.text, one.at, words) for one in notes]
        found += [
            _hit("case", one.id, one, f"{one.title} — {one.question}", one.opened_at, words) for one in cases.values()
        ]
        hits = [hit for hit in found if hit is not None]
        return sorted(hits, key=lambda hit: hit.at, reverse=True)[:limit]


def plain(text: str) -> str:
    """Text as it is searched: compatibility forms, small letters, no accents."""
    return "".join(sign for sign in normalize("NFKD", text).casefold() if not combining(sign))


def _hit(kind: str, key: str, case: Case, text: str, at: Any, words: list[str]) -> Hit | None:
    found = plain(text)
    if not all(word in found for word in words):
        return None
    # Folding may change the number of signs, so the place is near, not exact.
    place = found.index(words[0])
    start = max(0, place - AROUND)
    return Hit(kind, key, case.id, case.number, case.title, text[start : place + AROUND], at)


def _counts(session: Session, model: Any, *where: Any) -> Counter[str]:
    query = select(model.case_id, func.count()).where(*where).group_by(model.case_id)
    return Counter({row[0]: row[1] for row in session.execute(query)})


def _rows(session: Session, actor: Any, some: list[str] | None) -> list[CaseRow]:
    """Rows of all cases, or of ``some``."""
    if some is not None and not some:
        return []

    def of(column: Any) -> Any:
        return true() if some is None else column.in_(some)

    veiled = blind.withheld(session, actor, some)
    findings = _counts(session, Finding, of(Finding.case_id))
    tasks = _counts(session, Task, Task.done_at.is_(None), of(Task.case_id))
    reviews = _counts(session, Review, Review.verdict.is_(None), of(Review.case_id))
    tags: dict[str, list[str]] = {}
    for tag in session.scalars(select(Tag).where(of(Tag.case_id)).order_by(Tag.word)):
        tags.setdefault(tag.case_id, []).append(tag.word)
    made: dict[str, list[Decision]] = {}
    for decision in session.scalars(select(Decision).where(of(Decision.case_id)).order_by(Decision.at, Decision.id)):
        made.setdefault(decision.case_id, []).append(decision)
    return [
        CaseRow(
            id=case.id,
            number=case.number,
            title=case.title,
            question=case.question,
            state=case.state,
            verdict=None if case.id in veiled else showing.verdict(made.get(case.id, [])),
            opened_at=case.opened_at,
            opened_by=case.opened_by,
            findings=findings[case.id],
            tags=() if case.id in veiled else tuple(tags.get(case.id, ())),
            open_tasks=tasks[case.id],
            open_reviews=reviews[case.id],
            blind=case.id in veiled,
            version=case.version,
        )
        for case in session.scalars(select(Case).where(of(Case.id)).order_by(Case.number.desc()))
    ]
