"""What casework gives out: frozen records with plain fields, instants as aware datetimes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime  # noqa: TC003  # the fields' types may be read at run time
from typing import Any

from inconcert.casework.canonical import fingerprint
from inconcert.casework.labels import labels
from inconcert.casework.people_views import SavedSearch, SessionView, TokenView, UserView
from inconcert.casework.view import View

__all__ = [
    "Actor",
    "AttributionEvidenceView",
    "AttributionView",
    "AuditRow",
    "BlindCase",
    "CaseRow",
    "CaseView",
    "Comparison",
    "DecisionView",
    "Event",
    "EvidenceView",
    "FindingRef",
    "Hit",
    "HypothesisView",
    "JudgementView",
    "NoteView",
    "Novelty",
    "PurgeReceipt",
    "ReviewView",
    "SavedSearch",
    "SessionView",
    "TaskView",
    "TokenView",
    "UserView",
    "Verification",
    "View",
]


@dataclass(frozen=True)
class Actor:
    """Who does something, in which roles, and from where."""

    name: str
    roles: frozenset[str]
    via: str
    """Such as ``cli``, ``python``, ``web 127.0.0.1``."""


@dataclass(frozen=True)
class FindingRef(View):
    """A network of a run, with the copy that a case keeps of it."""

    run: str
    network_id: str
    frozen: dict[str, Any]
    """The network as it stood in ``findings.json``."""
    sha256: str
    """Of the canonical JSON of ``frozen``, when it was frozen."""
    purged: bool = False
    """Whether persons were taken out since; ``sha256`` is then that of what once stood here."""

    @classmethod
    def of(cls, run: str, network: dict[str, Any]) -> FindingRef:
        """Freeze a network of ``findings.json``."""
        return cls(run, str(network["id"]), network, fingerprint(network))


@dataclass(frozen=True)
class CaseRow(View):
    """A case in a list."""

    id: str
    number: int
    """Short name of the case inside its casebook: 1, 2, 3 …"""
    title: str
    question: str
    state: str
    verdict: str | None
    """Verdict that holds, ``None`` when none does or when this person still owes a blind review."""
    opened_at: datetime
    opened_by: str
    findings: int
    tags: tuple[str, ...]
    open_tasks: int
    open_reviews: int
    blind: bool
    """Whether this person could still give a blind review, so that verdicts are withheld."""
    version: int


@dataclass(frozen=True)
class EvidenceView(View):
    """A piece of evidence: where it stands, and the copy that was frozen."""

    id: str
    case_id: str
    kind: str
    ref: dict[str, Any]
    frozen: dict[str, Any]
    sha256: str
    purged: bool
    comment: str
    """Empty in a blind view."""
    added_by: str
    added_at: datetime


@dataclass(frozen=True)
class NoteView(View):
    """A note, on the case or on something in it."""

    id: str
    case_id: str
    text: str
    on: str | None
    by: str
    at: datetime


@dataclass(frozen=True)
class TaskView(View):
    """Something to be done by somebody."""

    id: str
    case_id: str
    what: str
    who: str | None
    due: date | None
    by: str
    at: datetime
    done_by: str | None
    done_at: datetime | None


@dataclass(frozen=True)
class ReviewView(View):
    """Another person's verdict on a decision, or the wish for one."""

    id: str
    decision_id: str
    case_id: str
    turn: int
    """2 for the second person, 3 for the third."""
    asked_by: str
    asked_at: datetime
    of: str | None
    """Who was asked, ``None``: anybody who may."""
    by: str | None
    at: datetime | None
    verdict: str | None
    reason: str | None
    agrees: bool | None
    """Whether the verdict is that of the decision, ``None`` until it is given."""
    blind: bool | None
    """Whether the reviewer had not seen the decision before; ``None`` until the verdict is given."""


@dataclass(frozen=True)
class DecisionView(View):
    """A verdict with its reason, and how it stands."""

    id: str
    case_id: str
    network_id: str | None
    verdict: str
    reason: str
    by: str
    at: datetime
    state: str
    needs_two: bool
    """Whether it holds only when a second person agrees."""
    holds: bool
    reviews: tuple[ReviewView, ...]
    version: int


@dataclass(frozen=True)
class HypothesisView(View):
    """One answer among others to who is behind it, at one level."""

    id: str
    case_id: str
    text: str
    level: str
    by: str
    at: datetime
    inconsistent: int
    consistent: int
    neutral: int
    unmarked: int


@dataclass(frozen=True)
class AttributionEvidenceView(View):
    """A piece of evidence for or against hypotheses, with its source graded."""

    id: str
    case_id: str
    text: str
    kind: str
    access: str
    source_grade: str
    """Admiralty grade such as ``B2``."""
    by: str
    at: datetime
    marks: dict[str, str]
    """``C``, ``I`` or ``N`` by id of hypothesis; not marked: not there."""
    diagnostic: bool | None
    """Whether it tells hypotheses of one level apart; ``None`` when too little is marked."""


@dataclass(frozen=True)
class JudgementView(View):
    """What is judged at one level, with likelihood and confidence in sentences of their own."""

    id: str
    case_id: str
    level: str
    hypothesis_id: str | None
    likelihood: str | None
    confidence: str
    text: str
    says: tuple[str, ...]
    """Sentences: the likelihood in the first, the confidence in the second."""
    by: str
    at: datetime


@dataclass(frozen=True)
class AttributionView(View):
    """The matrix of a case: hypotheses in rows, evidence in columns; and the judgements, newest of each level."""

    case_id: str
    hypotheses: tuple[HypothesisView, ...]
    """Those with least against them first, level by level."""
    evidence: tuple[AttributionEvidenceView, ...]
    judgements: tuple[JudgementView, ...]
    says: tuple[str, ...]

    @property
    def labels(self) -> dict[str, str]:
        """What each hypothesis (H1, H2 …) and each piece of evidence (E1, E2 …) is called, by its id."""
        return labels((one.id for one in self.hypotheses), (one.id for one in self.evidence))


@dataclass(frozen=True)
class CaseView(View):
    """A case with everything in it; ``blind`` when verdicts, scores and opinions are withheld from this person."""

    id: str
    number: int
    title: str
    question: str
    state: str
    verdict: str | None
    opened_at: datetime
    opened_by: str
    findings: tuple[FindingRef, ...]
    evidence: tuple[EvidenceView, ...]
    notes: tuple[NoteView, ...]
    tags: tuple[str, ...]
    tasks: tuple[TaskView, ...]
    decisions: tuple[DecisionView, ...]
    attribution: AttributionView
    blind: bool
    version: int


@dataclass(frozen=True)
class BlindCase(View):
    """What a second or third person sees before the own verdict: the question and the proof, no score, no verdict."""

    review_id: str
    case_id: str
    number: int
    title: str
    question: str
    network_id: str | None
    """The network that the decision is about, ``None``: the case as a whole."""
    findings: tuple[FindingRef, ...]
    """Without scores and grades; ``sha256`` is that of the full copy."""
    evidence: tuple[EvidenceView, ...]
    turn: int
    asked_by: str
    asked_at: datetime
    of: str | None


@dataclass(frozen=True)
class Event(View):
    """One thing that was done in a case."""

    id: str
    at: datetime
    who: str
    via: str
    act: str
    """Such as ``note.written``."""
    says: str
    """A sentence; withheld parts of a blind view are said to be withheld."""
    why: str
    undoes: str | None
    undone_by: str | None
    can_undo: bool
    """Whether this person may undo it now, as far as can be told without trying."""


@dataclass(frozen=True)
class AuditRow(View):
    """One entry of the audit log."""

    seq: int
    id: str
    at: datetime
    who: str
    via: str
    act: str
    case_id: str | None
    thing: str | None
    """Id of what it is about."""
    subjects: tuple[str, ...]
    """Keyed pseudonyms of the accounts it is about."""
    why: str | None
    """``None`` when it was purged or is withheld from this person."""
    hash: str


@dataclass(frozen=True)
class Verification(View):
    """Whether the audit log and the casebook hold together."""

    ok: bool
    entries: int
    head: str
    """Hash of the last entry; a copy kept elsewhere proves more than any file beside the log."""
    first_bad: int | None
    """Number of the first entry that does not hold."""
    faults: tuple[str, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Novelty(View):
    """One dimension of a comparison with earlier operations."""

    dimension: str
    new: tuple[str, ...] | None
    """In this case and in no earlier operation; ``None``: cannot be said."""
    known: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """In this case and in earlier operations, with the numbers of their cases."""
    not_now: tuple[str, ...] = ()
    """In earlier operations and not in this case."""
    says: str = ""


@dataclass(frozen=True)
class Comparison(View):
    """A case beside the operations that were confirmed before it."""

    case_id: str
    earlier: tuple[int, ...]
    """Numbers of the cases of earlier operations."""
    dimensions: tuple[Novelty, ...]
    says: tuple[str, ...]


@dataclass(frozen=True)
class PurgeReceipt(View):
    """What a purge took out, and what it could not reach."""

    id: str
    at: datetime
    by: str
    why: str
    of: str
    """Pseudonym of the person, or the day before which cases were purged."""
    rows: dict[str, int]
    """Rows changed or removed, by table."""
    log_texts: int
    """Texts of the audit log that were removed; the entries and their hashes stay."""
    says: tuple[str, ...]


@dataclass(frozen=True)
class Hit(View):
    """A case or a note that holds the words searched for."""

    kind: str
    id: str
    case_id: str
    number: int
    title: str
    snippet: str
    at: datetime
