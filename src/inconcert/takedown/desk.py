"""What all parts of takedowns share: the casebook, the material, and the journal as somebody writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.casework import showing
from inconcert.casework.roles import demand
from inconcert.casework.tables import Case
from inconcert.casework.work import Work, get
from inconcert.errors import NotAllowed
from inconcert.takedown.book import PlanBook
from inconcert.takedown.booked import BookJournal
from inconcert.takedown.making import confirmed

if TYPE_CHECKING:
    from inconcert.casework import Casebook
    from inconcert.casework.views import Actor, CaseView
    from inconcert.store.folder import Folder
    from inconcert.takedown.plan import Plan


def plan_books(book: Casebook) -> list[PlanBook]:
    """The journals of all plans of a casebook, the oldest first."""
    journal = BookJournal(book, "")
    return [PlanBook.load(journal, plan_id) for plan_id in journal.plans()]


class Part:
    """A part of :class:`inconcert.takedown.Takedowns`."""

    def __init__(self, book: Casebook, folder: Folder | None = None) -> None:
        self.book, self.folder = book, folder

    def _journal(self, actor: Actor) -> BookJournal:
        return BookJournal(self.book, actor.via)

    def _plan_book(self, actor: Actor, plan_id: str) -> PlanBook:
        """The journal of a plan, for a person who may use the casebook and has seen the verdict of its case."""
        demand(actor, "viewer", "look at a takedown")
        book = PlanBook.load(self._journal(actor), plan_id)
        if self.book.desk(actor).blinded(case_id=book.plan.case_id):
            raise NotAllowed(
                "you may still review this case blind, and a takedown tells its verdict.",
                todo="Review it first, or see the whole case.",
            )
        return book

    def _whole(self, case_id: str) -> CaseView:
        with self.book.database.reading() as session:
            return showing.whole(session, get(session, Case, case_id))

    def _demand_confirmed(self, plan: Plan) -> None:
        """Let a plan through whose network is still confirmed by two people, as it was when it was planned.

        Raises:
            NotAllowed: the decision was undone or overruled since, or is about another copy of the network; or a purge
                took something out of the plan.
        """
        if plan.purged:
            raise NotAllowed(f"a purge took an account out of plan {plan.id}.", todo="Make a new plan.")
        case = self._whole(plan.case_id)
        confirmed(case, plan.network_id)
        if not any((one.network_id, one.sha256) == (plan.network_id, plan.finding_sha256) for one in case.findings):
            raise NotAllowed(
                f"the case no longer holds network {plan.network_id} as it was when plan {plan.id} was made.",
                todo="Make a new plan.",
            )

    def _noted(self, actor: Actor, plan: Plan, why: str) -> None:
        """Write into the log that a plan is read."""
        work = Work("takedown.read", why=why, case_id=plan.case_id, thing=plan.id, says="Read a takedown")
        with self.book.working(work, actor.name, actor.via):
            pass
