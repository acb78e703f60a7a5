"""From marks of members and of controls to a reading: who has a mark, how often others have it, what that says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from inconcert.networks.words import share
from inconcert.traits import odds
from inconcert.traits.base import SHOWN_ACCOUNTS, SHOWN_POSTS, Reading, insufficient
from inconcert.traits.bounds import CAP, LEAST_CONTROLS, LEAST_MEMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy.typing as npt

    from inconcert.traits.people import Group

    Marks = npt.NDArray[np.float64]
    """1 where an account has the mark, 0 where it has not, ``nan`` where that is not known."""

STAGED_RATE = 0.1
"""Share of the members of an operation that are taken to show an exculpatory mark."""
COVERED = 1 / 3
"""Share of the members of whom something must be known before it excuses the group."""
USUAL = 0.5
"""Rate among comparable accounts from which a common mark is no excuse at all."""
KEPT = 32
"""Places looked at, best first, that are followed through the bootstrap; the others count among the looks."""


@dataclass(frozen=True)
class Question:
    """How a comparison speaks, and how much it may say."""

    known: str
    """What must be known: «a profile text»."""
    did: str
    """What the mark is, after «8 of 12 members»: «have the profile text of another member»."""
    cap: float = CAP
    common: bool = False
    """Whether an excuse is none when comparable accounts show it as often."""


def flags(values: Iterable[bool | None]) -> Marks:
    """Marks from yes, no and not known."""
    return np.array([np.nan if value is None else float(value) for value in values], float)


def twins(keys: Sequence[str | None]) -> Marks:
    """Marks of those who have the same key as somebody else among them; ``nan`` where there is no key."""
    held = Counter(key for key in keys if key is not None)
    return flags(None if key is None else held[key] > 1 for key in keys)


def mostly(own: Marks) -> bool:
    """Whether most members have a mark; those of whom it is not known count as not having it."""
    return bool(len(own)) and float(np.nansum(own)) > len(own) / 2


def missing(ask: Question, members: int, controls: int) -> Reading | None:
    """The reading when too little is known, or ``None`` when it is enough."""
    if members < LEAST_MEMBERS:
        return insufficient(f"{ask.known}: known of {members} members, {LEAST_MEMBERS} are needed", members)
    if controls < LEAST_CONTROLS:
        told = f"{ask.known}: known of {controls} comparable accounts, {LEAST_CONTROLS} are needed"
        return insufficient(told, members)
    return None


def compared(
    group: Group, own: Marks, others: Marks, ask: Question, posts: Sequence[str] = (), **figures: Any
) -> Reading:
    """A reading of one mark.

    Args:
        group: the members.
        own: mark of each member.
        others: mark of each control.
        ask: how to speak of it.
        posts: references of posts that show it.
        figures: further numbers of the reading.
    """
    known, apart = ~np.isnan(own), ~np.isnan(others)
    if lack := missing(ask, int(known.sum()), int(apart.sum())):
        return lack
    hits = np.where(known, own, 0.0)
    k, n, c, m = hits.sum(), int(known.sum()), float(others[apart].sum()), int(apart.sum())
    r = odds.rate(c, m)
    nats = odds.settled(odds.likelihood(k, n, r), ask.cap)
    again = odds.settled(odds.likelihood(group.draws @ hits, group.draws @ known.astype(float), r), ask.cap)
    if k < 2:
        # One member has nothing in common with anybody.
        nats, again = np.minimum(nats, 0.0), np.minimum(again, 0.0)
    return _reading(group, ask, float(nats), again, hits, (k, n, c, m), posts, figures)


def excused(
    group: Group, own: Marks, ask: Question, others: Marks | None = None, posts: Sequence[str] = (), **figures: Any
) -> Reading:
    """A reading of one mark that speaks against the axis; its absence says nothing.

    No controls are needed: the mark is set against ``STAGED_RATE``, the share of members that are taken to show it in
    an operation. A disclosure counts where everybody makes it as well, so the controls are only told beside it; with
    ``ask.common`` the mark is set against their rate where that is higher, and excuses nobody when half show it.

    Args:
        group: the members.
        own: mark of each member.
        ask: how to speak of it.
        others: mark of each control, where there is one.
        posts: references of posts that show it.
        figures: further numbers of the reading.
    """
    known = ~np.isnan(own)
    if int(known.sum()) < max(LEAST_MEMBERS, len(own) * COVERED):
        told = f"{ask.known}: known of {int(known.sum())} of {len(own)} members; a third, and three, are needed"
        return insufficient(told, int(known.sum()))
    theirs = np.empty(0) if others is None else others[~np.isnan(others)]
    r = max(STAGED_RATE, float(odds.rate(theirs.sum(), len(theirs)))) if ask.common and len(theirs) else STAGED_RATE
    hits = np.where(known, own, 0.0)
    k, n = float(hits.sum()), int(known.sum())
    weight = 0.0 if r >= USUAL else 1.0
    nats = weight * max(0.0, float(odds.settled(odds.likelihood(k, n, r), ask.cap)))
    again = odds.settled(odds.likelihood(group.draws @ hits, group.draws @ known.astype(float), r), ask.cap)
    counted = (k, n, float(theirs.sum()), len(theirs))
    return _reading(group, ask, 0.0 - nats, 0.0 - weight * np.maximum(0.0, again), hits, counted, posts, figures)


class Looked(NamedTuple):
    """Several marks, each found at a member, in members and controls."""

    own: npt.NDArray[np.bool_]
    """Mark by mark, whether each member has it: ``(marks, members)``."""
    others: npt.NDArray[np.bool_]
    """The same for the controls: ``(marks, controls)``."""
    known: npt.NDArray[np.bool_]
    """Of which members the thing is known."""
    apart: npt.NDArray[np.bool_]
    """Of which controls it is known."""
    looks: int
    """How many marks were looked at, at least as many as are given."""


def best(group: Group, looked: Looked, ask: Question, did: Callable[[int], str]) -> tuple[int, Reading]:
    """A reading of one of several marks: which of them (−1: none), and what it says.

    The member at which a mark was found does not count for it, and the likelihood ratio is the mean over all places
    looked at, so that looking at many does not make one of them true.

    Args:
        group: the members.
        looked: the marks.
        ask: how to speak of it; when no mark is given, as a whole.
        did: how to speak of a mark by its place.
    """
    n, m = int(looked.known.sum()), int(looked.apart.sum())
    if lack := missing(ask, n, m):
        return -1, lack
    if not len(looked.own):
        own, others = (np.where(some, 0.0, np.nan) for some in (looked.known, looked.apart))
        return -1, compared(group, own, others, ask)
    r = odds.rate(looked.others.sum(axis=1), m)
    logs = odds.likelihood(np.maximum(looked.own.sum(axis=1) - 1, 0), n - 1, r)
    kept = np.argsort(-logs, kind="stable")[:KEPT]
    again = _again(group, looked, kept, r[kept])
    nats = float(odds.settled(odds.averaged(logs, looked.looks), ask.cap))
    top = int(kept[0])
    counted = (float(looked.own[top].sum()), n, float(looked.others[top].sum()), m)
    hits, figures = looked.own[top].astype(float), {"looks": looked.looks}
    said = replace(ask, did=did(top))
    return top, _reading(group, said, nats, odds.settled(again, ask.cap), hits, counted, (), figures)


def _again(group: Group, looked: Looked, kept: npt.NDArray[np.int64], r: Marks) -> Marks:
    """The likelihood ratio for each bootstrap draw of the members.

    Whoever is drawn twice counts once, for a copy is nobody else who bears the mark; the counts are scaled back to the
    size of the group.
    """
    present = (group.draws > 0).astype(float)
    finder = present[:, looked.own[kept].argmax(axis=1)]
    counts = present @ looked.own[kept].T.astype(float) - finder
    sizes = (present @ looked.known.astype(float))[:, None] - finder
    whole = float(looked.known.sum()) - 1
    scaled = np.minimum(counts * whole / np.maximum(sizes, 1), whole)
    return odds.averaged(odds.likelihood(scaled, whole, r), looked.looks)


def _reading(
    group: Group,
    ask: Question,
    nats: float,
    again: Marks,
    hits: Marks,
    counted: tuple[float, int, float, int],
    posts: Sequence[str],
    figures: dict[str, Any],
) -> Reading:
    k, n, c, m = counted
    beside = f"; of {m:,} comparable accounts {c:,.0f} ({share(c, m)})" if m else ""
    accounts = tuple(asset for asset, hit in zip(group.assets, hits, strict=True) if hit > 0)[:SHOWN_ACCOUNTS]
    return Reading(
        nats=round(nats, 3),
        says=f"{k:,.0f} of {n:,} members {ask.did}{beside}.",
        n=n,
        figures={"members": int(k), "of": n, "controls": int(c), "of_controls": m, **figures},
        posts=tuple(posts)[:SHOWN_POSTS],
        accounts=accounts,
        replicates=tuple(np.round(again, 3).tolist()),
    )
