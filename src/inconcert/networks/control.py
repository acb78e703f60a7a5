"""The negative control: the same search on data in which nobody acts together.

In every shuffle the acts keep their object and their time, and the names behind them are dealt anew within the
strata of the null: activity, popularity, language, platform, hour and outlet stay, company does not. The whole
search runs again, from counting to communities. What it finds there is what chance finds: the run says so on its
face, and every network is measured against the strongest group of each shuffle.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.nulls import content_strata, outlet_strata
from inconcert.coordination.pairs import significant
from inconcert.networks.build import communities_int, strengths
from inconcert.networks.weights import pair_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from inconcert.coordination.events import Events
    from inconcert.coordination.windows import Windows
    from inconcert.settings import Settings


@dataclass(frozen=True)
class Search:
    """One signal to be searched: its events, its windows and its family."""

    signal: str
    family: str
    events: Events
    windows: Windows


@dataclass(frozen=True)
class Control:
    """What the shuffles gave."""

    shuffles: int
    networks: tuple[int, ...]
    """Networks found in each shuffle."""
    strengths: tuple[float, ...]
    """Strength of the strongest group of each shuffle; 0 when there was none."""

    def to_dict(self) -> dict[str, Any]:
        """``shuffles, shuffled_networks`` (mean a shuffle), ``networks, strengths``."""
        mean = float(np.mean(self.networks)) if self.networks else None
        return {
            "shuffles": self.shuffles,
            "shuffled_networks": mean,
            "networks": list(self.networks),
            "strengths": list(self.strengths),
        }


def control(
    searches: Sequence[Search], settings: Settings, progress: Callable[[int, int], None] | None = None
) -> Control:
    """Search ``settings.shuffles`` shuffles of the same data with the same settings."""
    found = []
    for number in range(settings.shuffles):
        if progress is not None:
            progress(number, settings.shuffles)
        found.append(_search(searches, settings, np.random.default_rng([settings.seed, number])))
    return Control(settings.shuffles, tuple(n for n, _ in found), tuple(s for _, s in found))


def shuffled(events: Events, rng: np.random.Generator) -> Events:
    """The same acts with the names dealt anew within the strata of the null."""
    strata = content_strata(events)
    refined = outlet_strata(events, strata)
    stratum = (strata if refined is None else refined)[events.object]
    order, dealt = np.argsort(stratum, kind="stable"), np.empty_like(events.asset)
    dealt[order] = events.asset[order][np.lexsort((rng.random(order.size), stratum[order]))]
    # Names changed, times did not: the order (object, at) holds, and ties of time need no order of names.
    return replace(events, asset=dealt)


def _search(searches: Sequence[Search], settings: Settings, rng: np.random.Generator) -> tuple[int, float]:
    """Networks in one shuffle, and the strength of the strongest."""
    ends: list[tuple[NDArray[Any], NDArray[Any]]] = []
    family, p = [], []
    families = sorted({search.family for search in searches})
    for search in searches:
        pairs, _ = significant(
            shuffled(search.events, rng), search.windows, support=settings.min_objects, keep=settings.fdr
        )
        names = search.events.assets
        ends.append((names[pairs.a], names[pairs.b]))
        family.append(np.full(pairs.a.size, families.index(search.family)))
        p.append(pairs.p)
    return _strongest(ends, np.concatenate(family), np.concatenate(p), settings) if searches else (0, 0.0)


def _strongest(
    ends: list[tuple[NDArray[Any], NDArray[Any]]], family: NDArray[np.int64], p: NDArray[np.float64], settings: Settings
) -> tuple[int, float]:
    left, right = (np.concatenate(side).astype(str) for side in zip(*ends, strict=True))
    if not left.size:
        return 0, 0.0
    names, codes = np.unique(np.concatenate([left, right]), return_inverse=True)
    pairs = pair_weights(codes[: left.size], codes[left.size :], family, p)
    groups = communities_int(*pairs, names.size, settings.seed, settings.min_network)
    return len(groups), float(strengths(groups, pairs, names.size).max(initial=0.0))
