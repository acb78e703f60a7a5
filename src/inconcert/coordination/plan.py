"""What a search will cost, before it starts: counting who could meet is free, enumerating them is not."""

from __future__ import annotations

from dataclasses import replace
from time import process_time
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.compiled import count as kernels
from inconcert.coordination.counting import count
from inconcert.coordination.events import Events, load, prune
from inconcert.coordination.windows import Windows, of_signal, windows
from inconcert.model.sizes import PROGRAM, in_bytes
from inconcert.model.times import SECOND

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from inconcert.coordination.nulls import Material
    from inconcert.settings import Settings

START = PROGRAM
"""Bytes of the program itself with its libraries and its compiled loops."""
BYTES = 36
"""Bytes of one action during the search, at most; see docs/benchmarks.md. What does not fit beside it goes to disk:
pairs that wait or pass, the columns of actions that are not needed while pairs are counted, references of posts."""
ACTION = 0.6e-6
"""CPU seconds to read, sort and prune one action and to learn the null, as docs/benchmarks.md has it."""
MEETING = 13e-9
"""CPU seconds to look at one meeting within one window, the same; see :func:`pace` for other machines. Meetings on hubs
are counted many at a time (:mod:`inconcert.coordination.hubs`), so that in wide windows this is an upper bound."""
SEVERAL = 45e-9
"""The same with several windows, each of which is counted by itself."""
SAMPLE = 0.024
"""CPU seconds that :func:`pace` takes on the machine of the benchmarks."""
TELLING = 0.5
"""Searches that should take fewer CPU seconds say nothing about the next ones."""
HEAVIEST = 5
"""Objects named."""


def needed(actions: int) -> int:
    """Bytes of memory that the search of one signal takes at most, the program itself included."""
    return START + actions * BYTES


def plan(
    events: Events,
    settings: Settings,
    *,
    own: tuple[float, ...] | None = None,
    rarity: bool = True,
    post_refs: Any = None,
    used: Windows | None = None,
) -> dict[str, Any]:
    """What one signal's search will look at and cost; the search itself is not begun.

    Args:
        events: All actions of the signal.
        settings: Windows, audiences and support.
        own: Windows the signal prescribes, seconds.
        rarity: Whether the window-free test applies.
        post_refs: Arrow array with the reference of each post number; the number itself as text when absent.
        used: Windows, when they are known already.

    Returns:
        ``actions``, ``assets``; ``fits``: true, see :meth:`Planner.of`; ``meetings``: neighbours of all events that
        pruning leaves, an upper bound of those looked at; ``seconds`` of CPU on the machine of the benchmarks, and
        ``bytes`` of memory; ``heaviest``: name, first post, audience and share of the meetings, of the objects that
        cost most; ``bounded``: see :func:`bounded`.
    """
    used = windows(settings, events.precision, own, rarity) if used is None else used
    each = meetings(events, used, settings.min_objects)
    total, audience = int(each.sum()), events.audience
    dearest = [int(o) for o in np.argsort(-each, kind="stable")[:HEAVIEST] if each[o]]
    posts = events.post[events.start[dearest]].tolist()
    return {
        "actions": events.size,
        "assets": int(events.assets.size),
        "meetings": total,
        "seconds": events.size * ACTION + total * (MEETING if len(used.seconds) < 2 else SEVERAL),
        "bytes": needed(events.size),
        "fits": True,
        "heaviest": [
            {
                "object": str(events.objects[o]),
                "post": str(post if post_refs is None else post_refs[post]),
                "accounts": int(audience[o]),
                "share": int(each[o]) / total,
            }
            for o, post in zip(dearest, posts, strict=True)
        ],
        "bounded": bounded(events, used, settings.min_objects),
    }


def meetings(events: Events, used: Windows, support: int) -> NDArray[np.int64]:
    """Neighbours, on each object, of the events that pruning leaves; every event is its own neighbour."""
    if not len(used.widths):
        return np.zeros(events.objects.size, np.int64)
    reach = used.reach(events.audience)
    left = prune(events, reach, support)
    return np.asarray(kernels.neighbours(left.at, left.start, left.ticks(reach)))


def bounded(events: Material, used: Windows, support: int) -> list[dict[str, Any]]:
    """What the limits on audiences keep out of each window, and how much could hide there.

    Returns:
        For every window with a limit that bites: ``window`` (seconds; ``None`` without one), ``limit``, ``objects``
        with a larger audience,
        their ``actions``, ``meetings`` (pairs of actions on them within the window that are not looked at), and
        ``accounts`` that touch ``support`` of them or more: pairs among these could be missed.
    """
    last = used.last(events.audience)
    if last.min(initial=len(used.seconds)) >= len(used.seconds) - 1:
        return []
    # By the widest window an object counts in, so that one look at who touched what serves all windows.
    asset, widest, touched = events.holdings(last.astype(np.int64) + 1)
    out = []
    for w, (seconds, width, limit) in enumerate(zip(used.seconds, used.widths, used.audiences, strict=True)):
        large, outside = last < w, widest <= w
        if not used.bounded(w) or not large.any():
            continue
        out.append(
            {
                "window": None if used.endless(w) else seconds,
                "limit": int(limit),
                "objects": int(large.sum()),
                "actions": int(events.number[large].sum()),
                "meetings": int(events.inside(int(width))[large].sum()),
                "accounts": int((np.bincount(asset[outside], touched[outside]) >= support).sum()),
            }
        )
    return out


class Planner:
    """Plans of one signal after another; their seconds are those of this machine, as far as it is known.

    Args:
        settings: of the run.
        features: File of the noun ``features``, for the references of posts.
    """

    def __init__(self, settings: Settings, features: Path) -> None:
        self._settings, self._features, self._pace = settings, features, pace()

    def of(self, signal: Any, actions: Path) -> dict[str, Any]:
        """What :func:`plan` says of a signal.

        When its actions would not fit into the memory setting they are not read: ``fits`` is false, and what only
        they could tell is ``None`` or empty.

        Args:
            signal: The signal.
            actions: Its file of the noun ``actions``.
        """
        import pyarrow.parquet as pq

        rows = pq.read_metadata(actions).num_rows
        if needed(rows) > in_bytes(self._settings.memory):
            unknown = dict.fromkeys(("assets", "meetings", "seconds"))
            return {"actions": rows, "bytes": needed(rows), "fits": False, **unknown, "heaviest": [], "bounded": []}
        events = load(actions)
        told = plan(events, self._settings, used=of_signal(signal, self._settings, events.precision))
        refs = _references(self._features, [int(one["post"]) for one in told["heaviest"]])
        named = [one | {"post": refs.get(int(one["post"]), one["post"])} for one in told["heaviest"]]
        return told | {"heaviest": named, "seconds": told["seconds"] * self._pace}

    def learn(self, told: dict[str, Any], spent: float) -> None:
        """Take from a search that was planned and took ``spent`` CPU seconds how the next ones will be."""
        if told["seconds"] and told["seconds"] >= TELLING:
            self._pace *= spent / told["seconds"]


def _references(features: Path, posts: Sequence[int]) -> dict[int, str]:
    """References of some posts by number."""
    import pyarrow.parquet as pq

    if not posts:
        return {}
    rows = pq.read_table(features, columns=["post", "post_ref"], filters=[("post", "in", posts)])
    numbers, names = rows["post"].to_numpy(), rows["post_ref"].to_pylist()
    return {int(number): str(name) for number, name in zip(numbers, names, strict=True)}


def pace() -> float:
    """CPU seconds of this machine for one of the machine of the benchmarks: by a fixed piece of counting, timed."""
    rng, assets, each = np.random.default_rng(0), 2000, 100
    start = np.arange(0, 40_001, each, dtype=np.int64)
    zeros = np.zeros(start.size - 1, np.int32)
    who, names = rng.integers(0, assets, int(start[-1])).astype(np.int32), np.arange(assets)
    at = np.tile(np.arange(each, dtype=np.int32), zeros.size)
    made = Events(who, start, at, at, names, np.arange(zeros.size), zeros, zeros - 1, tick=SECOND)
    wide = Windows((60.0,), np.array([60 * SECOND]), np.array([2**31 - 1]))
    return min(_timed(made, wide) for _ in range(2)) / SAMPLE


def _timed(made: Events, used: Windows) -> float:
    """CPU seconds to count who met."""
    fresh, began = replace(made), process_time()
    list(count(fresh, fresh.audience, used, 2, each=lambda _block: None, threads=1))
    return process_time() - began
