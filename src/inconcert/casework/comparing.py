"""A case beside the operations that were confirmed before it: what is new, what is known, what is missing now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from inconcert.casework import blind, showing
from inconcert.casework.base import Part
from inconcert.casework.tables import Case, Finding
from inconcert.casework.views import Comparison, Novelty
from inconcert.casework.work import get
from inconcert.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy.orm import Session

Features = dict[str, set[str] | None]
"""What findings have in each dimension; ``None`` where it was not computed."""

DIMENSIONS = {"targets": "targets", "platforms": "platforms", "techniques": "techniques", "languages": "languages",
              "sites": "sites it links to", "accounts": "accounts"}  # fmt: skip
LISTED = 12
"""Values named in a sentence at most."""


class Comparing(Part):
    """Comparison with earlier operations."""

    def compare(self, case_id: str) -> Comparison:
        """What is new in a case, beside what is confirmed of the cases opened before it; the reading is logged.

        Dimensions are targets, platforms, techniques, languages, sites it links to far more than others, accounts.
        What a run did not compute is said to be unknown and never counted as absent.

        Raises:
            NotAllowed: this person could still review the case blind.
        """
        with self.book.database.reading() as session:
            case = get(session, Case, case_id)
            if case_id in blind.withheld(session, self.actor, [case_id]):
                raise NotAllowed("you may still review this case blind.", todo="Give your verdict first.")
            earlier = _earlier(session, case)
            found = compared(case_id, _features(session, case_id), earlier)
        with self._doing("case.compared", "viewer", case_id=case_id, thing=case_id, why="earlier operations"):
            return found


def _earlier(session: Session, case: Case) -> dict[int, Features]:
    """Features of the networks confirmed by two people in the cases opened before this one, by number of the case."""
    found = {}
    for other in session.scalars(select(Case).where(Case.number < case.number).order_by(Case.number)):
        if confirmed := showing.confirmed(session, other.id):
            found[other.number] = _features(session, other.id, {network for _, network in confirmed})
    return found


def _features(session: Session, case_id: str, networks: Collection[str] | None = None) -> Features:
    """Features of the findings of a case; of some networks only, when they are given."""
    query = select(Finding.frozen).where(Finding.case_id == case_id).order_by(Finding.id)
    frozen = session.scalars(query if networks is None else query.where(Finding.network_id.in_(networks)))
    return together(features(one) for one in frozen)


def features(finding: Mapping[str, Any]) -> Features:
    """What a finding has in each dimension."""
    return {
        "targets": _of(finding, "targets", _target),
        "platforms": _of(finding, "platforms", str),
        "techniques": _of(finding, "techniques", lambda one: f"{one['framework']} {one['id']} {one['name']}"),
        "languages": None if (spoken := _of(finding, "languages", str)) is None else spoken - {"und"},
        "sites": _of(finding, "pushes", lambda one: one["id"] if one.get("platform") == "web" else ""),
        "accounts": _of(finding, "members", lambda one: f"{one['platform']}:{one['account_id']}"),
    }


def _of(finding: Mapping[str, Any], key: str, name: Any) -> set[str] | None:
    return None if finding.get(key) is None else {name(one) for one in finding[key]} - {""}


def _target(one: Mapping[str, Any]) -> str:
    return f"{one['platform']}:{one.get('handle') or one['account_id']}"


def together(several: Iterable[Features]) -> Features:
    """Features of several findings; a dimension that no finding has stays unknown."""
    found: Features = dict.fromkeys(DIMENSIONS)
    for one in several:
        for name, values in one.items():
            if values is not None:
                found[name] = (found[name] or set()) | values
    return found


def compared(case_id: str, now: Features, earlier: Mapping[int, Features]) -> Comparison:
    """A comparison in all dimensions."""
    dimensions = tuple(_novelty(name, now[name], {key: one[name] for key, one in earlier.items()}) for name in now)
    if not earlier:
        says: tuple[str, ...] = (
            "No case opened before this one holds as confirmed, so there is nothing to compare with.",
        )
    else:
        says = tuple(one.says for one in dimensions)
    return Comparison(case_id, tuple(earlier), dimensions, says)


def _novelty(name: str, now: set[str] | None, earlier: Mapping[int, set[str] | None]) -> Novelty:
    known = {number: values for number, values in earlier.items() if values is not None}
    what = DIMENSIONS[name]
    if now is None:
        return Novelty(name, None, says=f"{what.capitalize()}: not computed for the findings of this case.")
    if not known:
        return Novelty(name, None, says=f"{what.capitalize()}: not known of any earlier operation.")
    before = set().union(*known.values())
    shared = {value: tuple(number for number, had in known.items() if value in had) for value in sorted(now & before)}
    new, gone = tuple(sorted(now - before)), tuple(sorted(before - now))
    says = (
        f"{what.capitalize()}: new {_list(new)}; known from earlier operations {_list(shared)}; not now {_list(gone)}."
    )
    if len(known) < len(earlier):
        says += f" Not known of {len(earlier) - len(known)} of {len(earlier)} earlier operations."
    return Novelty(name, new, shared, gone, says)


def _list(values: Iterable[str]) -> str:
    named = list(values)
    more = f" and {len(named) - LISTED} more" if len(named) > LISTED else ""
    return (", ".join(named[:LISTED]) + more) if named else "none"
