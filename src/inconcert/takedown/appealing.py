"""Appeals: anybody can object to what was done, and somebody who had no part in it answers."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from inconcert.casework.base import required
from inconcert.casework.columns import now
from inconcert.casework.ids import new_id
from inconcert.casework.roles import demand, same
from inconcert.errors import Conflict, InputError, NoSuchThing, NotAllowed
from inconcert.takedown import showing
from inconcert.takedown.carry import Carrier
from inconcert.takedown.desk import Part, plan_books
from inconcert.takedown.learning import overturned

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from inconcert.casework.views import Actor
    from inconcert.takedown.book import PlanBook
    from inconcert.takedown.platforms.base import Platform
    from inconcert.takedown.views import AppealView, Overturned


class Appealing(Part):
    """Appeals, and what is learnt from them."""

    def appeal(
        self, actor: Actor, plan_id: str, key: str, *, by: str, text: str, at: datetime | None = None
    ) -> AppealView:
        """Write down that somebody objects to an item.

        Args:
            actor: Who writes it down.
            plan_id: The plan.
            key: Key of the item.
            by: Who objects: ``owner``, or another word for them.
            text: What they say.
            at: When they said it, with its zone; not given: now.

        Raises:
            NoSuchThing: there is no such item.
            Conflict: an appeal against it is still to be answered.
            InputError: the text is empty, or the instant has no zone.
        """
        demand(actor, "investigator", "take in an appeal")
        said, whose = required(text, "the text of the appeal"), required(by, "who objects")
        if at is not None and at.tzinfo is None:
            raise InputError("the time of the appeal has no zone.", todo="Write it as 2026-11-29T10:00:00+00:00.")
        book = self._plan_book(actor, plan_id)
        book.plan.item(key)
        if any(one["key"] == key and "granted" not in one for one in book.ledger.appeals.values()):
            raise Conflict("an appeal against this item is still to be answered.", todo="Answer it first.")
        appeal_id = new_id()
        book.said("appealed", actor.name, id=appeal_id, key=key, by=whose, text=said, at=(at or now()).isoformat())
        return self._appeal(book, appeal_id)

    def answer(
        self,
        actor: Actor,
        appeal_id: str,
        *,
        granted: bool,
        reason: str,
        through: Mapping[str, Platform] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> AppealView:
        """Answer an appeal. A granted one takes the item back, where that is possible, and reopens the case.

        Doing it again goes on where an earlier attempt ended. Without ``through`` the item stays to be taken back, and
        the plan says so.

        Args:
            actor: Who answers: an approver who neither wrote the plan nor ever approved it.
            appeal_id: The appeal.
            granted: Whether it was right.
            reason: Why.
            through: What the plan was carried out with.
            sleep: How pauses are made.

        Raises:
            NotAllowed: the role does not suffice, or the person wrote or approved the plan.
            Conflict: it was answered otherwise already.
            Locked: somebody carries the plan out at this moment; the answer is written, do it again for the rest.
        """
        demand(actor, "approver", "answer an appeal")
        why = required(reason, "the reason")
        book = self._of_appeal(actor, appeal_id)
        _had_no_part(actor, book)
        told = book.ledger.appeals[appeal_id]
        if "granted" in told and told["granted"] != granted:
            raise Conflict("the appeal was answered otherwise already.", by=str(told["answered_by"]))
        if "granted" not in told:
            book.said("answered", actor.name, id=appeal_id, granted=granted, reason=why)
        if granted:
            self._reopened(actor, book, why)
            self._restored(actor, book, str(told["key"]), why, through, sleep)
        return self._appeal(book, appeal_id)

    def appeals(self, plan_id: str | None = None) -> list[AppealView]:
        """Appeals, the oldest first; of one plan, or of all."""
        found = [
            one for book in plan_books(self.book) if plan_id in {None, book.plan.id} for one in showing.appeals(book)
        ]
        return sorted(found, key=lambda one: one.id)

    def overturned(self) -> Overturned:
        """How often what was done turned out to be wrong."""
        return overturned(self.book)

    def _of_appeal(self, actor: Actor, appeal_id: str) -> PlanBook:
        for book in plan_books(self.book):
            if appeal_id in book.ledger.appeals:
                return self._plan_book(actor, book.plan.id)
        raise NoSuchThing(f"there is no appeal '{appeal_id}'.", todo="The plan lists its appeals.")

    def _appeal(self, book: PlanBook, appeal_id: str) -> AppealView:
        return next(one for one in showing.appeals(book) if one.id == appeal_id)

    def _reopened(self, actor: Actor, book: PlanBook, why: str) -> None:
        """Open the case again, and leave word in it, once."""
        desk, case = self.book.desk(actor), self._whole(book.plan.case_id)
        if case.state == "closed":
            desk.reopen(case.id, f"An appeal was granted: {why}")
        task = f"Look at the decision again: an appeal against plan {book.plan.id} was granted."
        if not any(one.what == task and one.done_at is None for one in case.tasks):
            desk.task(case.id, task)

    def _restored(
        self, actor: Actor, book: PlanBook, key: str, why: str, through: Mapping[str, Platform] | None,
        sleep: Callable[[float], None],
    ) -> None:  # fmt: skip
        item = book.plan.item(key)
        with book.journal.held(book.plan.id):  # so that nobody begins it at this moment
            book.reload()
            if book.line(item).standing == "waiting":
                book.write("spared", actor.name, key=key, way="act", says="an appeal was granted", reason=why)
        if through is not None and item.reversible and book.line(item).standing not in {"undone", "spared"}:
            Carrier(book, through, actor.name, sleep).undo((item,), f"an appeal was granted: {why}")


def _had_no_part(actor: Actor, book: PlanBook) -> None:
    for names, did in ((book.plan.authors, "wrote"), (book.ledger.approvers, "approved")):
        if any(same(actor.name, name) for name in names):
            raise NotAllowed(
                f"{actor.name} {did} this plan and cannot answer an appeal against it.", todo="Somebody else must."
            )
