"""The rehearsal: every target is looked at, nothing is done, and what was seen is what people approve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.casework.canonical import fingerprint
from inconcert.errors import InputError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from inconcert.takedown.plan import Item, Plan
    from inconcert.takedown.platforms.base import Platform

SAMPLE = 10
"""Items of a plan that people look at one by one before they approve it."""


def rehearse(
    plan: Plan, platforms: Mapping[str, Platform], progress: Callable[[int, int], None] = lambda *_: None
) -> dict[str, Any]:
    """What the plan would do, target by target.

    Returns:
        ``plan_sha256``, ``items[] {key, does, before, already, bystanders, weak}``, ``held``, ``counts``,
        ``bystanders``, ``irreversible``, ``missing`` (targets that are not there), ``through`` (by platform of the
        items, what carries them out, and where), ``sample`` (keys of items to look at, drawn by the plan's hash), and
        ``sha256`` over all of it.

    Raises:
        InputError: a platform is not there or cannot do what is asked.
        Refused, Busy, Unclear: a target could not be looked at.
    """
    _possible(plan, platforms)
    rows = []
    for done, item in enumerate(plan.items):
        rows.append(_row(plan, item, platforms[item.platform]))
        progress(done + 1, len(plan.items))
    seen: dict[str, Any] = {
        "plan_sha256": plan.sha256, "items": rows, **_sums(plan),
        "missing": sum(not row["before"]["exists"] for row in rows),
        "through": through_of(plan, platforms), "sample": sample_of(plan),
    }  # fmt: skip
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


def through_of(plan: Plan, platforms: Mapping[str, Platform]) -> dict[str, str]:
    """By platform of the items of a plan: what carries them out, and where."""
    names = sorted({item.platform for item in plan.items})
    return {name: " at ".join(filter(None, (platforms[name].title, platforms[name].place))) for name in names}


def sample_of(plan: Plan) -> list[str]:
    """Keys of items that people look at before they approve: drawn by a hash, so that nobody chooses them."""
    keys = [plan.key(item) for item in plan.items]
    drawn = set(sorted(keys, key=lambda key: fingerprint([plan.sha256, key]))[:SAMPLE])
    return [key for key in keys if key in drawn]


def demand_same_way(plan: Plan, rehearsal: Mapping[str, Any], platforms: Mapping[str, Platform]) -> None:
    """Let a plan through that goes the way it was rehearsed.

    Raises:
        InputError: something else would carry it out, or the same elsewhere.
    """
    told = rehearsal.get("through")
    for item in plan.items:
        platform_of(item, platforms)
    if told is not None and told != (now := through_of(plan, platforms)):
        raise InputError(
            f"it was rehearsed with {', '.join(told.values())}, not with {', '.join(now.values())}.",
            todo="Use what it was rehearsed with, or rehearse it again and have it approved.",
        )


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
