"""Two letters: to whoever was impersonated or addressed, and to whoever is named and has a right of reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.dossier.words import CAVEAT, NOT_GIVEN
from inconcert.networks.words import count, listed
from inconcert.publish import opening, telling
from inconcert.publish.blocks import Bullets, Document, Section, Table, code, paragraph, say
from inconcert.publish.composing import document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.dossier.parts import Asset, Dossier
    from inconcert.publish.blocks import Block

PLACES = 30


def notice(dossier: Dossier) -> Document:
    """To brands and persons that were impersonated, and to platforms and sites concerned: what was seen, what to do."""
    affected = dossier.imprint.affected
    whom = listed(list(affected)) if affected else "whoever receives this letter"
    lookalike = [one for one in _places(dossier) if one[1]]
    blocks: list[Block] = [
        paragraph(f"To {whom}", voice="people"),
        paragraph(f"We write because of an operation that we publish as «{telling.called(dossier)}». {_seen(dossier)}"),
        paragraph("You receive this because your name, or a name like it, was used without your doing, or because your "
                  "service was. We say nothing about you, and nothing about those who came across it."),
    ]  # fmt: skip
    parts = [Section("What concerns you", tuple(_concerns(lookalike)))]
    parts.append(Section("What you can do", (Bullets((
        say("Compare the places listed with your own: only you can say for certain that they are not yours."),
        say("Report look-alike sites to their registrar and host as impersonation or as a breach of your mark."),
        say("Keep copies with their time before anything is removed."),
        say(f"Tell us what is wrong here; we correct it in the report. Contact: {dossier.imprint.contact or 'not given'}.",
            voice="people"),
    )),)))  # fmt: skip
    parts.append(Section("What this letter does not say", (paragraph(CAVEAT, lead=True), *_who(dossier))))
    return document(dossier, f"{telling.called(dossier)}: notice to those affected", "Letter",
                    (Section("Notice", tuple(blocks)), *parts))  # fmt: skip


def right_of_reply(dossier: Dossier) -> Document:
    """To whoever runs a named account or is named in a judgement: what is to be published, and by when to answer."""
    imprint = dossier.imprint
    accounts = [one for chapter in dossier.chapters for one in chapter.assets if one.role == "member"]
    blocks: list[Block] = [
        paragraph("To whoever runs the accounts listed below, and whoever is named in the judgements quoted below."),
        paragraph(f"We are about to publish a report on «{telling.called(dossier)}». {_seen(dossier)} Before we do, we ask "
                  "for your answer, and we will print it or say that none came."),
    ]  # fmt: skip
    asked = Bullets((
        say("Do you run these accounts, or did you? Who else does?"),
        say("Is any of what we say about their behaviour wrong, and what shows it?"),
        say("Is there an innocent reason for their acting together that we should know?"),
        say("Do you want to say anything about the judgements quoted below?"),
    ))  # fmt: skip
    answer = (f"Answers to: {imprint.contact or 'not given'}. Please answer before the day of publication"
              f"{f', {imprint.published.isoformat()}' if imprint.published else ''}.")  # fmt: skip
    parts = (
        Section("Notice before publication", tuple(blocks)),
        Section("What we will say", (Bullets(tuple(_plain(dossier))),)),
        Section("What we ask", (asked, paragraph(answer, voice="people"))),
        Section("The accounts", (_accounts(accounts), paragraph(CAVEAT, lead=True))),
    )
    return document(dossier, f"{telling.called(dossier)}: right of reply", "Letter before publication", parts)


def _seen(dossier: Dossier) -> str:
    days = telling.span(dossier.chapters)
    when = f", between {days[0]} and {days[1]}" if days else ""
    return f"It consists of {telling.presence(dossier.chapters)} that acted together{when}; two people confirmed it."


def _plain(dossier: Dossier) -> Iterator[tuple]:  # type: ignore[type-arg]
    for line in opening.points(dossier):
        yield tuple(type(span)(span.text, span.voice, span.strong, span.code) for span in line)


def _places(dossier: Dossier) -> list[tuple[Asset, str]]:
    known = {
        (row["platform"], row["id"]): f"looks like {row['resembles']['brand']}: {row['resembles']['why']}"
        for chapter in dossier.chapters
        for row in chapter.finding.get("pushes", ())
        if row.get("resembles") and row["resembles"]["tier"] != "lead"
    }
    seen = {
        (one.platform, one.id): one for chapter in dossier.chapters for one in chapter.assets if one.role == "pushed"
    }
    return [(one, known.get(key, "")) for key, one in seen.items()]


def _concerns(places: list[tuple[Asset, str]]) -> Iterator[Block]:
    if not places:
        yield paragraph("No site that it pushed looks like a protected name that we know. What else concerns you stands in "
                        "the covering words of whoever sends this.")  # fmt: skip
        return
    rows = tuple((say(one.name or one.id, voice="quoted"), say(why)) for one, why in places[:PLACES])
    more = len(places) - len(rows)
    note = f"{count(more, 'more')} stand in the file of indicators." if more > 0 else ""
    yield Table(("Place", "What we saw"), rows, (40, 60), note)


def _who(dossier: Dossier) -> Iterator[Block]:
    for line in opening.judged(dossier):
        yield from (paragraph(span.text, voice=span.voice) for span in line)


def _accounts(accounts: list[Asset]) -> Table:
    from inconcert.profile.platforms import named

    rows = tuple((code(one.name or one.id), say(f"{named(one.platform)} {one.kind}")) for one in accounts)
    return Table(("Account", "Kind"), rows or ((say(NOT_GIVEN), say("")),), (70, 30))
