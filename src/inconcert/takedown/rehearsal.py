"""The rehearsal: every target is looked at, nothing is done, and what was seen is what people approve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.casework.canonical import fingerprint
from inconcert.errors import InputError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from inconcert.takedown.plan import Item, Plan
    from inconcert.takedown.platforms.base import Platform


def rehearse(
    plan: Plan, platforms: Mapping[str, Platform], progress: Callable[[int, int], None] = lambda *_: None
) -> dict[str, Any]:
    """What the plan would do, target by target.

    Returns:
        ``plan_sha256``, ``items[] {key, does, before, already, radius}``, ``held``, ``counts``, ``bystanders``,
        ``irreversible``, and ``sha256`` over all of it.

    Raises:
        InputError: a platform is not there or cannot do what is asked.
        Refused, Busy, Unclear: a target could not be looked at.
    """
    _possible(plan, platforms)
    rows = []
    for done, item in enumerate(plan.items):
        rows.append(_row(plan, item, platforms[item.platform]))
        progress(done + 1, len(plan.items))
    seen: dict[str, Any] = {"plan_sha256": plan.sha256, "items": rows, **_sums(plan)}
    return {**seen, "sha256": fingerprint(seen)}


def platform_of(item: Item, platforms: Mapping[str, Platform]) -> Platform:
    """The platform of an item, which must be able to do it.

    Raises:
        InputError: it is not there, or cannot.
    """
    if item.platform not in platforms:
        raise InputError(
            f"{item.name}: no platform '{item.platform}' is configured.", todo=nearest(item.platform, platforms)
        )
    if item.action not in platforms[item.platform].actions:
        able = ", ".join(sorted(platforms[item.platform].actions))
        raise InputError(f"{item.name}: {platforms[item.platform].title} cannot do this.", todo=f"It can: {able}.")
    return platforms[item.platform]


def _possible(plan: Plan, platforms: Mapping[str, Platform]) -> None:
    if not plan.items:
        raise InputError("the plan does nothing: it has no items.")
    for item in plan.items:
        platform_of(item, platforms)


def _row(plan: Plan, item: Item, platform: Platform) -> dict[str, Any]:
    before = platform.look(item)
    return {
        "key": plan.key(item), "does": item.name, "before": before.to_dict(), "already": platform.fulfils(item, before),
        "bystanders": len(item.radius.bystanders), "weak": item.radius.weak,
    }  # fmt: skip


def _sums(plan: Plan) -> dict[str, Any]:
    counts: dict[str, int] = {}
    for item in plan.items:
        counts[f"{item.action} {item.kind}"] = counts.get(f"{item.action} {item.kind}", 0) + 1
    touched = {one for item in plan.items for one in item.radius.bystanders}
    return {
        "counts": counts, "held": len(plan.held), "bystanders": len(touched),
        "irreversible": sum(not item.reversible for item in plan.items),
    }  # fmt: skip
