"""Who may let a plan be carried out: people, two or more, none of them its author, bound to one rehearsal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.casework.roles import demand, same
from inconcert.errors import InputError, NotAllowed

if TYPE_CHECKING:
    from inconcert.casework.views import Actor
    from inconcert.takedown.ledger import Ledger
    from inconcert.takedown.plan import Plan


def may_approve(actor: Actor, plan: Plan, ledger: Ledger, rehearsal_sha256: str, reason: str) -> None:
    """Let an approval through.

    Raises:
        NotAllowed: the role does not suffice, the actor wrote the plan, or approved it before.
        InputError: no reason, no rehearsal, or another one than the last was read.
    """
    demand(actor, "approver", "approve a takedown")
    if any(same(actor.name, author) for author in plan.authors):
        raise NotAllowed(f"{actor.name} wrote this plan and cannot approve it.", todo="Two other people must.")
    if any(same(actor.name, one["by"]) for one in ledger.approvals):
        raise NotAllowed(f"{actor.name} has approved it already; another person must.")
    if not reason.strip():
        raise InputError("an approval needs a reason.")
    _current(plan, ledger, rehearsal_sha256)


def demand_approval(plan: Plan, ledger: Ledger) -> None:
    """Let a plan through that enough people approved as it is.

    Raises:
        NotAllowed: not enough people have approved this very plan after this very rehearsal.
    """
    people: list[str] = []
    for one in ledger.approvals:
        fits = ledger.rehearsal is not None and one.get("rehearsal_sha256") == ledger.rehearsal["sha256"]
        if fits and not any(same(one["by"], name) for name in (*people, *plan.authors)):
            people.append(str(one["by"]))
    rehearsed = ledger.rehearsal is not None and ledger.rehearsal["plan_sha256"] == plan.sha256
    if not rehearsed or len(people) < plan.approvals_needed:
        raise NotAllowed(
            f"plan {plan.id} is approved by {len(people)} of {plan.approvals_needed} people as it stands now.",
            todo="Rehearse it, let people who did not write it read the rehearsal, and approve it.",
        )


def _current(plan: Plan, ledger: Ledger, rehearsal_sha256: str) -> None:
    if ledger.rehearsal is None or ledger.rehearsal["plan_sha256"] != plan.sha256:
        raise InputError("this plan was not rehearsed as it stands now.", todo="Rehearse it first.")
    if ledger.rehearsal["sha256"] != rehearsal_sha256:
        raise InputError("it was rehearsed again since you read it.", todo="Read the new rehearsal.")
