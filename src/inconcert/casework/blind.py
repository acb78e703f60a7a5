"""What a person may not see before giving a verdict of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from inconcert.casework.roles import rank, same
from inconcert.casework.tables import Case, Decision, Entry, Evidence, Finding, Review
from inconcert.casework.views import BlindCase, EvidenceView, FindingRef
from inconcert.casework.words import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from inconcert.casework.views import Actor

PENDING = ("proposed", "in review", "disputed")
"""States of decisions that somebody may still review blind."""
SEES_ALL = ("case.read", "review.given")
"""Acts after which a person knows the decision."""

SHOWN = (
    "id", "size", "members", "sources", "languages", "platforms", "first_at", "last_at", "timeline", "hours",
    "weekdays", "grid", "posts", "evidence", "objects", "pushes", "narratives", "targets", "trait_posts", "life",
)  # fmt: skip
"""Keys of a finding that a blind reviewer sees: what was done and posted, and nothing that was concluded from it."""
SCORES = frozenset({
    "grade", "alert", "p", "q", "score", "scores", "strength", "confidence", "expected", "effect", "lift", "nats",
    "chance", "axes", "stability", "why", "says", "tier", "declared", "verdict", "comment", "low", "high", "value",
})  # fmt: skip
"""Keys that are left out wherever they stand."""


def unscored(data: Any) -> Any:
    """Plain data without scores, grades and conclusions."""
    if isinstance(data, dict):
        return {key: unscored(value) for key, value in data.items() if key not in SCORES}
    return [unscored(one) for one in data] if isinstance(data, (list, tuple)) else data


def unscored_finding(finding: dict[str, Any]) -> dict[str, Any]:
    """A finding with the keys that a blind reviewer sees."""
    return {key: unscored(finding[key]) for key in SHOWN if key in finding}


def withheld(session: Session, actor: Actor, cases: Iterable[str] | None = None) -> dict[str, set[str]]:
    """Decisions this person could still review blind, by case."""
    if rank(actor.roles) < ROLES.index("reviewer"):
        return {}
    query = select(Decision).where(Decision.state.in_(PENDING))
    if cases is not None:
        query = query.where(Decision.case_id.in_(list(cases)))
    others = [one for one in session.scalars(query) if not same(one.by, actor.name)]
    seen, found = known(session, actor, others), dict[str, set[str]]()
    for decision in others:
        if decision.id not in seen:
            found.setdefault(decision.case_id, set()).add(decision.id)
    return found


def knows(session: Session, actor: Actor, decision: Decision) -> bool:
    """Whether this person has seen the decision: opened the case in full since it was made, or reviewed it."""
    return bool(known(session, actor, [decision]))


def known(session: Session, actor: Actor, decisions: Sequence[Decision]) -> set[str]:
    """Ids of those decisions that this person has seen, see :func:`knows`."""
    ids, cases = [one.id for one in decisions], {one.case_id for one in decisions}
    if not ids:
        return set()
    first = select(Entry.thing, func.min(Entry.seq)).where(Entry.thing.in_(ids), Entry.act == "decision.made")
    last = select(Entry.case_id, Entry.who, func.max(Entry.seq)).where(
        Entry.case_id.in_(cases), Entry.act.in_(SEES_ALL)
    )
    made = {row[0]: row[1] for row in session.execute(first.group_by(Entry.thing))}
    looked: dict[str | None, int] = {}
    for case_id, who, seq in session.execute(last.group_by(Entry.case_id, Entry.who)):
        if same(who, actor.name):
            looked[case_id] = max(seq, looked.get(case_id, 0))
    return {one.id for one in decisions if one.id in made and looked.get(one.case_id, 0) > made[one.id]}


def blind_case(session: Session, review: Review) -> BlindCase:
    """What the reviewer sees."""
    case, decision = session.get_one(Case, review.case_id), session.get_one(Decision, review.decision_id)
    findings = session.scalars(select(Finding).where(Finding.case_id == case.id).order_by(Finding.id))
    return BlindCase(
        review_id=review.id,
        case_id=case.id,
        number=case.number,
        title=case.title,
        question=case.question,
        network_id=decision.network_id,
        findings=tuple(blind_finding(one) for one in findings),
        evidence=blind_evidence(session, case.id),
        turn=review.turn,
        asked_by=review.asked_by,
        asked_at=review.asked_at,
        of=review.of,
    )


def blind_finding(one: Finding) -> FindingRef:
    """A finding of a case as a blind reviewer sees it."""
    return FindingRef(one.run, one.network_id, unscored_finding(one.frozen), one.sha256, one.purged)


def blind_evidence(session: Session, case_id: str) -> tuple[EvidenceView, ...]:
    """The evidence of a case as a blind reviewer sees it."""
    query = select(Evidence).where(Evidence.case_id == case_id).order_by(Evidence.id)
    return tuple(
        EvidenceView(one.id, case_id, one.kind, one.ref, unscored(one.frozen), one.sha256, one.purged, "", "", one.at)
        for one in session.scalars(query)
    )
