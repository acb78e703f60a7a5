"""The parts of a dossier: frozen records with plain fields, instants as aware datetimes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  # the fields' types may be read at run time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inconcert.casework.pseudonyms import Pseudonyms
    from inconcert.casework.views import AttributionView, CaseView, Comparison, DecisionView, ReviewView
    from inconcert.dossier.imprint import Imprint
    from inconcert.indicators.indicator import Indicator


@dataclass(frozen=True)
class Source:
    """Where a number or a sentence can be opened."""

    kind: str
    """``finding``, ``accounts``, ``ads``, ``plan``, ``decision``, ``post``, ``manifest``, ``casebook``."""
    ref: str
    """Such as ``net-…#/members``, ``x:1234``, the id of a plan or of a decision."""


@dataclass(frozen=True)
class Asset:
    """One thing that a network operates, pushes or pays for."""

    kind: str
    """``account``, ``page``, ``group``, ``channel``, ``site``, ``ad``, ``petition``, ``media``, ``link``,
    ``advertiser``."""
    platform: str
    """``web`` for a site."""
    id: str
    """Native id; a keyed pseudonym in a dossier with hashed handles."""
    name: str | None
    """Handle or title; ``None`` where it is not known, or hashed."""
    url: str | None
    """Address, whole; forms make it inert. ``None`` where it cannot be told, or is hashed."""
    network_id: str | None
    role: str
    """``member`` (the network operates it), ``pushed`` (its links lead there), ``paid`` (paid for an ad that leads to
    what is pushed). Who only amplified is no asset of the network."""
    first_at: datetime | None
    last_at: datetime | None
    created_at: datetime | None
    followers: int | None
    """``None``: not known, never zero."""
    enforced: str | None
    """Where the item of a takedown stands (``done``, ``undone``, ``waiting`` …); ``None``: nothing was planned."""
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Number:
    """One figure, in words and as a value or a range."""

    what: str
    """One word or two: ``accounts``, ``followers``, ``advertising``, ``languages``, ``posts``, ``first``, ``last`` …"""
    says: str
    """The whole sentence."""
    value: float | None
    """``None``: not known, or known as a range only."""
    low: float | None
    high: float | None
    unit: str
    currency: str | None
    """ISO 4217, for every amount of money."""
    period: str | None
    platform: str | None
    """``None``: over all platforms."""
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Technique:
    """A technique of a framework that the evidence supports."""

    framework: str
    """``DISARM`` or ``kill chain``."""
    id: str
    name: str
    because: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Chapter:
    """What is told of one confirmed network."""

    network_id: str
    finding: dict[str, Any]
    """As the case froze it; in a redacted dossier without whoever is held back and without bystanders' words."""
    sha256: str
    """Of what the case froze, before any redaction."""
    run: str
    decision: DecisionView
    """The decision of two people by which it is confirmed."""
    assets: tuple[Asset, ...]
    numbers: tuple[Number, ...]
    techniques: tuple[Technique, ...]
    narratives: tuple[dict[str, Any], ...]
    """As in the finding, each with ``sources`` (rows of ``kind, ref``) beside its examples."""
    held: tuple[dict[str, Any], ...]
    """Members that are told of nowhere, with ``why``; in a redacted dossier without their names."""
    ads: tuple[dict[str, Any], ...] = ()
    """Ads behind the numbers on advertising: ``platform, ad_id, account_id, advertiser, payer, currency, spend_lower,
    spend_upper, started_at, stopped_at, domains``."""


@dataclass(frozen=True)
class Dossier:
    """Everything that is told of a confirmed case."""

    case: CaseView
    imprint: Imprint
    chapters: tuple[Chapter, ...]
    """One for each confirmed network, in the order of the case."""
    left_out: tuple[str, ...]
    """Networks of the case that are not confirmed by two people."""
    attribution: AttributionView
    comparison: Comparison
    manifest: dict[str, Any]
    """``run, version, seed, settings, sources`` and hashes, of each run by its name under ``runs``."""
    receipts: tuple[dict[str, Any], ...]
    """What was read of each file."""
    control: dict[str, Any]
    """What the same search found in shuffled data; ``found``: networks of the run. Empty where it is not at hand."""
    indicators: tuple[Indicator, ...]
    plans: tuple[dict[str, Any], ...]
    """Plans of takedown of this case: ``id, network_id, author, policy_version, items, held, stopped``."""
    ledger: tuple[dict[str, Any], ...]
    """One row an item: ``plan, key, platform, target, kind, action, reason, policies, standing, says``."""
    overturned: int | None
    """Items that an appeal overturned; ``None``: not known."""
    dissent: tuple[ReviewView, ...]
    """Reviews that did not agree with the decision they are about."""

    def redacted(self, pseudonyms: Pseudonyms) -> Dossier:
        """The dossier as it may leave the house, by the choice in its imprint.

        Whoever is held back and every bystander are taken out always, and so are the names of staff, notes and tasks;
        accounts of the networks are under keyed pseudonyms unless ``imprint.redaction`` is ``shown``. Forms get this.
        """
        from inconcert.dossier.redacting import redacted

        return redacted(self, pseudonyms)
