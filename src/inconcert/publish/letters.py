"""Two letters: to whoever was impersonated or addressed, and to whoever is named and has a right of reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.dossier.words import CAVEAT, NOT_GIVEN
from inconcert.networks.words import count, listed
from inconcert.publish import opening, telling
from inconcert.publish.blocks import Bullets, Document, Paragraph, Section, Span, Table, code, paragraph, say
from inconcert.publish.composing import document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.dossier.parts import Asset, Dossier
    from inconcert.publish.blocks import Block, Line

PLACES = 30


def notice(dossier: Dossier) -> Document:
    """To brands and persons that were impersonated, and to platforms and sites concerned: what was seen, what to do."""
    affected = dossier.imprint.affected
    whom = listed(list(affected)) if affected else "whoever receives this letter"
    blocks: list[Block] = [
        paragraph(f"To {whom}", voice="people"),
        paragraph(f"We write because of an operation that we publish as «{telling.called(dossier)}». {_seen(dossier)}"),
        paragraph(
            "You receive this because your name, or a name like it, was used without your doing, or because your "
            "service was. We say nothing about you, and nothing about those who came across it."
        ),
    ]
    parts = [Section("What concerns you", tuple(_concerns(_places(dossier))))]
    todo = (
        say("Compare the places listed with your own: only you can say for certain that they are not yours."),
        say("Report look-alike sites to their registrar and host as impersonation or as a breach of your mark."),
        say("Keep copies with their time before anything is removed."),
        (*say("Tell us what is wrong here; we correct it in the report. Contact: "), *_contact(dossier)),
    )
    parts.append(Section("What you can do", (Bullets(todo),)))
    parts.append(Section("Attribution", tuple(_who(dossier))))
    parts.append(Section("Before you act on this", (paragraph(CAVEAT, lead=True),)))
    return document(
        dossier,
        f"{telling.called(dossier)}: notice to those affected",
        "Letter",
        (Section("Notice", tuple(blocks)), *parts),
    )


ASKED = (
    "Do you run these accounts, or did you? Who else does?",
    "Is any of what we say about their behaviour wrong, and what shows it?",
    "Is there an innocent reason for their acting together that we should know?",
)
OF_JUDGEMENTS = "Do you want to say anything about the judgements quoted above?"


def right_of_reply(dossier: Dossier) -> Document:
    """To whoever runs a named account or is named in a judgement: what is to be published, and by when to answer."""
    imprint = dossier.imprint
    accounts = [one for chapter in dossier.chapters for one in chapter.assets if one.role == "member"]
    judged = bool(dossier.attribution.judgements)
    named = ", and whoever is named in the judgements quoted below" if judged else ""
    blocks: list[Block] = [
        paragraph(f"To whoever runs the accounts listed below{named}."),
        paragraph(
            f"We are about to publish a report on «{telling.called(dossier)}». {_seen(dossier)} Before we do, we ask "
            "for your answer, and we will print it or say that none came."
        ),
    ]
    asked = Bullets(tuple(say(one) for one in (*ASKED, *((OF_JUDGEMENTS,) if judged else ()))))
    until = f", {imprint.published.isoformat()}" if imprint.published else ""
    answer = (
        *say(f"Please answer before the day of publication{until}. Answers to: "),
        *_contact(dossier),
    )
    parts = (
        Section("Notice before publication", tuple(blocks)),
        Section("What we will say", (Bullets(tuple(_plain(dossier))),)),
        Section("What we ask", (asked, Paragraph(answer))),
        Section("The accounts", (*_hashed(dossier), _accounts(accounts), paragraph(CAVEAT, lead=True))),
    )
    return document(dossier, f"{telling.called(dossier)}: right of reply", "Letter before publication", parts)


def _seen(dossier: Dossier) -> str:
    days = telling.span(dossier.chapters)
    when = f", between {days[0]} and {days[1]}" if days else ""
    return f"It consists of {telling.presence(dossier.chapters)} that acted together{when}; two people confirmed it."


def _contact(dossier: Dossier) -> Line:
    """The contact as it was given: the one address in a letter that is to be used."""
    return (Span(dossier.imprint.contact or "not given", "people", code=True),)


def _hashed(dossier: Dossier) -> Iterator[Block]:
    if dossier.imprint.redaction == "hashed":
        yield paragraph(
            "The accounts stand under pseudonyms here. Whoever sends this letter adds the account that it is about, or "
            "writes it with the accounts shown."
        )


def _plain(dossier: Dossier) -> Iterator[Line]:
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
    """Sites that look like a protected name; where there are none, what it pushed, for the reader to compare."""
    alike = [one for one in places if one[1]]
    if not places:
        yield paragraph("It pushed no site or channel far more than others do.")
        return
    if not alike:
        yield paragraph(
            "No site that it pushed looks like a protected name that we know. These are the places that its posts "
            "point to; compare them with your own."
        )
    shown = alike or places
    rows = tuple(
        (say(one.name or one.id, voice="quoted"), say(why or "pushed far more than others do"))
        for one, why in shown[:PLACES]
    )
    more = len(shown) - len(rows)
    note = f"{count(more, 'other place')} stand in the file of assets." if more > 0 else ""
    yield Table(("Place", "What we saw"), rows, (40, 60), note)


def _who(dossier: Dossier) -> Iterator[Block]:
    for line in opening.judged(dossier):
        yield from (paragraph(span.text, voice=span.voice) for span in line)


def _accounts(accounts: list[Asset]) -> Table:
    from inconcert.profile.platforms import sort_of

    rows = tuple((code(one.name or one.id), say(sort_of(one.platform, one.kind))) for one in accounts)
    return Table(("Account", "Kind"), rows or ((say(NOT_GIVEN), say("")),), (70, 30))
