"""What people do to a plan: approve it, take the approval back, look, resume, and settle what no platform can tell."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from inconcert.casework.columns import now
from inconcert.casework.roles import demand, same
from inconcert.errors import Conflict, InputError, NotAllowed
from inconcert.takedown.approval import may_approve
from inconcert.takedown.book import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from inconcert.casework.views import Actor
    from inconcert.takedown.book import PlanBook
    from inconcert.takedown.ledger import Way
    from inconcert.takedown.plan import Item
    from inconcert.takedown.platforms.base import Platform


def rehearse(
    book: PlanBook,
    platforms: Mapping[str, Platform],
    actor: Actor,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> str:
    """Look at every target and write down what was seen; earlier approvals no longer count.

    Returns:
        The hash that approvals are bound to.

    Raises:
        Conflict: another plan took its place, or something was done already and another way is asked for now.
    """
    from inconcert.takedown.rehearsal import demand_same_way
    from inconcert.takedown.rehearsal import rehearse as look

    demand(actor, "investigator", "rehearse a takedown")
    standing(book)
    if book.ledger.lines and book.ledger.rehearsal is not None:
        demand_same_way(book.plan, book.ledger.rehearsal, platforms)
    seen = look(book.plan, platforms, progress)
    book.write("rehearsed", actor.name, rehearsal=seen)
    return str(seen["sha256"])


def approve(book: PlanBook, actor: Actor, rehearsal_sha256: str, reason: str) -> None:
    """Let the plan be carried out, as far as this person is concerned.

    Raises:
        NotAllowed: the role does not suffice, the actor wrote the plan, or approved it before.
        InputError: no reason is given, or it was rehearsed again in the meantime.
    """
    standing(book)
    may_approve(actor, book.plan, book.ledger, rehearsal_sha256, reason)
    book.write("approved", actor.name, rehearsal_sha256=rehearsal_sha256, reason=reason, via=actor.via)


def withdraw(book: PlanBook, actor: Actor, reason: str) -> None:
    """Take one's approval back, at any time; what was done stays done."""
    if not any(same(actor.name, one["by"]) for one in book.ledger.approvals):
        raise NotAllowed(f"{actor.name} has not approved this plan.")
    book.said("withdrawn", actor.name, reason=_reason(reason))


def stop(book: PlanBook, actor: Actor, reason: str) -> None:
    """Stop a plan; whoever carries it out finds the journal changed and goes no further."""
    demand(actor, "reviewer", "stop a takedown")
    book.said("stopped", actor.name, why=_reason(reason))


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
    _waited(book)
    book.write("looked at", actor.name, reason=_reason(reason))


def _waited(book: PlanBook) -> None:
    """Let a plan through whose pause after the first stage is over, as far as this clock can tell."""
    first = {book.plan.key(item) for item in book.plan.stages[0]}
    last = [entry.at for entry in book.entries if entry.kind == "done" and entry.body.get("key") in first][-1:]
    gone = (now() - datetime.fromisoformat(last[0])).total_seconds() if last else book.plan.pace.wait_seconds
    # A negative time is a clock that was set back; then only the person who looked can tell.
    if 0 <= gone < book.plan.pace.wait_seconds:
        left = book.plan.pace.wait_seconds - gone
        raise InputError(
            "the pause after the first stage is not over.",
            todo=f"Look at what it did; go on in {left / 60:.0f} minutes.",
        )


def settle(book: PlanBook, item: Item, way: Way, actor: Actor, *, done: bool, reason: str) -> None:
    """Say what became of a call whose outcome no platform can tell; or that a refused one may be tried again.

    Raises:
        InputError: its outcome is known, or a refused call is said to be done.
    """
    demand(actor, "approver", "settle an item of a takedown")
    stands = book.line(item).standing
    refused = stands in {"refused", "undo refused"}
    if refused and done:
        raise InputError(
            f"{item.name}: the platform refused it.", todo="It can be tried again: say that it was not done."
        )
    if not refused and stands not in {"unclear", "undo unclear", "begun", "undoing"}:
        raise InputError(f"{item.name}: what became of it is known.")
    tell(book, item, "done" if done else "not done", way, actor.name, says=_reason(reason), settled=True)


def standing(book: PlanBook) -> None:
    """Let a plan through whose place no other has taken.

    Raises:
        Conflict: one has.
    """
    if book.ledger.replaced is not None:
        raise Conflict(f"plan {book.plan.id} was replaced by plan {book.ledger.replaced}.", todo="Go on with that one.")


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InputError("this needs a reason.")
    return reason.strip()
