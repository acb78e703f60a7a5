"""Where short links lead, as far as the data itself says: posts that give both the short and the long form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.normalise import urls

if TYPE_CHECKING:
    import duckdb

_SHORT = "https?://(?:www[.])?([a-z0-9]{1,12}[.](?:[a-z0-9]{2,12}[.])?[a-z]{2,8}/[A-Za-z0-9_-]+)"
MOST = 1_000_000
"""Expansions kept (about 300 MB): those needed most often."""


def expansions(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Canonical short link → address it leads to, for short links that some post leaves unexpanded.

    A post that writes n short links in its text and lists n addresses that are none pairs them in their order.
    A short link that posts expand differently is left alone.
    """
    con.execute(
        "CREATE OR REPLACE TEMP TABLE short_links AS WITH seen AS ("
        f" SELECT {_short('regexp_extract_all(coalesce(text, $none), $short, 1)')} AS written,"
        " coalesce(urls, []) AS given,"
        f" {_short('list_transform(coalesce(urls, []), lambda u: regexp_extract(u, $short, 1))')} AS unexpanded"
        " FROM posts WHERE contains(text, '://') OR len(urls) > 0)"
        " SELECT * FROM seen WHERE len(unexpanded) > 0 OR len(written) > 0",
        {"short": _SHORT, "none": "", "hosts": sorted(urls.shorteners())},
    )
    rows = con.execute(
        "WITH needed AS (SELECT unnest(unexpanded) AS short FROM short_links"
        " UNION ALL SELECT unnest(written) FROM short_links WHERE len(given) = 0"
        "), wanted AS (SELECT short, count(*) AS times FROM needed GROUP BY short),"
        " pairs AS (SELECT unnest(written) AS short, unnest(given) AS long FROM short_links"
        " WHERE len(written) = len(given) AND len(unexpanded) = 0)"
        " SELECT short, min(long), max(long) FROM pairs JOIN wanted USING (short)"
        " GROUP BY short ORDER BY any_value(times) DESC, short LIMIT $most",
        {"most": MOST},
    ).fetchall()
    con.execute("DROP TABLE short_links")
    return {short: low for short, low, high in rows if urls.canonical(low) == urls.canonical(high)}


def _short(found: str) -> str:
    """Those of a list of addresses whose host is a known shortener."""
    return f"list_filter({found}, lambda s: list_contains($hosts, split_part(s, '/', 1)))"
