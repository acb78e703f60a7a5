"""Which networks of a case are confirmed by two people, now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from inconcert.casework.views import CaseView, DecisionView


def confirming(case: CaseView) -> dict[str, DecisionView]:
    """The decision of two people by which each confirmed network of a case is confirmed; see :func:`by_network`."""
    return by_network([ref.network_id for ref in case.findings], case.decisions)


def by_network(networks: Iterable[str], decisions: Sequence[DecisionView]) -> dict[str, DecisionView]:
    """The decision of two people by which each confirmed network is confirmed.

    The newest decision that holds counts, about the network or about the case as a whole: an older ``confirmed`` is
    nothing once another verdict holds.

    Args:
        networks: The networks of a case.
        decisions: Its decisions, oldest first.
    """
    found = {}
    for network in networks:
        about = [one for one in decisions if one.holds and one.network_id in {None, network}]
        if about and about[-1].verdict == "confirmed" and len(people(about[-1])) > 1:
            found[network] = about[-1]
    return found


def people(decision: DecisionView) -> set[str]:
    """Who stands behind a decision: its author and those who agreed."""
    return {decision.by, *(str(review.by) for review in decision.reviews if review.agrees)}
