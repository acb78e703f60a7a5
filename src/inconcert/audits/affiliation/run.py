"""Aggregate disclosure of state-media jobs: how many people, in which units, past or concurrent; never who."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from inconcert.audits.affiliation import people as persons
from inconcert.audits.affiliation.hiding import LIMIT, Figure, Problem, hidden
from inconcert.audits.affiliation.matching import decided
from inconcert.audits.affiliation.outlets import outlets
from inconcert.audits.affiliation.people import CLASSES, STATED
from inconcert.audits.figures import Interval, wilson
from inconcert.audits.rows import read
from inconcert.errors import UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from inconcert.audits.affiliation.matching import Match
    from inconcert.audits.affiliation.people import Person
    from inconcert.audits.affiliation.settings import BaseRate, Terms
    from inconcert.audits.receipt import Receipt
    from inconcert.audits.verdicts import Verdict

ALL, PEOPLE, MATCHED, OTHERS = "all", "people", "matched", "others"
BY = ("outlet", "country", "model")


@dataclass(frozen=True)
class Row:
    """One unit, or all people of the file."""

    unit: str
    counts: Mapping[str, int | None]
    """By column; ``None``: not shown, because it or a neighbour is under five."""
    share: Interval | None
    """Share of people with a confirmed match (Wilson); ``None`` when either number is not shown."""


@dataclass(frozen=True)
class Affiliation:
    """What may be told."""

    terms: Terms
    day: str
    by: str
    all: Row
    unconfirmed: int | None
    """People who have matches, none of which a person confirmed; ``None`` when it is not shown."""
    units: tuple[Row, ...]
    groups: tuple[tuple[str, int], ...]
    """People by outlet (country, model) of their confirmed matches, those that may be shown; the largest first.
    People with several are under «several»."""
    base: BaseRate | None
    against_base: str
    """``above``, ``below`` or ``open``: where the interval of all people lies; ``open`` also without a base rate."""
    matches: tuple[Match, ...]
    """Names of employers and what they may mean: the working paper, not for publication."""
    decisions: Mapping[str, Verdict]
    register: str
    receipt: Receipt

    @property
    def waiting(self) -> int:
        """Matches on which nobody has decided."""
        return sum(match.id not in self.decisions for match in self.matches)


def affiliation_of(
    paths: Sequence[str | Path],
    register: str | Path,
    terms: Terms,
    *,
    day: date,
    confirmed: str | Path | None = None,
    models: Sequence[str] = (),
    by: str = "outlet",
    base: BaseRate | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Affiliation:
    """Count people with state-media jobs in a file of employment entries.

    Args:
        paths: Tables: person, employer; from, to, current, unit where known. One row for each job. The person may be
            any word; it is hashed with a key that is forgotten. Columns about what people are or think are dropped
            unread.
        register: Table of outlets; see :func:`inconcert.audits.affiliation.outlets.outlets`.
        terms: Purpose, assessment, days that working papers stay.
        day: The day of the disclosure.
        confirmed: Table of matches on which people decided; without it nothing is counted as confirmed.
        models: Only outlets of these models of the register.
        by: What the second table is about: ``outlet``, ``country`` or ``model``.
        base: Declared share among comparable people.
        mapping: Column of the file by column of the table.

    Raises:
        MappingError: a column is missing, or the register is none.
        InputError: a row does not fit.
        UsageError: ``by`` is unknown.
    """
    if by not in BY:
        raise UsageError(f"people are not counted by '{by}'.", todo=nearest(by, BY))
    known = outlets(register).limited(models)
    rows, receipt = read(paths, persons.FORM, mapping)
    receipt.note(*known.receipt.notes)
    entries = persons.gather(rows)
    matches = persons.matched(entries, known)
    said = decided(confirmed, receipt) if confirmed is not None else {}
    ids = {match.id for some in matches.values() for match in some}
    if strange := len(set(said) - ids):
        receipt.note(f"{strange} decisions are about matches that do not occur here.")
    counted = persons.people(entries, matches, said, day.isoformat(), by, receipt)
    whole, unconfirmed, units, groups = _tables(*_classes(counted))
    once = {match.id: match for _, some in sorted(matches.items()) for match in some}
    return Affiliation(
        terms=terms,
        day=day.isoformat(),
        by=by,
        all=whole,
        unconfirmed=unconfirmed,
        units=units,
        groups=groups,
        base=base,
        against_base=_against(whole.share, base),
        matches=tuple(sorted(once.values(), key=lambda one: (one.kind, one.employer, one.outlet.id))),
        decisions={name: verdict for name, verdict in said.items() if name in ids},
        register=known.form,
        receipt=receipt,
    )


def _against(share: Interval | None, base: BaseRate | None) -> str:
    if share is None or base is None or share.low is None or share.high is None:
        return "open"
    return "above" if share.low > base.share else "below" if share.high < base.share else "open"


def _classes(counted: Sequence[Person]) -> tuple[list[Person], tuple[str, ...]]:
    """People, and the classes of those with a match: past and not stated are one where the latter is under five."""
    if sum(one.kind == persons.UNSTATED for one in counted) >= LIMIT:
        return list(counted), STATED
    both = (persons.PAST, persons.UNSTATED)
    merged = [replace(one, kind=persons.EITHER) if one.kind in both else one for one in counted]
    return merged, (persons.CONCURRENT, persons.EITHER)


def _tables(
    counted: Sequence[Person], stated: tuple[str, ...]
) -> tuple[Row, int | None, tuple[Row, ...], tuple[tuple[str, int], ...]]:
    """Both tables, as far as they may be shown together."""
    units = sorted({one.unit for one in counted})
    groups = sorted({one.group for one in counted} - {""})
    problem = _problem(counted, units, groups, stated)
    gone = hidden(problem)
    shown = {one.name: None if one.name in gone else one.value for one in problem.figures if one.shown}
    table = {unit: {column: shown[unit, column] for column in (PEOPLE, MATCHED, *stated)} for unit in (ALL, *units)}
    rows = {unit: Row(unit, counts, _share(counts)) for unit, counts in table.items()}
    numbers = {group: number for group in groups if (number := shown["\0group", group]) is not None}
    largest = sorted(numbers.items(), key=lambda one: (-one[1], one[0]))
    return rows[ALL], shown[ALL, persons.UNCONFIRMED], tuple(rows[unit] for unit in units), tuple(largest)


def _share(counts: Mapping[str, int | None]) -> Interval | None:
    people, matched = counts[PEOPLE], counts[MATCHED]
    return wilson(matched, people) if people and matched is not None else None


def _problem(
    counted: Sequence[Person], units: Sequence[str], groups: Sequence[str], stated: tuple[str, ...]
) -> Problem:
    """Base cells: people by unit and class, then people by group; the latter add up to those with a match."""
    rest = (persons.UNCONFIRMED, CLASSES[-1])
    kinds = (*stated, *rest)
    cells = {pair: at for at, pair in enumerate((unit, kind) for unit in units for kind in kinds)}
    places = {group: len(cells) + at for at, group in enumerate(groups)}
    numbers, of = Counter((one.unit, one.kind) for one in counted), Counter(one.group for one in counted)
    columns = {PEOPLE: kinds, MATCHED: stated, OTHERS: rest, **{kind: (kind,) for kind in kinds}}
    figures = []
    for unit in (ALL, *units):
        for column, some in columns.items():
            chosen = [(one, kind) for one in (units if unit == ALL else (unit,)) for kind in some]
            shown = column in (PEOPLE, MATCHED, *stated) or (unit, column) == (ALL, persons.UNCONFIRMED)
            rank = {PEOPLE: 3, MATCHED: 2, OTHERS: 2}.get(column, 0) + 4 * (unit == ALL)
            value, inside = sum(numbers[one] for one in chosen), frozenset(cells[one] for one in chosen)
            figures.append(Figure((unit, column), inside, value, rank, shown))
    figures += [Figure(("\0group", group), frozenset({at}), of[group], 1) for group, at in places.items()]
    matched = frozenset(cells[unit, kind] for unit in units for kind in stated)
    return Problem(len(cells) + len(places), figures, [(matched, frozenset(places.values()))] if groups else [])
