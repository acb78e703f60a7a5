"""Gather everything that can be told of a confirmed case, once, from the casebook, the run and the material."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

from inconcert.casework.confirming import confirming
from inconcert.casework.roles import demand
from inconcert.dossier import assets, figures, listing
from inconcert.dossier.enforcement import enforcement
from inconcert.dossier.material import Material
from inconcert.dossier.parts import Chapter, Dossier, Source, Technique
from inconcert.errors import InputError, NotAllowed, StoreError

if TYPE_CHECKING:
    from inconcert.casework import Casebook
    from inconcert.casework.views import Actor, CaseView, DecisionView, FindingRef, ReviewView
    from inconcert.dossier.enforcement import Enforcement
    from inconcert.dossier.imprint import Imprint
    from inconcert.store.folder import Folder

    Row = dict[str, Any]

WHY = "gathered for publication"


def gather(
    book: Casebook, actor: Actor, case_id: str, folder: Folder | None, imprint: Imprint, *, why: str = WHY
) -> Dossier:
    """Everything that can be told of a confirmed case; that it was read stands in the log.

    Only confirmed networks get in: those whose newest decision that holds, about them or the case as a whole, is
    ``confirmed`` by two people. Members that a trait excuses, or that a plan of takedown holds back, are told of
    nowhere.

    Args:
        book: The casebook.
        actor: Who asks.
        case_id: Id of the case.
        folder: The investigation its runs lie in; without it followers, ads' periods and the manifest are unknown.
        imprint: What the publisher says.
        why: What the log says it was read for.

    Raises:
        NotAllowed: the role does not suffice (investigator), no network of it is confirmed by two people, or this
            person may still review it blind.
        InputError: a finding was frozen from a run of an older inconcert that did not compute what is told here.
        NoSuchThing: there is no such case.
    """
    demand(actor, "investigator", "gather a case for publication")
    desk = book.desk(actor)
    case = desk.case(case_id, why=why)
    if case.blind:
        raise NotAllowed(
            "you may still review this case blind, so it cannot be published by you yet.",
            todo="Give your verdict first.",
        )
    confirmed = confirming(case)
    _complete([ref for ref in case.findings if ref.network_id in confirmed])
    if not confirmed:
        raise NotAllowed(
            f"no network of case {case.number} is confirmed by two people.",
            todo="A decision 'confirmed' with its reason, and a second person's review, come first.",
        )
    acted = enforcement(book, actor, case_id, folder)
    runs = {ref.run: _run(folder, ref.run) for ref in case.findings if ref.network_id in confirmed}
    chapters = tuple(_chapters(case, confirmed, folder, acted, runs))
    newest = next((run for run in reversed(runs.values()) if run), {})
    return Dossier(
        case=case,
        imprint=imprint,
        chapters=chapters,
        left_out=tuple(ref.network_id for ref in case.findings if ref.network_id not in confirmed),
        attribution=case.attribution,
        comparison=desk.compare(case_id),
        manifest={"runs": {name: run.get("manifest") for name, run in runs.items()}},
        receipts=tuple(newest.get("receipts", ())),
        control=newest.get("control", {}),
        indicators=tuple(listing.indicators(chapters, case.number)),
        plans=acted.plans,
        ledger=acted.ledger,
        overturned=acted.overturned,
        dissent=tuple(_dissent(case)),
    )


NEEDED = frozenset({"members", "signals", "axes", "why", "languages", "platforms", "posts", "coordinated_posts",
                    "timeline", "life"})  # fmt: skip
"""What a finding must have to be told of."""


def _complete(refs: list[FindingRef]) -> None:
    for ref in refs:
        if lacks := sorted(NEEDED - ref.frozen.keys()):
            raise InputError(
                f"network {ref.network_id} was frozen without {', '.join(lacks)}, so it cannot be told of.",
                todo="Detect again, and add the finding of the new run to the case.",
            )


def _chapters(
    case: CaseView, confirmed: dict[str, DecisionView], folder: Folder | None, acted: Enforcement, runs: dict[str, Row]
) -> list[Chapter]:
    return [
        _chapter(ref, confirmed[ref.network_id], folder, acted, runs[ref.run].get("settings", {}))
        for ref in case.findings
        if ref.network_id in confirmed
    ]


def _chapter(
    ref: FindingRef, decision: DecisionView, folder: Folder | None, acted: Enforcement, settings: Row
) -> Chapter:
    held = assets.held(ref.frozen, acted.held.get(ref.network_id, {}))
    with closing(Material(folder, settings)) as material:
        material.look(ref.frozen)
        owned = assets.assets(ref.frozen, material, held, acted.standing)
        return Chapter(
            network_id=ref.network_id,
            finding=ref.frozen,
            sha256=ref.sha256,
            run=ref.run,
            decision=decision,
            assets=owned,
            numbers=figures.numbers(ref.frozen, owned, material),
            techniques=tuple(_techniques(ref)),
            narratives=tuple(_narratives(ref)),
            held=held,
            ads=tuple(assets.ads_of(ref.frozen, material)),
        )


def _techniques(ref: FindingRef) -> list[Technique]:
    return [
        Technique(
            row["framework"],
            row["id"],
            row["name"],
            row["because"],
            (Source("finding", f"{ref.network_id}#/techniques/{place}"),),
        )
        for place, row in enumerate(ref.frozen.get("techniques", ()))
    ]


def _narratives(ref: FindingRef) -> list[Row]:
    return [
        one
        | {
            "sources": [
                {"kind": "finding", "ref": f"{ref.network_id}#/narratives/{place}"},
                *({"kind": "post", "ref": post["ref"]} for post in one.get("examples", ())),
            ]
        }
        for place, one in enumerate(ref.frozen.get("narratives", ()))
    ]


def _dissent(case: CaseView) -> list[ReviewView]:
    return [review for decision in case.decisions for review in decision.reviews if review.agrees is False]


def _run(folder: Folder | None, run: str) -> Row:
    """Manifest, settings, receipts and control of a run; empty where it is not at hand."""
    place = None if folder is None else folder.path / "runs" / run
    if place is None or not (place / "findings.json").exists():
        return {}
    try:
        document = json.loads((place / "findings.json").read_text("utf-8"))
        manifest = json.loads((place / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"the run {run} cannot be read: {error}.", todo="Run: inconcert detect") from None
    return {
        "manifest": manifest,
        "settings": document["settings"],
        "receipts": document["receipts"],
        "control": {**document["control"], "found": len(document["networks"])},
    }
