"""Saved searches and the settings of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from inconcert.casework.base import Part, required
from inconcert.casework.roles import rank
from inconcert.casework.tables import Preference, Search
from inconcert.casework.views import SavedSearch
from inconcert.casework.words import ROLES
from inconcert.casework.work import get
from inconcert.errors import NotAllowed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Personal(Part):
    """Searches and settings of one's own."""

    def save_search(self, name: str, query: dict[str, Any], *, shared: bool = False) -> SavedSearch:
        """Keep a search under a name, for oneself or for everybody."""
        said = required(name, "the name")
        with self._doing("search.saved", "viewer", says=f"Saved a search: {said}") as work:
            row = work.add(Search(name=said, query=query, shared=shared, by=self.actor.name))
            work.thing = row.id
            return _search(row)

    def saved_searches(self) -> list[SavedSearch]:
        """One's own searches and the shared ones, by name."""
        query = select(Search).where(or_(Search.by == self.actor.name, Search.shared)).order_by(Search.name, Search.id)
        with self.book.database.reading() as session:
            return [_search(row) for row in session.scalars(query)]

    def forget_search(self, search_id: str) -> None:
        """Remove a search.

        Raises:
            NotAllowed: it is somebody else's and this person is no admin.
        """
        with self._doing("search.forgotten", "viewer", thing=search_id) as work:
            row = get(work.session, Search, search_id)
            if not self._me(row.by) and rank(self.actor.roles) < ROLES.index("admin"):
                raise NotAllowed(f"the search is {row.by}'s.", todo="Ask them, or an admin.")
            work.says = f"Removed a search: {row.name}"
            work.remove(row)

    def preferences(self) -> dict[str, Any]:
        """The settings of this person; what was never chosen is not there."""
        with self.book.database.reading() as session:
            row = _preference(session, self.actor.name)
            return dict(row.chosen) if row else {}

    def prefer(self, **changes: Any) -> dict[str, Any]:
        """Choose settings, such as ``blur_media=True``; ``None`` takes a choice back."""
        with self._doing("preference.chosen", "viewer", says=f"Chose {', '.join(sorted(changes))}") as work:
            row = _preference(work.session, self.actor.name)
            chosen = {**(row.chosen if row else {}), **changes}
            chosen = {name: value for name, value in chosen.items() if value is not None}
            if row is None:
                work.add(Preference(by=self.actor.name, chosen=chosen))
            else:
                work.change(row, chosen=chosen)
            return chosen


def _search(row: Search) -> SavedSearch:
    return SavedSearch(row.id, row.name, dict(row.query), row.shared, row.by, row.at)


def _preference(session: Session, name: str) -> Preference | None:
    return session.scalar(select(Preference).where(Preference.by == name))
