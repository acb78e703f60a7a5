"""Making plans, and changing them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from inconcert.casework.base import required
from inconcert.casework.ids import new_id
from inconcert.casework.roles import demand
from inconcert.errors import Conflict, InputError, NotAllowed, UsageError
from inconcert.networks.words import count
from inconcert.takedown import people
from inconcert.takedown.book import PlanBook
from inconcert.takedown.desk import Part
from inconcert.takedown.making import plan_of

if TYPE_CHECKING:
    from inconcert.casework.views import Actor
    from inconcert.takedown.making import Wish
    from inconcert.takedown.plan import Plan


class Planning(Part):
    """Plans."""

    def plan(self, actor: Actor, case_id: str, network_id: str, wish: Wish) -> Plan:
        """Write down a first plan for the members of a network that two people have confirmed.

        Args:
            actor: Its author, who can then not approve it.
            case_id: The case.
            network_id: The network of the case.
            wish: What is to be done, why, and under which policy.

        Raises:
            NotAllowed: the role does not suffice, no decision of two people that confirms it holds, or the person may
                still review the case blind.
            NoSuchThing: the network is not in the case.
            InputError: every member is held back, or the wish gives no reason or policy.
            UsageError: no investigation was opened with the casebook.
        """
        demand(actor, "investigator", "plan a takedown")
        if self.folder is None:
            raise UsageError(
                "a plan needs the material that the network was found in.", todo="Open the investigation's folder."
            )
        case = self.book.desk(actor).case(case_id, why="to plan a takedown")
        if case.blind:
            raise NotAllowed("you may still review this case blind.", todo="Review it first, or see the whole case.")
        with closing(self.folder.connect()) as connection:
            plan = plan_of(case, network_id, wish, actor, connection, plan_id=new_id())
        if not plan.items:
            reasons = sorted({why for held in plan.held for why in held.why})
            raise InputError(
                f"every one of the {count(len(plan.held), 'member')} is held back: {' '.join(reasons)}",
                todo="If weak ties are the reason and people have looked at each of them, allow those too.",
            )
        PlanBook.begin(self._journal(actor), plan)
        return plan

    def hold(self, actor: Actor, plan_id: str, platform: str, target: str, why: str) -> Plan:
        """Hold one more target back: a new plan takes the place of the old one, and starts without approvals.

        Neither the person who holds back nor the authors before can approve the new one.

        Raises:
            Conflict: something of the plan was begun already, or another plan took its place.
            InputError: the plan does nothing to the target, or no reason is given.
            NotAllowed: a purge took something out of the plan.
        """
        demand(actor, "investigator", "change a takedown")
        said, old = required(why, "the reason"), self._plan_book(actor, plan_id)
        people.standing(old)
        if old.plan.purged:
            raise NotAllowed(f"a purge took an account out of plan {plan_id}.", todo="Make a new plan.")
        with old.journal.held(plan_id):
            old.refresh()
            if old.ledger.lines:
                raise Conflict(
                    f"plan {plan_id} was begun already.", todo="Stop it, or take that item back, with the reason."
                )
            new = old.plan.without(platform, target, said, by=actor.name, plan_id=new_id())
            # The old one first: if this process dies between the two, nothing can be carried out.
            old.write("replaced", actor.name, by=new.id, reason=said)
            PlanBook.begin(old.journal, new)
        return new
