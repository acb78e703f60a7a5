"""Attribution by competing hypotheses, each level judged by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from inconcert.casework import blind, matrix
from inconcert.casework.base import Part, one_of, required
from inconcert.casework.tables import Case, Hypothesis, Judgement, Marking, Proof
from inconcert.casework.words import ACCESSES, CONFIDENCES, CREDIBILITY, LEVELS, LIKELIHOODS, MARKS, RELIABILITY, SORTS
from inconcert.casework.work import get
from inconcert.errors import InputError, NotAllowed, UsageError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from inconcert.casework.views import AttributionEvidenceView, AttributionView, HypothesisView, JudgementView

SYNONYMS = (
    "remote", "highly improbable", "improbable", "roughly even odds", "probable", "probably", "highly probable",
    "nearly certain", "almost certainly", "unlikely", "likely",
)  # fmt: skip
BRIEF = 60
"""Signs of a text in a line of the history, at most."""
_LIKELY = re.compile(rf"\b({'|'.join(map(re.escape, (*LIKELIHOODS, *SYNONYMS)))})\b", re.IGNORECASE)
_CONFIDENT = re.compile(r"\b(low|moderate|medium|high)[ -]confidence\b|\bconfidence\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


class Attributing(Part):
    """Hypotheses in rows, evidence in columns."""

    def hypothesis(self, case_id: str, text: str, level: str) -> HypothesisView:
        """Put up a hypothesis.

        Args:
            case_id: The case.
            text: What it says, so that "likely that …" can go before it.
            level: ``country``, ``organisation``, ``individuals`` or ``unknown``.
        """
        one_of(level, LEVELS, "level")
        said = required(text, "the hypothesis")
        says = f"Put up a hypothesis ({level}): {_brief(said)}"
        with self._in_case("hypothesis.put", case_id, says=says) as (work, _):
            row = work.add(Hypothesis(case_id=case_id, text=said, level=level, by=self.actor.name))
            work.thing = row.id
            proofs = list(work.session.scalars(select(Proof.id).where(Proof.case_id == case_id)))
            return matrix.hypothesis(row, proofs, {})

    def attribution_evidence(
        self, case_id: str, text: str, kind: str, access: str, source_grade: str
    ) -> AttributionEvidenceView:
        """Put up a piece of evidence.

        Args:
            case_id: The case.
            text: What it is.
            kind: ``technical``, ``behavioural``, ``contextual`` or ``legal``.
            access: ``open``, ``proprietary`` or ``classified``.
            source_grade: Admiralty grade ``A1`` to ``F6``: the source's reliability, and how credible what it says is.
        """
        one_of(kind, SORTS, "kind of evidence")
        one_of(access, ACCESSES, "access")
        grade = graded(source_grade)
        said = required(text, "the evidence")
        says = f"Put up evidence ({kind}, {grade}): {_brief(said)}"
        with self._in_case("attribution.evidence", case_id, says=says) as (work, _):
            row = work.add(Proof(case_id=case_id, text=said, kind=kind, access=access, source_grade=grade,
                                 by=self.actor.name))  # fmt: skip
            work.thing = row.id
            return matrix.evidence(row, [], {})

    def mark(self, evidence_id: str, hypothesis_id: str, mark: str) -> AttributionEvidenceView:
        """Say how a piece of evidence stands to a hypothesis: ``C`` consistent, ``I`` inconsistent, ``N`` neutral.

        Raises:
            UsageError: the two belong to different cases.
        """
        one_of(mark, MARKS, "mark")
        with self._doing("attribution.marked", thing=evidence_id) as work:
            proof = get(work.session, Proof, evidence_id)
            theory = get(work.session, Hypothesis, hypothesis_id)
            if proof.case_id != theory.case_id:
                raise UsageError("the evidence and the hypothesis belong to different cases.")
            work.case_id = proof.case_id
            work.says = f"Marked «{_brief(proof.text)}» as {MARKS[mark]} with «{_brief(theory.text)}»"
            row = work.session.scalar(select(Marking).where(
                Marking.evidence_id == proof.id, Marking.hypothesis_id == theory.id))  # fmt: skip
            if row is None:
                work.add(Marking(evidence_id=proof.id, hypothesis_id=theory.id, mark=mark, by=self.actor.name))
            elif row.mark != mark:
                work.change(row, mark=mark, by=self.actor.name)
            shown = matrix.attribution(work.session, proof.case_id).evidence
            return next(one for one in shown if one.id == proof.id)

    def judge(
        self, case_id: str, level: str, hypothesis_id: str | None, likelihood: str | None, confidence: str, text: str
    ) -> JudgementView:
        """Judge one level. What is judged here says nothing about another level.

        Args:
            case_id: The case.
            level: The level.
            hypothesis_id: The hypothesis preferred; ``None``: none is.
            likelihood: Word of ICD 203, such as ``very likely``; ``None`` with no hypothesis.
            confidence: ``low``, ``moderate`` or ``high``: how far sources and reasoning carry it.
            text: Why.

        Raises:
            InputError: a sentence speaks of likelihood and confidence at once, or nothing competes with the hypothesis.
            UsageError: a word is not in its list, or the hypothesis is of another case or level.
        """
        one_of(level, LEVELS, "level")
        one_of(confidence, CONFIDENCES, "confidence")
        said = apart(required(text, "the reasoning"))
        if (hypothesis_id is None) != (likelihood is None):
            raise UsageError("a likelihood and a hypothesis belong together.", todo="Give both, or neither.")
        with self._in_case("attribution.judged", case_id, why=said) as (work, _):
            texts = {}
            if hypothesis_id is not None:
                one_of(str(likelihood), LIKELIHOODS, "likelihood")
                texts[hypothesis_id] = _competing(work.session, case_id, level, hypothesis_id)
            row = work.add(Judgement(case_id=case_id, level=level, hypothesis_id=hypothesis_id, likelihood=likelihood,
                                     confidence=confidence, text=said, by=self.actor.name))  # fmt: skip
            work.thing, work.says = row.id, f"Judged the level {level}"
            return matrix.judgement(row, texts)

    def attribution(self, case_id: str) -> AttributionView:
        """The matrix of a case; the reading is logged.

        Raises:
            NotAllowed: this person could still review the case blind.
        """
        with self.book.database.reading() as session:
            get(session, Case, case_id)
            if case_id in blind.withheld(session, self.actor, [case_id]):
                raise NotAllowed("you may still review this case blind, so its attribution is withheld from you.",
                                 todo="Give your verdict first.")  # fmt: skip
            found = matrix.attribution(session, case_id)
        with self._doing("attribution.read", "viewer", case_id=case_id, thing=case_id, why="attribution"):
            return found


def _brief(text: str) -> str:
    """The beginning of a text, for a line of the history."""
    return text if len(text) <= BRIEF else f"{text[: BRIEF - 2].rstrip()} …"


def graded(grade: str) -> str:
    """An Admiralty grade in capital letters.

    Raises:
        InputError: it is none.
    """
    found = grade.strip().upper()
    if len(found) != 2 or found[0] not in RELIABILITY or found[1] not in CREDIBILITY:
        raise InputError(f"'{grade}' is no grade of a source.", todo="Write A to F and 1 to 6, such as B2.")
    return found


def apart(text: str) -> str:
    """A text in which no sentence speaks of likelihood and confidence at once (ICD 203, D.6.e.2.b).

    Raises:
        InputError: one does.
    """
    for sentence in _SENTENCE.split(text):
        if _LIKELY.search(sentence) and _CONFIDENT.search(sentence):
            raise InputError(f"one sentence speaks of likelihood and of confidence: «{sentence}»",
                             todo="Say how likely it is in one sentence, and how sure you are in another.")  # fmt: skip
    return text


def _competing(session: Session, case_id: str, level: str, hypothesis_id: str) -> str:
    """Text of a hypothesis that others compete with."""
    theory = get(session, Hypothesis, hypothesis_id)
    if theory.case_id != case_id or theory.level != level:
        raise UsageError("the hypothesis is of another case or level.", todo="Judge each level by itself.")
    rivals = select(func.count()).where(Hypothesis.case_id == case_id, Hypothesis.level == level)
    if (session.scalar(rivals) or 0) < 2:
        raise InputError(f"at the level {level} nothing competes with this hypothesis.",
                         todo="Put up at least one other that could explain the same.")  # fmt: skip
    return theory.text
