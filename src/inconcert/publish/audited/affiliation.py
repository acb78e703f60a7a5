"""The page of state-media jobs: how many, where, since when; what it does not mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.audits.affiliation.people import CONCURRENT
from inconcert.audits.affiliation.run import MATCHED, PEOPLE
from inconcert.publish.audited.pieces import HIDDEN, bullets, count, percent, receipt, section, table
from inconcert.publish.blocks import Document, paragraph, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.audits.affiliation.run import Affiliation, Row

BY = {"outlet": "Outlet", "country": "Country of the outlet", "model": "Model of the outlet"}
MEANS = (
    "Entries are what people wrote about themselves or what an employer filed: they may be old, wrong or missing.",
    "People in the file are not the staff: who is in it depends on who has such a profile.",
    "A past job says nothing about anybody's aims. State media employ very many journalists in some countries, so "
    "teams that hire journalists there show them whatever else they do.",
    "A current entry is to be verified with the employer: profiles are left as they were, and second jobs may be "
    "declared.",
    "Figures under five are not shown, nor those from which one could be worked out. Zero is not shown either.",
    "Two disclosures of almost the same people can be subtracted from each other. Publish one, or let time pass.",
)
LAW = (
    "Public data of people are personal data: purpose, legal basis, information and an assessment are needed (GDPR, "
    "Articles 5, 6, 14 and 35). For reusing accounts unpseudonymised and sorting them by politics, the Belgian "
    "authority fined an organisation and a researcher (decision 13/2022).",
    "Collecting profiles against a platform's terms can be a breach of contract even where it is no crime (hiQ v. "
    "LinkedIn, N.D. Cal., November and December 2022). inconcert collects nothing.",
)


def document(told: Affiliation, tlp: str, day: str) -> Document:
    """The page."""
    about = (
        ("Day of the disclosure", say(told.day)),
        ("Assessment (DPIA)", say(told.terms.dpia, voice="people")),
        ("Register of outlets", say(told.register)),
        ("Working papers stay", say(f"{told.terms.days} days")),
    )
    units = table(
        (
            "Unit",
            "People",
            "With a confirmed match",
            "Share (95 %)",
            *(name.capitalize() for name in list(told.all.counts)[2:]),
        ),
        (_row(one) for one in (told.all, *told.units)),
        f"«{HIDDEN}»: under five, or one that would give such a figure away.",
    )
    groups = table(
        (BY[told.by], "People"),
        ((name, count(number)) for name, number in told.groups),
        "Only those of five or more that give nothing away; who worked for several stands under «several».",
    )
    return Document(
        title="State-media jobs in a file of employment entries",
        subtitle=told.terms.purpose,
        tlp=tlp,
        day=day,
        about=about,
        sections=(
            section("What was found", bullets(*_found(told)), paragraph(
                "Counted are people whose entries name an outlet of the register, where a person confirmed that the "
                "name means it. Nothing here is about any one of them.", lead=True)),
            section("By unit", units),
            section(f"By {told.by}", groups),
            section("What it means and how it misleads", bullets(*MEANS)),
            section("Law", bullets(*LAW)),
            receipt(told.receipt),
        ),
    )  # fmt: skip


def _row(row: Row) -> tuple[str, ...]:
    numbers = (count(number, HIDDEN) for number in list(row.counts.values())[2:])
    return (row.unit, count(row.counts[PEOPLE], HIDDEN), count(row.counts[MATCHED], HIDDEN),
            percent(row.share, HIDDEN), *numbers)  # fmt: skip


def _found(told: Affiliation) -> Iterator[str]:
    people, matched = told.all.counts[PEOPLE], told.all.counts[MATCHED]
    if people is None or matched is None:
        yield "How many people have a confirmed match may not be shown: a small figure would follow from it."
    else:
        yield f"Of {people:,} people in the file, {matched:,} have a confirmed match: {percent(told.all.share)}."
    concurrent = told.all.counts[CONCURRENT]
    if concurrent is not None:
        yield f"{concurrent:,} of them have an entry that is current: to be verified with the employer."
    if told.unconfirmed is not None:
        yield f"{told.unconfirmed:,} more have matches that nobody has confirmed; they are in no other figure."
    if told.base is not None:
        where = {"above": "lies above", "below": "lies below", "open": "cannot be told from"}[told.against_base]
        yield f"The share {where} the declared base rate of {told.base.share:.1%}, which is of: {told.base.source}."
    else:
        yield "No base rate was declared: whether this is much cannot be said."
