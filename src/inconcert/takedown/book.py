"""One plan with its journal: everything that people and platforms do to it goes through here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from inconcert.casework.journals import PURGED
from inconcert.errors import Conflict, InputError, NoSuchThing
from inconcert.takedown.ledger import Ledger, fold
from inconcert.takedown.plan import plan_of_document
from inconcert.takedown.platforms.base import State

if TYPE_CHECKING:
    from inconcert.takedown.journal import Entry, Journal
    from inconcert.takedown.ledger import Line, Way
    from inconcert.takedown.plan import Item, Plan


_TIMES = 50
"""How often an entry is tried that others can only be in the way of by being faster."""
_DONE_TO_TARGETS = frozenset({"begun", "done", "refused", "unclear", "not done"})


class PlanBook:
    """The journal of one plan, as far as this process has read and written it."""

    def __init__(self, journal: Journal, plan: Plan) -> None:
        self.journal, self.plan = journal, plan
        self._entries = journal.entries(plan.id)
        self._ledger = fold(self._entries)
        self._check()

    @classmethod
    def begin(cls, journal: Journal, plan: Plan) -> PlanBook:
        """Write a new plan down.

        Raises:
            Conflict: a plan of this id is there already.
        """
        if journal.entries(plan.id):
            raise Conflict(f"plan {plan.id} is written down already.", todo="A changed plan needs an id of its own.")
        journal.append(plan.id, None, "planned", plan.author, plan=plan.document, sha256=plan.sha256)
        return cls(journal, plan)

    @classmethod
    def load(cls, journal: Journal, plan_id: str) -> PlanBook:
        """The plan of this id, as it was written down.

        Raises:
            NoSuchThing: there is none.
        """
        entries = journal.entries(plan_id)
        if not entries:
            raise NoSuchThing(f"there is no plan {plan_id}.", todo="See: inconcert takedown list.")
        if "plan" not in entries[0].body:
            raise NoSuchThing(f"plan {plan_id} was purged with its case.", todo="Its keys stand in the journal.")
        purged = bool(entries[0].body.get(PURGED))
        return cls(journal, replace(plan_of_document(entries[0].body["plan"]), purged=purged))

    @property
    def entries(self) -> list[Entry]:
        """Everything that was written of it."""
        return list(self._entries)

    @property
    def ledger(self) -> Ledger:
        """Where it stands."""
        return self._ledger

    def refresh(self, *, whole: bool = False) -> None:
        """Read what others wrote since; with ``whole`` the journal from its beginning, to see that all of it holds.

        Raises:
            Conflict: among it is something that was done to a target, which only one may do at a time.
        """
        known = None if whole else self._entries[-1]
        new = self.journal.entries(self.plan.id, known)[len(self._entries) if whole else 0 :]
        for entry in new:
            if entry.kind in _DONE_TO_TARGETS:
                raise Conflict(
                    f"somebody else is carrying out plan {self.plan.id}.", todo="Look at it and start again."
                )
        self._take(new)

    def carried(self, kind: str, who: str, **body: Any) -> Entry:
        """Write one entry for whoever carries the plan out; what people wrote in the meantime does not hinder it."""
        try:
            return self.write(kind, who, **body)
        except Conflict:
            self.refresh()
            return self.write(kind, who, **body)

    def said(self, kind: str, who: str, **body: Any) -> Entry:
        """Write one entry that is right whatever others write meanwhile, such as a stop or an appeal.

        Raises:
            Conflict: others write all the time.
        """
        for _ in range(_TIMES):
            try:
                return self.write(kind, who, **body)
            except Conflict:
                self.reload()
        return self.write(kind, who, **body)

    def reload(self) -> None:
        """Read the journal anew, whatever others did."""
        self._entries = self.journal.entries(self.plan.id)
        self._ledger = fold(self._entries)
        self._check()

    def write(self, kind: str, who: str, **body: Any) -> Entry:
        """Write one entry; when this returns, it is on disk.

        Raises:
            Conflict: somebody else has written since this was read.
            StoreError: it cannot be written.
        """
        made = self.journal.append(self.plan.id, self._entries[-1], kind, who, **body)
        self._take([made])
        return made

    def line(self, item: Item) -> Line:
        """Where one item stands."""
        return self.ledger.line(self.plan.key(item))

    def expected(self, item: Item) -> State:
        """What the rehearsal saw of the target of an item.

        Raises:
            InputError: it was not rehearsed.
        """
        rehearsal, key = self.ledger.rehearsal or {"items": []}, self.plan.key(item)
        for row in rehearsal["items"]:
            if row["key"] == key:
                return State.of(row["before"])
        raise InputError(f"{item.name} was not rehearsed.")

    def _take(self, new: list[Entry]) -> None:
        self._entries += new
        self._ledger = fold(new, self._ledger)

    def _check(self) -> None:
        if not self._entries:
            raise NoSuchThing(f"there is no plan {self.plan.id}.")
        if self._entries[0].body.get("sha256") != self.plan.sha256 and not self.plan.purged:
            raise Conflict(
                f"plan {self.plan.id} is not the one that was written down.",
                todo="A changed plan needs an id of its own.",
            )


def tell(book: PlanBook, item: Item, kind: str, way: Way, who: str, **body: Any) -> None:
    """Write what became of one item."""
    book.carried(kind, who, key=book.plan.key(item), way=way, **body)
