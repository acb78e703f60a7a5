"""A platform held in memory that fails as platforms do: late, twice, without an answer, or with a no."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inconcert.takedown.platforms.base import Busy, Platform, Receipt, Refused, State, Unclear

if TYPE_CHECKING:
    from collections.abc import Callable

FAULTS = ("none", "lost", "done, no answer", "late", "twice", "busy", "wrong credentials", "no answer to a question")
"""What can become of one call. ``lost``: never arrived. ``late``: carried out some calls later, if at all in time."""


@dataclass
class Memory(Platform):
    """Accounts that can be suspended; ``acted`` counts what really changed something, by target."""

    idempotent: bool = True
    in_flight_seconds: float | None = None
    accounts: dict[str, dict[str, bool]] = field(default_factory=dict)
    acted: Counter[str] = field(default_factory=Counter)
    reversed: Counter[str] = field(default_factory=Counter)
    kept: dict[str, Receipt] = field(default_factory=dict)
    fault: Callable[[], str] = field(default=lambda: "none")
    under_way: list[tuple[str, Callable[[], Receipt]]] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    name = "memory"
    title = "the platform in memory"
    actions = frozenset({"suspend", "remove"})

    def look(self, item):
        self._question()
        found = self.accounts.get(item.target)
        return State(found is not None, dict(found or {}))

    def fulfils(self, item, state):
        return bool(state.facts.get("suspended"))

    def act(self, item, key):
        return self._call(item, key, lambda: self._suspend(item, key, suspended=True))

    def reverse(self, item, key, before):
        return self._call(item, key, lambda: self._suspend(item, key, suspended=bool(before.facts.get("suspended"))))

    def sought(self, item, key):
        self._question()
        return self.kept.get(key)

    def passed(self, seconds: float) -> None:
        """Time passes: what is under way arrives when its time is up."""
        if self.in_flight_seconds is None or seconds >= self.in_flight_seconds:
            self.arrive()

    def arrive(self) -> None:
        """Everything that is under way is carried out now."""
        waiting, self.under_way = self.under_way, []
        for _, carry_out in waiting:
            carry_out()

    def _question(self) -> None:
        if self.fault() == "no answer to a question":
            raise Unclear("time-out")

    def _call(self, item, key, carry_out) -> Receipt:
        fault = self.fault()
        if item.target in self.refuses or fault == "wrong credentials":
            raise Refused("wrong credentials")
        if fault == "busy":
            raise Busy("rate limit", after_seconds=2.0)
        if fault == "lost":
            raise Unclear("time-out")
        if fault == "late":
            self.under_way.append((key, carry_out))
            raise Unclear("time-out")
        receipt = carry_out()
        if fault == "twice" and self.idempotent:
            carry_out()
        if fault == "done, no answer":
            raise Unclear("connection reset")
        return receipt

    def _suspend(self, item, key, *, suspended: bool) -> Receipt:
        if self.idempotent and key in self.kept:
            return self.kept[key]
        (self.acted if suspended else self.reversed)[item.target] += 1
        self.accounts[item.target]["suspended"] = suspended
        self.kept[key] = Receipt(f"event-{len(self.kept) + 1}")
        return self.kept[key]
