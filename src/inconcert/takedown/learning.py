"""What is learnt from appeals; the evaluation reads it from here, where nothing can be done to anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.takedown import showing
from inconcert.takedown.desk import plan_books
from inconcert.takedown.views import Overturned

if TYPE_CHECKING:
    from inconcert.casework import Casebook


def overturned(book: Casebook) -> Overturned:
    """How often what was done turned out to be wrong, over all plans of a casebook.

    Raises:
        StoreError: a journal does not hold.
    """
    books = plan_books(book)
    acted = sum(one.line(item).standing in showing.ACTED for one in books for item in one.plan.items)
    found = [appeal for one in books for appeal in showing.appeals(one)]
    granted = tuple(one for one in found if one.granted)
    return Overturned(
        acted=acted,
        appealed=len({(one.plan_id, one.key) for one in found}),
        answered=len({(one.plan_id, one.key) for one in found if one.granted is not None}),
        granted=len({(one.plan_id, one.key) for one in granted}),
        items=granted,
    )
