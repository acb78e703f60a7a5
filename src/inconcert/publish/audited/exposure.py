"""The pages of the three audits of exposure: prevalence, feeds, boosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.model.times import iso
from inconcert.publish.audited.pieces import (
    SHOWN,
    UNKNOWN,
    bullets,
    chance,
    count,
    factor,
    percent,
    points,
    receipt,
    section,
    table,
)
from inconcert.publish.blocks import Bullets, Document, paragraph, quoted, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.audits.exposure.boosts import Boosts, Part
    from inconcert.audits.exposure.comparing import Comparison
    from inconcert.audits.exposure.feed import Feed
    from inconcert.audits.exposure.prevalence import Prevalence
    from inconcert.publish.blocks import Block

PREVALENCE = (
    "A factor below one is lower, above one higher prevalence than matched controls would have it. Nothing is said "
    "about why.",
    "The interval is over topics: it holds for topics like these, not for all that could be asked.",
    "A topic's own interval is where one more control topic would lie. A topic of one term varies more than controls "
    "of many, and is then found too easily.",
    "Counts of posts are what people made and what stayed. They are not what anybody was shown.",
)
FEED = (
    "Labels are the user's words; inconcert does not know what they mean, and treats all arms alike.",
    "Each puppet counts once, however much it was shown: exposures of one puppet are not independent.",
    "Puppets are not people. What a feed does to new, machine-like accounts need not be what it does to others.",
    "An arm can differ because its items are more engaging. The matched difference compares items of like engagement; "
    "it takes engagement for given, although the feed made it.",
    "p is of the assignment of puppets to arms; it holds if they were assigned at random.",
)
PUPPET_LAW = (
    "Puppets can breach a platform's terms; vetted access is Article 40(4) and (8) of the Digital Services Act.",
    "What others posted is personal data: delete it once it is labelled.",
)
BOOSTS = (
    "A share needs its denominator: of views is not of videos, and of the feed is not of all.",
    "A log of boosts holds those that were logged.",
    "A country is where an operator works. It is nobody's nationality.",
    "Boosting can have declared reasons (partners, events, corrections); the log says the stated basis, not the aim.",
)


def prevalence(told: Prevalence, tlp: str, day: str) -> Document:
    """The page of relative prevalence."""
    registered = "not registered: exploratory" if told.registration is None else (
        f"{told.registration.registered_at}, SHA-256 {told.registration.hash[:16]}…"
    )  # fmt: skip
    about = (("Platform in question", say(told.of, voice="people")), ("Against", say(told.against, voice="people")),
             ("Counted", say(told.measure)), ("Terms registered", say(registered)))  # fmt: skip
    return Document(
        title="Relative prevalence of topics",
        subtitle=f"{told.of} against {told.against}",
        tlp=tlp,
        day=day,
        about=about,
        sections=(
            section("What was found", bullets(*_compared(told.sensitive), *_placebo(told)), _warning(told)),
            section("Topic by topic", _topics(told.sensitive), _unmatched(told.sensitive)),
            *([section("Placebo topics", _topics(told.placebo))] if told.placebo is not None else []),
            section("Without each term", _without(told.sensitive)),
            section("What else could explain this", table(
                ("Question", "What the material says"), ((one.question, one.answer) for one in told.doubts))),
            section("What it means and how it misleads", bullets(*PREVALENCE)),
            section("Law", bullets("Counts of public posts without accounts are hardly personal data. Access of "
                                   "researchers to public data: Article 40(12) of the Digital Services Act.")),
            receipt(told.receipt),
        ),
    )  # fmt: skip


def _warning(told: Prevalence) -> Block | None:
    if told.registration is not None and not told.all_time:
        return None
    said = [
        "The terms were not written down before they were counted, so they may have been chosen for what they show."
    ]
    said = [] if told.registration is not None else said
    said += ["Some counts are of all time: topics older than a platform look rarer there."] if told.all_time else []
    return paragraph(" ".join(said), lead=True)


def _compared(found: Comparison) -> Iterator[str]:
    if found.difference is None:
        yield f"Nothing can be compared: {found.topics} {found.role} topics and {found.controls} matched controls."
        return
    word = {"lower": "lower prevalence than matched controls", "higher": "higher prevalence than matched controls",
            "open": "no difference from matched controls that can be told from chance"}[found.says]  # fmt: skip
    yield f"{found.role.capitalize()} topics: {word}: {factor(found.difference)}."
    yield f"{found.topics} {found.role} topics, {found.controls} control topics."
    if found.unmatched:
        yield f"{len(found.unmatched):,} {found.role} topics have no matched control and are in no figure."


def _placebo(told: Prevalence) -> Iterator[str]:
    if told.placebo is not None:
        yield from _compared(told.placebo)


def _topics(found: Comparison) -> Block:
    rows = ((one.topic, str(one.terms), factor(one.difference), chance(one.p), chance(one.q), one.rank)
            for one in found.each)  # fmt: skip
    return table(("Topic", "Terms", "Against controls", "p", "q", "Rank"), rows)


def _unmatched(found: Comparison) -> Block | None:
    return (
        Bullets(tuple(quoted(f"{name}: no matched control") for name in found.unmatched)) if found.unmatched else None
    )


def _without(found: Comparison) -> Block:
    from math import exp

    rows = ((one.term, one.topic, f"× {exp(one.value):.2f}") for one in found.without[:SHOWN])
    return table(("Without", "Topic", "Difference"), rows, "The lowest and the highest stand first.", words=2)


def feed(told: Feed, tlp: str, day: str) -> Document:
    """The page of what puppets were shown."""
    about = (
        ("Experiment", say(told.experiment, voice="people")),
        ("Sign-off", say(told.ethics, voice="people")),
        ("Arms", say(str(len(told.arms)))),
        ("Puppets", say(f"{sum(one.puppets for one in told.arms):,}")),
    )
    arms = table(("Arm", "Puppets", "Exposures", "Labelled", "Unlabelled", "Disputed"), (
        (one.arm, *map(count, (one.puppets, one.exposures, one.labelled, one.unlabelled, one.disputed)))
        for one in told.arms), "Unlabelled and disputed exposures are in no share.")  # fmt: skip
    contrasts = table(("Label", "Arm", "less", "Difference (95 %)", "p", "q", "Items of like engagement"), (
        (one.label, one.arm, one.other, points(one.difference), chance(one.p), chance(one.q), points(one.matched))
        for one in told.contrasts))  # fmt: skip
    return Document(
        title="What puppets were shown",
        subtitle="Shares of labels between the arms of an experiment",
        tlp=tlp,
        day=day,
        about=about,
        sections=(
            section("Arms", arms),
            section("Differences between arms", contrasts),
            section("Shares", table(("Arm", "Label", "Share (95 %)"), (
                (one.arm, one.label, percent(one.share)) for one in told.shares))),
            section("Change within the run", table(("Arm", "Label", "Second half less first"), (
                (one.arm, one.label, points(one.change)) for one in told.drift),
                "Where this is not about zero, the figures depend on how long the puppets ran.")),
            section("Agreement of labellers", _agreement(told)),
            section("Settings of the puppets", table(("Arm", "Seed set", "Location", "Device", "Puppets"), (
                (arm, seeds or UNKNOWN, place or UNKNOWN, device or UNKNOWN, f"{number:,}")
                for arm, seeds, place, device, number in told.settings),
                "Arms that differ in more than they should cannot be compared.")),
            section("What it means and how it misleads", bullets(*FEED)),
            section("Law", bullets(*PUPPET_LAW)),
            receipt(told.receipt),
        ),
    )  # fmt: skip


def _agreement(told: Feed) -> Block:
    if not told.agreement:
        return bullets("No item was labelled by two: whether labels can be relied on is not known.")
    return table(
        ("Labeller", "and", "Items", "Same label", "Cohen's kappa (95 %)"),
        ((one.labeller, one.other, f"{one.items:,}", f"{one.agreed:,}", _kappa(one.kappa)) for one in told.agreement),
    )


def _kappa(span: object) -> str:
    from inconcert.audits.figures import Interval

    if not isinstance(span, Interval):
        return "says nothing: one label only"
    return f"{span.value:.2f} ({span.low:.2f} to {span.high:.2f})"


def boosts(told: Boosts, tlp: str, day: str) -> Document:
    """The page of a log of manual boosts."""
    span = UNKNOWN if told.first_at is None else f"{iso(told.first_at)} to {iso(told.last_at or told.first_at)}"
    about = (("Boosts", say(f"{told.boosts:,}")), ("Items", say(f"{told.items:,}")), ("From, to", say(span)),
             ("Operators", say(count(told.operators, "under 5"))))  # fmt: skip
    mix = table(
        ("Topic", "Of boosted views (95 %)", "Of organic views"),
        (
            (one.topic, percent(one.boosted), UNKNOWN if one.organic is None else f"{one.organic:.1%}")
            for one in told.mix
        ),
    )
    return Document(
        title="Manual boosts",
        subtitle="Out of the platform's own log",
        tlp=tlp,
        day=day,
        about=about,
        sections=(
            section("What was found", bullets(*_boosted(told))),
            section("Was the viewer told?", _parts("Label shown", told.labels)),
            section("By the operator's place", _parts("Place", told.places)),
            section("Whose item", _parts("Relation", told.relations)),
            section("Stated basis", _parts("Basis", told.bases)),
            section("Topics", mix),
            section("What it means and how it misleads", bullets(*BOOSTS)),
            section("Law", bullets("Very large platforms assess and say how their recommending works, with its main "
                                   "parameters (Digital Services Act, Articles 27, 34 and 38).")),
            receipt(told.receipt),
        ),
    )  # fmt: skip


def _boosted(told: Boosts) -> Iterator[str]:
    silent = f" {told.without_views:,} boosts do not say how many they delivered." if told.without_views else ""
    yield f"{told.views:,} views were delivered by {told.boosts - told.without_views:,} boosts.{silent}"
    if told.total is None:
        yield "What share that is cannot be said: no number of all views was given."
    elif told.share is not None:
        least = "At least " if told.without_views else ""
        yield f"{least}{told.share:.3%} of {told.total.views:,} views, which are: {told.total.said}."
    if told.above_target is not None:
        yield f"{told.above_target:,} boosts delivered more than their target."


def _parts(head: str, parts: tuple[Part, ...]) -> Block:
    return table((head, "Boosts", "Items", "Operators", "Views", "Share of boosted views"), (
        (one.name, f"{one.boosts:,}", f"{one.items:,}", count(one.operators, "under 5"),
         f"{one.views:,}" + (f" and {one.without_views:,} boosts that do not say" if one.without_views else ""),
         UNKNOWN if one.share is None else f"{one.share:.1%}") for one in parts))  # fmt: skip
