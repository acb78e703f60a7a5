"""The portrait of a network in plain sentences, section by section, for every page and terminal that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.networks.words import POSTS, acted, count, counted, listed
from inconcert.profile import techniques
from inconcert.profile.languages import named as language
from inconcert.profile.platforms import named as platform_name
from inconcert.report.defang import defang_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Row = Mapping[str, Any]

SHOWN = 5
"""Narratives, targets and calendars that a terminal shows."""


def sections(network: Row, most: int = SHOWN, *, whole: bool = True) -> Iterator[tuple[str, list[str]]]:
    """Headings with their sentences: hours, holidays, narratives, sides, targets, spread, techniques.

    Args:
        network: one of ``networks`` in ``findings.json``; what an older run did not compute has no section.
        most: rows of each that are told.
        whole: with the questions of the spread and every technique.
    """
    if "schedule" not in network:
        return
    yield "When it works", [network["schedule"]["says"], *holidays(network, most)]
    yield "What it says", _said(network, most)
    yield "Whom it addresses", targets(network, most)
    if not whole:
        yield "Techniques", [techniques.sentence(network["techniques"])]
        return
    yield "How far it got", [*map(question, network["breakout"]["questions"]), network["breakout"]["says"]]
    rows = network["techniques"]
    yield "Techniques", [techniques.sentence(rows), *map(technique, rows)]


def things(network: Row) -> str:
    """What a network did: «posts», «ads» or «posts and ads»."""
    return acted(network["posts"], network.get("ads", 0))


def _said(network: Row, most: int) -> list[str]:
    told = (narrative(row, things(network)) for row in network["narratives"][:most])
    return [network["narratives_says"], *told, *sides(network)]


def holidays(network: Row, most: int) -> list[str]:
    """The sentence about all calendars, then those that say something."""
    spoken = [row["says"] for row in network["holidays"] if row["says"].startswith("Consistent")]
    return [network["holidays_says"], *spoken[:most]]


def narrative(row: Row, things: str = POSTS) -> str:
    """«n1: #bridge, steel, harbour-news[.]example: 24 posts of 6 accounts (12%), English 20, Arabic 4»."""
    tongues = listed([f"{language(label)} {posts:,}" for label, posts in list(row["languages"].items())[:3]])
    who = f"{counted(row['posts'], things)} of {count(row['accounts'], 'account')} ({row['share']:.0%})"
    return f"{row['id']}: {words(row)}: {who}, {row['first_at'][:10]} to {row['last_at'][:10]}, {tongues}"


def words(row: Row) -> str:
    """The words of a narrative, sites written so that they cannot be clicked."""
    return ", ".join(defang_object(word) if "." in word else word for word in row["words"])


def sides(network: Row) -> list[str]:
    """The sentence about sides, and which narratives stand on which."""
    said = [f"Both sides: {network['sides_says']}"]
    for side in network["sides"]:
        told = listed(side["narratives"]) if side["narratives"] else "no narrative as a whole"
        tags = ", ".join(defang_object(tag) if "." in tag else tag for tag in side["tags"][:SHOWN])
        said.append(f"{tags}: {count(side['posts'], 'post')} of {count(side['accounts'], 'account')}; {told}")
    return said


def targets(network: Row, most: int) -> list[str]:
    """The accounts that it addresses, those it addresses more than others do first."""
    if not network["targets"]:
        return [f"In this material its {things(network)} answer, quote and mention nobody."]
    rows = [target(row) for row in network["targets"][:most]]
    more = network["addressed"] - len(rows)
    return [*rows, f"and {count(more, 'other account')}"] if more > 0 else rows


def target(row: Row) -> str:
    """«@somebody: 12 replies, 1 quote, 3 mentions by 5 members; others 2; 30.3 times more often than all»."""
    acts = listed(
        [count(row[f"{act}s"], "reply" if act == "replie" else act) for act in ("replie", "quote", "mention")]
    )
    who = f"@{row['handle']}" if row["handle"] else row["account_id"]
    inside = " (a member)" if row["member"] else ""
    often = "" if row["lift"] is None else f"; {row['lift']:.1f} times more often than all"
    by = f"by {count(row['accounts'], 'member')}; others {row['others']:,}{often}"
    return f"{who}{inside} on {platform_name(row['platform'])}: {acts} {by}"


def question(row: Row) -> str:
    """«Category 2. Did it reach …? Not in this material. Facts»."""
    return f"Category {row['category']}. {row['asks']} {row['answer'].capitalize()}. {' '.join(row['facts'])}"


def technique(row: Row) -> str:
    """«DISARM T0084.001 Use Copypasta: several members wrote the same words (signal same_text)»."""
    note = f" {row['note']}" if row["note"] else ""
    return f"{row['framework']} {row['id']} {row['name']}: {because(row)}.{note}"


def because(row: Row) -> str:
    """Why a technique is named, sites written so that they cannot be clicked."""
    said = str(row["because"])
    for asset in row["evidence"].get("asset", ()):
        said = said.replace(asset, defang_object(asset))
    return said
