"""Words that several parts of the documents share: names of cases and networks, judgements, what was done."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from inconcert.dossier.parts import Source
from inconcert.dossier.words import language, private
from inconcert.networks.words import count, listed
from inconcert.profile.languages import UNKNOWN
from inconcert.profile.platforms import named as platform_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from inconcert.dossier.parts import Chapter, Dossier, Number

    Row = dict[str, Any]

LANGUAGES, PART = 4, 0.05
"""Languages that a sentence names at most, and the share of posts from which it names one."""
_DONE = {
    "done": "carried out",
    "undone": "taken back",
    "waiting": "not carried out yet",
    "begun": "under way",
    "refused": "refused by the platform",
    "unclear": "outcome not known",
    "undoing": "being taken back",
    "undo refused": "taking back refused by the platform",
    "undo unclear": "whether it was taken back is not known",
}
_ACTS = {
    "label": "labelled",
    "limit": "limited",
    "suspend": "suspended",
    "remove": "removed",
    "takedown": "taken down",
    "report": "reported",
}


def called(dossier: Dossier) -> str:
    """Public name of the operation, or the number of the case."""
    return dossier.imprint.operation or f"Case {dossier.case.number}"


def day(dossier: Dossier) -> str:
    """Day of publication: as the imprint says, else that of the newest decision behind it."""
    if dossier.imprint.published is not None:
        return dossier.imprint.published.isoformat()
    made = [chapter.decision for chapter in dossier.chapters]
    return (
        max(at for one in made for at in (one.at, *(review.at for review in one.reviews if review.at)))
        .date()
        .isoformat()
    )


def heading(dossier: Dossier, place: int, chapter: Chapter | None = None) -> str:
    """Heading of a chapter: «The network», «Network 2 of 4», or with what it consists of."""
    bare = "The network" if len(dossier.chapters) == 1 else f"Network {place} of {len(dossier.chapters)}"
    return bare if chapter is None else f"{bare}: {presence([chapter])}"


def languages(counts: Row, *, few: bool = True) -> str:
    """«German and French», the most first; those of few posts are counted together, or left out."""
    known = dict(sorted(((label, posts) for label, posts in counts.items() if label != UNKNOWN), key=lambda it: -it[1]))
    if not known:
        return "a language that is not known"
    total = sum(known.values())
    most = [label for label, posts in known.items() if posts >= PART * total][:LANGUAGES]
    nameless = [label for label in most if private(label)]
    said = [language(label) for label in most]
    if len(nameless) > 1:
        said = [one for one, label in zip(said, most, strict=True) if label not in nameless]
        said.append(f"unnamed languages ({', '.join(nameless)})")
    rest = len(known) - len(most)
    return listed(said) + (f", and a few of them in {count(rest, 'other language')}" if rest and few else "")


def presence(chapters: Iterable[Chapter]) -> str:
    """«22 accounts on X and 3 channels on Telegram», over several networks, each asset once."""
    seen = {(one.platform, one.kind, one.id) for chapter in chapters for one in chapter.assets if one.role == "member"}
    counted = Counter((platform, kind) for platform, kind, _ in seen)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return listed([f"{count(figure, kind)} on {platform_name(platform)}" for (platform, kind), figure in ordered])


def span(chapters: Iterable[Chapter]) -> tuple[str, str] | None:
    """First and last day on which members acted together, over several networks."""
    firsts = [chapter.finding["first_at"][:10] for chapter in chapters if chapter.finding.get("first_at")]
    lasts = [chapter.finding["last_at"][:10] for chapter in chapters if chapter.finding.get("last_at")]
    return (min(firsts), max(lasts)) if firsts and lasts else None


def enforced(rows: Iterable[Row]) -> Iterator[str]:
    """What was done, grouped: «12 accounts on X suspended: carried out.»."""
    counted = Counter((row["kind"], row["platform"], row["action"], row["standing"]) for row in rows)
    for (kind, platform, action, standing), figure in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        state = _DONE.get(standing, standing)
        yield f"{count(figure, kind)} on {platform_name(platform)} to be {_ACTS.get(action, action)}: {state}."


def numbers_of(chapter: Chapter, what: str) -> list[Number]:
    """The numbers of one sort."""
    return [number for number in chapter.numbers if number.what == what]


def decision_source(chapter: Chapter) -> Source:
    """Where the decision of a chapter can be opened."""
    return Source("decision", chapter.decision.id)


def finding_source(chapter: Chapter, path: str) -> Source:
    """Where a part of a finding can be opened."""
    return Source("finding", f"{chapter.network_id}#/{path}")


def places(chapter: Chapter, *paths: str) -> list[Source]:
    """Where several parts of a finding can be opened."""
    return [finding_source(chapter, path) for path in paths]


def own_ledger(dossier: Dossier, chapter: Chapter) -> list[Row]:
    """Items of takedown against a network."""
    plans = {plan["id"] for plan in dossier.plans if plan["network_id"] == chapter.network_id}
    return [row for row in dossier.ledger if row["plan"] in plans]


def resembled(row: Row) -> str:
    """The protected name that a site looks like, by more than a lead; empty when there is none."""
    alike = row.get("resembles")
    return str(alike["brand"]) if alike and alike["tier"] != "lead" else ""
