"""The posts behind the ties of a network: chosen, fetched, set side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model import sql
from inconcert.model.times import iso
from inconcert.networks import kernels
from inconcert.networks.figures import coded, column
from inconcert.networks.handing import handed
from inconcert.networks.marks import marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import duckdb
    import numpy.typing as npt

    from inconcert.networks.network import Network

    Reals = npt.NDArray[np.float64]

STRONGEST = 20
"""Ties of a network shown for their strength; every member and every signal has at least one on top, up to ``MOST``."""
OFTEN = 4
"""Ties in which one member is shown for strength; beyond it others get their turn."""
MOST = 500
"""Ties shown at most: beyond it, not every member of a large network has one of its own."""
FULLY = 1000
"""Networks, the strongest, shown in full; the others are shown by ``BRIEF`` ties each, the strongest. All ties of all
networks stand in the file of ties."""
BRIEF = 3
PAIRS = 4
"""Pairs of posts shown for a tie, rarest objects first; the others are counted."""

_FIGURES = (
    "a", "b", "signal", "objects", "coactions", "expected", "effect", "window", "gap", "p", "q", "first_at", "last_at",
)  # fmt: skip
_WANTED = f"""
SELECT file_row_number, shared[:$limit], posts[:2 * $limit], {", ".join(f'"{name}"' for name in _FIGURES)}
FROM read_parquet($path, file_row_number = true) SEMI JOIN net_wanted w ON file_row_number = w.n
"""  # names of columns, nothing from outside
_COLUMNS = ("ref", "at", "precision", "text", "lang", "kind", "urls", "handle", "account", "source", "row")
_POSTS = """
SELECT p.platform || ':' || p.post_id AS ref, epoch_us(p.posted_at) AS at, p.precision, p.text, p.lang, p.kind,
       p.urls, p.handle, p.platform || ':' || p.account_id AS account, p.source, p.row
FROM posts p SEMI JOIN net_refs w ON p.platform || ':' || p.post_id = w.ref
"""
_AD = ":ad/"
"""What the reference of an ad holds after its platform; no id of a post does."""
_ADS = """
SELECT platform || ':ad/' || ad_id AS ref, epoch_us(min(coalesce(started_at, created_at))) AS at,
       max(precision) AS precision, min(coalesce(text, title)) AS text, min(languages[1]) AS lang, 'ad' AS kind,
       list_sort(list_distinct(flatten(list(coalesce(urls, []))))) AS urls, min(advertiser) AS handle,
       min(platform || ':' || account_id) AS account, min(source) AS source, min(row) AS row
FROM ads p SEMI JOIN net_refs w ON p.platform || ':ad/' || p.ad_id = w.ref GROUP BY ALL
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
    """The ties to show for each network, strongest first, with their rarest objects and posts.

    Args:
        con: connection to read with.
        ties: file of the noun ``ties``.
        networks: strongest first; those after the first ``FULLY`` are shown by ``BRIEF`` ties each.
    """
    picked = _picked(ties, networks)
    with handed(con, "net_wanted", {"n": np.concatenate([np.empty(0, np.int64), *picked])}):
        rows = con.execute(_WANTED, {"limit": PAIRS, "path": sql.exact(ties)}).fetchall()
    told = {row: Shown(dict(zip(_FIGURES, scalars, strict=True)), shared or [], posts or [])
            for row, shared, posts, *scalars in rows}  # fmt: skip
    return [[told[row] for row in group.tolist()] for group in picked]


def _picked(ties: Path, networks: Sequence[Network]) -> list[npt.NDArray[np.int64]]:
    """Rows of the ties to show for each network, strongest first."""
    rows = np.concatenate([np.empty(0, np.int64), *(network.ties["row"].to_numpy() for network in networks)])
    order, sizes = np.argsort(rows, kind="stable"), [network.ties.num_rows for network in networks]
    objects, effect = np.empty(len(rows)), np.empty(len(rows))
    for name, target in (("objects", objects), ("effect", effect)):
        target[order] = column(ties, name, rows[order])
    cuts = np.cumsum([0, *sizes])
    return [
        _pick(network, objects[first:end], effect[first:end], place < FULLY)
        for place, (network, first, end) in enumerate(zip(networks, cuts, cuts[1:], strict=False))
    ]


def _pick(network: Network, objects: Reals, effect: Reals, fully: bool) -> npt.NDArray[np.int64]:
    """The strongest ties, then the best of each signal and of each member that has none yet."""
    table = network.ties
    row, p = table["row"].to_numpy(), table["p"].to_numpy()
    ranked = np.lexsort((row, -effect, -objects, p))
    a, b, signal = (coded(table, name)[0][ranked] for name in ("a", "b", "signal"))
    members, ends = np.unique(np.concatenate([a, b]), return_inverse=True)
    left, right = np.split(ends.astype(np.int32), 2)
    strongest, most = (STRONGEST, MOST) if fully else (BRIEF, BRIEF)
    signals = int(signal.max()) + 1
    keep = kernels.varied(left, right, signal, len(members), signals, strongest, OFTEN, most)
    return np.asarray(row[ranked[keep]])


def fetched(
    con: duckdb.DuckDBPyConnection, shown: Iterable[Shown], files: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """The posts of these ties by post_ref, as they stand in ``findings.json``.

    Args:
        con: connection with the view ``posts``, and ``ads`` where ads are among them.
        shown: ties with their posts.
        files: name of the file behind each source id.
    """
    import pyarrow as pa

    refs = sorted({ref for tie in shown for ref in tie.posts})
    with handed(con, "net_refs", {"ref": pa.array(refs, pa.string())}):
        rows = con.execute(_POSTS).fetchall()
        if any(_AD in ref for ref in refs):
            rows += con.execute(_ADS).fetchall()
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
