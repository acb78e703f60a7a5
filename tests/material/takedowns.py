"""Plans to carry out, and people who may or may not let them."""

from __future__ import annotations

from platforms import Memory

from inconcert.casework.views import Actor
from inconcert.takedown import people
from inconcert.takedown.carry import Carrier
from inconcert.takedown.plan import Item, Pace, Plan

AUTHOR = Actor("ann", frozenset({"investigator"}), "test")
FIRST = Actor("bo", frozenset({"approver"}), "test")
SECOND = Actor("cy", frozenset({"approver"}), "test")


def a_plan(accounts: int = 3, *, first: int = 5, plan_id: str = "plan-1", action: str = "suspend") -> Plan:
    items = tuple(
        Item("memory", f"u{number}", "account", action, "part of the network", ("inauthentic behaviour",))
        for number in range(accounts)
    )
    return Plan(
        plan_id, "case-1", AUTHOR.name, "net-1", "0" * 64, "2026-11", items, pace=Pace(first=first, wait_seconds=0)
    )


def a_platform(accounts: int = 3, **given) -> Memory:
    return Memory(accounts={f"u{number}": {"suspended": False} for number in range(accounts)}, **given)


def approved(book, platform) -> None:
    """Rehearse a plan and have it approved by two people."""
    seen = people.rehearse(book, {"memory": platform}, AUTHOR)
    for actor in (FIRST, SECOND):
        people.approve(book, actor, seen, "read the rehearsal")


def carrier(book, platform, **given) -> Carrier:
    """A carrier whose sleeping is the passing of time on the platform."""
    return Carrier(book, {"memory": platform}, "ann", sleep=platform.passed, **given)
