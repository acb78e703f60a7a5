"""Runs in a line each, and two runs side by side."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from inconcert.errors import NoSuchThing

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from inconcert.web.workbench import Opened

ALIKE = 0.2
"""Two networks of different runs are shown as one that changed when they share this part of their members (Jaccard)."""
UNSPOKEN = frozenset({"name", "windows", "audiences"})
"""Settings that are not compared by themselves."""


def run_rows(opened: Opened, blind: Collection[str] = ()) -> list[dict[str, Any]]:
    """The runs that came to an end, newest first, without what is withheld from a reader ``blind`` to some networks.

    Returns:
        For each what :func:`summary` says, ``new_alerts`` (those that the run before did not have) and ``latest``.
    """
    rows = [dict(summary(opened, run)) for run in opened.runs]
    for row, before in zip(rows, [*rows[1:], None], strict=False):
        known = set(before["alerting"]) if before else set()
        row["new_alerts"] = [each for each in row["alerting"] if each not in known]
        row["latest"] = row["id"] == opened.latest
    return [veiled(row, blind) for row in rows]


def veiled(row: dict[str, Any], blind: Collection[str]) -> dict[str, Any]:
    """A run in a line for a person who owes a blind verdict on one of its networks: neither grades nor alerts."""
    if set(blind).isdisjoint(row["members"]):
        return row
    of = {name: {**one, "grade": None, "alert": None} for name, one in row["of"].items()}
    return {**row, "grades": {}, "alerting": [], "new_alerts": [], "of": of, "blind": True}


def summary(opened: Opened, run: str) -> dict[str, Any]:
    """One run in a line.

    Raises:
        NoSuchThing: there is no such run, or it did not come to an end.
    """
    place = opened.folder.path / "runs" / run / "findings.json"
    if run not in opened.runs:
        raise NoSuchThing(f"there is no run '{run}' that came to an end.")
    return _summary(place)


@lru_cache(maxsize=256)
def _summary(place: Path) -> dict[str, Any]:
    found = json.loads(place.read_text("utf-8"))
    networks = found["networks"]
    return {
        "id": place.parent.name,
        "at": datetime.fromtimestamp(place.stat().st_mtime, UTC).isoformat(timespec="seconds"),
        "posts": found.get("looked_at", {}).get("features", {}).get("posts"),
        "networks": len(networks),
        "grades": {grade: sum(each["grade"] == grade for each in networks) for grade in "ABC"},
        "alerting": [each["id"] for each in networks if each["alert"]],
        "settings": found["settings"],
        "sources": [each.get("source") for each in found["receipts"]],
        "version": found.get("version"),
        "members": {each["id"]: _members(each) for each in networks},
        "blind": False,
        "of": {
            each["id"]: {key: each.get(key) for key in ("grade", "size", "posts", "ties", "alert")} for each in networks
        },
    }


def _members(network: dict[str, Any]) -> frozenset[str]:
    return frozenset(f"{each['platform']}:{each['account_id']}" for each in network["members"])


def compared(opened: Opened, first: str, second: str, blind: Collection[str] = ()) -> dict[str, Any]:
    """Two runs side by side: what differs in their settings and material, and their networks in pairs.

    A network keeps its id while its members stay the same. Others are paired, the most alike first, when they share at
    least :data:`ALIKE` of their members.

    Raises:
        NoSuchThing: one of the runs is not there.
    """
    old, new = (veiled(summary(opened, run), blind) for run in (first, second))
    pairs = _pairs(old["members"], new["members"])
    matched_old, matched_new = {a for a, _ in pairs}, {b for _, b in pairs}
    rows = [_row(old, new, a, b) for a, b in pairs]
    rows += [_row(old, new, None, b) for b in new["members"] if b not in matched_new]
    rows += [_row(old, new, a, None) for a in old["members"] if a not in matched_old]
    keys = sorted(key for key in {*old["settings"], *new["settings"]} - UNSPOKEN)
    differing = [key for key in keys if old["settings"].get(key) != new["settings"].get(key)]
    return {
        "old": old,
        "new": new,
        "settings": [(key, old["settings"].get(key), new["settings"].get(key)) for key in differing],
        "added": [each for each in new["sources"] if each not in old["sources"]],
        "gone": [each for each in old["sources"] if each not in new["sources"]],
        "rows": rows,
    }


def _pairs(old: dict[str, frozenset[str]], new: dict[str, frozenset[str]]) -> list[tuple[str, str]]:
    same = [(name, name) for name in new if name in old]
    left_old, left_new = set(old) - set(new), set(new) - set(old)
    where: dict[str, set[str]] = {}
    for name in left_old:
        for member in old[name]:
            where.setdefault(member, set()).add(name)
    likeness = []
    for name in left_new:
        for other in {each for member in new[name] for each in where.get(member, ())}:
            share = len(new[name] & old[other]) / len(new[name] | old[other])
            if share >= ALIKE:
                likeness.append((-share, other, name))
    for _, other, name in sorted(likeness):
        if other in left_old and name in left_new:
            same.append((other, name))
            left_old.discard(other)
            left_new.discard(name)
    return same


def _row(old: dict[str, Any], new: dict[str, Any], a: str | None, b: str | None) -> dict[str, Any]:
    before, after = old["members"].get(a, frozenset()), new["members"].get(b, frozenset())
    if a is None or b is None:
        change = "only in the newer run" if a is None else "only in the older run"
    else:
        change = "the same members" if before == after else "changed"
    return {
        "old": a,
        "new": b,
        "change": change,
        "before": old["of"].get(a),
        "after": new["of"].get(b),
        "joined": sorted(after - before) if a and b else [],
        "left": sorted(before - after) if a and b else [],
    }
