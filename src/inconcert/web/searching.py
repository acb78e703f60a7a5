"""Search for a page: the index, notes and cases, and stretches of text with what was looked for marked."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from inconcert.report.defang import defang
from inconcert.search import KINDS, index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inconcert.search import SearchIndex
    from inconcert.web.here import Here

PAGE = 25
"""Rows of a page."""
OPERATORS = (
    ("bridge report", "both words, anywhere"),
    ('"bridge report"', "these words, in this order"),
    ("bridge -toll", "the first word and not the second"),
    ("bridge OR tunnel", "one of the two"),
    ("brid*", "words that begin like this"),
    ("from:handle", "by this account"),
    ("lang:de", "in this language"),
    ("site:example.org", "with a link to this site"),
    ("on:telegram", "on this platform"),
    ("after:2024-03-01", "from this UTC day on"),
    ("before:2024-04-01", "before this UTC day"),
)
"""What can be written, and what it means."""

_building = Lock()


def searched(here: Here, text: str, kinds: Sequence[str], page: int) -> dict[str, Any]:
    """What a query finds in posts, accounts and sites, page by page (from 1).

    The index is brought up to date first. What is read is written to the log.

    Raises:
        UsageError: the query cannot be understood; the message says where.
    """
    found = _index(here).query(text, kinds=kinds or KINDS, limit=PAGE, offset=PAGE * (page - 1))
    rows = [{**row.to_dict(), "pieces": pieces(row.snippet, row.marks)} for row in found.rows]
    subjects = sorted({row.account for row in found.rows if row.account})
    if subjects:
        here.desk.read("search", subjects, f"search: {text}")
    return {"rows": rows, "total": found.total_at_least, "more": found.total_at_least > PAGE * page}


def _index(here: Here) -> SearchIndex:
    with _building:
        return index(here.opened.folder)


def pieces(text: str, marks: Sequence[Sequence[int]]) -> list[tuple[str, bool]]:
    """Stretches of a text with whether they are marked; addresses in it are made inert, also where a mark cuts them."""
    inert, places = defang(text), _places(text)
    cuts = [(places[start], places[end]) for start, end in marks]
    made, at = list[tuple[str, bool]](), 0
    for start, end in cuts:
        made += [(inert[at:start], False), (inert[start:end], True)]
        at = end
    made.append((inert[at:], False))
    return [(stretch, marked) for stretch, marked in made if stretch]


def _places(text: str) -> list[int]:
    """Where each sign of a text stands in the inert text, in which a dot may have become three signs."""
    inert, places, at = defang(text), [], 0
    for sign in text:
        places.append(at)
        at += 3 if sign == "." and inert[at : at + 3] == "[.]" else 1
    return [*places, at]
