"""What the negative control says, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.networks.words import count, number

if TYPE_CHECKING:
    from collections.abc import Mapping


def sentence(control: Mapping[str, Any], found: int) -> str:
    """Say what the shuffles gave beside what the material gave.

    Args:
        control: ``shuffles``, ``shuffled_networks`` (mean number of networks in a shuffle) and, where there were
            several, ``rounds``, each with the same keys.
        found: networks found in the material itself.
    """
    shuffled, shuffles = control.get("shuffled_networks"), control.get("shuffles", 0)
    if shuffled is None or not shuffles:
        return "No shuffled data was searched, so nothing here has been set against chance as a group."
    times = "one shuffle" if shuffles == 1 else count(shuffles, "shuffle")
    rounds = control.get("rounds", [])
    rest = f" {_rest(rounds[-1])}" if len(rounds) > 1 else ""
    return (
        f"The same search on {times} of this material, in which nobody acts together, "
        f"gave {number(shuffled)} {'network' if shuffled == 1 else 'networks'}{' on average' if shuffles > 1 else ''}. "
        f"On the material itself it gave {found:,}.{rest}"
    )


def _rest(last: Mapping[str, Any]) -> str:
    """What the shuffles gave once the acts of the strongest networks were taken out."""
    return (
        "Bursts of the strongest networks echo in these shuffles; without the acts of those that stand clear of them, "
        f"the shuffles gave {number(last['shuffled_networks'])}, and the other networks are measured against that."
    )
