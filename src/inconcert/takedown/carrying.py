"""Rehearsing, approving, carrying out and taking back, each by somebody whose role suffices."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from inconcert.casework.roles import demand
from inconcert.takedown import people
from inconcert.takedown.carry import Carrier
from inconcert.takedown.desk import Part
from inconcert.takedown.showing import rehearsal_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from inconcert.casework.views import Actor
    from inconcert.takedown.book import PlanBook
    from inconcert.takedown.plan import Item
    from inconcert.takedown.platforms.base import Platform
    from inconcert.takedown.views import RehearsalView


def _unseen(_done: int, _of: int) -> None:
    """Progress that nobody looks at."""


def _never() -> bool:
    return False


class Carrying(Part):
    """From the rehearsal to the last item, and back.

    ``through`` is by platform of the items what carries them out; see :func:`inconcert.takedown.platforms.through`.
    ``progress`` is called with how many of how many are done; ``cancelled`` is asked before every item.
    """

    def rehearse(
        self,
        actor: Actor,
        plan_id: str,
        through: Mapping[str, Platform],
        *,
        progress: Callable[[int, int], None] = _unseen,
    ) -> RehearsalView:
        """Look at every target, do nothing, and write down what was seen; earlier approvals no longer count.

        Raises:
            InputError: a platform is not there or cannot do what is asked.
            Refused, Busy, Unclear: a target could not be looked at.
        """
        book = self._plan_book(actor, plan_id)
        self._demand_confirmed(book.plan)
        people.rehearse(book, through, actor, progress)
        return rehearsal_view(book, self._whole(book.plan.case_id))

    def approve(self, actor: Actor, plan_id: str, rehearsal_sha256: str, reason: str) -> None:
        """Let a plan be carried out as it was rehearsed, as far as this person is concerned.

        Raises:
            NotAllowed: the role does not suffice, the person wrote the plan or approved it before, or the network is
                no longer confirmed.
            InputError: no reason is given, or it was rehearsed again in the meantime.
        """
        book = self._plan_book(actor, plan_id)
        self._demand_confirmed(book.plan)
        people.approve(book, actor, rehearsal_sha256, reason)

    def withdraw(self, actor: Actor, plan_id: str, reason: str) -> None:
        """Take one's approval back, at any time; what was done stays done."""
        people.withdraw(self._plan_book(actor, plan_id), actor, reason)

    def apply(
        self,
        actor: Actor,
        plan_id: str,
        through: Mapping[str, Platform],
        *,
        progress: Callable[[int, int], None] = _unseen,
        cancelled: Callable[[], bool] = _never,
        sleep: Callable[[float], None] = time.sleep,
    ) -> str | None:
        """Carry out what is left of a plan, as far as it is allowed to go now.

        Returns:
            ``None`` when all of it was carried out, else why it waits: after the first stage, or a surprise.

        Raises:
            NotAllowed: the role does not suffice, not enough people approved it as it stands, the network is no longer
                confirmed, or the plan was stopped.
            Locked: somebody else is carrying it out.
            Cancelled: the user stopped it; what was done is written down.
        """
        demand(actor, "investigator", "carry out a takedown")
        book = self._plan_book(actor, plan_id)
        people.standing(book)
        self._demand_confirmed(book.plan)
        return Carrier(book, through, actor.name, sleep, progress, cancelled).apply()

    def follow(self, actor: Actor, plan_id: str, reason: str) -> None:
        """Say that the first stage was looked at, and the rest may follow."""
        people.let_follow(self._plan_book(actor, plan_id), actor, reason)

    def stop(self, actor: Actor, plan_id: str, reason: str) -> None:
        """Stop a plan; whoever carries it out goes no further than the item that is under way."""
        people.stop(self._plan_book(actor, plan_id), actor, reason)

    def resume(self, actor: Actor, plan_id: str, reason: str) -> None:
        """Let a stopped plan go on; everything that was approved must still hold."""
        people.resume(self._plan_book(actor, plan_id), actor, reason)

    def undo(
        self,
        actor: Actor,
        plan_id: str,
        keys: Sequence[str] | None,
        reason: str,
        through: Mapping[str, Platform],
        *,
        progress: Callable[[int, int], None] = _unseen,
        cancelled: Callable[[], bool] = _never,
        sleep: Callable[[float], None] = time.sleep,
    ) -> str | None:
        """Take items back, the last first, and bring every target to what it was before.

        Args:
            actor: Who does it; it takes the role approver, and one person.
            plan_id: The plan.
            keys: Keys of the items; ``None``: all that were done and can be taken back; the plan is then stopped, if
                something of it is still to be done.
            reason: Why.
            through: The same as it was carried out with.
            progress: See the class.
            cancelled: See the class.
            sleep: How pauses are made.

        Returns:
            ``None``, or what surprised it.

        Raises:
            NotAllowed: the role does not suffice, no reason is given, or an item is final.
            NoSuchThing: there is no such item.
            Locked: somebody else is carrying the plan out.
        """
        demand(actor, "approver", "take a takedown back")
        book = self._plan_book(actor, plan_id)
        items = reversible(book) if keys is None else tuple(book.plan.item(key) for key in keys)
        if keys is None and book.ledger.stopped is None and _unfinished(book):
            people.stop(book, actor, f"All of it is taken back: {reason}")
        return Carrier(book, through, actor.name, sleep, progress, cancelled).undo(items, reason)

    def settle(self, actor: Actor, plan_id: str, key: str, *, done: bool, reason: str) -> None:
        """Say what became of a call whose outcome no platform can tell; or that a refused one may be tried again.

        Raises:
            InputError: its outcome is known, or a refused call is said to be done.
        """
        book = self._plan_book(actor, plan_id)
        item = book.plan.item(key)
        back = book.line(item).standing in {"undo unclear", "undoing", "undo refused"}
        people.settle(book, item, "reverse" if back else "act", actor, done=done, reason=reason)


def _unfinished(book: PlanBook) -> bool:
    return any(book.line(item).standing == "waiting" for item in book.plan.items)


def reversible(book: PlanBook) -> tuple[Item, ...]:
    """Items that were begun and can be taken back."""
    return tuple(
        item for item in book.plan.items
        if item.reversible and book.line(item).standing not in {"waiting", "refused", "spared", "undone"}
    )  # fmt: skip
