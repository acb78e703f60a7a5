"""A takedown as its pages show it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from inconcert.casework.roles import same
from inconcert.errors import InputError, NoSuchThing
from inconcert.takedown.words import FINAL, NOTICES
from inconcert.web.screens import asset
from inconcert.web.screens.run import material_of
from inconcert.web.screens.wording import address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from inconcert.casework.views import CaseView
    from inconcert.takedown import PlanView
    from inconcert.web.here import Here

    Row = dict[str, Any]

ITEMS = 50
"""Items on one page."""
EVENTS = 60
"""Events of the journal that are listed, the newest; the others are counted."""
ACTIONS = {
    "label": "a note that everybody sees",
    "limit": "shown to fewer",
    "suspend": "the account is shut, its data are kept",
    "takedown": "hidden by the moderation service",
    "remove": "deleted; cannot be taken back, and takes a third approval",
    "report": "told to somebody who decides for themselves; cannot be taken back, and takes a third approval",
}
"""What can be wanted, the mildest first, and what it means."""
EMPTY = {
    "net": "", "action": "suspend", "reason": "", "policies": "", "policy_version": "", "notice": "", "appeal": "",
    "expires_at": "", "first": "5", "wait_minutes": "60", "per_minute": "30", "weak_too": "",
}  # fmt: skip
"""The form of a plan before anything is written."""
UNCLEAR = frozenset({"unclear", "undo unclear", "begun", "undoing", "refused", "undo refused"})
"""Standings that a person settles: nobody knows what became of the call, or a refused one may be tried again."""
BACK = frozenset({"done", "begun", "unclear", "undoing", "undo refused", "undo unclear"})
"""Standings of items that can be taken back, where they are reversible."""


def wanted(written: Mapping[str, str]) -> Row:
    """A form as :class:`inconcert.web.takedowns.Wanted` takes it; empty fields keep their default."""
    given: Row = {name: value for name, value in written.items() if name in EMPTY and name != "net" and value.strip()}
    given["policies"] = [line.strip() for line in written.get("policies", "").splitlines() if line.strip()]
    given["weak_too"] = bool(written.get("weak_too"))
    return given


def confirmed(found: CaseView) -> Row:
    """The case of a plan: its networks, each with whether two people have confirmed it."""
    agreed = [one for one in found.decisions if one.verdict == "confirmed" and one.holds]
    whole = any(one.network_id is None for one in agreed)
    nets = [ref.network_id for ref in found.findings]
    return {
        "id": found.id,
        "number": found.number,
        "title": found.title,
        "blind": found.blind,
        "networks": [name for name in nets if whole or any(one.network_id == name for one in agreed)],
        "others": len(nets) if not agreed else sum(not whole and all(one.network_id != name for one in agreed)
                                                   for name in nets),
    }  # fmt: skip


def plan(found: PlanView, me: str, page: int, standing: str) -> Row:
    """Everything of a plan for its page.

    Args:
        found: The plan.
        me: Who looks.
        page: Which stretch of items, from 0.
        standing: Only items that stand so; empty: all.

    Returns:
        Its fields with ``items`` of one page, each with ``can_undo``, ``unclear`` and ``open_appeal``; ``page``,
        ``pages``, ``shown``; ``wrote``, ``gave``: whether this person wrote or approved it; ``begun``; ``undoable``;
        ``events``, newest first, and ``more_events``.
    """
    row = found.to_dict()
    fits = [one for one in row["items"] if standing in {"", one["standing"]}]
    pages = max(-(-len(fits) // ITEMS), 1)
    page = min(page, pages - 1)
    open_now = {one["key"] for one in row["appeals"] if one["granted"] is None}
    items = [_item(one, open_now) for one in fits[page * ITEMS : (page + 1) * ITEMS]]
    events = row["events"][::-1]
    return row | {
        "id": found.id,
        "items": items,
        "of": len(row["items"]),
        "shown": len(fits),
        "page": page,
        "pages": pages,
        "standing_wanted": standing,
        "standings": sorted(Counter(one["standing"] for one in row["items"]).items()),
        "wrote": any(same(name, me) for name in row["authors"]),
        "gave": any(same(one["by"], me) for one in row["approvals"]),
        "begun": any(one["standing"] != "waiting" for one in row["items"]),
        "undoable": sum(one["reversible"] and one["standing"] in BACK for one in row["items"]),
        "final": any(one["action"] in FINAL for one in row["items"]),
        "touched": touched(row["items"]),
        "events": events[:EVENTS],
        "more_events": max(len(events) - EVENTS, 0),
    }


def _item(one: Row, open_now: set[str]) -> Row:
    return one | {
        "asset": f"{one['platform']}:{one['target']}",
        "can_undo": one["reversible"] and one["standing"] in BACK,
        "unclear": one["standing"] in UNCLEAR,
        "open_appeal": one["key"] in open_now,
        "notice_says": NOTICES.get(one["notified"], ""),
    }


def touched(items: list[Row]) -> Row:
    """The blast radius of a whole plan: sums where something is known, ``None`` where nothing is."""
    sums: Row = {}
    for name in ("followers", "repliers", "sharers"):
        known = [one[name] for one in items if one[name] is not None]
        sums[name] = sum(known) if known else None
        sums[f"{name}_of"] = len(known)
    looked = any(sums[name] is not None for name in ("repliers", "sharers"))
    sums["bystanders"] = len({name for one in items for name in one["bystanders"]}) if looked else None
    sums["final"] = sum(not one["reversible"] for one in items)
    sums["weak"] = sum(one["weak"] for one in items)
    return sums


def names(here: Here, found: PlanView) -> dict[str, str]:
    """What the targets are called in the latest run, by ``platform:target``; empty before the first run."""
    ends = [f"{one.platform}:{one.target}" for one in found.items]
    ends += [f"{one.platform}:{one.target}" for one in found.held]
    try:
        return asset.names(ends, material_of(here, None))
    except NoSuchThing:
        return {}


def turned(path: str, page: int, standing: str) -> str:
    """Address of a page of items."""
    return address(path, page=page, standing=standing) + "#items"


def instant(text: str) -> datetime | None:
    """A moment out of a form, in UTC where it names no zone; ``None`` when it is empty.

    Raises:
        InputError: it is none.
    """
    if not text.strip():
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"'{text}' is no moment.", todo="Write it as 2026-11-29T10:00.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
