"""Rows of the casebook as views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from inconcert.casework import blind
from inconcert.casework.confirming import by_network
from inconcert.casework.matrix import attribution, empty
from inconcert.casework.tables import Case, Decision, Evidence, Finding, Note, Review, Tag, Task
from inconcert.casework.views import (
    CaseView,
    DecisionView,
    EvidenceView,
    FindingRef,
    NoteView,
    ReviewView,
    TaskView,
)
from inconcert.casework.work import of_case

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def finding(one: Finding) -> FindingRef:
    """A finding of a case."""
    return FindingRef(one.run, one.network_id, one.frozen, one.sha256, one.purged)


def evidence(one: Evidence) -> EvidenceView:
    """A piece of evidence."""
    return EvidenceView(
        one.id, one.case_id, one.kind, one.ref, one.frozen, one.sha256, one.purged, one.comment, one.by, one.at
    )


def note(one: Note) -> NoteView:
    """A note."""
    return NoteView(one.id, one.case_id, one.text, one.on, one.by, one.at)


def task(one: Task) -> TaskView:
    """A task."""
    return TaskView(one.id, one.case_id, one.what, one.who, one.due, one.by, one.at, one.done_by, one.done_at)


def review(session: Session, one: Review) -> ReviewView:
    """A review."""
    decision = session.get_one(Decision, one.decision_id)
    return ReviewView(
        id=one.id, decision_id=one.decision_id, case_id=one.case_id, turn=one.turn, asked_by=one.asked_by,
        asked_at=one.asked_at, of=one.of, by=one.by, at=one.at, verdict=one.verdict, reason=one.reason,
        agrees=None if one.verdict is None else one.verdict == decision.verdict, blind=one.blind,
    )  # fmt: skip


def holds(one: Decision) -> bool:
    """Whether a verdict is in force: agreed by two, or said by one where one suffices."""
    return one.state == "agreed" or (not one.needs_two and one.state in ("standing", "in review"))


def decision(session: Session, one: Decision) -> DecisionView:
    """A decision with its reviews."""
    query = select(Review).where(Review.decision_id == one.id).order_by(Review.turn)
    return DecisionView(
        id=one.id, case_id=one.case_id, network_id=one.network_id, verdict=one.verdict, reason=one.reason, by=one.by,
        at=one.at, state=one.state, needs_two=one.needs_two, holds=holds(one),
        reviews=tuple(review(session, each) for each in session.scalars(query)), version=one.version,
    )  # fmt: skip


def decisions(session: Session, case_id: str) -> list[Decision]:
    """The decisions of a case, oldest first."""
    return list(session.scalars(select(Decision).where(Decision.case_id == case_id).order_by(Decision.at, Decision.id)))


def confirmed(session: Session, case_id: str) -> list[tuple[str, str]]:
    """Run and id of the networks of a case that two people confirmed, in the order in which they were laid into it.

    What was frozen of the networks is large and is not read.
    """
    query = select(Finding.run, Finding.network_id).where(Finding.case_id == case_id).order_by(Finding.id)
    laid = [(run, network) for run, network in session.execute(query)]
    made = [decision(session, one) for one in decisions(session, case_id)]
    holding = by_network((network for _, network in laid), made)
    return [(run, network) for run, network in laid if network in holding]


def verdict(made: list[Decision]) -> str | None:
    """The newest verdict that holds; ``None`` when none does."""
    return next((one.verdict for one in reversed(made) if holds(one)), None)


def whole(session: Session, case: Case) -> CaseView:
    """A case with everything in it."""
    made = decisions(session, case.id)
    return CaseView(
        id=case.id,
        number=case.number,
        title=case.title,
        question=case.question,
        state=case.state,
        verdict=verdict(made),
        opened_at=case.opened_at,
        opened_by=case.opened_by,
        findings=tuple(map(finding, of_case(session, Finding, case.id))),
        evidence=tuple(map(evidence, of_case(session, Evidence, case.id))),
        notes=tuple(map(note, of_case(session, Note, case.id))),
        tags=tuple(sorted(one.word for one in of_case(session, Tag, case.id))),
        tasks=tuple(map(task, of_case(session, Task, case.id))),
        decisions=tuple(decision(session, one) for one in made),
        attribution=attribution(session, case.id),
        blind=False,
        version=case.version,
    )


def withheld(session: Session, case: Case) -> CaseView:
    """A case for a person who could still review it blind: no verdict, no score, nobody's opinion."""
    findings = session.scalars(select(Finding).where(Finding.case_id == case.id).order_by(Finding.id))
    return CaseView(
        id=case.id,
        number=case.number,
        title=case.title,
        question=case.question,
        state=case.state,
        verdict=None,
        opened_at=case.opened_at,
        opened_by=case.opened_by,
        findings=tuple(map(blind.blind_finding, findings)),
        evidence=blind.blind_evidence(session, case.id),
        notes=(),
        tags=(),
        tasks=(),
        decisions=(),
        attribution=empty(case.id),
        blind=True,
        version=case.version,
    )
