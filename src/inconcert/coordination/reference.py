"""Chance taken from elsewhere, where the crowd in the material cannot vouch for itself.

The null of a signal is learned from the material (:mod:`inconcert.coordination.nulls`): how popular things are there
is taken as given. Of sentences that people write themselves that is wrong when the material is nothing but an
operation: a sentence that forty of its accounts posted counts as popular, and excuses them. Unrelated people hardly
ever write the same sentence, and how rarely was measured on crowds. So a signal may state a ``reference``: the chance
that two acts of unrelated people are on the same object. A pair is then expected to share

    λ_ij = n_i · n_j · reference + believed · λ_ij(material),    believed = min(1, (accounts / CROWD)²)

distinct objects: the material's own expectation counts as far as the material is a crowd. All pairs of accounts are
hypotheses, met or not, so p is unconditional and q is taken over all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.counting import Counted, count
from inconcert.coordination.events import prune
from inconcert.coordination.nulls import null
from inconcert.coordination.pairs import Pairs, no_pairs
from inconcert.coordination.significance import false_discovery, surprise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.coordination.counting import Progress
    from inconcert.coordination.events import Events
    from inconcert.coordination.nulls import Null
    from inconcert.coordination.windows import Windows

CROWD = 10_000
"""Accounts from which on the material is a crowd that knows how popular its own sentences are."""
SUPPORT = 2
"""Distinct objects that make a pair worth keeping."""


@dataclass(frozen=True)
class Reference:
    """What pairs are expected to share; see the module."""

    crowd: Null
    believed: float
    touches_of: NDArray[np.int64]
    """Distinct objects of each asset."""
    rate: float

    @classmethod
    def of(cls, events: Events, used: Windows, rate: float) -> Reference:
        """Learned from all events of the signal; ``rate`` is the chance that two acts of strangers meet."""
        return cls(null(events, used), believed(events), events.touches, rate)

    def expected(self, a: NDArray[np.int32], b: NDArray[np.int32]) -> NDArray[np.float64]:
        """Distinct objects that each pair is expected to share."""
        strangers = self.touches_of[a] * self.rate * self.touches_of[b]
        return np.asarray(strangers + self.believed * self.crowd.expected(a, b)[:, 0])


def believed(events: Events) -> float:
    """How far the material is a crowd that knows how popular its own objects are: from zero to one."""
    return min(1.0, (len(events.assets) / CROWD) ** 2)


def hypotheses(accounts: int) -> int:
    """Pairs of so many accounts."""
    return accounts * (accounts - 1) // 2


def referred(
    events: Events,
    used: Windows,
    rate: float,
    *,
    keep: float,
    progress: Progress | None = None,
    threads: int | None = None,
) -> tuple[Pairs, Events]:
    """All pairs with q up to ``keep`` in the order (a, b), and the pruned events they were counted on.

    Args:
        events: All events of the signal.
        used: The one window there is, which is endless.
        rate: Chance that two acts of unrelated people are on the same object.
        keep: Largest q.
        progress: Called with neighbours visited and neighbours in all.
        threads: Threads at work; all cores when not given.
    """
    if not events.size:
        return no_pairs(), events
    model = Reference.of(events, used, rate)
    left = prune(events, used.reach(events.audience), SUPPORT)

    def judged(block: Counted) -> Pairs:
        shared, expected = block.shared[:, 0], model.expected(block.a, block.b)
        p = surprise(shared[:, None], expected[:, None], 0)[:, 0]
        zero = np.zeros(block.a.size, np.int8)
        found = Pairs(block.a, block.b, shared, expected, zero, p, np.ones(p.size), 0, block.visited)
        return found.take(p <= keep)

    # The pass lists what shares more than its support; here a pair that shares as much is listed too.
    blocks = list(count(left, events.audience, used, SUPPORT - 1, progress, each=judged, threads=threads))
    return _passing(blocks, hypotheses(events.assets.size), keep), left


def _passing(blocks: list[Pairs], tested: int, keep: float) -> Pairs:
    visited = sum(block.visited for block in blocks)
    if not blocks:
        return replace(no_pairs(), tested=tested)
    names = ("a", "b", "shared", "expected", "window", "p")
    columns: Any = {name: np.concatenate([getattr(block, name) for block in blocks]) for name in names}
    q = np.ones(columns["p"].size)
    found = Pairs(**columns, q=q, tested=tested, visited=visited)
    found = found.take(np.argsort((found.a.astype(np.int64) << 32) | found.b))
    found = replace(found, q=false_discovery(found.p, tested))
    return found.take(found.q <= keep)


def strangers(events: Events, rate: float, rng: np.random.Generator) -> Events:
    """The same acts as if strangers had written them: what a shuffle of such a signal searches.

    The names have been dealt anew already. Of the objects that several touched, a share of ``believed`` stays as it
    is; the others fall apart into objects of one act each, of which as many pairs are made one as the rate says.
    """
    stays = rng.random(events.objects.size) < believed(events)
    alone = ~stays[events.object]
    number = int(alone.sum())
    code = np.cumsum(stays)[events.object] - 1
    code[alone] = int(stays.sum()) + np.arange(number)
    meetings = int(rng.poisson(rate * hypotheses(events.size))) if number > 1 else 0
    rows = np.flatnonzero(alone)
    for one, other in rng.integers(0, number, (meetings, 2)).tolist() if meetings else ():
        code[rows[one]] = code[rows[other]]
    return _recoded(events, code)


def _recoded(events: Events, code: NDArray[np.int64]) -> Events:
    """The events on other objects, numbered by ``code``; of their content nothing is known."""
    _, obj = np.unique(code, return_inverse=True)
    order = np.lexsort((events.post, events.asset, events.at, obj))
    objects = int(obj.max(initial=-1)) + 1
    start = np.concatenate([[0], np.cumsum(np.bincount(obj, minlength=objects))]).astype(np.int64)
    none = np.zeros(objects, np.int32)
    return replace(
        events,
        asset=events.asset[order],
        at=events.at[order],
        post=events.post[order],
        start=start,
        objects=np.arange(objects),
        lang=none,
        outlet=none - 1,
    )
