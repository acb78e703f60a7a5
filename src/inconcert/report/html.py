"""The report as one HTML file: nothing is loaded from elsewhere, and it works without JavaScript."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from inconcert.model.times import instant
from inconcert.networks import words
from inconcert.profile import faces, techniques
from inconcert.profile.hours import WEEKDAYS
from inconcert.profile.languages import named as language_name
from inconcert.profile.platforms import named as platform_name
from inconcert.report import control, drawing, portrait, pushed, searched
from inconcert.report.defang import defang, defang_object, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SHOWN_NETWORKS = 50
"""Networks shown in full; the others stand in the table, and in ``findings.json``."""
SHOWN_TIES = 8
"""Ties whose evidence is laid open one by one."""
FOLDED_TIES = 32
"""Further ties, folded together with one pair of posts each; the others are in ``findings.json``."""
SHOWN_MEMBERS = 25
SHOWN_OBJECTS = 12


WORDLESS = frozenset({"message", "text", "media", "repost", "reply"})
"""Families of signals whose objects are hashes and ids."""


class Piece(NamedTuple):
    """A stretch of a text that is the same in both posts, or is not."""

    text: str
    changed: bool


def render(document: dict[str, Any]) -> str:
    """The report of a run.

    Args:
        document: what ``findings.json`` holds.
    """
    return (
        _environment()
        .get_template("report.html")
        .render(
            document=document,
            name=document.get("name") or "Findings",
            networks=document["networks"],
            control=control.sentence(document["control"], len(document["networks"])),
            searched=searched.sentences(document.get("looked_at", {})),
            left_out=searched.left_out(document.get("looked_at", {})),
            horizon=searched.horizon(document.get("looked_at", {})),
            style=_style(),
        )
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("inconcert.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters |= {
        "count": words.count,
        "plural": words.plural,
        "short": words.short,
        "figure": words.number,
        "probability": words.probability,
        "duration": words.duration,
        "share": words.share,
        "per": lambda step: words.duration(step).removeprefix("1 "),
        "listed": words.listed,
        "moment": moment,
        "defang": lambda text: defang(printable(text)),
        "inert": lambda text: defang_object(printable(text)),
        "language": language_name,
        "platform": platform_name,
        "drawing": drawing.network,
        "timeline": drawing.timeline,
        "strip": drawing.strip,
        "size": size,
        "handles": handles,
        "printed": printable,
        "kind": pushed.kind,
        "things": portrait.things,
        "words_of": portrait.words,
        "because": portrait.because,
        "techniques_said": techniques.sentence,
        "known": pushed.known,
        "wordless": wordless,
        "faced": faces.told,
        "zip": lambda one, other: zip(one, other, strict=True),
    }
    made.globals |= {
        "pieces": pieces,
        "box": (drawing.WIDTH, drawing.HEIGHT),
        "days": list(WEEKDAYS),
        "weekdays": [day[:3] for day in WEEKDAYS],
        "shown_networks": SHOWN_NETWORKS,
        "shown_ties": SHOWN_TIES,
        "folded_ties": FOLDED_TIES,
        "shown_members": SHOWN_MEMBERS,
        "shown_objects": SHOWN_OBJECTS,
    }
    return made


@cache
def _style() -> Markup:
    style = files("inconcert.report").joinpath("templates/report.css").read_text("utf-8")
    return Markup(style)  # noqa: S704  # our own file, not material


def moment(iso: str | None, precision: float = 1.0) -> str:
    """An ISO instant as «2026-03-02 08:00 UTC», no finer than its clock; «unknown» without one."""
    if iso is None:
        return "unknown"
    return words.moment(instant(iso), precision)


def pieces(text: str | None, marks: Sequence[Sequence[Any]], side: int) -> list[Piece]:
    """A text cut where it differs from its counterpart; ``side`` is 0 for the first text, 1 for the second."""
    start, end = 1 + 2 * side, 2 + 2 * side
    whole = text or ""
    return [Piece(whole[mark[start] : mark[end]], mark[0] != "equal") for mark in marks if mark[end] > mark[start]]


def handles(finding: dict[str, Any]) -> dict[str, str]:
    """How each member is called on the page, by its name in ties."""
    return {f"{one['platform']}:{one['account_id']}": called(one) for one in finding["members"]}


def called(member: dict[str, Any]) -> str:
    """A member's handle with @, or its account id."""
    return f"@{member['handle']}" if member["handle"] else str(member["account_id"])


def wordless(finding: Mapping[str, Any]) -> set[str]:
    """Names of signals whose objects have names that say nothing (hashes, ids): their text is shown instead."""
    return {signal["name"] for signal in finding["signals"] if signal["family"] in WORDLESS}


def size(figure: float) -> str:
    """A size in bytes: «48 kB»."""
    for unit in ("bytes", "kB", "MB"):
        if figure < 1000:
            return f"{figure:.0f} {unit}"
        figure /= 1000
    return f"{figure:.1f} GB"
