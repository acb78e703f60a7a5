"""Casework: people's files on findings, with decisions, reviews, attribution, undo and an audit log.

::

    book = Casebook.open("sqlite:///spring/casework.sqlite")
    desk = book.desk(Actor("ada", frozenset({"investigator"}), "python"))
    case = desk.open_case("Spring", "Who pushed the pipeline story?", [FindingRef.of(run, network)])
    desk.decide(case.id, "benign coordination", "A newsroom: see its imprint.")

Everything is done by somebody, leaves an entry in a log whose entries are chained by hashes, and can be undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.doors import doors

if TYPE_CHECKING:
    from inconcert.casework.book import Casebook
    from inconcert.casework.desk import Desk
    from inconcert.casework.people import People
    from inconcert.casework.pseudonyms import Pseudonyms
    from inconcert.casework.verifying import verify
    from inconcert.casework.views import Actor, FindingRef, Verification

__all__ = ["Actor", "Casebook", "Desk", "FindingRef", "People", "Pseudonyms", "Verification", "verify"]

_DOORS = {
    "Actor": "views",
    "Casebook": "book",
    "Desk": "desk",
    "FindingRef": "views",
    "People": "people",
    "Pseudonyms": "pseudonyms",
    "Verification": "views",
    "verify": "verifying",
}

__getattr__ = doors(__name__, _DOORS)
