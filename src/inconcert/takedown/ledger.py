"""Where every item of a plan stands, folded from its journal; a pure function of what was written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from inconcert.takedown.platforms.base import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from inconcert.takedown.journal import Entry

Way = Literal["act", "reverse"]
"""What is done to a target; what is said to its owner goes by the way ``notice``."""
Standing = Literal[
    "waiting", "begun", "done", "refused", "unclear", "spared", "undoing", "undone", "undo refused", "undo unclear"
]
"""Where an item is.

``waiting``: not tried yet. ``begun``: tried, and what came of it is not known yet. ``unclear``: only a person can find
out. ``spared``: an appeal was granted before anything was done. The other half says the same of taking it back.
"""

_AFTER: dict[tuple[str, str], Standing] = {
    ("begun", "act"): "begun",
    ("done", "act"): "done",
    ("refused", "act"): "refused",
    ("unclear", "act"): "unclear",
    ("not done", "act"): "waiting",
    ("spared", "act"): "spared",
    ("begun", "reverse"): "undoing",
    ("done", "reverse"): "undone",
    ("refused", "reverse"): "undo refused",
    ("unclear", "reverse"): "undo unclear",
    ("not done", "reverse"): "done",
}


@dataclass(frozen=True)
class Line:
    """One item of a plan, as it stands."""

    key: str
    standing: Standing = "waiting"
    attempts: int = 0
    """How often the platform was called to do it."""
    before: State | None = None
    """What the target was like before."""
    after: State | None = None
    """What it was like after the last thing that was done."""
    ref: str | None = None
    """The platform's id of what was done."""
    says: str = ""
    """What the platform answered, or why it is not known."""
    done_at: str | None = None
    """When it was written down as done; ``None`` while it was not, and where it was so before."""
    notice: str = ""
    """What became of the notice to the owner: empty (not tried), ``begun``, ``done``, ``refused``, ``unclear``."""


@dataclass(frozen=True)
class Ledger:
    """A plan as it stands."""

    plan: dict[str, Any] | None = None
    rehearsal: dict[str, Any] | None = None
    """The last rehearsal; approvals of an earlier one do not count."""
    rehearsed: tuple[str, str] = ("", "")
    """Who made it, and when."""
    approvals: tuple[dict[str, Any], ...] = ()
    """Of the last rehearsal, those that were not withdrawn: ``by``, ``reason``."""
    stopped: str | None = None
    """Why it was stopped, ``None`` while it may go on."""
    looked_at: bool = False
    """Whether somebody said, after the first stage, that the rest may follow."""
    replaced: str | None = None
    """The plan that took its place."""
    approvers: tuple[str, ...] = ()
    """Everybody who ever approved it, also those who withdrew; none of them answers an appeal."""
    appeals: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By id: ``key``, ``by``, ``text``, ``at``, ``taken_by``; when answered, ``granted``, ``reason``, ``answered_by``,
    ``answered_at``."""
    lines: dict[str, Line] = field(default_factory=dict)

    def line(self, key: str) -> Line:
        """The item of this key."""
        return self.lines.get(key, Line(key))


ALREADY = "already so"
"""Stands for the platform's id where nothing had to be done."""


def fold(entries: Iterable[Entry], ledger: Ledger | None = None) -> Ledger:
    """Where a plan stands, from everything that was written of it, or from where it stood and what came since."""
    ledger = ledger or Ledger()
    for entry in entries:
        ledger = _after(ledger, entry)
    return ledger


def _after(ledger: Ledger, entry: Entry) -> Ledger:
    if entry.kind in _PEOPLE:
        return _PEOPLE[entry.kind](ledger, entry)
    key = str(entry.body["key"])
    line = ledger.line(key)
    if entry.body["way"] == "notice":
        moved = replace(line, notice="" if entry.kind == "not done" else entry.kind)
    else:
        moved = _moved(line, entry.kind, entry.body, entry.at)
    return replace(ledger, lines={**ledger.lines, key: moved})


def _rehearsed(ledger: Ledger, entry: Entry) -> Ledger:
    return replace(ledger, rehearsal=entry.body["rehearsal"], rehearsed=(entry.who, entry.at), approvals=())


def _approved(ledger: Ledger, entry: Entry) -> Ledger:
    given = {"by": entry.who, "at": entry.at, **entry.body}
    return replace(ledger, approvals=(*ledger.approvals, given), approvers=(*ledger.approvers, entry.who))


def _withdrawn(ledger: Ledger, entry: Entry) -> Ledger:
    return replace(ledger, approvals=tuple(one for one in ledger.approvals if one["by"] != entry.who))


def _appealed(ledger: Ledger, entry: Entry) -> Ledger:
    appeal = {**entry.body, "taken_by": entry.who}
    return replace(ledger, appeals={**ledger.appeals, str(entry.body["id"]): appeal})


def _answered(ledger: Ledger, entry: Entry) -> Ledger:
    body, key = entry.body, str(entry.body["id"])
    told = {"granted": bool(body["granted"]), "reason": str(body["reason"])}
    answered = {**ledger.appeals[key], **told, "answered_by": entry.who, "answered_at": entry.at}
    return replace(ledger, appeals={**ledger.appeals, key: answered})


_PEOPLE: dict[str, Callable[[Ledger, Entry], Ledger]] = {
    "planned": lambda ledger, entry: replace(ledger, plan=entry.body["plan"]),
    "rehearsed": _rehearsed,
    "approved": _approved,
    "withdrawn": _withdrawn,
    "stopped": lambda ledger, entry: replace(ledger, stopped=str(entry.body["why"])),
    "resumed": lambda ledger, _: replace(ledger, stopped=None),
    "looked at": lambda ledger, _: replace(ledger, looked_at=True),
    "replaced": lambda ledger, entry: replace(ledger, replaced=str(entry.body["by"])),
    "appealed": _appealed,
    "answered": _answered,
}
"""What people write, and what it changes; everything else is done to one item."""


def _moved(line: Line, kind: str, body: dict[str, Any], at: str) -> Line:
    way = str(body["way"])
    before = None if way == "reverse" else _state(body.get("before"))
    return replace(
        line,
        standing=_AFTER[kind, way],
        attempts=line.attempts + (kind == "begun"),
        ref=body.get("ref", line.ref),
        says=str(body.get("says", "")),
        before=before or line.before,
        after=_state(body.get("after")) or line.after,
        done_at=at if (kind, way) == ("done", "act") and body.get("ref") != ALREADY else line.done_at,
    )


def _state(stored: dict[str, Any] | None) -> State | None:
    return State.of(stored) if stored else None
