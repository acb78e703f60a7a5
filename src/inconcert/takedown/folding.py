"""Journals as a purge of the casebook reads them, told through the hook ``journals``."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from inconcert.casework.journals import TAKEDOWN, Line
from inconcert.plugins import hook
from inconcert.takedown.journal import Entry, entry_of
from inconcert.takedown.ledger import fold
from inconcert.takedown.plan import plan_of_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from inconcert.casework.tables import TakedownEntry
    from inconcert.takedown.ledger import Ledger

IN_FORCE = frozenset({"done", "undo refused"})
UNDER_WAY = frozenset({"begun", "unclear", "undoing", "undo unclear"})


class Journals:
    """The fold of plans, for whoever lies below them."""

    name = TAKEDOWN

    @staticmethod
    def read(rows: Iterable[TakedownEntry]) -> Mapping[str, Line]:
        """Where each item stands, by the key of its action; a plan that was purged whole has none."""
        ledger = fold(entry_of(_columns(row)) for row in rows)
        if ledger.plan is None:
            return {}
        plan = plan_of_document(ledger.plan)
        return {plan.key(item): _line(ledger, plan.key(item), item.reversible) for item in plan.items}


@hook
def journals() -> tuple[Journals, ...]:
    """The one reader of journals."""
    return (Journals(),)


def _columns(row: TakedownEntry) -> dict[str, Any]:
    return {each.name: getattr(row, each.name) for each in fields(Entry)}


def _line(ledger: Ledger, key: str, reversible: bool) -> Line:
    where = ledger.line(key).standing
    standing = reversible and where in IN_FORCE
    answers = [one.get("granted") for one in ledger.appeals.values() if one["key"] == key]
    return Line(standing, where in UNDER_WAY or None in answers or (standing and True in answers))
