"""The matrix of competing hypotheses (Heuer, Psychology of Intelligence Analysis, 1999, chapter 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from inconcert.casework.tables import Hypothesis, Judgement, Marking, Proof
from inconcert.casework.views import AttributionEvidenceView, AttributionView, HypothesisView, JudgementView
from inconcert.casework.words import LEVELS, LIKELIHOODS
from inconcert.casework.work import of_case

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Marks = dict[tuple[str, str], str]
"""Mark by evidence and hypothesis."""


def empty(case_id: str) -> AttributionView:
    """A matrix with nothing in it."""
    return AttributionView(case_id, (), (), (), ())


def attribution(session: Session, case_id: str) -> AttributionView:
    """The matrix of a case. Hypotheses are ordered by how little speaks against them: evidence refutes."""
    hypotheses, proofs = of_case(session, Hypothesis, case_id), of_case(session, Proof, case_id)
    judged = of_case(session, Judgement, case_id)
    marks = _marks(session, case_id)
    shown = sorted(
        (hypothesis(one, [proof.id for proof in proofs], marks) for one in hypotheses),
        key=lambda one: (LEVELS.index(one.level), one.inconsistent),
    )
    newest = {one.level: one for one in judged}
    texts = {one.id: one.text for one in hypotheses}
    return AttributionView(
        case_id=case_id,
        hypotheses=tuple(shown),
        evidence=tuple(evidence(one, hypotheses, marks) for one in proofs),
        judgements=tuple(judgement(newest[level], texts) for level in LEVELS if level in newest),
        says=tuple(_says(shown)),
    )


def _marks(session: Session, case_id: str) -> Marks:
    query = select(Marking).join(Proof, Proof.id == Marking.evidence_id).where(Proof.case_id == case_id)
    return {(one.evidence_id, one.hypothesis_id): one.mark for one in session.scalars(query)}


def hypothesis(one: Any, proofs: list[str], marks: Marks) -> HypothesisView:
    """A hypothesis with how the evidence stands to it."""
    given = [marks.get((proof, one.id)) for proof in proofs]
    against, for_it, neutral, unmarked = (given.count(mark) for mark in ("I", "C", "N", None))
    return HypothesisView(one.id, one.case_id, one.text, one.level, one.by, one.at, against, for_it, neutral, unmarked)


def evidence(one: Any, hypotheses: list[Any], marks: Marks) -> AttributionEvidenceView:
    """A piece of evidence with its marks."""
    own = {each.id: marks[one.id, each.id] for each in hypotheses if (one.id, each.id) in marks}
    return AttributionEvidenceView(
        one.id, one.case_id, one.text, one.kind, one.access, one.source_grade, one.by, one.at, own,
        _diagnostic(own, hypotheses),
    )  # fmt: skip


def _diagnostic(own: dict[str, str], hypotheses: list[Any]) -> bool | None:
    """Whether a piece tells hypotheses of some level apart; it does not when it fits all of them alike."""
    levels = [{own[one.id] for one in hypotheses if one.level == level and one.id in own} for level in LEVELS]
    compared = [sum(one.level == level and one.id in own for one in hypotheses) for level in LEVELS]
    return any(len(marks) > 1 for marks in levels) if max(compared) > 1 else None


def judgement(one: Judgement, texts: dict[str, str]) -> JudgementView:
    """A judgement with its sentences: likelihood and confidence never stand in one."""
    return JudgementView(
        one.id, one.case_id, one.level, one.hypothesis_id, one.likelihood, one.confidence, one.text,
        tuple(sentences(one.level, texts.get(one.hypothesis_id or ""), one.likelihood, one.confidence)), one.by, one.at,
    )  # fmt: skip


def sentences(level: str, text: str | None, likelihood: str | None, confidence: str) -> list[str]:
    """A judgement in words."""
    if text is None or likelihood is None:
        return [f"At the level {level}, no hypothesis is preferred.", f"Confidence in that is {confidence}."]
    low, high = LIKELIHOODS[likelihood]
    return [
        f"At the level {level}: {likelihood} ({low} to {high}%) that {text.rstrip('.')}.",
        f"Confidence in the sources and the reasoning is {confidence}.",
    ]


def _says(shown: list[HypothesisView]) -> list[str]:
    found = []
    for level in LEVELS:
        own = [one for one in shown if one.level == level]
        if len(own) == 1:
            found.append(f"At the level {level} one hypothesis stands alone: nothing competes with it yet.")
        if any(one.unmarked for one in own):
            holes = sum(one.unmarked for one in own)
            found.append(f"At the level {level} {holes} cells are not marked, so counts cannot be compared fully.")
    return found
