"""What was planned and done against the assets of a case, from the takedowns of its casebook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inconcert.takedown import Takedowns

if TYPE_CHECKING:
    from inconcert.casework import Casebook
    from inconcert.casework.views import Actor
    from inconcert.store.folder import Folder
    from inconcert.takedown.views import ItemView, PlanView

    Row = dict[str, Any]


GRANTED = "Its owner objected, and was right."


@dataclass(frozen=True)
class Enforcement:
    """Plans of a case, and where everything in them stands."""

    plans: tuple[Row, ...] = ()
    ledger: tuple[Row, ...] = ()
    overturned: int | None = None
    standing: dict[tuple[str, str], str] = field(default_factory=dict)
    """By platform and target, what the newest plan says."""
    held: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    """Accounts (``platform:account_id``) that the newest plan of a network holds back, and why."""


def enforcement(book: Casebook, actor: Actor, case_id: str, folder: Folder | None) -> Enforcement:
    """The plans of a case, oldest first; each reading stands in the log."""
    takedowns = Takedowns.open(book, folder)
    rows = takedowns.plans(case_id)
    plans = [takedowns.show(actor, row.id) for row in sorted(rows, key=lambda row: (row.at, row.id))]
    ledger = [_item(plan, item) for plan in plans for item in plan.items]
    overturned = sum(1 for plan in plans for one in plan.appeals if one.granted)
    return Enforcement(
        plans=tuple(map(_plan, plans)),
        ledger=tuple(ledger),
        overturned=overturned,
        standing={(row["platform"], row["target"]): row["standing"] for row in ledger},
        held=_held(plans),
    )


def _held(plans: list[PlanView]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Whom the newest plan of each network holds back, and everybody whose objection was granted, by whatever plan."""
    found: dict[str, dict[str, tuple[str, ...]]] = {
        plan.row.network_id: {f"{one.platform}:{one.target}": one.why for one in plan.held} for plan in plans
    }
    for plan in plans:
        for one in plan.appeals:
            if one.granted:
                found[plan.row.network_id][f"{one.platform}:{one.target}"] = (GRANTED,)
    return found


def _plan(plan: PlanView) -> Row:
    return {
        "id": plan.id,
        "network_id": plan.row.network_id,
        "author": plan.row.author,
        "at": plan.row.at.isoformat(),
        "policy_version": plan.policy_version,
        "items": len(plan.items),
        "held": len(plan.held),
        "stopped": plan.stopped,
        "standing": plan.row.standing,
    }


def _item(plan: PlanView, item: ItemView) -> Row:
    return {
        "plan": plan.id,
        "network_id": plan.row.network_id,
        "key": item.key,
        "platform": item.platform,
        "target": item.target,
        "kind": item.kind,
        "action": item.action,
        "reason": item.reason,
        "policies": list(item.policies),
        "standing": item.standing,
        "says": item.says,
        "at": item.done_at.isoformat() if item.done_at else None,
        "expires_at": item.expires_at.isoformat() if item.expires_at else None,
        "overturned": any(one.key == item.key and one.granted for one in plan.appeals),
    }
