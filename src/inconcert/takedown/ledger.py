"""Where every item of a plan stands, folded from its journal; a pure function of what was written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from inconcert.takedown.platforms.base import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.takedown.journal import Entry

Way = Literal["act", "reverse"]
Standing = Literal[
    "waiting", "begun", "done", "refused", "unclear", "undoing", "undone", "undo refused", "undo unclear"
]
"""Where an item is.

``waiting``: not tried yet. ``begun``: tried, and what came of it is not known yet. ``unclear``: only a person can find
out. The other half says the same of taking it back.
"""

_AFTER: dict[tuple[str, str], Standing] = {
    ("begun", "act"): "begun",
    ("done", "act"): "done",
    ("refused", "act"): "refused",
    ("unclear", "act"): "unclear",
    ("not done", "act"): "waiting",
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


@dataclass(frozen=True)
class Ledger:
    """A plan as it stands."""

    plan: dict[str, Any] | None = None
    rehearsal: dict[str, Any] | None = None
    """The last rehearsal; approvals of an earlier one do not count."""
    approvals: tuple[dict[str, Any], ...] = ()
    """Of the last rehearsal, those that were not withdrawn: ``by``, ``reason``."""
    stopped: str | None = None
    """Why it was stopped, ``None`` while it may go on."""
    looked_at: bool = False
    """Whether somebody said, after the first stage, that the rest may follow."""
    lines: dict[str, Line] = field(default_factory=dict)

    def line(self, key: str) -> Line:
        """The item of this key."""
        return self.lines.get(key, Line(key))


def fold(entries: Iterable[Entry], ledger: Ledger | None = None) -> Ledger:
    """Where a plan stands, from everything that was written of it, or from where it stood and what came since."""
    ledger = ledger or Ledger()
    for entry in entries:
        ledger = _after(ledger, entry)
    return ledger


def _after(ledger: Ledger, entry: Entry) -> Ledger:
    body = entry.body
    match entry.kind:
        case "planned":
            return replace(ledger, plan=body["plan"])
        case "rehearsed":
            return replace(ledger, rehearsal=body["rehearsal"], approvals=())
        case "approved":
            return replace(ledger, approvals=(*ledger.approvals, {"by": entry.who, **body}))
        case "withdrawn":
            return replace(ledger, approvals=tuple(one for one in ledger.approvals if one["by"] != entry.who))
        case "stopped":
            return replace(ledger, stopped=str(body["why"]))
        case "resumed":
            return replace(ledger, stopped=None)
        case "looked at":
            return replace(ledger, looked_at=True)
        case _:
            key = str(body["key"])
            return replace(ledger, lines={**ledger.lines, key: _moved(ledger.line(key), entry.kind, body)})


def _moved(line: Line, kind: str, body: dict[str, Any]) -> Line:
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
    )


def _state(stored: dict[str, Any] | None) -> State | None:
    return State.of(stored) if stored else None
