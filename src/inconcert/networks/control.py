"""The negative control: the same search on data in which nobody acts together.

In every shuffle the acts keep their object and their time, and the names behind them are dealt anew within the
strata of the null: activity, popularity, language, platform, hour and outlet stay, company does not. The whole
search runs again, from counting to communities. What it finds there is what chance finds: the run says so on its
face, and every network is measured against the strongest group of each shuffle.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from inconcert.coordination.nulls import content_strata, outlet_strata
from inconcert.coordination.pairs import LEAD
from inconcert.coordination.plan import START
from inconcert.coordination.reference import referred, strangers
from inconcert.coordination.shortlist import passing
from inconcert.coordination.significance import chances
from inconcert.coordination.spread import drawn
from inconcert.errors import BudgetError
from inconcert.model.machine import cores
from inconcert.model.sizes import in_bytes, of_bytes
from inconcert.networks.build import communities_int, labels, strengths
from inconcert.networks.choice import FLOOR, worth
from inconcert.networks.weights import pair_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from inconcert.coordination.events import Events
    from inconcert.coordination.pairs import Pairs
    from inconcert.coordination.spread import Drawn
    from inconcert.coordination.windows import Windows
    from inconcert.settings import Settings

HELD = 25
"""Bytes of one act while it waits to be shuffled."""
BYTES = 110
"""Bytes of one act while its signal is shuffled and searched."""
ALONE = 40
"""The same at most, where one shuffle is made at a time: see docs/benchmarks.md."""


@dataclass(frozen=True)
class Search:
    """One signal to be searched: its events, its windows and its family."""

    signal: str
    family: str
    events: Events
    windows: Windows
    reference: float | None = None
    """Chance that two acts of unrelated people meet, where the signal states one."""


@dataclass(frozen=True)
class Shuffle:
    """What one shuffle gave; plain numbers, so a caller can keep it and hand it back after an interruption."""

    networks: int
    """Networks found."""
    strongest: float
    """Strength of the strongest group that significant ties bind; 0 when there was none."""
    leads: float = 0.0
    """Strength of the strongest group that leads bind; 0 when there was none."""


@dataclass(frozen=True)
class Control:
    """What the shuffles gave."""

    shuffles: int
    networks: tuple[int, ...]
    """Networks found in each shuffle."""
    strengths: tuple[float, ...]
    """Strength of the strongest group of each shuffle; 0 when there was none."""
    leads: tuple[float, ...] = ()
    """The same of groups that leads bind."""

    def to_dict(self) -> dict[str, Any]:
        """``shuffles, shuffled_networks`` (mean a shuffle), ``networks, strengths, leads``."""
        mean = float(np.mean(self.networks)) if self.networks else None
        return {
            "shuffles": self.shuffles,
            "shuffled_networks": mean,
            "networks": list(self.networks),
            "strengths": list(self.strengths),
            "leads": list(self.leads),
        }


def control(
    searches: Sequence[Search],
    settings: Settings,
    progress: Callable[[int, int], None] | None = None,
    *,
    known: Mapping[int, Shuffle] = MappingProxyType({}),
    keep: Callable[[int, Shuffle], None] = lambda _number, _shuffle: None,
    threads: int | None = None,
) -> Control:
    """Search ``settings.shuffles`` shuffles of the same data with the same settings.

    A shuffle depends on the seed and its own number only, so they may be made in any order, at the same time, and
    in several sittings; what comes out is the same.

    Args:
        searches: what is shuffled and searched.
        settings: of the run; ``shuffles``, ``seed``, ``memory`` and those of the search are used.
        progress: called with shuffles done and shuffles in all, before each is done.
        known: shuffles that were made before, by number from 0; they are not made again.
        keep: called with each shuffle as it is done, in the caller's thread, in whatever order they end. A caller
            that writes them down loses at most those that were under way.
        threads: shuffles made at the same time; as many as cores and memory allow when not given.
    """
    made = {number: shuffle for number, shuffle in known.items() if number < settings.shuffles}
    missing = [number for number in range(settings.shuffles) if number not in made]
    workers = min(threads or at_once(searches, settings.memory), max(len(missing), 1))
    decks = [Deck.of(search.events) for search in searches] if missing else []
    inner = max(1, cores() // workers)

    def work(number: int) -> Shuffle:
        return _search(searches, decks, settings, np.random.default_rng([settings.seed, number]), inner)

    with _interruptible(workers) as pool:
        tasks = {pool.submit(work, number): number for number in missing}
        if missing and progress is not None:
            progress(len(made), settings.shuffles)
        for task in as_completed(tasks):
            made[tasks[task]] = task.result()
            keep(tasks[task], made[tasks[task]])
            if progress is not None and len(made) < settings.shuffles:
                progress(len(made), settings.shuffles)
    found = [made[number] for number in range(settings.shuffles)]
    columns = ([getattr(one, name) for one in found] for name in ("networks", "strongest", "leads"))
    return Control(settings.shuffles, *map(tuple, columns))


@contextmanager
def _interruptible(workers: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that begin nothing new once the block is left by an error or by Ctrl-C."""
    pool = ThreadPoolExecutor(workers)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def check_memory(actions: Mapping[str, Path], settings: Settings) -> None:
    """Say before anything is searched that the shuffles cannot keep within the memory setting.

    Args:
        actions: File of the noun ``actions`` of each signal.
        settings: of the run; ``shuffles`` and ``memory`` are used.

    Raises:
        BudgetError: the shuffles need more than the setting allows.
    """
    import pyarrow.parquet as pq

    acts = [pq.read_metadata(file).num_rows for file in actions.values()]
    need = START + sum(acts) * HELD + max(acts, default=0) * ALONE
    if settings.shuffles and acts and need > in_bytes(settings.memory):
        raise BudgetError(
            f"the shuffles of {sum(acts):,} actions of {len(acts)} signals need about {of_bytes(need)}; "
            f"the limit is {settings.memory}.",
            todo=f"Run again with --memory {-(-need // 10**9)}GB, or with fewer signals by --signal.",
        )


def at_once(searches: Sequence[Search], memory: str) -> int:
    """Shuffles that can be made at the same time: one a core, and no more than the memory holds."""
    largest = max((search.events.size for search in searches), default=0) * BYTES
    held = sum(search.events.size for search in searches) * HELD
    return int(min(cores(), max(1, (in_bytes(memory) - held) // max(largest, 1))))


@dataclass(frozen=True)
class Deck:
    """The names of a signal's acts, stratum by stratum, ready to be dealt again and again.

    Strata depend on objects and on who touched them in the material itself, never on a shuffle, so they are the same
    for all of them.
    """

    order: NDArray[np.uint32] | slice
    """Acts by stratum."""
    cuts: NDArray[np.int64]
    """Where in ``order`` each stratum begins, and one past the end."""
    drawn: Drawn
    """Pairs that show the scatter. They are drawn by how much everybody acts, which no shuffle changes."""

    @classmethod
    def of(cls, events: Events) -> Deck:
        """The deck of a signal."""
        content = content_strata(events)
        refined = outlet_strata(events, content)
        stratum = (content if refined is None else refined).astype(np.int32)[events.object]
        cuts = np.concatenate([[0], np.cumsum(np.bincount(stratum))]).astype(np.int64)
        order = np.argsort(stratum, kind="stable").astype(np.uint32) if len(cuts) > 2 else slice(None)
        return cls(order, cuts, drawn(events.acts))

    def deal(self, events: Events, rng: np.random.Generator) -> Events:
        """The same acts with the names dealt anew."""
        names, drawn = events.asset[self.order], rng.random(events.size)
        mixed, dealt = np.empty_like(names), np.empty_like(names)
        for first, end in pairwise(self.cuts.tolist()):
            mixed[first:end] = names[first:end][np.argsort(drawn[first:end], kind="stable")]
        dealt[self.order] = mixed
        # Names changed, times did not: the order (object, at) holds, and ties of time need no order of names.
        return replace(events, asset=dealt)


def shuffled(events: Events, rng: np.random.Generator) -> Events:
    """The same acts with the names dealt anew within the strata of the null."""
    return Deck.of(events).deal(events, rng)


class _Bound(NamedTuple):
    """Pairs that may bind groups, as they come from one signal after another."""

    ends: list[tuple[NDArray[Any], NDArray[Any]]]
    family: list[NDArray[np.int64]]
    p: list[NDArray[np.float64]]

    def add(self, names: NDArray[Any], family: int, pairs: Pairs, p: NDArray[np.float64], keep: Any) -> None:
        """Take in some of the pairs of a signal."""
        self.ends.append((names[pairs.a[keep]], names[pairs.b[keep]]))
        self.family.append(np.full(self.ends[-1][0].size, family))
        self.p.append(p[keep])


def _search(
    searches: Sequence[Search],
    decks: Sequence[Deck],
    settings: Settings,
    rng: np.random.Generator,
    threads: int,
) -> Shuffle:
    """Networks in one shuffle, and the strength of the strongest."""
    tied, led = _Bound([], [], []), _Bound([], [], [])
    families = sorted({search.family for search in searches})
    for search, deck in zip(searches, decks, strict=True):
        pairs = _pairs(search, deck, settings, rng, threads)
        names, family = search.events.assets, families.index(search.family)
        tied.add(names, family, pairs, pairs.p, pairs.q <= settings.fdr)
        chance = chances(pairs.shared, pairs.expected, pairs.spread) * len(search.windows.seconds)
        led.add(names, family, pairs, chance, chance <= LEAD)
    if not searches:
        return Shuffle(0, 0.0)
    strict, loose = _groups(tied, settings), _groups(led, settings)
    strong = [one.members for one in loose if one.worth >= FLOOR]
    taken = set[str]().union(*strong)
    outside = [one for one in strict if len(one.members - taken) >= settings.min_network]
    strongest, leads = (max((one.strength for one in groups), default=0.0) for groups in (strict, loose))
    return Shuffle(len(strong) + len(outside), strongest, leads)


def _pairs(search: Search, deck: Deck, settings: Settings, rng: np.random.Generator, threads: int) -> Pairs:
    """The pairs of one signal in a shuffle, found as in the material itself."""
    dealt, support = deck.deal(search.events, rng), settings.min_objects
    if search.reference is None:
        # What binds no group need not be found: of the pairs above ``fdr`` the leads alone count.
        return passing(dealt, search.windows, support=support, keep=settings.fdr, threads=threads, drawn=deck.drawn)
    written = strangers(dealt, search.reference, rng)
    return referred(written, search.windows, search.reference, keep=settings.keep, threads=threads)[0]


class _Group(NamedTuple):
    """A group in a shuffle."""

    members: set[str]
    strength: float
    worth: float
    """Strength less what its choice cost."""


def _groups(bound: _Bound, settings: Settings) -> list[_Group]:
    """Groups that some pairs bind."""
    left, right = (np.concatenate(side).astype(str) for side in zip(*bound.ends, strict=True))
    if not left.size:
        return []
    names, codes = np.unique(np.concatenate([left, right]), return_inverse=True)
    pairs = pair_weights(codes[: left.size], codes[left.size :], np.concatenate(bound.family), np.concatenate(bound.p))
    groups = communities_int(*pairs, names.size, settings.seed, settings.min_network)
    found = strengths(groups, pairs, names.size)
    label = labels(groups, names.size)
    inside = label[pairs.a][label[pairs.a] == label[pairs.b]]
    tied = np.bincount(inside[inside >= 0], minlength=len(groups))
    return [
        _Group(set(names[group].tolist()), strength, worth(strength, len(group), int(tied[place]), names.size))
        for place, (group, strength) in enumerate(zip(groups, found.tolist(), strict=True))
    ]
