"""Employment entries, person by person, with the person hashed as soon as the row is read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import blake2b
from secrets import token_bytes
from typing import TYPE_CHECKING

from inconcert.audits.affiliation.matching import Matcher
from inconcert.audits.rows import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from inconcert.audits.affiliation.matching import Match
    from inconcert.audits.affiliation.outlets import Outlet, Register
    from inconcert.audits.receipt import Receipt
    from inconcert.audits.rows import Row
    from inconcert.audits.verdicts import Verdict

FORM = Form("a file of employment entries", ("person", "employer"), ("from", "to", "current", "unit"),
            {"title": "titles are not needed for counting", "name": "names are not needed"})  # fmt: skip
CONCURRENT, PAST, UNSTATED, UNCONFIRMED = "concurrent", "past", "time not stated", "unconfirmed"
EITHER = "past or time not stated"
"""Stands for both where hardly anybody's time is not stated: so small a class would keep others from being shown."""
CLASSES = (CONCURRENT, PAST, UNSTATED, UNCONFIRMED, "none")
"""What a person is counted as: the first that fits an entry of his or hers."""
STATED = CLASSES[:3]
"""Classes of people with a confirmed match."""
NO_UNIT, SEVERAL_UNITS, SEVERAL_OUTLETS = "not stated", "several units", "several"


@dataclass(frozen=True)
class Person:
    """One person, of whom nothing is left but what is counted."""

    unit: str
    kind: str
    """One of ``CLASSES``."""
    group: str
    """Outlet (or company's country, or model) of the confirmed matches; empty without any."""


@dataclass(frozen=True)
class _Entry:
    employer: str
    start: str
    end: str
    current: bool | None
    unit: str


def gather(rows: Iterable[Row]) -> dict[bytes, list[_Entry]]:
    """Entries by a keyed hash of the person. The key is made for this call and forgotten with it."""
    key = token_bytes(32)
    found: dict[bytes, list[_Entry]] = defaultdict(list)
    for row in rows:
        person = blake2b(row.needed("person").encode(), key=key, digest_size=16).digest()
        found[person].append(
            _Entry(row.text("employer"), row.day("from"), row.day("to"), row.truth("current"), row.text("unit"))
        )
    return found


def matched(found: Mapping[bytes, Sequence[_Entry]], register: Register) -> dict[str, list[Match]]:
    """Matches by employer's name, for all names that have any."""
    matcher = Matcher(register.outlets)
    names = sorted({entry.employer for entries in found.values() for entry in entries if entry.employer})
    made = {name: matcher.matches(name) for name in names}
    return {name: some for name, some in made.items() if some}


def people(
    found: Mapping[bytes, Sequence[_Entry]],
    matches: Mapping[str, Sequence[Match]],
    said: Mapping[str, Verdict],
    day: str,
    by: str,
    receipt: Receipt,
) -> list[Person]:
    """What each person is counted as.

    Args:
        found: Entries by person.
        matches: Matches by employer's name.
        said: What people decided, by id of the match.
        day: The day of the disclosure, ISO 8601: a job that ended before it is past.
        by: ``outlet``, ``country`` or ``model``: what the second table is about.
        receipt: Takes remarks.
    """
    made = []
    for entries in found.values():
        kinds, groups = set[str](), set[str]()
        for entry in entries:
            for match in matches.get(entry.employer, ()):
                kind = _kind(entry, match, None if match.id not in said else said[match.id].holds, day, receipt)
                kinds.add(kind)
                if kind in STATED:
                    groups.add(_group(match.outlet, by))
        kind = next((one for one in CLASSES if one in kinds), "none")
        made.append(Person(_unit(entries), kind, _one(groups) if kind in STATED else ""))
    return made


def _kind(entry: _Entry, match: Match, said: bool | None, day: str, receipt: Receipt) -> str:
    outlet = match.outlet
    if said is False:
        return "none"
    if (outlet.valid_from and entry.end and entry.end < outlet.valid_from) or (
        outlet.valid_to and entry.start and entry.start > outlet.valid_to
    ):
        receipt.note("Entries that lie outside of the days for which the register lists the outlet are no matches.")
        return "none"
    if said is None:
        return UNCONFIRMED
    return _when(entry, day, receipt)


def _when(entry: _Entry, day: str, receipt: Receipt) -> str:
    ended = bool(entry.end) and entry.end < day
    if entry.current and ended:
        receipt.note("Entries that are current and have ended are counted under «time not stated».")
        return UNSTATED
    if entry.current:
        return CONCURRENT
    if ended or entry.current is False:
        return PAST
    return CONCURRENT if entry.end else UNSTATED


def _group(outlet: Outlet, by: str) -> str:
    return {"outlet": outlet.name, "country": outlet.country, "model": outlet.model}[by] or "not stated"


def _one(groups: set[str]) -> str:
    return next(iter(groups)) if len(groups) == 1 else SEVERAL_OUTLETS


def _unit(entries: Sequence[_Entry]) -> str:
    units = {entry.unit for entry in entries} - {""}
    return SEVERAL_UNITS if len(units) > 1 else next(iter(units), NO_UNIT)
