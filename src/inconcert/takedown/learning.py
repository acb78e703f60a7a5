"""What is learnt from appeals; the evaluation reads it from here, where nothing can be done to anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from inconcert.casework import blind
from inconcert.casework.tables import Finding
from inconcert.takedown import showing
from inconcert.takedown.desk import plan_books
from inconcert.takedown.views import Outcome, Overturned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from inconcert.casework import Casebook
    from inconcert.casework.views import Actor
    from inconcert.takedown.book import PlanBook

    Copies = Mapping[tuple[str, str, str], Mapping[str, Any]]
    """What cases froze, by case, network and hash."""


def overturned(book: Casebook) -> Overturned:
    """How often what was done turned out to be wrong, over all plans of a casebook.

    Raises:
        StoreError: a journal does not hold.
    """
    books = plan_books(book)
    acted = sum(one.line(item).standing in showing.ACTED for one in books for item in one.plan.items)
    found = [appeal for one in books for appeal in showing.appeals(one)]
    granted = tuple(one for one in found if one.granted)
    return Overturned(
        acted=acted,
        appealed=len({(one.plan_id, one.key) for one in found}),
        answered=len({(one.plan_id, one.key) for one in found if one.granted is not None}),
        granted=len({(one.plan_id, one.key) for one in granted}),
        items=granted,
    )


def outcomes(book: Casebook, actor: Actor) -> list[Outcome]:
    """What became of each item that was carried out or objected to, in the order of the plans.

    Cases that the actor may still review blind are left out: what became of them tells their verdict.

    Raises:
        StoreError: a journal does not hold.
    """
    with book.database.reading() as session:
        hidden = blind.withheld(session, actor)
        frozen = [one for one in session.scalars(select(Finding)) if one.case_id not in hidden]
        copies = {(one.case_id, one.network_id, one.sha256): one.frozen for one in frozen}
    return [row for one in plan_books(book) if one.plan.case_id not in hidden for row in _of_plan(one, copies)]


def _of_plan(book: PlanBook, copies: Copies) -> Iterator[Outcome]:
    plan, said = book.plan, showing.appeals(book)
    copy = copies.get((plan.case_id, plan.network_id, plan.finding_sha256))
    for item in plan.items:
        about = [one for one in said if one.key == plan.key(item)]
        acted = book.line(item).standing in showing.ACTED
        answers = [one.granted for one in about if one.granted is not None]
        if acted or about:
            yield Outcome(
                plan.id, plan.case_id, plan.network_id, item.action, item.platform,
                None if copy is None else copy.get("grade"),
                None if copy is None else tuple(str(one["name"]) for one in copy.get("signals", ())),
                acted, bool(about), answers[-1] if answers else None,
            )  # fmt: skip
