"""Plans as views: where each item stands, what a rehearsal showed, and what comes next."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from inconcert.casework.columns import now
from inconcert.errors import InputError
from inconcert.networks.words import count
from inconcert.takedown.booked import SAYS
from inconcert.takedown.views import (
    AppealView,
    ApprovalView,
    HeldView,
    ItemView,
    PlanEvent,
    PlanRow,
    PlanView,
    RehearsalView,
)

if TYPE_CHECKING:
    from inconcert.casework.views import CaseView
    from inconcert.takedown.book import PlanBook
    from inconcert.takedown.journal import Entry
    from inconcert.takedown.plan import Item
    from inconcert.takedown.words import PlanStanding

SHOWN_POSTS = 3
"""Posts shown of an item in the sample."""
ACTED = frozenset({"done", "undoing", "undone", "undo refused", "undo unclear"})
"""Where an item is after it was carried out."""
ENDED = frozenset({"done", "refused", "spared", "undone", "undo refused"})


def row(book: PlanBook) -> PlanRow:
    """A plan in a list."""
    plan, ledger = book.plan, book.ledger
    counts = Counter(book.line(item).standing for item in plan.items)
    found = appeals(book)
    stands = standing(book, counts)
    return PlanRow(
        plan.id, plan.case_id, plan.network_id, plan.author, _instant(book.entries[0].at), stands, len(plan.items),
        len(plan.held), dict(sorted(counts.items())), len(_counting(book)), plan.approvals_needed,
        sum(one.granted is None for one in found), sum(bool(one.granted) and not one.taken_back for one in found),
        _next(book, stands, ledger.stopped),
    )  # fmt: skip


def standing(book: PlanBook, counts: Counter[Any]) -> PlanStanding:
    """Where a plan is."""
    if book.ledger.replaced is not None:
        return "replaced"
    if book.ledger.stopped is not None:
        return "stopped"
    if counts and not set(counts) - ENDED:
        return "taken back" if counts["undone"] and not counts["done"] else "carried out"
    if set(counts) - {"waiting", "spared"}:
        return "in stages"
    if not _rehearsed(book):
        return "planned"
    return "approved" if len(_counting(book)) >= book.plan.approvals_needed else "rehearsed"


def _rehearsed(book: PlanBook) -> bool:
    return book.ledger.rehearsal is not None and book.ledger.rehearsal["plan_sha256"] == book.plan.sha256


def _counting(book: PlanBook) -> list[dict[str, Any]]:
    told = book.ledger.rehearsal
    return [one for one in book.ledger.approvals if told is not None and one["rehearsal_sha256"] == told["sha256"]]


def _next(book: PlanBook, stands: PlanStanding, stopped: str | None) -> str:
    if book.plan.purged and stands not in {"carried out", "taken back", "replaced"}:
        return "A purge took an account out of it: what was done can be taken back; for the rest make a new plan."
    first, rest = book.plan.stages
    missing = book.plan.approvals_needed - len(_counting(book))
    if stands == "in stages" and missing > 0:
        return f"It waits for {count(missing, 'approval')} of the last rehearsal."
    if stands == "in stages" and not any(book.line(item).standing == "waiting" for item in first):
        look = f"The first {len(first)} are done: look at what they did, then let the other {len(rest)} follow."
        return look if rest and not book.ledger.looked_at else "It can go on."
    return {
        "planned": "Rehearse it: every target is looked at, and nothing is done.",
        "rehearsed": f"It waits for {count(missing, 'approval')} by people who did not write it.",
        "approved": "It can be carried out.",
        "in stages": "It can go on.",
        "stopped": f"It was stopped: {stopped}",
        "carried out": "Nothing is left to do.",
        "taken back": "All of it was taken back.",
        "replaced": f"Plan {book.ledger.replaced} took its place.",
    }[stands]


def view(book: PlanBook, case: CaseView) -> PlanView:
    """A plan with everything in it."""
    plan, ledger = book.plan, book.ledger
    found = appeals(book)
    return PlanView(
        row=row(book), sha256=plan.sha256, finding_sha256=plan.finding_sha256, policy_version=plan.policy_version,
        first=plan.pace.first, wait_seconds=plan.pace.wait_seconds, per_minute=plan.pace.per_minute,
        replaces=plan.replaces, authors=plan.authors, items=tuple(_item(book, one, found) for one in plan.items),
        held=tuple(HeldView(one.platform, one.target, one.why) for one in plan.held),
        rehearsal=None if ledger.rehearsal is None else rehearsal_view(book, case),
        approvals=tuple(ApprovalView(one["by"], _instant(one["at"]), one["reason"]) for one in ledger.approvals),
        stopped=ledger.stopped, looked_at=ledger.looked_at, appeals=tuple(found),
        events=tuple(_event(book, entry) for entry in book.entries),
    )  # fmt: skip


def _item(book: PlanBook, item: Item, found: list[AppealView]) -> ItemView:
    line, around, key = book.line(item), item.radius, book.plan.key(item)
    return ItemView(
        key=key, platform=item.platform, target=item.target, kind=item.kind, action=item.action, reason=item.reason,
        policies=item.policies, evidence=item.evidence, notice=item.notice, appeal=item.appeal,
        expires_at=item.expires_at,
        expired=item.expires_at is not None and line.standing == "done" and item.expires_at < now().date(),
        reversible=item.reversible, standing=line.standing, stage=1 if item in book.plan.stages[0] else 2,
        attempts=line.attempts, before=None if line.before is None else line.before.to_dict(),
        after=None if line.after is None else line.after.to_dict(), ref=line.ref, says=line.says,
        done_at=None if line.done_at is None else _instant(line.done_at), notified=line.notice,
        followers=around.followers, repliers=around.repliers, sharers=around.sharers, bystanders=around.bystanders,
        weak=around.weak, radius=around.says, appeals=tuple(one.id for one in found if one.key == key),
    )  # fmt: skip


def rehearsal_view(book: PlanBook, case: CaseView) -> RehearsalView:
    """What the last rehearsal showed, with the posts of its sample from the copy in the case.

    Raises:
        InputError: there was none.
    """
    told = book.ledger.rehearsal
    if told is None:
        raise InputError(f"plan {book.plan.id} was not rehearsed.", todo="Rehearse it first.")
    by, at = book.ledger.rehearsed
    keys = set(told.get("sample", ()))
    return RehearsalView(
        sha256=told["sha256"], at=_instant(at), by=by, counts=dict(told["counts"]),
        already=sum(bool(one["already"]) for one in told["items"]), held=told["held"], bystanders=told["bystanders"],
        irreversible=told["irreversible"], weak=sum(bool(one["weak"]) for one in told["items"]),
        missing=sum(not one["before"]["exists"] for one in told["items"]), through=dict(told.get("through", {})),
        sample=tuple(_sampled(book, item, case) for item in book.plan.items if book.plan.key(item) in keys),
        current=_rehearsed(book),
    )  # fmt: skip


def _sampled(book: PlanBook, item: Item, case: CaseView) -> dict[str, Any]:
    shown = f"{item.platform}:{item.target}"
    frozen = next((one.frozen for one in case.findings if one.network_id == book.plan.network_id), {})
    posts = {
        str(side.get("ref", "")): side.get("text")
        for tie in frozen.get("evidence", [])
        for pair in tie.get("pairs", [])
        for side in (pair.get("a_post", {}), pair.get("b_post", {}))
        if side.get("account") == shown
    }
    told = [{"ref": ref, "text": text} for ref, text in list(posts.items())[:SHOWN_POSTS]]
    return {"key": book.plan.key(item), "does": item.name, "posts": told}


def appeals(book: PlanBook) -> list[AppealView]:
    """The appeals against items of a plan, the oldest first."""
    return [_appeal(book, key, one) for key, one in book.ledger.appeals.items()]


def _appeal(book: PlanBook, appeal_id: str, told: dict[str, Any]) -> AppealView:
    item = book.plan.item(str(told["key"]))
    answered = told.get("answered_at")
    return AppealView(
        appeal_id, book.plan.id, str(told["key"]), item.platform, item.target, str(told["by"]), str(told["text"]),
        _instant(str(told["at"])), str(told["taken_by"]), told.get("answered_by"),
        None if answered is None else _instant(str(answered)), told.get("granted"), told.get("reason"),
        book.line(item).standing in {"undone", "spared", "refused"},
    )  # fmt: skip


def _event(book: PlanBook, entry: Entry) -> PlanEvent:
    body = entry.body
    about = str(book.plan.document["keys"].get(str(body.get("key")), ""))
    if entry.kind in {"planned", "rehearsed"}:
        says = f"{entry.kind.capitalize()}: {count(len(book.plan.items), 'item')}"
    elif entry.kind == "answered":
        says = "Granted an appeal" if body["granted"] else "Dismissed an appeal"
    else:
        says = SAYS[entry.kind]
    back = {"reverse": " (taking it back)", "notice": " (the notice to its owner)"}.get(str(body.get("way")), "")
    why = str(body.get("reason") or body.get("why") or body.get("says") or "")
    told = " ".join(filter(None, (says, about))) + back + (f". {why}" if why else "")
    return PlanEvent(entry.seq, _instant(entry.at), entry.who, entry.kind, told)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
