"""One confirmed network: what was removed, origin and targets, numbers, how it worked, what it said, how far it got."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.dossier.parts import Source
from inconcert.dossier.words import NOT_GIVEN
from inconcert.networks.words import count, duration, listed, plural
from inconcert.networks.words import number as figure
from inconcert.profile.languages import UNKNOWN
from inconcert.profile.platforms import named as platform_name
from inconcert.profile.platforms import sort_of
from inconcert.publish import charts, narrating, telling
from inconcert.publish.blocks import (
    Bullets,
    Facts,
    Paragraph,
    Section,
    Span,
    Table,
    code,
    paragraph,
    quoted,
    say,
    tidy,
)
from inconcert.report.portrait import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.dossier.parts import Chapter, Dossier, Number
    from inconcert.publish.blocks import Block, Line

    Row = dict[str, Any]

PLACES, TARGETS, SPEAKS = 12, 5, 2.0
IMITATED = "a protected name, which another place here looks like"
LABELS = {
    "accounts": "Presence",
    "channels": "Presence",
    "places": "Where it posted",
    "followers": "Followers",
    "posts": "Posts",
    "days": "Period",
    "languages": "Languages",
    "advertising": "Advertising",
}


def chapter(dossier: Dossier, told: Chapter, place: int) -> Section:
    """Everything about one network."""
    parts = (
        removed(dossier, told),
        origin(dossier, told, first=place == 1),
        Section("By the numbers", (numbers(told),)),
        worked(told),
        narrating.narratives(told),
        narrating.effect(told),
        narrating.found(told),
    )
    title = telling.heading(dossier, place, told)
    intro = (
        *say(_who(told), telling.finding_source(told, "members"), telling.decision_source(told)),
        Span(" Its id is "),
        *code(told.network_id),
        Span("."),
    )
    return Section(title, (Paragraph(intro),), parts, fresh=True)


def _who(told: Chapter) -> str:
    held = len(told.held)
    are = "is" if held == 1 else "are"
    out = f" {held} more of the group {are} held back; their posts are in the figures of the group." if held else ""
    return f"{_capital(telling.presence([told]))}, confirmed by two people as one operation.{out}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def removed(dossier: Dossier, told: Chapter) -> Section:
    """Under which policy, and what was removed."""
    rows = telling.own_ledger(dossier, told)
    policies = dossier.imprint.policies or tuple(dict.fromkeys(one for row in rows for one in row["policies"]))
    blocks: list[Block] = [
        paragraph(f"Policies: {'; '.join(policies)}." if policies else f"Policies: {NOT_GIVEN.lower()}", voice="people")
    ]
    if not rows:
        blocks.append(
            paragraph("Nothing was planned against it in this case. What platforms did on their own is not known here.")
        )
        return Section("Policy, and what was removed", tuple(blocks))
    plans = list(dict.fromkeys(str(row["plan"]) for row in rows))
    sources = [Source("plan", plan) for plan in plans]
    blocks.append(Bullets(tuple(say(sentence, *sources) for sentence in telling.enforced(rows))))
    return Section("Policy, and what was removed", tuple(blocks))


def origin(dossier: Dossier, told: Chapter, *, first: bool = True) -> Section:
    """Where it comes from, as judged by people, and at whom it was aimed."""
    countries = [one for one in dossier.attribution.judgements if one.level == "country"]
    blocks: list[Block] = [
        paragraph(sentence, Source("judgement", one.id), voice="judged") for one in countries for sentence in one.says
    ]
    if not blocks:
        blocks = [paragraph("Origin: not judged in this case.")]
    elif not first:
        blocks = [paragraph("Origin: judged for the case as a whole, see Attribution.")]
    finding = told.finding
    spoken = telling.languages({k: v for k, v in finding["languages"].items() if k != UNKNOWN}, few=False)
    blocks.append(
        paragraph(
            f"Audience, as far as its language shows it: readers of {spoken}.", *telling.places(told, "languages")
        )
    )
    blocks += _targets(dossier, told)
    blocks += _sides(told)
    return Section("Origin and targets", tuple(blocks))


def _targets(dossier: Dossier, told: Chapter) -> Iterator[Block]:
    finding = told.finding
    outside = [row for row in finding.get("targets", ()) if not row["member"]]
    if not outside:
        return
    number = finding.get("addressed") or len(outside)
    yield paragraph(
        f"Its posts answer, quote or mention {count(number, 'account')}. Those outside the network are not named here: "
        "being addressed makes nobody part of it.",
        *telling.places(told, "targets", "addressed"),
    )
    allowed = {name.removeprefix("@").casefold() for name in dossier.imprint.affected}
    known = [row for row in outside if str(row["handle"] or "").casefold() in allowed]
    if known:
        names = [f"@{row['handle']} on {platform_name(row['platform'])}" for row in known[:TARGETS]]
        yield paragraph(f"Of those that the publisher names: {listed(names)}.", *telling.places(told, "targets"))


def _sides(told: Chapter) -> Iterator[Block]:
    if told.finding.get("sides"):
        tags = [words({"words": side["tags"][:3]}) for side in told.finding["sides"]]
        yield Paragraph(
            (
                *say(
                    f"It posted on both sides of a quarrel. {told.finding['sides_says']} ",
                    *telling.places(told, "sides"),
                ),
                Span("Marks of the two sides: "),
                Span(tidy(" | ".join(tags)), "quoted"),
                Span("."),
            )
        )


def numbers(told: Chapter) -> Facts:
    """The box of numbers; what the material does not say is said to be not known."""
    grouped: dict[str, list[Number]] = {}
    for one in told.numbers:
        grouped.setdefault(LABELS.get(one.what, "Places it pushes"), []).append(one)
    rows = tuple((label, tuple(say(one.says, *one.sources) for one in several)) for label, several in grouped.items())
    return Facts(rows, "By the numbers")


def worked(told: Chapter) -> Section:
    """How it worked: what was shared, personas, timing, places, techniques."""
    finding = told.finding
    parts = [
        Section("What the accounts have in common", tuple(_shared(told))),
        Section("Personas and automation", (Bullets(tuple(_personas(told))),)),
        Section("When it worked", (*_timing(told), *charts.figures(finding))),
    ]
    if places := _places(told):
        parts.append(Section("Places it pushed", places))
    parts.append(Section("Techniques", tuple(_techniques(told))))
    return Section("How it worked", (), tuple(parts))


def _shared(told: Chapter) -> Iterator[Block]:
    """What ties the accounts, signal by signal, beside what chance would give."""
    rows = tuple(
        (
            say(f"{_capital(one['verb'])} {plural(one['noun'])}", *telling.places(told, f"signals/{place}")),
            say(f"{one['accounts']:,}"),
            say(f"{one['objects']:,}"),
            say(f"{one['meetings']:,}"),
            say(figure(one["expected"])),
            say(_within(one["window"])),
        )
        for place, one in enumerate(told.finding["signals"])
    )
    heads = ("The accounts", "Accounts", "Different ones", "Meetings", "By chance", "Within")
    yield Table(
        heads,
        rows,
        (32, 12, 14, 13, 13, 16),
        "A meeting is two of the accounts doing the same. By chance: how many such meetings their activity and "
        "the popularity of what they shared would give.",
    )
    for place, sentence in enumerate(told.finding["why"]):
        if "tied to every other" in sentence or "possible pairs" in sentence:
            yield paragraph(sentence, *telling.places(told, f"why/{place}"))


def _within(window: float | None) -> str:
    return "any time" if window is None else duration(window)


def _personas(told: Chapter) -> Iterator[Line]:
    """Traits that speak for inauthenticity or automation, and what the axes say as a whole where none does."""
    for name in ("inauthenticity", "automation"):
        axis = told.finding["axes"][name]
        spoken = [(place, one) for place, one in enumerate(axis.get("traits", ())) if (one["nats"] or 0.0) >= SPEAKS]
        for place, one in spoken:
            if one["name"] != "working_schedule":
                yield say(one["says"], *telling.places(told, f"axes/{name}/traits/{place}"))
        if not spoken:
            value = axis["value"]
            state = "was not measured" if value is None else "shows nothing that stands out"
            yield say(f"{name.capitalize()} {state}.", *telling.places(told, f"axes/{name}"))


def _timing(told: Chapter) -> Iterator[Block]:
    finding = told.finding
    if sentence := _hours(finding.get("schedule", {})):
        yield paragraph(sentence, *telling.places(told, "schedule", *_first(finding["schedule"])))
    for place, sentence in enumerate(finding["life"].get("says", ())[:2]):
        yield paragraph(sentence, *telling.places(told, f"life/says/{place}"))
    if finding.get("holidays_says"):
        yield paragraph(finding["holidays_says"], *telling.places(told, "holidays_says"))


def _first(schedule: Row) -> tuple[str, ...]:
    """Where the schedule stands that fits best, if any does."""
    return ("schedule/offsets/0",) if schedule.get("offsets") and not schedule.get("insufficient") else ()


CLEAR = 0.9
_RHYTHMS = {
    "office": "office hours",
    "leisure": "the hours of leisure",
    "life": "waking hours",
    "shift": "shifts around the clock",
}


def _hours(schedule: Row) -> str:
    """When it works, in the words of a reader; empty where a run did not look."""
    if not schedule:
        return ""
    offsets = schedule.get("offsets") or []
    if schedule.get("insufficient") or not offsets:
        return str(schedule.get("says", ""))
    best = offsets[0]
    where = "" if best["schedule"] == "shift" else f" at {_utc(best['minutes'])}"
    said = f"Its hours fit {_RHYTHMS.get(best['schedule'], best['schedule'])}{where} best"
    if best["weight"] < CLEAR:
        said += f" ({best['weight']:.0%} of the weight of all schedules that were tried)"
    if schedule.get("lunch"):
        said += f", with a break at {schedule['lunch']['hour']}:00 there"
    said += "."
    weekend = schedule.get("weekend") or {}
    if weekend.get("share") is not None:
        beside = (
            f", {weekend['controls']:.0%} of those of comparable accounts"
            if weekend.get("controls") is not None
            else ""
        )
        said += f" {weekend['share']:.0%} of its active hours fall on weekends{beside}."
    if schedule.get("zones_like") and where:
        said += f" Clocks stood so in {listed(schedule['zones_like'])}, among others."
    return f"{said} Hours fit many places and do not show where anyone is."


def _utc(minutes: int) -> str:
    sign, rest = ("-" if minutes < 0 else "+"), divmod(abs(minutes), 60)
    return f"UTC{sign}{rest[0]}" + (f":{rest[1]:02}" if rest[1] else "")


def _places(told: Chapter) -> tuple[Block, ...]:
    pushed = [one for one in told.assets if one.role == "pushed"]
    if not pushed:
        return ()
    rows = {(row["platform"], row["id"]): row for row in told.finding.get("pushes", ())}
    imitated = {brand for row in rows.values() if (brand := telling.resembled(row))}
    table = []
    for one in pushed[:PLACES]:
        row = rows.get((one.platform, one.id), {})
        others = f"{row['other_posts']:,}" if row else "not known"
        own = f"{row['posts']:,} by {row['accounts']:,} accounts" if row else "not known"
        table.append(
            (
                quoted(one.name or one.id),
                say(sort_of(one.platform, one.kind)),
                say(own, *one.sources),
                say(others),
                say(_known(row) if one.id not in imitated else IMITATED),
            )
        )
    more = len(pushed) - len(table)
    note = "A link shows where posts point, not whose the place is."
    if more > 0:
        note += f" {count(more, 'other place')} stand in the annex of assets."
    return (
        Table(
            ("Place", "Kind", "Links of the network", "Of others", "What is known"),
            tuple(table),
            (27, 13, 19, 10, 31),
            note,
        ),
    )


def _known(row: Row) -> str:
    said = []
    if brand := telling.resembled(row):
        said.append(f"looks like {brand}: {row['resembles']['why']}")
    if row.get("family"):
        said.append(f"of the family of names {row['family']}")
    if (row.get("hands") or {}).get("registered_at"):
        said.append(f"registered {row['hands']['registered_at'][:10]}")
    if row.get("ads"):
        said.append(f"{count(row['ads']['ads'], 'ad')} {'leads' if row['ads']['ads'] == 1 else 'lead'} there")
    return "; ".join(said) or "nothing further"


def _techniques(told: Chapter) -> Iterator[Block]:
    if not told.techniques:
        yield paragraph("The evidence supports no technique of DISARM or the Online Operations Kill Chain.")
        return
    rows = tuple(
        (say(one.framework), code(one.id), say(one.name, *one.sources), say(_capital(_because(one.because))))
        for one in told.techniques
    )
    yield Table(
        ("Framework", "Id", "Technique", "Evidence"),
        rows,
        (14, 13, 28, 45),
        "A technique says what was done, not why or by whom.",
    )


def _because(text: str) -> str:
    """The reason without the names of rules in brackets, which stand in the annex."""
    return "; ".join(dict.fromkeys(part.partition(" (")[0] for part in text.split("; ")))
