"""Names of one make, registered on one day more often than that day and that make explain."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from inconcert.sites.families import words
from inconcert.sites.families.labels import split

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from inconcert.sites.families.reading import Candidate

LEAST = 5
"""Names of a burst, at least."""
TIMES = 5.0
"""How many times the expected number they must be; days differ by more than chance alone."""
CHANCE = 0.01
"""Bursts like this that are expected in the whole list by chance, at most."""
_RUNS = re.compile(r"[a-z]+|\d+|[^a-z\d]+")


class Burst(NamedTuple):
    """Names of one day, one make and one suffix."""

    day: date
    suffix: str
    make: str
    members: list[Candidate]
    chance: float


def make(label: str) -> str:
    """What a label is built of: ``word word 00`` for two words and two digits, ``letters9`` for nine by lot."""
    return " ".join(_part(run) for run in _RUNS.findall(label))


@lru_cache(maxsize=1 << 16)
def _part(run: str) -> str:
    if run.isdigit():
        return "0" * len(run)
    if not run.isalpha():
        return run
    read = words.parted(run)
    return " ".join(["word"] * len(read)) if read else f"letters{len(run)}"


def find(rest: Sequence[Candidate], dated: Sequence[Candidate]) -> list[Burst]:
    """Bursts among ``rest``, measured against all ``dated`` candidates; those without a day are passed over."""
    days = Counter(one.day for one in dated if one.day)
    makes = Counter(_kind(one) for one in dated if one.day)
    cells = defaultdict[tuple["date", tuple[str, str]], list["Candidate"]](list)
    for one in rest:
        if one.day:
            cells[one.day, _kind(one)].append(one)
    found = []
    for (day, kind), members in cells.items():
        expected = days[day] * makes[kind] / days.total()
        chance = _chance(len(members), expected) * len(cells)
        if len(members) >= max(LEAST, TIMES * expected) and chance <= CHANCE:
            found.append(Burst(day, kind[0], kind[1], members, chance))
    return found


def _kind(one: Candidate) -> tuple[str, str]:
    label, suffix = split(one.host)
    return suffix, make(label)


def _chance(seen: int, expected: float) -> float:
    from scipy.stats import poisson

    return float(poisson.sf(seen - 1, expected))
