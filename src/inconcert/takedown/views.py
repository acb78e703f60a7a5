"""What takedowns give out: frozen records with plain fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003  # the fields' types may be read at run time
from typing import Any

from inconcert.casework.view import View


@dataclass(frozen=True)
class PlanRow(View):
    """A plan in a list."""

    id: str
    case_id: str
    network_id: str
    author: str
    at: datetime
    """When it was written down."""
    standing: str
    """One of :data:`inconcert.takedown.words.STANDINGS`."""
    items: int
    held: int
    counts: dict[str, int]
    """Items by where they are, such as ``{"done": 5, "waiting": 20}``."""
    approvals: int
    approvals_needed: int
    appeals_open: int
    owed: int
    """Items whose appeal was granted and that are not taken back yet."""
    says: str
    """What comes next, in a sentence."""


@dataclass(frozen=True)
class AppealView(View):
    """An objection to an item, and what became of it."""

    id: str
    plan_id: str
    key: str
    """Key of the item."""
    platform: str
    target: str
    by: str
    """Who objects: ``owner``, or another word for them."""
    text: str
    at: datetime
    """When they objected, as far as it was told."""
    taken_by: str
    """Who wrote it down."""
    answered_by: str | None
    answered_at: datetime | None
    granted: bool | None
    """``None`` until it is answered."""
    reason: str | None
    taken_back: bool
    """Whether the target is as it was before, or was never acted on."""


@dataclass(frozen=True)
class ItemView(View):
    """An item of a plan, and where it stands."""

    key: str
    platform: str
    target: str
    kind: str
    action: str
    reason: str
    policies: tuple[str, ...]
    evidence: tuple[str, ...]
    notice: str
    appeal: str
    """Where and until when the owner can object."""
    expires_at: date | None
    expired: bool
    """Whether its day has passed while it still stands: it is to be taken back."""
    reversible: bool
    standing: str
    """See :data:`inconcert.takedown.ledger.Standing`."""
    stage: int
    """1 for the first few, 2 for the rest."""
    attempts: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    ref: str | None
    """The platform's id of what was done."""
    says: str
    done_at: datetime | None
    """When it was done, by the clock of who carried it out; ``None`` while it was not, and where it was so before."""
    notified: str
    """What became of the notice to its owner: empty (not sent from here), ``begun``, ``done``, ``refused``,
    ``unclear``."""
    followers: int | None
    repliers: int | None
    sharers: int | None
    bystanders: tuple[str, ...]
    """Some accounts outside the network that it touches, as ``platform:account_id``."""
    weak: bool
    radius: tuple[str, ...]
    """The blast radius in sentences."""
    appeals: tuple[str, ...]
    """Ids of the appeals against it."""


@dataclass(frozen=True)
class HeldView(View):
    """A member of the network that is left alone, and why."""

    platform: str
    target: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class ApprovalView(View):
    """A person's word that the plan may be carried out as it was rehearsed."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class RehearsalView(View):
    """What a dry run showed; approvals are bound to its hash."""

    sha256: str
    at: datetime
    by: str
    counts: dict[str, int]
    """Items by what would be done, such as ``{"takedown account": 12}``."""
    already: int
    """Items whose target is so already."""
    held: int
    bystanders: int
    """Named accounts outside the network that the plan touches; at least so many."""
    irreversible: int
    weak: int
    missing: int
    """Targets that are not there any more."""
    through: dict[str, str]
    """By platform of the items: what carries them out, such as ``Ozone`` or ``The hand-over file``."""
    sample: tuple[dict[str, Any], ...]
    """Items drawn at random to be looked at: ``key``, ``does``, ``posts[] {ref, text}`` from the frozen finding."""
    current: bool
    """Whether it is of the plan as it stands."""


@dataclass(frozen=True)
class PlanEvent(View):
    """One thing that was written of a plan."""

    seq: int
    at: datetime
    who: str
    kind: str
    says: str


@dataclass(frozen=True)
class PlanView(View):
    """A plan with everything in it."""

    row: PlanRow
    sha256: str
    finding_sha256: str
    policy_version: str
    first: int
    """Items of the first stage."""
    wait_seconds: float
    per_minute: float
    replaces: str
    """The plan that it was made from by holding somebody back; empty for a first plan."""
    authors: tuple[str, ...]
    """Everybody who wrote it or a plan that it was made from; none of them may approve it."""
    items: tuple[ItemView, ...]
    held: tuple[HeldView, ...]
    rehearsal: RehearsalView | None
    approvals: tuple[ApprovalView, ...]
    stopped: str | None
    looked_at: bool
    appeals: tuple[AppealView, ...]
    events: tuple[PlanEvent, ...]

    @property
    def id(self) -> str:
        """Its id."""
        return self.row.id


@dataclass(frozen=True)
class Overturned(View):
    """How often what was done turned out to be wrong: counted over all plans, for the evaluation and the report."""

    acted: int
    """Items that were carried out."""
    appealed: int
    """Of these, items that somebody objected to."""
    answered: int
    granted: int
    """Items whose appeal was granted: overturned."""
    items: tuple[AppealView, ...]
    """The granted appeals."""


@dataclass(frozen=True)
class Outcome(View):
    """What became of one item of a plan that was approved, for whoever evaluates; it names no account."""

    plan_id: str
    case_id: str
    network_id: str
    action: str
    platform: str
    grade: str | None
    """Grade of the network as the case froze it; ``None`` when the case is gone or holds another copy of it."""
    signals: tuple[str, ...] | None
    """Signals of the network, likewise."""
    acted: bool
    """Whether it was carried out, also if it was taken back since."""
    appealed: bool
    granted: bool | None
    """Whether the last answer to an appeal granted it; ``None``: nothing was objected, or it is not answered."""
