"""What a network said, how far it got, and how it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.dossier.figures import things
from inconcert.dossier.parts import Source
from inconcert.dossier.words import language
from inconcert.networks.words import count, counted, listed, plural
from inconcert.profile.languages import UNKNOWN
from inconcert.profile.platforms import named as platform_name
from inconcert.publish import charts, telling
from inconcert.publish.blocks import Bullets, Paragraph, Sample, Section, Span, Table, code, paragraph, say, tidy
from inconcert.report.portrait import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.dossier.parts import Chapter
    from inconcert.publish.blocks import Block

    Row = dict[str, Any]

NARRATIVES, SAMPLES, ALIKE = 5, 2, 60
"""Narratives told one by one, samples of each, and signs from the beginning by which samples are alike."""


def narratives(told: Chapter) -> Section:
    """The largest narratives with samples in the words of the material."""
    if not told.narratives:
        return Section("Narratives", (paragraph("No narratives were told apart in its posts."),))
    blocks: list[Block] = [
        paragraph(told.finding["narratives_says"], *telling.places(told, "narratives_says", "narratives"))
    ]
    if drawn := charts.narratives(told.finding):
        blocks.append(drawn)
    parts = tuple(_narrative(told, place) for place in range(min(len(told.narratives), NARRATIVES)))
    return Section("Narratives", tuple(blocks), parts)


def _narrative(told: Chapter, place: int) -> Section:
    one = told.narratives[place]
    spoken, what = telling.languages(one["languages"]), things(told.finding)
    said = (
        f"{counted(one['posts'], what)} of {count(one['accounts'], 'account')} in {spoken}, {one['first_at'][:10]} to "
        f"{one['last_at'][:10]} ({one['share']:.0%} of the {what} that were read). Words that mark it: "
    )
    line = (*say(said), Span(tidy(words(one)), "quoted"), *say(".", *telling.places(told, f"narratives/{place}")))
    samples = tuple(_sample(post) for post in _different(one.get("examples", ())))
    return Section(f"Narrative {place + 1}", (Paragraph(line), *samples))


def _different(posts: Iterable[Row]) -> list[Row]:
    """Posts that do not begin alike, so that a reader does not read the same words twice."""
    first: dict[str, Row] = {}
    for post in posts:
        first.setdefault((post["text"] or "").casefold()[:ALIKE], post)
    return list(first.values())[:SAMPLES]


def _sample(post: Row) -> Sample:
    at = post["at"].replace("T", " ").removesuffix("Z")[:16]
    who = post.get("handle") or post["account"]
    about = (
        *say(f"{platform_name(post.get('platform') or post['account'].partition(':')[0])}, "),
        *code(who),
        *say(f", {at} UTC, {language(post.get('lang') or UNKNOWN)}", Source("post", post["ref"])),
    )
    return Sample(tidy(post["text"] or ""), about, post.get("lang") or "")


def effect(told: Chapter) -> Section:
    """The questions of the Breakout Scale, as far as the material knows."""
    asked = told.finding.get("breakout", {})
    if not asked:
        return Section("How far it got", (paragraph("Not looked at in this run."),))
    told_before = set[str]()
    rows = []
    for place, one in enumerate(asked["questions"]):
        new = [fact for fact in one["facts"] if fact not in told_before]
        told_before.update(one["facts"])
        said = say(" ".join(new) or "As above.", *telling.places(told, f"breakout/questions/{place}"))
        rows.append((say(str(one["category"])), say(one["asks"]), say(one["answer"].capitalize()), said))
    table = Table(("", "Question", "Answer", "What the material shows"), tuple(rows), (4, 32, 17, 47))
    return Section("How far it got", (paragraph(asked["says"]), table))


def found(told: Chapter) -> Section:
    """How the network was found, with how sure the group is."""
    finding = told.finding
    graded = [(place, sentence) for place, sentence in enumerate(finding["why"]) if sentence.startswith("Grade ")]
    names = listed([signal["noun"] for signal in finding["signals"]][:4]) if finding["signals"] else "nothing"
    lines = [
        say(
            f"The engine tied these accounts by what they shared ({names}) and tested them as a group.",
            *telling.places(told, "signals"),
        )
    ]
    steady = [(place, one) for place, one in enumerate(finding["why"]) if one.startswith(("Without ", "Over "))]
    lines += [
        say(plainly(sentence, finding), *telling.places(told, f"why/{place}")) for place, sentence in (*graded, *steady)
    ]
    decision = told.decision
    second = [review for review in decision.reviews if review.agrees]
    blind = " without having seen the first verdict" if any(review.blind for review in second) else ""
    lines.append(
        (
            *say(f"Two people confirmed it, the second{blind}.", telling.decision_source(told)),
            Span(" The first gave as reason: "),
            Span(tidy(f"«{decision.reason}»"), "people"),
        )
    )
    lines += [(*say("The second: "), Span(tidy(f"«{review.reason}»"), "people")) for review in second if review.reason]
    return Section("How it was found and confirmed", (Bullets(tuple(lines)),))


def plainly(sentence: str, finding: Row) -> str:
    """A sentence with what a signal looks for in the place of its name: «same_template» → «templates»."""
    for signal in finding["signals"]:
        sentence = sentence.replace(str(signal["name"]), plural(str(signal["noun"])))
    return sentence
