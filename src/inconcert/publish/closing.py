"""The end of a threat report: attribution, who was told, earlier operations, methods, corrections, indicators."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from inconcert.casework.comparing import DIMENSIONS
from inconcert.casework.words import CREDIBILITY, RELIABILITY
from inconcert.dossier.parts import Source
from inconcert.dossier.words import CAVEAT, KINDS, NOT_GIVEN, language
from inconcert.networks.words import count, listed
from inconcert.profile.platforms import named as platform_name
from inconcert.publish.blocks import Bullets, Facts, Section, Span, Table, code, paragraph, say, tidy
from inconcert.publish.telling import finding_source
from inconcert.report import control

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.casework.views import Novelty
    from inconcert.dossier.parts import Dossier
    from inconcert.indicators.indicator import Indicator
    from inconcert.publish.blocks import Block, Line, Voice

    Row = dict[str, Any]

COMPARED = 6
"""Values named in a cell of the comparison."""
INDICATORS = 500
"""Indicators that a document lists; a file of indicators has them all."""


def found_how(dossier: Dossier) -> Section:
    """How people came upon it."""
    given = dossier.imprint.found_how
    return Section("How it was found", (paragraph(given or NOT_GIVEN, voice="people" if given else "ours"),))


def attribution(dossier: Dossier) -> Section:
    """Who is behind it, as people judged: level by level, likelihood and confidence apart."""
    view = dossier.attribution
    blocks: list[Block] = [
        paragraph(
            "What the accounts do was measured; who is behind them was judged by people, each level by itself. How "
            "probable something is and how far the sources carry that judgement are two things, and stand in sentences "
            "of their own."
        )
    ]
    for one in view.judgements:
        source = Source("judgement", one.id)
        blocks += [paragraph(sentence, source, voice="judged") for sentence in one.says]
        blocks.append(paragraph(f"Reasoning: {one.text}", voice="judged"))
    if not view.judgements:
        blocks.append(paragraph("No level was judged in this case."))
    if view.hypotheses:
        blocks.append(_hypotheses(dossier))
    if view.evidence:
        blocks.append(_evidence(dossier))
    blocks += [paragraph(sentence) for sentence in view.says]
    return Section("Attribution", tuple(blocks), fresh=True)


def _hypotheses(dossier: Dossier) -> Table:
    rows = tuple(
        (
            say(one.level),
            say(one.text, Source("hypothesis", one.id), voice="judged"),
            say(str(one.inconsistent)),
            say(str(one.consistent)),
            say(str(one.neutral + one.unmarked)),
        )
        for one in dossier.attribution.hypotheses
    )
    return Table(
        ("Level", "Hypothesis", "Against", "For", "Open"),
        rows,
        (16, 54, 10, 10, 10),
        "Pieces of evidence for and against; what least speaks against stands first.",
    )


def _evidence(dossier: Dossier) -> Table:
    rows = tuple(
        (
            say(one.text, Source("proof", one.id), voice="judged"),
            say(f"{one.kind}, {one.access}"),
            say(f"{one.source_grade}: {RELIABILITY[one.source_grade[0]]}; {CREDIBILITY[one.source_grade[1]]}"),
        )
        for one in dossier.attribution.evidence
    )
    return Table(("Evidence", "Kind", "Source (Admiralty grade)"), rows, (52, 18, 30))


def earlier(dossier: Dossier) -> Section:
    """How it differs from operations confirmed before."""
    compared, source = dossier.comparison, Source("casebook", "comparison")
    if not compared.earlier:
        lines = tuple(say(sentence, source) for sentence in compared.says)
        return Section("How it differs from earlier operations", (Bullets(lines),))
    rows = tuple(_novelty(one, source) for one in compared.dimensions if one.new is not None)
    unknown = tuple(paragraph(one.says, source) for one in compared.dimensions if one.new is None)
    cases = listed([f"case {number}" for number in compared.earlier])
    blocks: list[Block] = [paragraph(f"Set beside what was confirmed before: {cases} of this casebook.", source)]
    if rows:
        heads = ("", "New", "Known from before", "Not seen now")
        blocks.append(Table(heads, rows, (14, 30, 32, 24)))
    return Section("How it differs from earlier operations", (*blocks, *unknown))


def _novelty(one: Novelty, source: Source) -> tuple[Line, ...]:
    named = {"languages": language, "platforms": platform_name}.get(one.dimension, str)
    voice: Voice = "quoted" if one.dimension == "sites" else "ours"
    cells = [_some([named(value) for value in values]) for values in (one.new or (), one.known, one.not_now)]
    return (say(DIMENSIONS[one.dimension].capitalize(), source), *(say(cell, voice=voice) for cell in cells))


def _some(values: list[str]) -> str:
    more = f" and {len(values) - COMPARED} more" if len(values) > COMPARED else ""
    return (", ".join(values[:COMPARED]) + more) or "none"


def methods(dossier: Dossier) -> Section:
    """How the figures were made, so that they can be made again."""
    blocks: list[Block] = [paragraph(KINDS)]
    if dossier.control:
        said = control.sentence(dossier.control, _networks(dossier))
        blocks.append(paragraph(f"Control: {said}", Source("control", "findings.json#/control")))
    else:
        blocks.append(paragraph("Control on shuffled data: the run is not at hand."))
    blocks += [_run(name, manifest) for name, manifest in dossier.manifest["runs"].items()]
    frozen = tuple((code(one.network_id), code(one.sha256), code(one.run)) for one in dossier.chapters)
    blocks.append(Table(("Network", "SHA-256 of the finding as the case froze it", "Run"), frozen, (20, 58, 22)))
    if dossier.receipts:
        blocks.append(_receipts(dossier))
    return Section("Methods", tuple(blocks), fresh=True)


def _networks(dossier: Dossier) -> int:
    kept = dossier.control.get("found")
    return int(kept) if kept is not None else len(dossier.chapters) + len(dossier.left_out)


def _run(name: str, manifest: Row | None) -> Facts:
    if not manifest:
        return Facts((("Run", (code(name),)), ("Manifest", (say("The run is not at hand."),))), "The run")
    settings = manifest["settings"]
    source = Source("manifest", name)
    rows: list[tuple[str, tuple[Line, ...]]] = [
        ("Run", (code(name, source),)),
        ("Version", (say(f"inconcert {manifest['version']}", source),)),
        ("Seed", (say(str(settings.get("seed")), source),)),
        (
            "Settings",
            (
                code(
                    json.dumps(
                        {key: value for key, value in sorted(settings.items()) if key != "memory"}, ensure_ascii=False
                    )
                ),
            ),
        ),
        (
            "Tables",
            (say(f"{count(len(manifest.get('tables', {})), 'table')}, each with its SHA-256 in the manifest", source),),
        ),
    ]
    return Facts(tuple(rows), "The run")


def _receipts(dossier: Dossier) -> Table:
    rows = tuple(
        (
            code(str(one["file"])),
            say(str(one.get("format", ""))),
            say(f"{one.get('rows', 0):,}"),
            say(
                listed(
                    [count(figure, noun.removesuffix("s")) for noun, figure in one.get("kept", {}).items() if figure]
                )
                or "nothing"
            ),
            code(str(one.get("hash", ""))[:16]),
        )
        for one in dossier.receipts
    )
    return Table(
        ("File", "Format", "Rows", "Kept", "Hash begins with"),
        rows,
        (30, 16, 12, 24, 18),
        "The material, as it was read.",
    )


def corrections(dossier: Dossier) -> Section:
    """What was overturned, who disagreed, who was held back and left out."""
    return Section("Corrections and dissent", (Bullets(tuple(_corrections(dossier))),))


def _corrections(dossier: Dossier) -> Iterator[Line]:
    if dossier.overturned is None:
        yield say("Whether appeals overturned anything is not known here.")
    elif dossier.plans:
        yield say(
            f"{count(dossier.overturned, 'item')} of takedown {_was(dossier.overturned)} overturned on appeal.",
            *(Source("plan", str(plan["id"])) for plan in dossier.plans),
        )
    else:
        yield say("Nothing was taken down through this case, so there was nothing to appeal.")
    for review in dossier.dissent:
        yield (
            *say(f"A reviewer came to another verdict ({review.verdict}): "),
            Span(tidy(f"«{review.reason}»"), "people"),
        )
    if not dossier.dissent:
        yield say("No reviewer came to another verdict.")
    held = [reason for chapter in dossier.chapters for one in chapter.held for reason in one["why"]]
    number = sum(len(chapter.held) for chapter in dossier.chapters)
    if number:
        reasons = "; ".join(dict.fromkeys(reason.rstrip(".") for reason in held))
        yield say(f"{count(number, 'account')} of the groups {_was(number)} held back and told of nowhere: {reasons}.")
    if dossier.left_out:
        yield say(
            f"{count(len(dossier.left_out), 'network')} of the case {_was(len(dossier.left_out))} not confirmed by "
            "two people, and left out."
        )


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def indicators(dossier: Dossier) -> Section:
    """The table of indicators; no address in it can be clicked."""
    caveat = paragraph(CAVEAT, lead=True)
    if not dossier.indicators:
        return Section("Indicators", (paragraph("No indicators are published with this report."), caveat), fresh=True)
    known = _whence(dossier)
    rows = tuple(
        (
            code(one.defanged, *known.get(one.value, ())),
            say(_sort(one)),
            say(one.procedure or one.technique or "no step named"),
            say(one.comment),
        )
        for one in dossier.indicators[:INDICATORS]
    )
    more = len(dossier.indicators) - len(rows)
    note = "Addresses are written so that they cannot be clicked: [.] stands for a dot, hxxp for http."
    if more > 0:
        note += f" {count(more, 'more indicator')} stand in the file of indicators."
    table = Table(("Indicator", "Type", "Step of the kill chain", "Comment"), rows, (32, 12, 24, 32), note)
    return Section("Indicators", (caveat, table), fresh=True)


def _whence(dossier: Dossier) -> dict[str, tuple[Source, ...]]:
    """Where what is said of an indicator stands: among the members of a finding, or the places that it pushes."""
    found: dict[str, tuple[Source, ...]] = {}
    for chapter in dossier.chapters:
        for one in chapter.assets:
            source = finding_source(chapter, "members") if one.role == "member" else one.sources[0]
            for name in (
                one.id,
                one.url,
                *(f"{one.platform} {kind}{one.id}" for kind in ("", f"{one.kind} ", "account ")),
            ):
                if name and one.role != "paid":
                    found.setdefault(name, (source,))
    return found


def _sort(one: Indicator) -> str:
    """Type of an indicator; one that is hashed has none in the list of types."""
    return "account, hashed" if one.type == "text" and "account-" in one.value else one.type.replace("_", " ")
