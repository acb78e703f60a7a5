"""The four axes of a finding, apart from each other: what was measured, and what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inconcert.networks.grades import GroupTest

Axis = dict[str, Any]
"""``value``: number or ``None`` when it was not measured; ``says``: the sentence that goes with it."""


def axes(test: GroupTest) -> dict[str, Axis]:
    """Coordination as measured; the other three say that they were not. None of them is ever zero for want of data."""
    return {
        "coordination": {
            "value": round(test.strength, 3),
            "unit": "nats of evidence per member",
            "says": f"{test.says()} Coordination is not inauthenticity: fans, newsrooms and campaigns coordinate too.",
        },
        "inauthenticity": _missing(
            "Not measured: insufficient data. Whether these accounts are who they claim to be was not examined, and no "
            "register of declared affiliations was consulted, so nothing is known to be declared."
        ),
        "automation": _missing(
            "Not measured: insufficient data. Acting at the same time does not show that a program acts."
        ),
        "reach": _missing("Not measured: insufficient data. How many people saw these posts was not examined."),
    }


def _missing(says: str) -> Axis:
    return {"value": None, "unit": None, "says": says}
