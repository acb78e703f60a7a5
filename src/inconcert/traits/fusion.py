"""From the readings of a group to its axes: traits that depend on each other count once, the rest is added up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.networks.words import count, number
from inconcert.traits.base import AUTOMATION, AXES, INAUTHENTICITY, REACH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from inconcert.traits.base import Reading, Trait

    Read = Sequence[tuple[Trait, Reading]]
    Axis = dict[str, Any]

SPEAKS = 2.0
"""Nats from which an axis says something, for or against; between lies the zone in which it abstains."""
STRONG = 6.0
"""Nats from which it says so without reserve."""
ABSENCE = -0.36
"""Nats of a mark that is not there, at the lowest: ``log(1 - odds.SHOWS)``, rounded away from zero."""
ABSENT = 1.0
"""Most nats that all marks that are not there take away together: whoever avoids one mark avoids the others too."""
INTERVAL = (5, 95)
"""Percentiles of the bootstrap over members."""

_VERDICTS = {
    INAUTHENTICITY: (
        "The members have more in common than comparable accounts, in ways that point to accounts that are not what "
        "they seem",
        "What was examined speaks against it: the group is what it says it is, or is like comparable accounts",
    ),
    AUTOMATION: (
        "The posting looks automated when set beside comparable accounts",
        "What was examined speaks against automation: the posting is like that of comparable accounts",
    ),
}
_ABSTAINS = "Insufficient or mixed: between −2 and +2 nats nothing is concluded either way"
_LACKING = {
    INAUTHENTICITY: "Whether these accounts are who they claim to be could not be examined.",
    AUTOMATION: "Acting at the same time does not show that a program acts.",
    REACH: "How many people saw this is not in this material.",
}


def axes(read: Read) -> dict[str, Axis]:
    """The axes inauthenticity, automation and reach, each with its traits.

    Returns:
        For each: ``value, unit, low, high, says, traits``; ``value`` is ``None`` when nothing was measured. ``value``
        is the sum over families of the strongest reading, in nats; ``low`` and ``high`` are the 5th and 95th percentile
        over bootstrap draws of the members. Reach is counted in its own unit, see :mod:`inconcert.traits.audience`.
    """
    own = {name: [(trait, reading) for trait, reading in read if trait.axis == name] for name in AXES}
    return {name: reach(some) if name == REACH else axis(name, some) for name, some in own.items()}


def declared(read: Read) -> bool:
    """Whether a trait found that most members say openly who runs them."""
    return any(reading.figures.get("declared") is True for _, reading in read)


def axis(name: str, read: Read) -> Axis:
    """One axis in nats."""
    chosen = strongest(read)
    # Excuses that were looked for and not found say nothing: alone they measure nothing.
    if not any(reading.nats for reading in chosen.values()):
        return lacking(name, f"{_LACKING[name]} {count(len(read), 'trait')} found too little to speak.", read)
    value = round(float(added(np.array([[reading.nats or 0.0] for reading in chosen.values()]))[0]), 3)
    low, high = interval(list(chosen.values()))
    return {
        "value": value,
        "unit": "nats",
        "low": low,
        "high": high,
        "says": says(name, value, (low, high), chosen),
        "traits": rows(read),
    }


def lacking(name: str, why: str = "", read: Read = ()) -> Axis:
    """An axis on which nothing was measured."""
    told = f"Not measured: insufficient data. {why or _LACKING[name]}"
    return {"value": None, "unit": None, "low": None, "high": None, "says": told, "traits": rows(read)}


def strongest(read: Read) -> dict[str, Reading]:
    """The reading of each family that counts: that with the largest absolute value, the first of equal ones."""
    chosen: dict[str, Reading] = {}
    for trait, reading in read:
        if reading.nats is None:
            continue
        before = chosen.get(trait.family)
        if before is None or abs(reading.nats) > abs(before.nats or 0.0):
            chosen[trait.family] = reading
    return chosen


def interval(chosen: Sequence[Reading]) -> tuple[float, float]:
    """5th and 95th percentile of the sum over the bootstrap; readings without replicates are the same in each draw."""
    drawn = max(1, *(len(reading.replicates) for reading in chosen))
    rows = [reading.replicates or (float(reading.nats or 0.0),) * drawn for reading in chosen]
    low, high = np.percentile(added(np.array(rows)), INTERVAL)
    return round(float(low), 3), round(float(high), 3)


def added(nats: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Sum over readings (first axis), in which marks that are absent take away ``ABSENT`` at most together."""
    absent = (nats < 0) & (nats >= ABSENCE)
    quiet = np.where(absent, nats, 0.0).sum(axis=0)
    found: npt.NDArray[np.float64] = np.where(absent, 0.0, nats).sum(axis=0) + np.maximum(quiet, -ABSENT)
    return found


def says(name: str, value: float, between: tuple[float, float], chosen: Mapping[str, Reading]) -> str:
    """The axis in words: the verdict, what it rests on, what speaks against it."""
    told = [_verdict(name, value, between)]
    ordered = sorted(chosen.values(), key=lambda reading: -abs(reading.nats or 0.0))
    for head, sign in (("For it: ", 1), ("Against it: ", -1)):
        some = [reading for reading in ordered if sign * float(reading.nats or 0.0) >= 0.5]
        if some:
            told.append(head + " ".join(reading.says for reading in some[:3]))
    return " ".join(told)


def _verdict(name: str, value: float, between: tuple[float, float]) -> str:
    spread = f"{number(value)} nats, {number(between[0])} to {number(between[1])} when members are drawn again"
    if abs(value) < SPEAKS:
        return f"{_ABSTAINS} ({spread})."
    sentence = _VERDICTS[name][0 if value > 0 else 1]
    inner = between[0] if value > 0 else -between[1]
    reserve = "" if abs(value) >= STRONG and inner >= SPEAKS else ", with reserve"
    if inner < SPEAKS:
        reserve = ", but it rests on few members"
    return f"{sentence}{reserve} ({spread})."


def reach(read: Read) -> Axis:
    """Reach in its own unit, from the trait that counts it; never in nats."""
    counted = next((reading for _, reading in read if reading.figures.get("unit")), None)
    if counted is None:
        return lacking(REACH, read=read)
    figures = counted.figures
    return {key: figures[key] for key in ("value", "unit", "low", "high")} | {
        "says": counted.says,
        "traits": rows(read),
    }


def rows(read: Read) -> list[dict[str, Any]]:
    """The readings as they stand in ``findings.json``, the strongest first, those without data last."""
    ordered = sorted(read, key=lambda one: (one[1].nats is None, -abs(one[1].nats or 0.0)))
    return [
        {
            "name": trait.name,
            "family": trait.family,
            "nats": reading.nats,
            "says": reading.says,
            "n": reading.n,
            "figures": reading.figures,
            "posts": list(reading.posts),
            "accounts": list(reading.accounts),
        }
        for trait, reading in ordered
    ]
