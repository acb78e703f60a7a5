"""The transplant: a ring planted among real organic accounts, and decoys that are as busy but do nothing together.

Random organic accounts become the ring. They keep their own posts and get copies of posts that other organic accounts
wrote, as they are, each copied by most of the ring around one moment (which may lie before the original's). As many
random accounts, the decoys, get as many copies of random posts at random moments. Nothing but being together tells the
two apart, so a detector that merely reacts to activity or to copied text finds both. It is synthetic, and results must
be called so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from inconcert.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.random import Generator
    from numpy.typing import NDArray

MICRO = 10**6
JITTERS = (10.0, 600.0, 7200.0)
"""Seconds: ten seconds, ten minutes, two hours."""


@dataclass(frozen=True)
class Plan:
    """How a ring is planted."""

    jitter: float
    """Standard deviation, in seconds, of the normal gap between a copy and the moment of its message."""
    ring: int = 30
    """Accounts of the ring, and of the decoys."""
    messages: int = 12
    """Posts that the ring copies."""
    joined: tuple[float, float] = (0.6, 1.0)
    """Least and greatest share of the ring that copies a message; drawn for each message."""
    precision: float = 1.0
    """Clock of the material in seconds; copies are stamped with it."""
    seed: int = 0


@dataclass(frozen=True)
class Score:
    """What a detector made of a transplant."""

    recall: float
    """Share of the ring among the found accounts."""
    precision: float
    """Share of found accounts that belong to the ring; not a number when nothing was found."""
    found: int
    decoys: int
    """Decoys among the found accounts."""


@dataclass(frozen=True)
class Transplant:
    """Organic posts with a planted ring, and the truth."""

    posts: pa.Table
    """The given posts, then the copies. ``copy_of`` holds the row (from 0) that was copied, null for own posts."""
    ring: tuple[str, ...]
    decoys: tuple[str, ...]
    plan: Plan

    def score(self, found: Iterable[str]) -> Score:
        """Recall and precision of the accounts that were ``found``; both count accounts."""
        accounts = set(found)
        hits = len(accounts & set(self.ring))
        precision = hits / len(accounts) if accounts else float("nan")
        return Score(hits / len(self.ring), precision, len(accounts), len(accounts & set(self.decoys)))


def transplant(posts: pa.Table, plan: Plan) -> Transplant:
    """Plant a ring and decoys in ``posts``.

    Args:
        posts: organic posts with at least the columns ``account`` (text), ``text`` and ``at`` (microseconds); other
            columns are copied along, except ``post_id``, which is new for every copy.
        plan: sizes, jitter and seed. The same posts, in the same order, and the same plan give the same result.

    Raises:
        UsageError: there are too few accounts, or too few posts to copy.
    """
    rng = np.random.default_rng(plan.seed)
    ring, decoys, others = _cast(rng, posts, plan)
    at = posts["at"].to_numpy()
    members, sources, moments = _ring_copies(rng, plan, ring, others, at)
    busy = _decoy_copies(rng, decoys, others, at, np.unique(members, return_counts=True)[1])
    copies = [np.concatenate(parts) for parts in zip((members, sources, moments), busy, strict=True)]
    return Transplant(_with_copies(posts, plan, *copies), _names(ring), _names(decoys), plan)


def _cast(rng: Generator, posts: pa.Table, plan: Plan) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.int64]]:
    """Accounts of the ring and of the decoys, and the rows of everybody else that can be copied."""
    accounts = np.sort(np.array(pc.unique(posts["account"]).drop_null().to_pylist(), dtype=object))
    if len(accounts) < 3 * plan.ring:
        raise UsageError(
            f"{len(accounts):,} accounts are too few for a ring of {plan.ring} and as many decoys.",
            todo=f"Give posts of {3 * plan.ring} accounts or more.",
        )
    chosen = rng.choice(accounts, 2 * plan.ring, replace=False)
    away = pc.is_in(posts["account"], value_set=pa.array(chosen, posts["account"].type))
    written = np.array([bool(text and text.strip()) for text in posts["text"].to_pylist()])
    others = np.flatnonzero(written & ~away.to_numpy())
    if len(others) < plan.messages:
        raise UsageError(f"{len(others)} posts of other accounts are too few to copy {plan.messages}.")
    return chosen[: plan.ring], chosen[plan.ring :], others


def _ring_copies(
    rng: Generator, plan: Plan, ring: NDArray[Any], others: NDArray[np.int64], at: NDArray[np.int64]
) -> tuple[NDArray[Any], NDArray[np.int64], NDArray[np.int64]]:
    """Who copies which row when. Moments are those of random posts, so they follow the hours of the material."""
    messages = rng.choice(others, plan.messages, replace=False)
    moments = at[rng.choice(others, plan.messages)]
    sizes = np.maximum(2, np.round(rng.uniform(*plan.joined, plan.messages) * len(ring))).astype(np.int64)
    members = np.concatenate([rng.choice(ring, size, replace=False) for size in sizes])
    when = _around(rng, np.repeat(moments, sizes), plan, int(at.min()), int(at.max()))
    return members, np.repeat(messages, sizes), when


def _around(rng: Generator, moments: NDArray[np.int64], plan: Plan, first: int, last: int) -> NDArray[np.int64]:
    """Normal gaps around the moments; what falls outside the material's time is drawn again, never cut off there."""
    when = np.full(len(moments), first - 1, dtype=np.int64)
    outside = np.arange(len(moments))
    while len(outside):
        gaps = rng.normal(0, plan.jitter * MICRO, len(outside))
        step = plan.precision * MICRO
        stamps = np.floor((moments[outside] + gaps) / step) * step
        # A clock coarser than the first instant must not push its copies out for ever.
        when[outside] = np.maximum(stamps, np.where(stamps > first - step, first, stamps)).astype(np.int64)
        outside = np.flatnonzero((when < first) | (when > last))
    return when


def _decoy_copies(
    rng: Generator, decoys: NDArray[Any], others: NDArray[np.int64], at: NDArray[np.int64], counts: NDArray[np.int64]
) -> tuple[NDArray[Any], NDArray[np.int64], NDArray[np.int64]]:
    """For each decoy as many random posts at random moments as a member of the ring got copies."""
    members = np.repeat(decoys[: len(counts)], counts)
    return members, rng.choice(others, len(members)), at[rng.choice(others, len(members))]


def _with_copies(
    posts: pa.Table, plan: Plan, members: NDArray[Any], sources: NDArray[np.int64], when: NDArray[np.int64]
) -> pa.Table:
    """The posts, then the copies under their new authors and instants."""
    rows: Any = pa.array(sources)
    copies = posts.take(rows)
    new: dict[str, Any] = {"account": pa.array(members), "at": pa.array(when)}
    if "post_id" in posts.column_names:
        numbers = np.arange(len(members)) + 10**17 * (9 + plan.seed % 80)
        new["post_id"] = pa.array(numbers).cast(pa.string())
    for name, values in new.items():
        place = posts.column_names.index(name)
        copies = copies.set_column(place, name, values.cast(posts.schema.field(name).type))
    own: Any = pa.nulls(posts.num_rows, pa.int64())
    origin: Any = pa.array(sources, pa.int64())
    return pa.concat_tables([posts.append_column("copy_of", own), copies.append_column("copy_of", origin)])


def _names(accounts: NDArray[Any]) -> tuple[str, ...]:
    return tuple(sorted(str(account) for account in accounts))
