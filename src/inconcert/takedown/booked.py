"""The journal inside a casebook: each entry is kept together with one of the casebook's log, or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from inconcert.casework.tables import Entry as Logged
from inconcert.casework.tables import LogText as Text
from inconcert.casework.work import Work
from inconcert.networks.words import count
from inconcert.takedown.journal import ENTRIES, Journal

if TYPE_CHECKING:
    from inconcert.casework import Casebook
    from inconcert.takedown.journal import Entry

SAYS = {
    "approved": "Approved the takedown",
    "withdrawn": "Withdrew the approval of the takedown",
    "stopped": "Stopped the takedown",
    "resumed": "Let the takedown go on",
    "looked at": "Looked at the first stage and let the rest of the takedown follow",
    "replaced": "Replaced the takedown by another plan",
    "appealed": "Took in an appeal",
    "spared": "Spared",
    "begun": "Began",
    "done": "Done",
    "refused": "The platform refused",
    "unclear": "Not known whether it was done",
    "not done": "Not done",
}


class BookJournal(Journal):
    """What people work with: the journal of takedowns of a casebook, with everything in the casebook's log too."""

    def __init__(self, book: Casebook, via: str) -> None:
        place = book.database.file
        super().__init__(
            book.database.engine, None if place is None else place.with_name(f"{place.name}.takedown.lock")
        )
        self._book, self._via = book, via
        self._known: dict[str, dict[str, Any]] = {}

    def plans(self) -> list[str]:
        """Ids of all plans, the oldest first: by the place of the entry in the log, never by clocks."""
        written = super().plans()
        query = select(Logged.thing).where(Logged.act == "takedown.planned").order_by(Logged.seq)
        with self._book.database.reading() as session:
            logged = [str(one) for one in session.scalars(query)]
        there = set(written)
        return [one for one in written if one not in set(logged)] + [one for one in logged if one in there]

    def _emptied(self) -> dict[tuple[str, int], str]:
        """What the log's entries of purges tell."""
        query = select(Text.body).join(Logged, Logged.text_id == Text.id)
        query = query.where(Logged.act.like("purged.%"), Text.body.is_not(None)).order_by(Logged.seq)
        with self._book.database.reading() as session:
            said = [json.loads(body or "{}").get("journals", ()) for body in session.scalars(query)]
        return {(str(plan), int(seq)): str(left) for one in said for plan, seq, left in one}

    def _keep(self, entry: Entry) -> None:
        plan = self._plan(entry)
        target = _target(plan, entry.body.get("key"))
        work = Work(
            f"takedown.{entry.kind}",
            why=str(entry.body.get("reason") or entry.body.get("why") or ""),
            case_id=plan["case_id"],
            thing=entry.plan_id,
            says=_says(entry, plan),
            subjects=[self._book.pseudonyms.of(target)] if target else [],
            more={"journal": [entry.seq, entry.hash]},
        )
        with self._book.working(work, entry.who, self._via):
            work.session.execute(ENTRIES.insert().values(**entry.row))

    def _plan(self, entry: Entry) -> dict[str, Any]:
        if entry.plan_id not in self._known:
            first = entry if entry.seq == 1 else self.entries(entry.plan_id)[0]
            self._known[entry.plan_id] = first.body["plan"]
        return self._known[entry.plan_id]

    def close(self) -> None:
        """Nothing: the connections are the casebook's."""


def _target(plan: dict[str, Any], key: str | None) -> str | None:
    named = plan["keys"].get(key) if key else None
    return None if named is None else str(named).split(" ", 1)[1]


def _says(entry: Entry, plan: dict[str, Any]) -> str:
    body = entry.body
    if entry.kind == "planned":
        return f"Planned a takedown of {plan['network_id']}: {count(len(plan['items']), 'item')}"
    if entry.kind == "rehearsed":
        return f"Rehearsed the takedown of {plan['network_id']}"
    if entry.kind == "answered":
        return "Granted an appeal" if body["granted"] else "Dismissed an appeal"
    back = {"reverse": ", taking it back", "notice": ", the notice to its owner"}.get(str(body.get("way")), "")
    about = f": {plan['keys'][body['key']]}{back}" if body.get("key") in plan["keys"] else ""
    return f"{SAYS[entry.kind]}{about}"
