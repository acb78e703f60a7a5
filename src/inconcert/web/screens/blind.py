"""What is withheld from somebody who owes a blind review: score, grade and the first decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from inconcert.web.here import Here


def withheld(here: Here) -> frozenset[str]:
    """Ids of the networks on which this person still owes a blind verdict."""
    if not here.may("reviewer"):
        return frozenset()
    return frozenset(ref.network_id for blind in here.desk.to_review() for ref in blind.findings)


def masked(network: Mapping[str, Any]) -> dict[str, Any]:
    """A network without what is withheld, so that no filter and no order of a table gives it away."""
    axes = {name: {**axis, "value": None} for name, axis in network["axes"].items()}
    return {**network, "grade": None, "alert": False, "declared": False, "strength": 0.0, "axes": axes, "why": []}
