"""What a run will cost, in sentences: before it starts, and what will happen when it is too much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.model.sizes import in_bytes, of_bytes
from inconcert.networks.words import count
from inconcert.report.searched import large_audiences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WORTH_NAMING = 0.01
"""Share of a signal's meetings from which an object is named."""


def lines(planned: Mapping[str, Any]) -> list[str]:
    """One block a signal, dearest first, and what the memory setting means for them.

    Args:
        planned: what ``Investigation.plan`` returns.
    """
    signals = planned["signals"]
    dearest = sorted(signals, key=lambda name: -signals[name]["seconds"])
    told = [line for name in dearest if signals[name]["actions"] for line in _signal(name, signals[name])]
    return [*told, *_verdict(planned)]


def _signal(name: str, one: Mapping[str, Any]) -> Iterator[str]:
    who = f"{count(one['actions'], 'action')} of {count(one['assets'], 'account')}"
    cost = f"{_seconds(one['seconds'])} and {of_bytes(one['bytes'])}"
    yield f"{name}: {who}, up to {count(one['meetings'], 'meeting')} to look at; {cost}."
    for each in one["heaviest"]:
        if each["share"] >= WORTH_NAMING:
            shared = f"{each['object']} ({count(each['accounts'], 'account')}, first in post {each['post']})"
            yield f"  {each['share']:.0%} of it is {shared}"
    if said := large_audiences(one["bounded"]):
        yield f"  Not compared: {said}."


def _seconds(figure: float) -> str:
    return f"about {figure:,.0f} CPU seconds" if figure >= 1.5 else "less than two CPU seconds"


def _verdict(planned: Mapping[str, Any]) -> Iterator[str]:
    memory, signals = planned["memory"], planned["signals"]
    total = sum(one["seconds"] for one in signals.values())
    yield (
        f"All searches: {_seconds(total)}, by the machine of the benchmarks. Each is repeated on shuffled data, "
        f"{planned['shuffles']} times or more."
    )
    most = max((one["bytes"] for one in signals.values()), default=0)
    if over := [name for name, one in signals.items() if one["bytes"] > in_bytes(memory)]:
        yield (
            f"{', '.join(over)} would need {of_bytes(most)}, more than the {memory} allowed: detect will stop before "
            "that search and say so. Allow more with --memory, or choose others with --signal."
        )
        return
    yield (
        f"Memory: {of_bytes(most)} of {memory} for the largest signal; pairs that wait beyond an eighth of {memory} "
        "go to disk, and the run says how much."
    )
