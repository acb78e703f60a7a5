"""Where people carry decisions out: everything that the command line, the pages and the documents call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.casework.base import required
from inconcert.takedown import showing
from inconcert.takedown.appealing import Appealing
from inconcert.takedown.book import PlanBook
from inconcert.takedown.booked import BookJournal
from inconcert.takedown.carrying import Carrying
from inconcert.takedown.desk import plan_books
from inconcert.takedown.planning import Planning

if TYPE_CHECKING:
    from inconcert.casework import Casebook
    from inconcert.casework.views import Actor
    from inconcert.store.folder import Folder
    from inconcert.takedown.views import PlanRow, PlanView


class Takedowns(Planning, Carrying, Appealing):
    """Plans of a casebook, from the first draft to the answer to an appeal.

    Every method that does something takes who does it first, checks the role, and leaves an entry in the journal of the
    plan and one in the casebook's log, kept together. Methods raise
    :class:`~inconcert.errors.NotAllowed` when the role does not suffice or the rule of other persons forbids it,
    :class:`~inconcert.errors.NoSuchThing` for an id that is not there, :class:`~inconcert.errors.Conflict` when
    somebody else was faster, and :class:`~inconcert.errors.StoreError` when a journal does not hold.
    """

    @classmethod
    def open(cls, book: Casebook, folder: Folder | None = None) -> Takedowns:
        """The takedowns of a casebook.

        Args:
            book: The casebook; it stays open when this is no longer used.
            folder: The investigation, which a new plan is made from; everything else works without.
        """
        return cls(book, folder)

    def plans(self, case_id: str | None = None) -> list[PlanRow]:
        """Plans, the oldest first; of one case, or of all. The rows name no account."""
        return [showing.row(book) for book in plan_books(self.book) if case_id in {None, book.plan.case_id}]

    def row(self, plan_id: str) -> PlanRow:
        """One plan as it stands in the list.

        Raises:
            NoSuchThing: there is none.
        """
        return showing.row(PlanBook.load(BookJournal(self.book, ""), plan_id))

    def networks(self, case_id: str) -> tuple[str, ...]:
        """Ids of the networks of a case, of which one can be planned for."""
        return tuple(one.network_id for one in self._whole(case_id).findings)

    def show(self, actor: Actor, plan_id: str, *, why: str = "looked at a takedown") -> PlanView:
        """A plan with everything in it; that it was read stands in the log before it is given out.

        Raises:
            NotAllowed: the person may still review the case blind.
            InputError: no reason for reading is given.
        """
        said, book = required(why, "the reason for reading"), self._plan_book(actor, plan_id)
        self._noted(actor, book.plan, said)
        return showing.view(book, self._whole(book.plan.case_id))
