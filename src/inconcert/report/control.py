"""What the negative control says, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.networks.words import count, number

if TYPE_CHECKING:
    from collections.abc import Mapping


def sentence(control: Mapping[str, Any], found: int) -> str:
    """Say what the shuffles gave beside what the material gave.

    Args:
        control: ``shuffles`` and ``shuffled_networks``, the mean number of networks in a shuffle.
        found: networks found in the material itself.
    """
    shuffled, shuffles = control.get("shuffled_networks"), control.get("shuffles", 0)
    if shuffled is None or not shuffles:
        return "No shuffled data was searched, so nothing here has been set against chance as a group."
    times = "one shuffle" if shuffles == 1 else count(shuffles, "shuffle")
    return (
        f"The same search on {times} of this material, in which nobody acts together, "
        f"gave {number(shuffled)} {'network' if shuffled == 1 else 'networks'}{' on average' if shuffles > 1 else ''}. "
        f"On the material itself it gave {found:,}."
    )
