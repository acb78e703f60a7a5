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


def before(name: str, one: Mapping[str, Any], memory: str) -> list[str]:
    """What is said of one signal as its search begins: what will be looked at, and what dominates it or is kept out.

    Args:
        name: of the signal.
        one: its plan; see :meth:`inconcert.coordination.plan.Planner.of`.
        memory: the memory setting.
    """
    if not one["actions"]:
        return []
    if not one["fits"]:
        return [f"{name}: {_too_large(one, memory)}"]
    heaviest = [f"{each['share']:.0%} of it is {_shared(each)}" for each in one["heaviest"][:1] if _heavy(each)]
    kept_out = [f"not compared: {said}" for said in [large_audiences(one["bounded"])] if said]
    more = "; ".join([*heaviest, *kept_out])
    return [_looked_at(name, one), *([f"  {more}."] if more else [])]


def lines(planned: Mapping[str, Any]) -> list[str]:
    """One block a signal, dearest first, and what the memory setting means for them.

    Args:
        planned: what ``Investigation.plan`` returns.
    """
    signals = planned["signals"]
    dearest = sorted(signals, key=lambda name: (signals[name]["fits"], -(signals[name]["seconds"] or 0.0)))
    told = [line for name in dearest if signals[name]["actions"] for line in _signal(name, signals[name])]
    return [*told, *_verdict(planned)]


def _signal(name: str, one: Mapping[str, Any]) -> Iterator[str]:
    if not one["fits"]:
        yield f"{name}: {count(one['actions'], 'action')}, too many to be read."
        return
    yield _looked_at(name, one)
    for each in one["heaviest"]:
        if _heavy(each):
            yield f"  {each['share']:.0%} of it is {_shared(each)}"
    if said := large_audiences(one["bounded"]):
        yield f"  Not compared: {said}."


def _looked_at(name: str, one: Mapping[str, Any]) -> str:
    who = f"{count(one['actions'], 'action')} of {count(one['assets'], 'account')}"
    cost = f"{_seconds(one['seconds'])} and about {of_bytes(one['bytes'])}"
    return f"{name}: {who}, up to {count(one['meetings'], 'meeting')} to look at; {cost}."


def _heavy(each: Mapping[str, Any]) -> bool:
    return bool(each["share"] >= WORTH_NAMING)


def _shared(each: Mapping[str, Any]) -> str:
    return f"{each['object']} ({count(each['accounts'], 'account')}, first in post {each['post']})"


def _too_large(one: Mapping[str, Any], memory: str) -> str:
    return (
        f"{count(one['actions'], 'action')} would need about {of_bytes(one['bytes'])}, more than the {memory} allowed: "
        "the run stops before this search. What is done is kept; go on with a larger --memory, or choose other "
        "signals with --signal."
    )


def _seconds(figure: float) -> str:
    return f"about {figure:,.0f} CPU seconds" if figure >= 1.5 else "less than two CPU seconds"


def _verdict(planned: Mapping[str, Any]) -> Iterator[str]:
    memory, signals = planned["memory"], planned["signals"]
    total = sum(one["seconds"] or 0.0 for one in signals.values())
    yield (
        f"All searches: {_seconds(total)}, by how fast this machine counts. Shuffled data is searched as well, "
        f"{planned['shuffles']} times or more, each time with less work."
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
