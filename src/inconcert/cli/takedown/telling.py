"""Takedowns as text for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.cli.cases.telling import inert
from inconcert.networks.words import count
from inconcert.takedown.words import NOTICES

if TYPE_CHECKING:
    from inconcert.takedown import AppealView, PlanRow, PlanView
    from inconcert.takedown.plan import Plan
    from inconcert.takedown.views import ItemView, RehearsalView


def rows(found: list[PlanRow]) -> str:
    """A list of plans."""
    if not found:
        return "No plans. Make one from a confirmed case: inconcert takedown plan FOLDER CASE"
    return inert("\n".join(_row(number, one) for number, one in enumerate(found, 1)))


def _row(number: int, one: PlanRow) -> str:
    counts = ", ".join(f"{many} {what}" for what, many in one.counts.items())
    more = f" · {count(one.appeals_open, 'appeal')} open" if one.appeals_open else ""
    more += f" · {count(one.owed, 'item')} owed back" if one.owed else ""
    return f"{number} · {one.standing} · {one.network_id} · {counts} · {one.held} held back{more} · {one.says}"


def state(one: PlanRow) -> str:
    """Where a plan stands after something was done."""
    return inert(f"{one.standing}: {one.says}")


def draft(plan: Plan) -> str:
    """A plan that was just made."""
    touched = {one for item in plan.items for one in item.radius.bystanders}
    lines = [f"Plan {plan.id}: {count(len(plan.items), 'item')}, {len(plan.held)} held back"]
    lines.append(f"It touches at least {count(len(touched), 'account')} outside the network that dealt with them.")
    lines += [f"  {number:>3} {item.name}. {' '.join(item.radius.says)}" for number, item in enumerate(plan.items, 1)]
    lines += [f"  held back {one.platform}:{one.target}. {' '.join(one.why)}" for one in plan.held]
    return inert("\n".join(lines))


def plan(view: PlanView) -> str:
    """A plan with everything in it."""
    lines = [f"Plan {view.id} · {view.row.standing} · {view.row.network_id} · by {', '.join(view.authors)}"]
    lines.append(view.row.says)
    lines += [_item(number, one) for number, one in enumerate(view.items, 1)]
    lines += [f"  held back {one.platform}:{one.target}. {' '.join(one.why)}" for one in view.held]
    if view.rehearsal is not None:
        lines += _rehearsal(view.rehearsal)
    lines += [f"  approved by {one.by}: {one.reason}" for one in view.approvals]
    lines += [_appeal(one) for one in view.appeals]
    lines.append("What was done")
    lines += [f"  {one.seq:>3} {one.at:%Y-%m-%d %H:%M} UTC {one.who}: {one.says}" for one in view.events]
    return inert("\n".join(lines))


def _item(number: int, one: ItemView) -> str:
    ends = f" until {one.expires_at}" if one.expires_at else ""
    over = " Its day has passed: take it back." if one.expired else ""
    final = "" if one.reversible else " It cannot be taken back."
    does = f"{one.action} {one.platform}:{one.target}{ends}"
    told = f" {NOTICES[one.notified]}" if one.notified else ""
    return f"  {number:>3} {one.standing}: {does}. {' '.join(one.radius)}{final}{over}{told}"


def rehearsal(seen: RehearsalView) -> str:
    """What a dry run showed."""
    return inert("\n".join(_rehearsal(seen)))


def _rehearsal(seen: RehearsalView) -> list[str]:
    by = ", ".join(f"{many} × {what}" for what, many in seen.counts.items())
    lines = [f"Rehearsed by {seen.by}, {seen.at:%Y-%m-%d %H:%M} UTC, with {', '.join(seen.through.values())}"]
    if not seen.current:
        lines.append("  The plan has changed since: rehearse it again.")
    lines += [
        f"  {by}; {seen.held} held back; {seen.already} so already; {seen.missing} not there; {seen.weak} by weak "
        f"ties; {seen.irreversible} cannot be taken back; at least {seen.bystanders} bystanders",
        "  To look at before approving, drawn at random:",
    ]
    for one in seen.sample:
        lines.append(f"    {one['does']}")
        lines += [f"      {post['ref']}: {post['text']}" for post in one["posts"]]
    return [*lines, f"  Approvals are bound to: {seen.sha256}"]


def appeal(one: AppealView) -> str:
    """An appeal."""
    return inert(_appeal(one).strip())


def _appeal(one: AppealView) -> str:
    if one.granted is None:
        stands = "not answered yet"
    else:
        stands = f"{'granted' if one.granted else 'dismissed'} by {one.answered_by}: {one.reason}"
        if one.granted:
            stands += " Taken back." if one.taken_back else " Not taken back yet."
    return f"  appeal {one.id} by {one.by} against {one.platform}:{one.target}: {one.text} ({stands})"
