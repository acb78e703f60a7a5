"""What people do to a plan: approve it, take the approval back, look, resume, and settle what no platform can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.casework.roles import demand, same
from inconcert.errors import InputError, NotAllowed
from inconcert.takedown.approval import may_approve
from inconcert.takedown.book import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from inconcert.casework.views import Actor
    from inconcert.takedown.book import PlanBook
    from inconcert.takedown.ledger import Way
    from inconcert.takedown.plan import Item
    from inconcert.takedown.platforms.base import Platform


def rehearse(book: PlanBook, platforms: Mapping[str, Platform], actor: Actor) -> str:
    """Look at every target and write down what was seen; earlier approvals no longer count.

    Returns:
        The hash that approvals are bound to.
    """
    from inconcert.takedown.rehearsal import rehearse as look

    demand(actor, "investigator", "rehearse a takedown")
    seen = look(book.plan, platforms)
    book.write("rehearsed", actor.name, rehearsal=seen)
    return str(seen["sha256"])


def approve(book: PlanBook, actor: Actor, rehearsal_sha256: str, reason: str) -> None:
    """Let the plan be carried out, as far as this person is concerned.

    Raises:
        NotAllowed: the role does not suffice, the actor wrote the plan, or approved it before.
        InputError: no reason is given, or it was rehearsed again in the meantime.
    """
    may_approve(actor, book.plan, book.ledger, rehearsal_sha256, reason)
    book.write("approved", actor.name, rehearsal_sha256=rehearsal_sha256, reason=reason, via=actor.via)


def withdraw(book: PlanBook, actor: Actor, reason: str) -> None:
    """Take one's approval back, at any time; what was done stays done."""
    if not any(same(actor.name, one["by"]) for one in book.ledger.approvals):
        raise NotAllowed(f"{actor.name} has not approved this plan.")
    book.write("withdrawn", actor.name, reason=_reason(reason))


def stop(book: PlanBook, actor: Actor, reason: str) -> None:
    """Stop a plan; whoever carries it out finds the journal changed and goes no further."""
    demand(actor, "reviewer", "stop a takedown")
    book.write("stopped", actor.name, why=_reason(reason))


def resume(book: PlanBook, actor: Actor, reason: str) -> None:
    """Let a stopped plan go on; everything that was approved must still hold."""
    demand(actor, "approver", "resume a takedown")
    if book.ledger.stopped is None:
        raise InputError(f"plan {book.plan.id} was not stopped.")
    book.write("resumed", actor.name, reason=_reason(reason))


def let_follow(book: PlanBook, actor: Actor, reason: str) -> None:
    """Say that the first stage was looked at, and the rest may follow."""
    demand(actor, "approver", "let the rest of a takedown follow")
    if any(book.line(item).standing == "waiting" for item in book.plan.stages[0]):
        raise InputError("the first stage is not carried out yet: there is nothing to look at.")
    book.write("looked at", actor.name, reason=_reason(reason))


def settle(book: PlanBook, item: Item, way: Way, actor: Actor, *, done: bool, reason: str) -> None:
    """Say what became of a call whose outcome no platform can tell.

    Raises:
        InputError: its outcome is known.
    """
    demand(actor, "approver", "settle an item of a takedown")
    if book.line(item).standing not in {"unclear", "undo unclear", "begun", "undoing"}:
        raise InputError(f"{item.name}: what became of it is known.")
    tell(book, item, "done" if done else "not done", way, actor.name, says=_reason(reason), settled=True)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InputError("this needs a reason.")
    return reason.strip()
