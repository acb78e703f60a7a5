"""Which networks of a case are confirmed by two people, now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inconcert.casework.views import CaseView, DecisionView


def confirming(case: CaseView) -> dict[str, DecisionView]:
    """The decision of two people by which each confirmed network is confirmed.

    The newest decision that holds counts, about the network or about the case as a whole: an older ``confirmed`` is
    nothing once another verdict holds.
    """
    found = {}
    for ref in case.findings:
        about = [one for one in case.decisions if one.holds and one.network_id in {None, ref.network_id}]
        if about and about[-1].verdict == "confirmed" and len(people(about[-1])) > 1:
            found[ref.network_id] = about[-1]
    return found


def people(decision: DecisionView) -> set[str]:
    """Who stands behind a decision: its author and those who agreed."""
    return {decision.by, *(str(review.by) for review in decision.reviews if review.agrees)}
