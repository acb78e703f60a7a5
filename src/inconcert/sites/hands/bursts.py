"""Bursts of registration: names bought within seconds of each other, against how fast names are bought anyway."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from inconcert.sites.hands.material import Gathered

GAP = 5
"""Seconds between one purchase and the next of a burst: a basket of names is registered one after another."""
LONGEST = 900
"""Seconds of a burst; where purchases run on without a pause for longer, the stream is dense, not one buyer's."""
DAY = 86_400
_SPAN = 15 * 365.25
"""Days over which unrelated registrations spread, before the material is looked at."""
_WEIGHT = 50
"""Sites that this prior is worth."""


class Burst(NamedTuple):
    """Sites registered together."""

    kind: str
    value: str
    sites: list[int]
    p: float
    """Chance that an unrelated site of the material was registered in the same moments."""


def bursts(gathered: Gathered) -> list[Burst]:
    """Bursts within one registrar by the second, and days by registrar where only days are known.

    The rate at which unrelated names are bought around a burst is that of the whole material on the days around it, the
    burst itself left out.
    """
    sites = np.array(list(gathered.registered), np.int64)
    if sites.size < 2:
        return []
    seconds, clock = np.array(list(gathered.registered.values()), np.int64).T
    registrar = np.array([gathered.registrar.get(int(site), "") for site in sites])
    times = np.sort(seconds)
    found: list[Burst] = []
    for fine, gap, longest in ((True, GAP, LONGEST), (False, 0, 0)):
        chosen = np.flatnonzero((clock == 1) if fine else (clock == DAY))
        for run in _runs(chosen, seconds, registrar, gap):
            length = int(seconds[run[-1]] - seconds[run[0]])
            if length <= longest:
                found.append(_burst(sites[run], seconds[run], str(registrar[run[0]]), times, fine=fine))
    return found


def _runs(
    chosen: NDArray[np.int64], seconds: NDArray[np.int64], registrar: NDArray[np.str_], gap: int
) -> Iterator[NDArray[np.int64]]:
    """Indices of each run of two or more purchases at one registrar with at most ``gap`` seconds between them."""
    order = chosen[np.lexsort((seconds[chosen], registrar[chosen]))]
    if order.size:
        apart = (np.diff(seconds[order]) > gap) | (registrar[order][1:] != registrar[order][:-1])
        yield from (run for run in np.split(order, np.flatnonzero(apart) + 1) if run.size > 1)


def _burst(
    sites: NDArray[np.int64], seconds: NDArray[np.int64], registrar: str, times: NDArray[np.int64], *, fine: bool
) -> Burst:
    first, last = int(seconds[0]), int(seconds[-1])
    around = DAY // 2 if fine else 30 * DAY
    near = np.searchsorted(times, last + around, "right") - np.searchsorted(times, first - around)
    days = (last - first + 2 * around) / DAY
    daily = (_WEIGHT / _SPAN + (near - sites.size) / days) / (_WEIGHT + times.size - sites.size)
    p = min(1.0, float(daily * ((last - first + 2 * GAP) / DAY if fine else 1.0)))
    begun = datetime.fromtimestamp(first, UTC)
    said = f"{begun:%Y-%m-%dT%H:%M:%SZ} to {last - first} s later" if fine else f"{begun:%Y-%m-%d}"
    value = f"{said}, {registrar or 'registrar unknown'}"
    return Burst("registered-burst" if fine else "registered-day", value, sites.tolist(), p)
