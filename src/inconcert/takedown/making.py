"""A first plan from a confirmed case: whom it would touch, who is held back and why. People change it from there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inconcert.casework.confirming import confirming
from inconcert.casework.persons import REMOVED
from inconcert.casework.roles import demand
from inconcert.errors import NoSuchThing, NotAllowed
from inconcert.takedown.plan import Held, Item, Pace, Plan
from inconcert.takedown.radius import Name, radii

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import duckdb

    from inconcert.casework.views import Actor, CaseView, DecisionView, FindingRef
    from inconcert.takedown.plan import Radius
    from inconcert.takedown.words import Action

EXCUSES = {
    "declared": "It says in its profile or in the register who runs it",
    "declaration": "It says that a program posts for it",
    "syndication": "It carries the items of a common service",
    "kit": "It copied messages that an open source offers",
    "fans": "It shares what an account it is openly a fan of posts",
    "event": "It wrote when the crowd around it did, during an event",
}
"""Families of traits that excuse a member, and what is said of it."""


@dataclass(frozen=True)
class Wish:
    """What is wanted of a plan."""

    action: Action
    reason: str
    policies: tuple[str, ...]
    policy_version: str
    notice: str = ""
    appeal: str = ""
    expires_at: date | None = None
    pace: Pace = field(default_factory=Pace)
    weak_too: bool = False
    """Whether members by weak ties are acted on as well; by default they are held back."""


def plan_of(
    case: CaseView, network_id: str, wish: Wish, author: Actor, con: duckdb.DuckDBPyConnection, *, plan_id: str
) -> Plan:
    """A plan for the members of a network that two people have confirmed.

    Args:
        case: The case, as its author sees it.
        network_id: The network of the case.
        wish: What is to be done, why, and under which policy.
        author: Who writes the plan; the author cannot approve it.
        con: Connection with the views ``posts`` and ``accounts`` of the investigation.
        plan_id: A new id.

    Raises:
        NotAllowed: the role does not suffice, or no decision of two people that confirms it holds.
        NoSuchThing: the network is not in the case.
    """
    demand(author, "investigator", "plan a takedown")
    finding = _finding(case, network_id)
    confirmed(case, network_id)
    members: Sequence[dict[str, Any]] = finding.frozen["members"]
    around, excuses = radii(con, members), excused(finding.frozen)
    held, items = [], []
    for member in members:
        name = (str(member["platform"]), str(member["account_id"]))
        why = _held(name, excuses, around[name], wish)
        if why:
            held.append(Held(*name, why))
        else:
            items.append(_item(name, finding.frozen, wish, around[name]))
    return Plan(
        plan_id,
        case.id,
        author.name,
        network_id,
        finding.sha256,
        wish.policy_version,
        tuple(items),
        tuple(held),
        wish.pace,
    )


def confirmed(case: CaseView, network_id: str) -> DecisionView:
    """The decision of two people, the newest that holds, that this network or the whole case is an operation.

    Raises:
        NotAllowed: there is none, or it does not hold.
    """
    decision = confirming(case).get(network_id)
    if decision is not None:
        return decision
    raise NotAllowed(
        f"network {network_id} is not confirmed by two people in this case.",
        todo="A decision 'confirmed' with its reason, and a second person's review, come first.",
    )


def excused(network: Mapping[str, Any]) -> dict[str, list[str]]:
    """Members (``platform:account_id``) that a trait speaks for, and what it says."""
    found: dict[str, list[str]] = {}
    for axis in network.get("axes", {}).values():
        for trait in axis.get("traits", []):
            if trait["family"] in EXCUSES and (trait["nats"] or 0.0) < 0:
                for account in trait["accounts"]:
                    found.setdefault(account, []).append(f"{EXCUSES[trait['family']]} ({trait['name']}).")
    return found


def _finding(case: CaseView, network_id: str) -> FindingRef:
    for finding in case.findings:
        if finding.network_id == network_id:
            return finding
    raise NoSuchThing(f"case {case.number} holds no network {network_id}.")


def _held(name: Name, excuses: Mapping[str, list[str]], radius: Radius, wish: Wish) -> tuple[str, ...]:
    why = list(excuses.get(":".join(name), ()))
    if name[1].startswith(REMOVED):
        why.append("It was purged from the casebook.")
    if radius.weak and not wish.weak_too:
        why.append("It belongs to the network by weak ties only: without one of them it might not.")
    return tuple(why)


def _item(name: Name, network: Mapping[str, Any], wish: Wish, radius: Radius) -> Item:
    platform, target = name
    shown = f"{platform}:{target}"
    posts = [
        side["ref"]
        for tie in network.get("evidence", [])
        for pair in tie["pairs"]
        for side in (pair["a_post"], pair["b_post"])
        if side["account"] == shown
    ]
    return Item(
        platform, target, "account", wish.action, wish.reason, wish.policies, tuple(dict.fromkeys(posts))[:10],
        wish.notice, wish.appeal, wish.expires_at, radius,
    )  # fmt: skip
