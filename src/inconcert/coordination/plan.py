"""What a search will cost, before it starts: counting who could meet is free, enumerating them is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.compiled import count as kernels
from inconcert.coordination.events import prune
from inconcert.coordination.windows import windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.coordination.events import Events
    from inconcert.coordination.nulls import Material
    from inconcert.coordination.windows import Windows
    from inconcert.settings import Settings

BYTES = 100
"""Memory of one action during the search: 70 were measured on ten million with ids as text (codes, times, order, reach,
waiting pairs, and the names while they are coded); the rest is for the references of their posts."""
ACTION = 0.6e-6
"""CPU seconds to read, sort and prune one action and to learn the null, as docs/benchmarks.md has it."""
MEETING = 13e-9
"""CPU seconds to look at one meeting, the same; a machine of another make differs by a factor. Meetings on hubs are
counted many at a time (:mod:`inconcert.coordination.hubs`), so that in wide windows this is an upper bound."""
HEAVIEST = 5
"""Objects named."""


def plan(
    events: Events,
    settings: Settings,
    *,
    own: tuple[float, ...] | None = None,
    rarity: bool = True,
    post_refs: Any = None,
) -> dict[str, Any]:
    """What one signal's search will look at and cost; the search itself is not begun.

    Args:
        events: All actions of the signal.
        settings: Windows, audiences and support.
        own: Windows the signal prescribes, seconds.
        rarity: Whether the window-free test applies.
        post_refs: Arrow array with the reference of each post number; the number itself as text when absent.

    Returns:
        ``actions``, ``assets``; ``meetings``: neighbours of all events that pruning leaves, an upper bound of those
        looked at; ``seconds`` of CPU and ``bytes`` of memory; ``heaviest``: name, first post, audience
        and share of the meetings, of the objects that cost most; ``bounded``: see :func:`bounded`.
    """
    used = windows(settings, events.precision, own, rarity)
    each = meetings(events, used, settings.min_objects)
    total, audience = int(each.sum()), events.audience
    dearest = [int(o) for o in np.argsort(-each, kind="stable")[:HEAVIEST] if each[o]]
    posts = events.post[events.start[dearest]].tolist()
    return {
        "actions": events.size,
        "assets": int(events.assets.size),
        "meetings": total,
        "seconds": events.size * ACTION + total * MEETING,
        "bytes": events.size * BYTES,
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
    low, high = np.empty(left.size, np.uint32), np.empty(left.size, np.uint32)
    kernels.reach(left.at, left.start, left.ticks(reach), low, high)
    upto = np.concatenate([[0], np.cumsum(high.astype(np.int64) - low)])
    return np.asarray(np.diff(upto[left.start]))


def bounded(events: Material, used: Windows, support: int) -> list[dict[str, Any]]:
    """What the limits on audiences keep out of each window, and how much could hide there.

    Returns:
        For every window with a limit that bites: ``window`` (seconds), ``limit``, ``objects`` with a larger audience,
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
        if used.endless(w) or not large.any():
            continue
        out.append(
            {
                "window": seconds,
                "limit": int(limit),
                "objects": int(large.sum()),
                "actions": int(events.number[large].sum()),
                "meetings": int(events.inside(int(width))[large].sum()),
                "accounts": int((np.bincount(asset[outside], touched[outside]) >= support).sum()),
            }
        )
    return out
