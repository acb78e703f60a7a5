"""A finished world: its tables and the truth about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Made:
    """A world: its tables and the truth about it."""

    posts: pa.Table
    """The noun ``posts`` without ``source`` and ``row``, in order of time."""
    accounts: pa.Table
    """The noun ``accounts`` without ``source`` and ``row``."""
    deletions: pa.Table
    """The noun ``deletions`` without ``source`` and ``row``."""
    ads: pa.Table | None
    """The noun ``ads`` without ``source`` and ``row``, where somebody advertises."""
    truth: dict[str, Any]
    """``scenario, seed, posts, operations[] {name, kind, members[] …}, decoys[] {name, kind, members[] …},
    personas[] {name, members[]}``: two accounts of one operator, and whose; ``crowd`` for ordinary people.
    Where innocents are framed, ``framed[] {name, members[]}``. Where accounts of different people look alike,
    ``alike[] {name, kind, members[]}``."""
    brands: tuple[str, ...] = ()
    """Hosts that the crowd reads and that are to be protected, in worlds in which sites are named after some of them:
    these and all others."""
