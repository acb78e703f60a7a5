"""Carrying a decision out safely: plan, rehearsal, approval by two, a journal that resumes, undo, appeal.

::

    takedowns = Takedowns.open(book, folder)
    wish = Wish("suspend", "one network", ("inauthentic behaviour",), "2026-11")
    plan = takedowns.plan(ann, case.id, network_id, wish)
    seen = takedowns.rehearse(ann, plan.id, through)
    takedowns.approve(bo, plan.id, seen.sha256, "read it")
    takedowns.approve(cy, plan.id, seen.sha256, "read it too")
    takedowns.apply(bo, plan.id, through)

A detector, a score or a match never gets here: people do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.doors import doors

if TYPE_CHECKING:
    from inconcert.takedown.making import Wish
    from inconcert.takedown.takedowns import Takedowns
    from inconcert.takedown.views import AppealView, Overturned, PlanRow, PlanView

__all__ = ["AppealView", "Overturned", "PlanRow", "PlanView", "Takedowns", "Wish"]

_DOORS = {
    "AppealView": "views",
    "Overturned": "views",
    "PlanRow": "views",
    "PlanView": "views",
    "Takedowns": "takedowns",
    "Wish": "making",
}

__getattr__ = doors(__name__, _DOORS)
