"""Where short links lead, as far as the data itself says: posts that give both the short and the long form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.model import sql
from inconcert.normalise import urls

if TYPE_CHECKING:
    import duckdb

_SHORT = "https?://(?:www[.])?([a-z0-9]{1,12}[.](?:[a-z0-9]{2,12}[.])?[a-z]{2,8}/[A-Za-z0-9_-]+)"
MOST = 1_000_000
"""Expansions kept (about 300 MB): those needed most often."""

COLUMNS = ("needs", "knows", "leads")
"""Short links that a post leaves unexpanded; those that it expands, and the addresses they lead to, in one order."""


def read(posts: str) -> str:
    """SQL that adds :data:`COLUMNS` to the rows of ``posts``, which has ``text`` and ``urls``; null for none.

    A post that writes n short links in its text and lists n addresses that are none pairs them in their order.
    """
    return (
        f"SELECT * EXCLUDE (_written, _unexpanded), CASE WHEN {_NEEDS} <> [] THEN {_NEEDS} END AS needs,"
        f" CASE WHEN {_PAIRS} THEN _written END AS knows, CASE WHEN {_PAIRS} THEN urls END AS leads"
        f" FROM (SELECT *, {_written()} AS _written, {_unexpanded()} AS _unexpanded FROM ({posts}))"
    )


def expansions(con: duckdb.DuckDBPyConnection, posts: str) -> dict[str, str]:
    """Canonical short link → address it leads to, for short links that some post leaves unexpanded.

    A short link that posts expand differently is left alone.

    Args:
        con: A connection with the table ``posts``.
        posts: Table with :data:`COLUMNS`.
    """
    rows = con.execute(
        f"WITH wanted AS (SELECT short, count(*) AS times FROM (SELECT unnest(needs) AS short FROM {posts}"
        " WHERE needs IS NOT NULL) GROUP BY short),"
        f" pairs AS (SELECT unnest(knows) AS short, unnest(leads) AS long FROM {posts} WHERE knows IS NOT NULL)"
        " SELECT short, min(long), max(long) FROM pairs JOIN wanted USING (short)"
        " WHERE long IS NOT NULL"
        " GROUP BY short ORDER BY any_value(times) DESC, short LIMIT $most",
        {"most": MOST},
    ).fetchall()
    return {short: low for short, low, high in rows if urls.canonical(low) == urls.canonical(high)}


def relinked(rows: list[dict[str, Any]], known: dict[str, str]) -> dict[int, tuple[list[str], list[str], list[str]]]:
    """Links, domains and reasons of those rows (by place) whose short links are known now.

    Args:
        rows: Posts with ``raw`` and ``shorts`` (see :class:`inconcert.signals.comparable.Made`).
        known: What :func:`expansions` gave.
    """
    return {
        place: urls.canonical_links(row["raw"], known)
        for place, row in enumerate(rows)
        if any(short in known for short in row["shorts"])
    }


def _short(found: str) -> str:
    """Those of a list of addresses whose host is a known shortener."""
    hosts = ", ".join(sql.text(host) for host in sorted(urls.shorteners()))
    return f"list_filter({found}, lambda s: list_contains([{hosts}], split_part(s, '/', 1)))"


def _written() -> str:
    """The short links in the text of a post that can hold any."""
    found = f"regexp_extract_all(coalesce(text, ''), {sql.text(_SHORT)}, 1)"
    return _short(f"CASE WHEN contains(text, '://') OR len(urls) > 0 THEN {found} END")


def _unexpanded() -> str:
    """The short links among the addresses of a post."""
    return _short(f"list_transform(coalesce(urls, []), lambda u: regexp_extract(u, {sql.text(_SHORT)}, 1))")


_NEEDS = "list_concat(_unexpanded, CASE WHEN len(coalesce(urls, [])) = 0 THEN _written END)"
_PAIRS = "len(_written) > 0 AND len(_written) = len(urls) AND len(_unexpanded) = 0"
