"""The indicators of a confirmed case: accounts it operates, places it pushes, with the steps of the kill chain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from inconcert.dossier.assets import own, suspect
from inconcert.dossier.words import TACTICS
from inconcert.indicators.found import address
from inconcert.indicators.found import indicators as found_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from inconcert.dossier.parts import Chapter
    from inconcert.indicators.indicator import Indicator

    Row = dict[str, Any]

FRAMEWORK = "kill chain"


def indicators(chapters: Iterable[Chapter], number: int) -> Iterator[Indicator]:
    """The indicators of all chapters, each once.

    Of the sites, those that look like a protected name, and those of a family of throw-away names to which mostly the
    network links; of other platforms, what several members link to far more than others do. Members held back are left
    out.
    """
    seen = set[str]()
    for chapter in chapters:
        out = {f"{one['platform']}:{one['target']}" for one in chapter.held}
        finding = chapter.finding | {
            "members": [
                one for one in chapter.finding["members"] if f"{one['platform']}:{one['account_id']}" not in out
            ]
        }
        steps = _steps(chapter)
        others = _elsewhere(finding)
        for one in found_in({"networks": [finding]}, f"case {number}", [finding["id"]], links=True):
            site = one.type == "domain_name"
            if one.value in seen or (not one.tactic and not site and one.value not in others):
                continue
            if site and one.value not in others:
                continue
            seen.add(one.value)
            yield one if one.tactic else _stepped(one, others, steps)


def _elsewhere(finding: Row) -> dict[str, str]:
    """Values of places that may be published, and how techniques call them."""
    found = {}
    for row in finding.get("pushes", ()):
        if row["platform"] == "web":
            if suspect(row):
                found[row["id"]] = row["id"]
        elif own(row):
            name = f"{row['platform']} {row['kind']} {row['id']}"
            found[address(row["platform"], row["id"], None) or name] = name
    return found


def _steps(chapter: Chapter) -> dict[str, tuple[str, str]]:
    """Techniques of the kill chain by the place whose evidence they name: the first of each."""
    found: dict[str, tuple[str, str]] = {}
    for row in chapter.finding.get("techniques", ()):
        if row["framework"] == FRAMEWORK:
            for name in row.get("evidence", {}).get("asset", ()):
                found.setdefault(str(name), (str(row["id"]), str(row["name"])))
    return found


def _stepped(one: Indicator, others: dict[str, str], steps: dict[str, tuple[str, str]]) -> Indicator:
    """A place with tactic, technique and procedure, where a technique names it."""
    if others[one.value] not in steps:
        return one
    ident, name = steps[others[one.value]]
    tactic, technique = ident.partition(".")[0], ".".join(ident.split(".")[:2])
    return replace(
        one,
        tactic=f"{tactic}. {TACTICS.get(tactic, '')}".strip(),
        technique=technique,
        procedure=f"{ident} {name}",
    )
