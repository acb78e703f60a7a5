"""The four axes of a finding, apart from each other: what was measured, and what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.traits.run import Measured, unmeasured

if TYPE_CHECKING:
    from inconcert.networks.grades import GroupTest

Axis = dict[str, Any]
"""``value``: number or ``None`` when it was not measured; ``says``: the sentence that goes with it. The axes of traits
have ``low``, ``high`` and ``traits`` besides, see :func:`inconcert.traits.fusion.axes`."""


def axes(test: GroupTest, measured: Measured | None = None) -> dict[str, Axis]:
    """Coordination by the group test, the other three by traits. None of them is ever zero for want of data."""
    return {
        "coordination": {
            "value": round(test.strength, 3),
            "unit": "nats of evidence per member",
            "says": f"{test.says()} Coordination is not inauthenticity: fans, newsrooms and campaigns coordinate too.",
        },
        **(measured or unmeasured()).axes,
    }
