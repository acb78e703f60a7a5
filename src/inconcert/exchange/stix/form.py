"""A confirmed case as one STIX 2.1 bundle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from inconcert.dossier.words import CAVEAT
from inconcert.exchange.base import Exchange, moment, stable, write_json
from inconcert.exchange.facts import alike, said
from inconcert.exchange.frameworks import framework
from inconcert.exchange.stix import assets, extension, judging
from inconcert.exchange.stix.maker import OURS, Maker
from inconcert.exchange.stix.marking import TLP, marking
from inconcert.networks.words import count

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.dossier.parts import Chapter, Dossier, Technique


class Stix(Exchange):
    """The operation as an intrusion set, each network as a campaign with its assets, techniques and judgements."""

    name, title, suffix, stem = "stix", "STIX 2.1 bundle", ".json", "stix-bundle"
    live = "Observables and patterns of STIX hold whole values, so that programs can compare them."

    def write(self, dossier: Dossier, target: Path) -> None:
        """Write the bundle."""
        write_json(target, bundle(dossier))


def bundle(dossier: Dossier) -> dict[str, Any]:
    """The bundle as plain data; the same dossier gives the same."""
    made = [json.loads(one.serialize()) for one in _objects(dossier).made.values()]
    key = stable("bundle", dossier.case.id, dossier.imprint.redaction)
    return {"type": "bundle", "id": f"bundle--{key}", "objects": made}


def _objects(dossier: Dossier) -> Maker:
    make = Maker(dossier)
    for tlp in sorted({"CLEAR", dossier.imprint.tlp}):
        make.keep(marking(tlp))
    make.keep(_ourselves(make))
    make.keep(extension.definition(OURS, TLP["CLEAR"]))
    operation = _operation(make)
    campaigns = {chapter.network_id: _campaign(make, chapter, operation) for chapter in dossier.chapters}
    judging.put(make, operation, campaigns)
    for chapter in dossier.chapters:
        _network(make, chapter, campaigns[chapter.network_id])
    _affected(make, operation)
    _report(make)
    return make


def _ourselves(make: Maker) -> Any:
    return make.v21.Identity(id=OURS, created=extension.BASE, modified=extension.BASE, name="inconcert",
                             identity_class="system", object_marking_refs=[TLP["CLEAR"]])  # fmt: skip


def _operation(make: Maker) -> str:
    """The operation: long-lived, so an intrusion set and not a campaign."""
    seen = [at for chapter in make.dossier.chapters for at in _seen(chapter)]
    networks = count(len(make.dossier.chapters), "network")
    return make.own(
        "IntrusionSet", "operation", name=make.title,
        description=f"An influence operation of {networks}, confirmed by people. {CAVEAT}",
        first_seen=min(seen, default=None), last_seen=max(seen, default=None),
    )  # fmt: skip


def _campaign(make: Maker, chapter: Chapter, operation: str) -> str:
    """One network as a bounded run of the operation."""
    finding, seen = chapter.finding, _seen(chapter)
    campaign = make.own(
        "Campaign", chapter.network_id, name=f"{make.title}, {chapter.network_id}",
        description=f"{count(len(finding['members']), 'account')} that acted together, grade {finding['grade']}, "
                    f"confirmed on {chapter.decision.at:%d %B %Y}.",
        first_seen=min(seen, default=None), last_seen=max(seen, default=None),
    )  # fmt: skip
    confidence, says = judging.confirmed(chapter.decision)
    make.link(campaign, "attributed-to", operation, description=says, confidence=confidence)
    return campaign


def _seen(chapter: Chapter) -> list[Any]:
    return [at for key in ("first_at", "last_at") if (at := moment(chapter.finding.get(key))) is not None]


def _network(make: Maker, chapter: Chapter, campaign: str) -> None:
    """What belongs to one network."""
    standing, left = assets.put(make, chapter, campaign)
    if standing:
        make.own("Grouping", chapter.network_id, context="suspicious-activity",
                 name=f"Assets of {chapter.network_id}", description=CAVEAT, object_refs=standing)  # fmt: skip
    if left:
        make.note(f"STIX has no object for: {', '.join(left)}.", "Left out", [campaign], campaign, "left out")
    for technique in chapter.techniques:
        _technique(make, technique, campaign)
    for one in alike(chapter):
        outlet = make.identity(one.brand, "organization")
        site = assets.observable(make, one.asset)
        make.link(campaign, "targets", outlet, description=f"By a site that looks like it ({one.tier}).")
        if site is not None:
            make.link(site, "related-to", outlet, description=f"The name looks like it ({one.tier}): {one.why}")
    judging.numbers(make, chapter, campaign)


def _technique(make: Maker, technique: Technique, campaign: str) -> None:
    """A technique under its id in the pinned framework; why it is named stands on the relationship."""
    frame = framework(technique)
    ident, name = said(technique.id), said(technique.name)
    references, phases, says = [{"source_name": technique.framework, "external_id": ident}], [], ""
    if frame is not None:
        references = [{"source_name": frame.chain, "external_id": ident, **frame.pinned}]
        tactic = frame.tactic(ident)
        phases = [{"kill_chain_name": frame.chain, "phase_name": tactic}] if tactic else []
        says = f"{frame.name} {frame.version}."
    made = make.common("AttackPattern", ident, name=name, description=says, external_references=references,
                       kill_chain_phases=phases)  # fmt: skip
    make.link(campaign, "uses", made, description=said(technique.because))


def _affected(make: Maker, operation: str) -> None:
    for name in make.dossier.imprint.affected:
        outlet = make.identity(said(name), "organization")
        make.link(operation, "targets", outlet, description="Impersonated, as the publisher says.")


def _report(make: Maker) -> None:
    """The report, which names everything else of the bundle."""
    imprint = make.dossier.imprint
    named = [each for each in make.made if not each.startswith(("marking-definition", "extension-definition", OURS))]
    policies = f" Policies: {', '.join(map(said, imprint.policies))}." if imprint.policies else ""
    links = [{"source_name": imprint.publisher or "publisher", "url": imprint.url}] if imprint.url else []
    make.own("Report", "report", name=make.title, report_types=["threat-report", "campaign"],
             description=f"{CAVEAT}{policies}", published=make.modified, external_references=links,
             object_refs=named)  # fmt: skip
