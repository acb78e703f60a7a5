"""Plans to carry out, and people who may or may not let them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from platforms import Memory

from inconcert import Investigation
from inconcert.casework import Casebook, FindingRef
from inconcert.casework.local import local_url
from inconcert.casework.views import Actor
from inconcert.takedown import Takedowns, Wish, people
from inconcert.takedown.carry import Carrier
from inconcert.takedown.plan import Item, Pace, Plan

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.casework.views import CaseView

AUTHOR = Actor("ann", frozenset({"investigator"}), "test")
FIRST = Actor("bo", frozenset({"approver"}), "test")
SECOND = Actor("cy", frozenset({"approver"}), "test")
THIRD = Actor("eve", frozenset({"approver"}), "test")
REVIEWER = Actor("dee", frozenset({"reviewer"}), "test")


WISH = Wish(
    "suspend", "one network", ("inauthentic behaviour",), "2026-11", notice="You were part of a network.",
    pace=Pace(first=5, wait_seconds=0),
)  # fmt: skip


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


NETWORK_ID = "net-harbour"
MEMBERS = 8
"""Members that a plan acts on; beside them one weak member and one that says who runs it."""


def a_network(members: int = MEMBERS) -> dict[str, Any]:
    """A network as it stands in ``findings.json``, as far as a plan reads it."""
    firm = [{"platform": "x", "account_id": f"m{number}", "ties": 5, "confidence": 1.0} for number in range(members)]
    weak = {"platform": "x", "account_id": "late", "ties": 1, "confidence": 1.0}
    open_about_it = {"platform": "x", "account_id": "office", "ties": 5, "confidence": 1.0}
    excuse = {"family": "declared", "name": "says_who", "nats": -3.0, "accounts": ["x:office"]}
    posts = [
        {"account": f"x:m{number}", "ref": f"x:p{number}", "text": f"The bridge, part {number}"} for number in (0, 1)
    ]
    pair = {"a_post": posts[0], "b_post": posts[1]}
    return {
        "id": NETWORK_ID, "grade": "B", "signals": [{"name": "same_link"}],
        "members": [*firm, weak, open_about_it], "axes": {"inauthenticity": {"traits": [excuse]}},
        "evidence": [{"a": "x:m0", "b": "x:m1", "signal": "same_link", "pairs": [pair]}],
    }  # fmt: skip


def an_investigation(place: Path, members: int = MEMBERS) -> Path:
    """An investigation whose casebook holds a case on the network, confirmed by two people."""
    rows = ["post_id,account_id,text,created_at,reply_to_account"]
    rows += [
        f"p{number},m{number},The bridge part {number},2026-03-01T10:00:{number:02}Z," for number in range(members)
    ]
    rows += ["r1,reader,is it true?,2026-03-01T11:00:00Z,m0", "r2,critic,no,2026-03-01T12:00:00Z,m0"]
    table = place.parent / f"{place.name}.csv"
    table.write_text("\n".join(rows) + "\n", "utf-8")
    investigation = Investigation.create(place)
    recipe = "id=post_id,account=account_id,text=text,time=created_at,reply_to_account=reply_to_account"
    investigation.add(table, mapping=recipe, platform="x")
    book = Casebook.open(local_url(place))
    confirm(book, a_network(members))
    book.close()
    return place


def confirm(book: Casebook, network: dict[str, Any], *, agree: bool = True) -> CaseView:
    """A case on a network that one person confirmed and a second one too, or not."""
    ann = book.desk(AUTHOR)
    case = ann.open_case("Harbour", "Who posts this?", [FindingRef.of("run-1", network)])
    decision = ann.decide(case.id, "confirmed", "Same words.", str(network["id"]))
    asked = ann.ask_review(decision.id)
    if agree:
        book.desk(REVIEWER).review(asked.id, "confirmed", "I see the same.")
    return case


def the_case(takedowns: Takedowns) -> str:
    return takedowns.book.desk(AUTHOR).cases()[0].id


def planned(takedowns: Takedowns, wish: Wish = WISH) -> str:
    return takedowns.plan(AUTHOR, the_case(takedowns), NETWORK_ID, wish).id


def let_through(takedowns: Takedowns, plan_id: str, platform: Memory) -> None:
    seen = takedowns.rehearse(AUTHOR, plan_id, {"x": platform})
    for actor in (FIRST, SECOND):
        takedowns.approve(actor, plan_id, seen.sha256, "read it")


def all_of_it(takedowns: Takedowns, platform: Memory) -> str:
    plan_id = planned(takedowns)
    let_through(takedowns, plan_id, platform)
    takedowns.apply(FIRST, plan_id, {"x": platform}, sleep=platform.passed)
    takedowns.follow(FIRST, plan_id, "looked at the five")
    assert takedowns.apply(FIRST, plan_id, {"x": platform}, sleep=platform.passed) is None
    return plan_id
