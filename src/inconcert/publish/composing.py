"""Documents put together from a redacted dossier."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from inconcert.dossier.figures import things
from inconcert.dossier.words import CAVEAT, NOT_GIVEN
from inconcert.networks.words import counted
from inconcert.publish import closing, opening, telling
from inconcert.publish.annex import annex
from inconcert.publish.blocks import Bullets, Document, Facts, all_lines, paragraph, say, tidy
from inconcert.publish.blocks import Section as Part
from inconcert.publish.chapter import chapter, numbers

if TYPE_CHECKING:
    from inconcert.dossier.parts import Dossier
    from inconcert.publish.blocks import Block, Line


def threat_report(dossier: Dossier) -> Document:
    """The whole report."""
    sections = (
        opening.purpose(dossier),
        opening.takeaways(dossier),
        *(chapter(dossier, told, place) for place, told in enumerate(dossier.chapters, 1)),
        closing.found_how(dossier),
        closing.attribution(dossier),
        opening.told(dossier),
        closing.earlier(dossier),
        closing.methods(dossier),
        closing.corrections(dossier),
        closing.indicators(dossier),
    )
    return document(dossier, f"{telling.called(dossier)}: threat report", dossier.case.title, sections, evidence=True)


def fact_sheet(dossier: Dossier) -> Document:
    """One page: the numbers of every network, the takeaways, the caveat."""
    told = dossier.chapters
    boxes: list[Block] = [numbers(told[0])] if len(told) == 1 else [_summed(dossier)]
    sections = (
        Part("At a glance", (Bullets(tuple(_bare(line) for line in opening.points(dossier))),)),
        Part("By the numbers", tuple(boxes)),
        Part(
            "Before you cite this",
            (
                paragraph(CAVEAT, lead=True),
                paragraph("Every figure opens to its source in the threat report of this case."),
            ),
        ),
    )
    return document(dossier, f"{telling.called(dossier)}: fact sheet", dossier.case.title, sections, short=True)


def _bare(line: Line) -> Line:
    return tuple(type(span)(span.text, span.voice, span.strong, span.code) for span in line)


def _summed(dossier: Dossier) -> Facts:
    """One row a network."""
    rows = []
    for place, told in enumerate(dossier.chapters, 1):
        finding = told.finding
        spoken = telling.languages(finding["languages"])
        said = f"{telling.presence([told])}; {counted(finding['posts'], things(finding))} in {spoken}"
        if finding.get("first_at"):
            said += f"; {finding['first_at'][:10]} to {finding['last_at'][:10]}"
        rows.append((telling.heading(dossier, place), (say(f"{said}."),)))
    return Facts(tuple(rows), "By the numbers")


def document(
    dossier: Dossier,
    title: str,
    subtitle: str,
    sections: tuple[Part, ...],
    *,
    evidence: bool = False,
    short: bool = False,
) -> Document:
    """A document with what every document has: TLP, day, publisher; with ``evidence`` also the annex."""
    imprint = dossier.imprint
    about = (
        ("Published", say(telling.day(dossier))),
        ("Publisher", say(imprint.publisher or NOT_GIVEN, voice="people")),
        ("Contact", say(imprint.contact or NOT_GIVEN, voice="people", code=True)),
        ("Address", say(imprint.url, voice="people", code=True) if imprint.url else say(NOT_GIVEN)),
        ("Handles", say("shown" if imprint.redaction == "shown" else "under keyed pseudonyms")),
    )
    bare = Document(
        tidy(title),
        tidy(subtitle),
        imprint.tlp,
        telling.day(dossier),
        about,
        sections,
        language=imprint.language,
        short=short,
    )
    return replace(bare, annex=annex(dossier, list(all_lines(bare)))) if evidence else bare
