"""The posts behind the ties of a network: chosen, fetched, set side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model import sql
from inconcert.model.times import iso
from inconcert.networks.marks import marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from inconcert.networks.network import Network

STRONGEST = 20
"""Ties of a network shown for their strength; every member and every signal has at least one on top."""
OFTEN = 4
"""Ties in which one member is shown for strength; beyond it others get their turn."""
PAIRS = 4
"""Pairs of posts shown for a tie, rarest objects first; the others are counted."""

_COLUMNS = ("ref", "at", "precision", "text", "lang", "kind", "urls", "handle", "account", "source", "row")
_POSTS = """
SELECT p.platform || ':' || p.post_id AS ref, epoch_us(p.posted_at) AS at, p.precision, p.text, p.lang, p.kind,
       p.urls, p.handle, p.platform || ':' || p.account_id AS account, p.source, p.row
FROM posts p SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS ref) w ON p.platform || ':' || p.post_id = w.ref
"""


@dataclass(frozen=True)
class Shown:
    """A tie chosen as evidence, with the posts to fetch."""

    tie: dict[str, Any]
    """Scalar columns of the noun ``ties``."""
    objects: list[str]
    posts: list[str]
    """post_refs in pairs: of a, of b, for each of ``objects``."""


def chosen(con: duckdb.DuckDBPyConnection, ties: Path, networks: Sequence[Network]) -> list[list[Shown]]:
    """The ties to show for each network, strongest first, with their rarest objects and posts."""
    picked = [_pick(network) for network in networks]
    wanted = [tie["row"] for group in picked for tie in group]
    rows = con.execute(
        "SELECT file_row_number, shared[:$limit], posts[:2 * $limit] "
        "FROM read_parquet($path, file_row_number = true) SEMI JOIN (SELECT unnest($rows::BIGINT[]) AS n) w "
        "ON file_row_number = w.n",
        {"limit": PAIRS, "path": sql.exact(ties), "rows": wanted},
    ).fetchall()
    lists = {row: (shared or [], posts or []) for row, shared, posts in rows}
    return [[Shown(tie, *lists[tie["row"]]) for tie in group] for group in picked]


def _pick(network: Network) -> list[dict[str, Any]]:
    """The strongest ties, then the best of each signal and of each member that has none yet."""
    table = network.ties
    order = np.lexsort((-table["effect"].to_numpy(), -table["objects"].to_numpy(), table["p"].to_numpy()))
    ranked = table.take(order).to_pylist()
    keep = _spread(ranked)
    seen = {word for place in keep for word in _words(ranked[place])}
    for place, tie in enumerate(ranked):
        if not seen.issuperset(_words(tie)):
            keep.add(place)
            seen |= _words(tie)
    return [ranked[place] for place in sorted(keep)]


def _words(tie: dict[str, Any]) -> set[str]:
    return {tie["a"], tie["b"], f"signal {tie['signal']}"}


def _spread(ranked: list[dict[str, Any]]) -> set[int]:
    """Places of the strongest ties, none of them filled up with one and the same member."""
    keep, times = set[int](), Counter[str]()
    for place, tie in enumerate(ranked):
        if len(keep) < STRONGEST and max(times[tie["a"]], times[tie["b"]]) < OFTEN:
            keep.add(place)
            times.update((tie["a"], tie["b"]))
    return keep


def fetched(
    con: duckdb.DuckDBPyConnection, shown: Iterable[Shown], files: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """The posts of these ties by post_ref, as they stand in ``findings.json``.

    Args:
        con: connection with the view ``posts``.
        shown: ties with their posts.
        files: name of the file behind each source id.
    """
    refs = sorted({ref for tie in shown for ref in tie.posts})
    rows = con.execute(_POSTS, [refs]).fetchall()
    posts = (dict(zip(_COLUMNS, row, strict=True)) for row in rows)
    return {post["ref"]: post | {"at": iso(post["at"]), "file": files.get(post["source"])} for post in posts}


def _gone(ref: str) -> dict[str, Any]:
    return dict.fromkeys((*_COLUMNS, "file")) | {"ref": ref}


def side_by_side(shown: Shown, posts: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """One tie as evidence: its figures, and its posts in pairs with what differs marked."""
    keys = ("a", "b", "signal", "objects", "coactions", "expected", "effect", "p", "q", "window", "gap")
    pairs: dict[tuple[str, str], dict[str, Any]] = {}
    told = shown.objects[: len(shown.posts) // 2]
    for place, thing in enumerate(told):
        refs = (shown.posts[2 * place], shown.posts[2 * place + 1])
        if refs in pairs:
            pairs[refs]["also"].append(thing)
        else:
            pairs[refs] = _pair(thing, *(posts.get(ref) or _gone(ref) for ref in refs))
    more = shown.tie["objects"] - len(told)
    return {key: shown.tie[key] for key in keys} | {"pairs": list(pairs.values()), "more": max(more, 0)}


def _pair(thing: str, a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
    return {
        "object": thing,
        "also": [],
        "a_post": a,
        "b_post": b,
        "gap": _gap(a.get("at"), b.get("at")),
        "marks": marks(a.get("text") or "", b.get("text") or ""),
    }


def _gap(a: str | None, b: str | None) -> float | None:
    """Seconds from the post of a to that of b; negative when b was first."""
    from datetime import datetime

    if a is None or b is None:
        return None
    return (datetime.fromisoformat(b) - datetime.fromisoformat(a)).total_seconds()
