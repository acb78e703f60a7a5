"""What is withheld from somebody who owes a blind review: score, grade and the first decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inconcert.web.here import Here


def withheld(here: Here) -> frozenset[str]:
    """Ids of the networks on which this person still owes a blind verdict."""
    if not here.may("reviewer"):
        return frozenset()
    return frozenset(ref.network_id for blind in here.desk.to_review() for ref in blind.findings)
