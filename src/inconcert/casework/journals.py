"""What a purge takes out of the journals of takedowns, and what has to stay in them.

An entry keeps its place, its hash and the hash before it, so that the chain can still be walked; the purge's own entry
in the log holds the hash of what the entry says since. Keys of actions stay: nothing is done twice under one key, and
whoever has the key of an action can still ask what became of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from sqlalchemy import inspect, select

from inconcert.casework.canonical import canonical, fingerprint
from inconcert.casework.tables import TakedownEntry
from inconcert.plugins import registered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session

    Rows = list[TakedownEntry]
    Without = Callable[[Any], Any]
    """Plain data without a person."""

PURGED = "purged"
"""Key of an entry's body that says that a purge took something out of it."""
TAKEDOWN = "takedown"
"""Who reads journals, by the name that is registered under the hook ``journals``."""


class Line(NamedTuple):
    """Where one item of a plan stands, as far as a purge asks."""

    standing: bool
    """Whether it was done and can still be taken back."""
    open: bool
    """Whether something about it is not ended: it is under way, an appeal waits, or it is owed."""


class Reader(Protocol):
    """What folds a journal. It comes from above, through the hook ``journals``: there is one fold, where plans are."""

    name: str

    def read(self, rows: Rows) -> Mapping[str, Line]:
        """Where each item stands, by the key of its action."""
        ...


@dataclass
class Plan:
    """A plan of takedown with its journal, as far as a purge reads it."""

    rows: Rows
    bodies: list[dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        self.bodies = [json.loads(row.body) for row in self.rows]

    @property
    def case_id(self) -> str:
        """Its case; empty when it was purged."""
        return str(self.bodies[0].get("plan", {}).get("case_id", ""))

    @property
    def items(self) -> dict[str, dict[str, Any]]:
        """Items by the keys of their actions."""
        told = self.bodies[0]["plan"]
        keys = {name: key for key, name in told["keys"].items()}
        return {keys[f"{one['action']} {one['platform']}:{one['target']}"]: one for one in told["items"]}

    @cached_property
    def _lines(self) -> Mapping[str, Line]:
        reader: Reader = registered("journals")[TAKEDOWN]
        return reader.read(self.rows)

    def standing(self, key: str) -> bool:
        """Whether an item was done and can still be taken back."""
        return self._lines[key].standing

    def open(self, key: str) -> bool:
        """Whether something about an item is not ended: it is under way, an appeal waits, or it is owed."""
        return self._lines[key].open

    def ended(self) -> bool:
        """Whether nothing of it is open, and nothing waits for a day on which it is to be taken back."""
        waits = (self.standing(key) and item.get("expires_at") for key, item in self.items.items())
        return not any(waits) and not any(map(self.open, self.items))


def plans(session: Session) -> list[Plan]:
    """All plans that were not purged whole."""
    if not inspect(session.connection()).has_table(TakedownEntry.__tablename__):
        return []
    found: dict[str, Rows] = {}
    for row in session.scalars(select(TakedownEntry).order_by(TakedownEntry.plan_id, TakedownEntry.seq)):
        found.setdefault(row.plan_id, []).append(row)
    return [one for one in map(Plan, found.values()) if one.case_id]


@dataclass
class Emptied:
    """What a purge did to journals."""

    entries: list[tuple[str, int, str]] = field(default_factory=list)
    """Plan and number of each entry, and the hash of what it says now."""
    standing: int = 0
    """Actions that stand and can no longer be taken back from here."""

    def write(self, row: TakedownEntry, body: Mapping[str, Any]) -> None:
        """Put another body in an entry's place."""
        row.body = canonical({**body, PURGED: True})
        self.entries.append((row.plan_id, row.seq, fingerprint(json.loads(row.body))))


def empty(of: list[Plan]) -> Emptied:
    """Leave of plans only who did what when, and the keys of the actions."""
    done = Emptied()
    for plan in of:
        done.standing += sum(map(plan.standing, plan.items))
        first = plan.bodies[0]
        done.write(plan.rows[0], {"keys": sorted(plan.items), "sha256": first["sha256"]})
        for row, body in zip(plan.rows[1:], plan.bodies[1:], strict=True):
            done.write(row, {name: body[name] for name in ("key", "way") if name in body})
    return done


def take_out(of: list[Plan], account: str, name: str, without: Without) -> Emptied:
    """Take one account out of plans.

    Args:
        of: The plans.
        account: ``platform:account_id``.
        name: What stands for it since.
        without: Takes it out of any data in which it is named.
    """
    done = Emptied()
    for plan in of:
        platform, _, target = account.partition(":")
        own = {key for key, item in plan.items.items() if (item["platform"], item["target"]) == (platform, target)}
        done.standing += sum(map(plan.standing, own))
        for row, body in zip(plan.rows, plan.bodies, strict=True):
            new = _planned(body, own, (platform, target), name) if row.kind == "planned" else _told(body, own)
            new = without(new)
            if new != body:
                done.write(row, new)
    return done


def _planned(body: dict[str, Any], own: set[str], account: tuple[str, str], name: str) -> dict[str, Any]:
    plan = body["plan"]
    keys = {key: f"{said.split(' ')[0]} {account[0]}:{name}" if key in own else said
            for key, said in plan["keys"].items()}  # fmt: skip
    named = {said: key for key, said in plan["keys"].items()}
    items = [
        _item(one, named[f"{one['action']} {one['platform']}:{one['target']}"], name)
        if (one["platform"], one["target"]) == account else one
        for one in plan["items"]
    ]  # fmt: skip
    held = [{**one, "target": name} if (one["platform"], one["target"]) == account else one for one in plan["held"]]
    return {**body, "plan": {**plan, "keys": keys, "items": items, "held": held}}


def _item(item: dict[str, Any], key: str, name: str) -> dict[str, Any]:
    around: dict[str, Any] = {
        "followers": None,
        "repliers": None,
        "sharers": None,
        "bystanders": [],
        "weak": False,
        "says": [],
    }
    return {**item, "target": name, "evidence": [], "notice": "", "radius": around, "purged_key": key}


def _told(body: dict[str, Any], own: set[str]) -> dict[str, Any]:
    """An entry without what it says of the account: what it was like, what came of it, and what it objected."""
    new = dict(body)
    if body.get("key") in own:
        new |= {name: None for name in ("before", "after", "ref", "answer") if name in body}
        new |= {"text": "[removed]"} if "text" in body else {}
    if "rehearsal" in body:
        rows = [
            {**one, "before": {**one["before"], "facts": {}}} if one["key"] in own else one
            for one in body["rehearsal"]["items"]
        ]
        new["rehearsal"] = {**body["rehearsal"], "items": rows}
    return new
