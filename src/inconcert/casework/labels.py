"""What hypotheses and evidence of a case are called: H1, H2 and so on, E1, E2 and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def labels(hypotheses: Iterable[str], evidence: Iterable[str]) -> dict[str, str]:
    """Hypotheses and evidence by their ids, counted in the order in which they were put up."""
    theories = {key: f"H{number}" for number, key in enumerate(sorted(hypotheses), 1)}
    return theories | {key: f"E{number}" for number, key in enumerate(evidence, 1)}
