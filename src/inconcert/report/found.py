"""Hits of a search in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from inconcert.networks.words import count
from inconcert.report.html import moment
from inconcert.report.terminal import safe
from inconcert.search.hits import MOST

if TYPE_CHECKING:
    from rich.console import RenderableType

    from inconcert.search import Hit, Hits


def hits(found: Hits) -> RenderableType:
    """The rows, what was looked for marked, and how many there are."""
    if not found.rows:
        return Text("Nothing was found.")
    least = "at least " if found.total_at_least >= MOST else ""
    return Group(*map(_row, found.rows), Text(f"{least}{count(found.total_at_least, 'hit')}", style="dim"))


def _row(hit: Hit) -> RenderableType:
    who = f"@{hit.handle}" if hit.handle else hit.account or ""
    head = Text(f"{hit.kind} ", style="dim").append_text(safe(hit.id)).append("  ").append_text(safe(who))
    if hit.at:
        head.append(f"  {moment(hit.at)}", style="dim")
    return Group(head, _marked(hit), Text())


def _marked(hit: Hit) -> Text:
    body, done = Text("  "), 0
    for first, last in hit.marks:
        body.append_text(safe(_flat(hit.snippet[done:first])))
        body.append(safe(_flat(hit.snippet[first:last])).plain, style="bold underline")
        done = last
    return body.append_text(safe(_flat(hit.snippet[done:])))


def _flat(text: str) -> str:
    return text.replace("\n", " ")
