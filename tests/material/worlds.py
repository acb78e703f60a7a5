"""Small worlds of events for the tests of coordination and networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from inconcert.coordination.events import Events, from_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from inconcert.coordination.pairs import Pairs

SECOND = 1_000_000
Act = tuple[str, str, float]


def events(acts: Sequence[Act], *, lang: str = "en", outlet: str = "", precision: float = 1.0) -> Events:
    """Events of acts (account, object, second); the post is the act's place."""
    return from_columns(
        pa.table(
            {
                "asset": pa.array([f"x:{who}" for who, _, _ in acts], pa.string()),
                "object": pa.array([what for _, what, _ in acts], pa.string()),
                "at": pa.array([round(when * SECOND) for _, _, when in acts], pa.int64()),
                "post": pa.array(range(len(acts)), pa.int64()),
                "lang": pa.array([lang] * len(acts), pa.string()),
                "outlet": pa.array([outlet] * len(acts), pa.string()),
                "precision": pa.array([precision] * len(acts), pa.float64()),
            }
        )
    )


def alone(pairs: Pairs) -> Pairs:
    """The pairs that are significant by themselves: without those that are kept as leads only."""
    return pairs.take(~np.isnan(pairs.q))


def crowd(rng: np.random.Generator, *, people: int = 400, things: int = 900, acts: int = 4000) -> list[Act]:
    """Acts of a crowd in which nobody knows anybody: heavy-tailed activity and popularity, two days."""
    who = rng.choice(people, acts, p=_tail(people, 0.8))
    what = rng.choice(things, acts, p=_tail(things, 1.0))
    born = rng.uniform(0, 2 * 86400, things)
    when = born[what] + rng.lognormal(8.5, 1.2, acts)
    return [(f"p{w:04}", f"o{o:04}", float(t)) for w, o, t in zip(who, what, when, strict=True)]


def ring(rng: np.random.Generator, members: int, objects: int, jitter: float, share: float = 0.8) -> list[Act]:
    """Acts of a ring: on each object a share of the members act within ``jitter`` seconds of a common moment."""
    acts = []
    for o in range(objects):
        moment = rng.uniform(0, 2 * 86400)
        for m in range(members):
            if rng.random() < share:
                acts.append((f"ring{m:02}", f"pushed{o:02}", float(moment + rng.uniform(0, jitter))))
    return acts


def _tail(n: int, slope: float) -> NDArray[Any]:
    weight = 1 / (np.arange(n) + 3.0) ** slope
    return weight / weight.sum()
