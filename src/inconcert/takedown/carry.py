"""Carrying a plan out: at most once for every item, in stages, stopping at the first surprise.

For each item the order is fixed, and every arrow is a write that is on disk before the next step begins::

    look (as rehearsed?) → «begun» → call the platform → «done» | «refused» | not known → ask the platform → …

An item that was begun and of which no outcome was written is never simply tried again. The platform is asked what it
keeps under the key of the action. Only when it says "nothing", and nothing can be under way any more, or when the
platform itself does nothing twice under one key, is it tried again; else a person has to find out.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from inconcert.errors import Cancelled, Conflict, NotAllowed
from inconcert.takedown.approval import demand_approval
from inconcert.takedown.book import tell
from inconcert.takedown.ledger import ALREADY
from inconcert.takedown.noticing import notify
from inconcert.takedown.platforms.base import Busy, Receipt, Refused, State, Unclear
from inconcert.takedown.rehearsal import demand_same_way, platform_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from inconcert.takedown.book import PlanBook
    from inconcert.takedown.ledger import Way
    from inconcert.takedown.plan import Item
    from inconcert.takedown.platforms.base import Platform

Answer = TypeVar("Answer")

PATIENCE = 5
"""How often a platform that is busy, or gives no answer, is asked again before it is left for later."""


_NOTHING_TO_UNDO = "it was so before this plan; it is left so"


class _OvertakenError(Exception):
    """Somebody wrote to the journal before this item was begun; it is looked at again."""


class Surprise(Exception):
    """Something is not as the rehearsal showed it; the plan stops, and a person looks."""


@dataclass
class Carrier:
    """Carries one plan out, and takes it back."""

    book: PlanBook
    platforms: Mapping[str, Platform]
    who: str
    """Who started it, for the journal."""
    sleep: Callable[[float], None] = time.sleep
    progress: Callable[[int, int], None] = field(default=lambda _done, _of: None)
    cancelled: Callable[[], bool] = field(default=lambda: False)

    def apply(self) -> str | None:
        """Carry out what is left of the plan, as far as it is allowed to go now.

        Returns:
            ``None`` when all of it was carried out, else why it waits: after the first stage, or a surprise.

        Raises:
            NotAllowed: not enough people have approved it as it stands, or it was stopped.
            Locked: somebody else is carrying it out.
            Cancelled: the user stopped it; what was done is written down.
        """
        with self.book.journal.held(self.book.plan.id):
            self.book.refresh(whole=True)
            return self._apply()

    def undo(self, items: tuple[Item, ...], reason: str) -> str | None:
        """Take items back, the last first, and bring every target to what it was before.

        Returns:
            ``None``, or what surprised it.

        Raises:
            NotAllowed: no reason is given, or an item cannot be taken back.
            Locked: somebody else is carrying the plan out.
        """
        if not reason.strip():
            raise NotAllowed("taking back needs a reason.")
        for item in items:
            if item.purged_key:
                raise NotAllowed(f"{item.name}: the account was purged, and what it was before is not known any more.")
            if item.final:
                raise NotAllowed(f"{item.name} is final and cannot be taken back.")
        with self.book.journal.held(self.book.plan.id):
            self.book.refresh(whole=True)
            demand_same_way(self.book.plan, self.book.ledger.rehearsal or {}, self.platforms)
            return self._each(tuple(reversed(items)), "reverse", reason)

    def _apply(self) -> str | None:
        plan, ledger = self.book.plan, self.book.ledger
        demand_approval(plan, ledger)
        demand_same_way(plan, ledger.rehearsal or {}, self.platforms)
        if ledger.stopped is not None:
            raise NotAllowed(f"plan {plan.id} was stopped: {ledger.stopped}", todo="Look at it, then resume it.")
        first, rest = plan.stages
        surprise = self._each(first, "act", "")
        if surprise is not None or not rest:
            return surprise
        if not self.book.ledger.looked_at:
            return f"The first {len(first)} are done. Look at what they did, then let the other {len(rest)} follow."
        return self._each(rest, "act", "")

    def _each(self, items: tuple[Item, ...], way: Way, reason: str) -> str | None:
        for done, item in enumerate(items):
            if self.cancelled():
                raise Cancelled(f"stopped by the user after {done} of {len(items)}; what was done is written down.")
            stopped = self._next(item, way, reason)
            if stopped is not None:
                return stopped
            self.progress(done + 1, len(items))
        return None

    def _next(self, item: Item, way: Way, reason: str) -> str | None:
        """One item as things stand now; why to go no further, if so."""
        while True:
            self.book.refresh()
            if way == "act" and self.book.ledger.stopped is not None:
                return self.book.ledger.stopped
            try:
                self._one(item, way, reason)
                if way == "act" and self.book.line(item).ref != ALREADY:
                    notify(self.book, item, platform_of(item, self.platforms), self.who)
            except _OvertakenError:
                continue
            except Surprise as surprise:
                self.book.carried("stopped", self.who, why=str(surprise), key=self.book.plan.key(item))
                return str(surprise)
            return None

    def _one(self, item: Item, way: Way, reason: str) -> None:
        standing = self.book.line(item).standing
        if standing == ("begun" if way == "act" else "undoing"):
            self._settle(item, way, fresh=False)
        elif standing == "undoing" and way == "act":
            raise Surprise(f"{item.name}: it was being taken back and nobody knows how that ended. Undo it first.")
        elif standing == "begun":
            self._settle(item, "act", fresh=False, again=False)
            self._one(item, way, reason)
        elif standing == ("waiting" if way == "act" else "done"):
            self._start(item, way, reason)
        elif standing in {"unclear", "undo unclear"}:
            raise Surprise(f"{item.name}: nobody knows whether it was done. Find out and settle it.")

    def _start(self, item: Item, way: Way, reason: str) -> None:
        platform = platform_of(item, self.platforms)
        before = self._patiently(lambda: platform.look(item), item)
        if way == "act" and (self._came_late(item, platform, before) or self._already(item, platform, before)):
            return
        if way == "reverse" and self.book.line(item).ref == ALREADY:
            tell(self.book, item, "done", way, self.who, ref=ALREADY, after=before.to_dict(), says=_NOTHING_TO_UNDO)
            return
        self._begin(item, way, before, reason)
        self._call(item, way, platform)

    def _begin(self, item: Item, way: Way, before: State, reason: str) -> None:
        """Write down that it is begun, unless somebody wrote anything since: that may be a stop, or spare this item."""
        try:
            self.book.write(
                "begun", self.who, key=self.book.plan.key(item), way=way, before=before.to_dict(), reason=reason
            )
        except Conflict as conflict:
            raise _OvertakenError from conflict

    def _already(self, item: Item, platform: Platform, now: State) -> bool:
        """Whether the target was so before, by somebody else's doing; then nothing is done, and nothing taken back."""
        if not platform.fulfils(item, now):
            return False
        stands = now.to_dict()
        tell(
            self.book, item, "done", "act", self.who, ref=ALREADY, before=stands, after=stands, says="it was so already"
        )
        return True

    def _came_late(self, item: Item, platform: Platform, now: State) -> bool:
        """Whether an earlier call was carried out after all; else the target must be as it was rehearsed."""
        expected = self.book.expected(item)
        if now == expected:
            return False
        receipt = None
        if self.book.line(item).attempts:
            receipt = self._patiently(lambda: platform.sought(item, self.book.plan.key(item)), item)
        if receipt is None:
            raise Surprise(
                f"{item.name}: the target is not as it was when people approved this ({_differs(expected, now)}). "
                "Rehearse the plan again and have it approved."
            )
        self._finish(item, "act", platform, receipt, settled=True)
        return True

    def _call(self, item: Item, way: Way, platform: Platform) -> None:
        """Call the platform for an item that is written down as begun; write what came of it."""
        for _ in range(PATIENCE):
            self._pace()
            try:
                receipt = self._ask(item, way, platform)
            except Busy as busy:
                self.sleep(busy.after_seconds)
                continue
            except Refused as refused:
                tell(self.book, item, "refused", way, self.who, says=str(refused))
                raise Surprise(f"{item.name}: {platform.title} refused it: {refused}") from refused
            except Unclear:
                self._settle(item, way, fresh=True)
                return
            self._finish(item, way, platform, receipt)
            return
        tell(self.book, item, "not done", way, self.who, says="the platform was busy each time")
        raise Surprise(f"{item.name}: {platform.title} is too busy. Nothing was done to it; go on later.")

    def _ask(self, item: Item, way: Way, platform: Platform) -> Receipt:
        key = self.book.plan.key(item)
        if way == "act":
            return platform.act(item, key)
        before = self.book.line(item).before
        if before is None:
            raise Surprise(f"{item.name}: what it was before is not known, so it cannot be restored.")
        return platform.reverse(item, reverse_key(key), before)

    def _settle(self, item: Item, way: Way, *, fresh: bool, again: bool = True) -> None:
        """Find out what became of a call without an answer.

        ``fresh``: it was made by this process a moment ago. ``again``: if it was not done, do it.
        """
        platform = platform_of(item, self.platforms)
        key = self.book.plan.key(item) if way == "act" else reverse_key(self.book.plan.key(item))
        try:
            receipt = self._patiently(lambda: platform.sought(item, key), item)
            if receipt is None and not platform.idempotent:
                receipt = self._wait_it_out(item, platform, key)
        except Unclear as unclear:
            tell(self.book, item, "unclear", way, self.who, says=str(unclear))
            raise Surprise(
                f"{item.name}: nobody knows whether it was done ({unclear}). Find out and settle it."
            ) from unclear
        if receipt is not None:
            self._finish(item, way, platform, receipt, settled=True)
            return
        tell(self.book, item, "not done", way, self.who, says="the platform keeps nothing under this key")
        if fresh and self.book.line(item).attempts % PATIENCE == 0:
            raise Surprise(
                f"{item.name}: {platform.title} gave no answer {PATIENCE} times. It was not done; go on later."
            )
        if again:
            self._start(item, way, "no answer came before")

    def _wait_it_out(self, item: Item, platform: Platform, key: str) -> Receipt | None:
        """Ask again when nothing can be under way any more."""
        if platform.in_flight_seconds is None:
            raise Unclear(f"{platform.title} cannot tell whether a call is still under way.")
        self.sleep(platform.in_flight_seconds)
        return self._patiently(lambda: platform.sought(item, key), item)

    def _finish(self, item: Item, way: Way, platform: Platform, receipt: Receipt, *, settled: bool = False) -> None:
        after = self._patiently(lambda: platform.look(item), item)
        tell(
            self.book,
            item,
            "done",
            way,
            self.who,
            ref=receipt.ref,
            answer=receipt.answer,
            after=after.to_dict(),
            settled=settled,
        )
        before = self.book.line(item).before
        if way == "act" and not platform.fulfils(item, after):
            raise Surprise(f"{item.name}: {platform.title} says it did it, and the target does not show it.")
        if way == "reverse" and before is not None and after != before:
            raise Surprise(f"{item.name}: taken back, and the target is not as it was ({_differs(before, after)}).")

    def _patiently(self, ask: Callable[[], Answer], item: Item) -> Answer:
        """Ask something that changes nothing, again while the platform is busy or silent."""
        said: Exception = Unclear("no answer")
        for _ in range(PATIENCE):
            try:
                return ask()
            except Busy as busy:
                self.sleep(busy.after_seconds)
                said = busy
            except Unclear as unclear:
                said = unclear
            except Refused as refused:
                raise Surprise(f"{item.name}: the target cannot be looked at: {refused}") from refused
        raise Surprise(f"{item.name}: the target cannot be looked at: {said}") from said

    def _pace(self) -> None:
        self.sleep(60.0 / self.book.plan.pace.per_minute)


def reverse_key(key: str) -> str:
    """Key of taking back the action of this key."""
    return f"{key}-back"


def _differs(one: State, other: State) -> str:
    if one.exists != other.exists:
        return "it is gone" if one.exists else "it was not there"
    names = [name for name in sorted({*one.facts, *other.facts}) if one.facts.get(name) != other.facts.get(name)]
    return ", ".join(f"{name} was {one.facts.get(name)!r} and is {other.facts.get(name)!r}" for name in names)
