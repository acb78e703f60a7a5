"""The beginning of a threat report: purpose, key takeaways."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from inconcert.dossier.figures import amount, things
from inconcert.dossier.parts import Source
from inconcert.dossier.words import CAVEAT, NOT_GIVEN
from inconcert.networks.words import acted, count, counted
from inconcert.publish import telling
from inconcert.publish.blocks import Bullets, Section, Span, paragraph, say, tidy
from inconcert.report.portrait import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.dossier.parts import Chapter, Dossier
    from inconcert.publish.blocks import Block, Line

WORDS = 5
"""Words of a narrative that a takeaway names."""
_OUTSIDE = re.compile(
    r"([\d,]+) accounts? outside the network reposted its members ([\d,]+) times and answered them ([\d,]+)"
)
DEFINITION = (
    "A coordinated network, here, is a group of accounts that act together more often than their activity, the "
    "popularity of what they share and the time of day explain. What counts is behaviour, never who acts or what they "
    "say."
)
JUDGED = (
    "Acting together is not yet deceit: fans, newsrooms and campaigns coordinate too. That this is an operation was "
    "decided by people."
)


def purpose(dossier: Dossier) -> Section:
    """Why the report is published, and what its words mean."""
    given = dossier.imprint.purpose
    blocks: list[Block] = [
        paragraph(given, voice="people") if given else paragraph(f"Purpose of the publication: {NOT_GIVEN.lower()}"),
        paragraph(f"The question of the case was: {dossier.case.question}", voice="people"),
        paragraph(f"{DEFINITION} {JUDGED}"),
    ]
    return Section("Purpose of this report", tuple(blocks))


def takeaways(dossier: Dossier) -> Section:
    """What to take away, each with where it can be opened."""
    return Section("Key takeaways", (Bullets(tuple(points(dossier))), paragraph(CAVEAT, lead=True)))


def points(dossier: Dossier) -> Iterator[Line]:
    """The key takeaways."""
    yield _who(dossier)
    yield from _what(dossier)
    yield from _money(dossier)
    yield from _effect(dossier)
    yield from judged(dossier)
    yield _acted(dossier)


def _who(dossier: Dossier) -> Line:
    chapters = dossier.chapters
    whole = telling.presence(chapters)
    days = telling.span(chapters)
    when = f" between {days[0]} and {days[1]}" if days else ""
    groups = "a network" if len(chapters) == 1 else f"{len(chapters)} networks"
    said = f"{whole[:1].upper()}{whole[1:]} acted together as {groups}{when}."
    return say(said, *(telling.finding_source(chapter, "members") for chapter in chapters))


def _what(dossier: Dossier) -> Iterator[Line]:
    spoken: dict[str, int] = {}
    for chapter in dossier.chapters:
        for label, posts in chapter.finding["languages"].items():
            spoken[label] = spoken.get(label, 0) + posts
    posts, ads = (sum(chapter.finding.get(key) or 0 for chapter in dossier.chapters) for key in ("posts", "ads"))
    ordered = dict(sorted(spoken.items(), key=lambda item: -item[1]))
    sources = [telling.finding_source(chapter, path) for chapter in dossier.chapters for path in ("posts", "languages")]
    yield say(f"They published {counted(posts, acted(posts, ads))} in {telling.languages(ordered)}.", *sources)
    yield from _alike(dossier)
    largest = [(chapter, one) for chapter in dossier.chapters for one in chapter.narratives[:1]]
    if largest:
        yield _narratives(largest)


def _alike(dossier: Dossier) -> Iterator[Line]:
    """The sites that look like protected names, if they push any."""
    found: dict[str, str] = {}
    sources = []
    for chapter in dossier.chapters:
        sites = {
            str(row["id"]): brand for row in chapter.finding.get("pushes", ()) if (brand := telling.resembled(row))
        }
        found |= sites
        sources += [telling.finding_source(chapter, "pushes")] if sites else []
    if not found:
        return
    site, brand = next(iter(found.items()))
    if len(found) == 1:
        yield say(f"They push {site}, a site that looks like the protected name {brand}.", *sources)
    else:
        said = f"They push {len(found)} sites that look like protected names, such as {site}, which looks like {brand}."
        yield say(said, *sources)


def _narratives(largest: list[tuple[Chapter, dict[str, Any]]]) -> Line:
    several = " of each network" if len(largest) > 1 else ""
    spans = [Span(f"The largest narrative{several}, by the words that mark it: ")]
    for chapter, one in largest:
        if len(spans) > 1:
            spans.append(Span("; "))
        spans.append(Span(tidy(words({"words": one["words"][:WORDS]})), "quoted"))
        spans += say(
            f" ({counted(one['posts'], things(chapter.finding))})", telling.finding_source(chapter, "narratives/0")
        )
    return (*spans, Span("."))


def _money(dossier: Dossier) -> Iterator[Line]:
    """What ads cost over all networks, each ad once, currency by currency."""
    ads = {(ad["platform"], ad["ad_id"]): ad for chapter in dossier.chapters for ad in chapter.ads}
    by: dict[str, list[tuple[float, float | None]]] = {}
    for ad in ads.values():
        if ad["spend_lower"] is not None and ad["currency"]:
            by.setdefault(ad["currency"], []).append((ad["spend_lower"], ad["spend_upper"]))
    parts = []
    for currency, bounds in sorted(by.items()):
        uppers = [upper for _, upper in bounds if upper is not None]
        high = sum(uppers) if len(uppers) == len(bounds) else None
        parts.append(f"{amount(sum(low for low, _ in bounds), high, currency)} for {count(len(bounds), 'ad')}")
    if parts:
        said = "; ".join([parts[0], *(part[:1].lower() + part[1:] for part in parts[1:])])
        sources = (
            source
            for chapter in dossier.chapters
            for number in telling.numbers_of(chapter, "advertising")
            for source in number.sources
        )
        yield say(
            f"Advertising that these accounts ran, or that leads to sites they push: {said[:1].lower()}{said[1:]}.",
            *sources,
        )


def _effect(dossier: Dossier) -> Iterator[Line]:
    if dossier.imprint.effect:
        yield say(dossier.imprint.effect, voice="people")
    spread = [(chapter, hit) for chapter in dossier.chapters if (hit := _OUTSIDE.search(_taken(chapter)))]
    if len(spread) > 1:
        accounts, reposts, answers = ([int(hit[part].replace(",", "")) for _, hit in spread] for part in (1, 2, 3))
        reach = f"{min(accounts):,} to {max(accounts):,}" if min(accounts) != max(accounts) else f"{accounts[0]:,}"
        said = (
            f"In this material each network was taken up by {reach} accounts outside of it: together they reposted "
            f"members {sum(reposts):,} times and answered them {sum(answers):,} times."
        )
        yield say(said, *(telling.finding_source(chapter, "breakout/questions/0") for chapter, _ in spread))
        return
    for chapter in dossier.chapters:
        if said := _taken(chapter):
            yield say(said, telling.finding_source(chapter, "breakout/questions/0"))


def _taken(chapter: Chapter) -> str:
    """What accounts outside took up, in the finding's sentence."""
    asked = chapter.finding.get("breakout", {}).get("questions", [])
    return str(asked[0]["facts"][1]) if asked and len(asked[0]["facts"]) > 1 else ""


def judged(dossier: Dossier) -> Iterator[Line]:
    """Judgements on who is behind it; likelihood and confidence in lines of their own."""
    made = dossier.attribution.judgements
    for judgement in made:
        for sentence in judgement.says:
            yield say(sentence, Source("judgement", judgement.id), voice="judged")
    if not made:
        yield say("The case holds no judgement on who ordered or ran it.")


def _acted(dossier: Dossier) -> Line:
    if not dossier.plans:
        return say("No takedown was planned in this case; what platforms did on their own is not known here.")
    done = sum(row["standing"] == "done" and not row.get("overturned") for row in dossier.ledger)
    stands = "is carried out and stands" if done == 1 else "are carried out and stand"
    says = f"Of {count(len(dossier.ledger), 'item')} of takedown, {done:,} {stands}."
    if dossier.overturned:
        says += f" {dossier.overturned} more {'was' if dossier.overturned == 1 else 'were'} overturned on appeal."
    return say(says, *(Source("plan", str(plan["id"])) for plan in dossier.plans))


def told(dossier: Dossier) -> Section:
    """Who was told before."""
    given = dossier.imprint.told
    lines = tuple(say(one, voice="people") for one in given) or (say(NOT_GIVEN),)
    return Section("Who was told", (Bullets(lines),))
