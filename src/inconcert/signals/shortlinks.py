"""Where short links lead, as far as the data itself says: posts that give both the short and the long form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.normalise import urls

if TYPE_CHECKING:
    import duckdb

MOST = 1_000_000
"""Expansions kept (about 300 MB): those needed most often."""


def expansions(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Canonical short link → address it leads to, for short links that some post leaves unexpanded.

    A post that writes n short links in its text and lists n addresses that are none pairs them in their order.
    A short link that posts expand differently is left alone.
    """
    hosts = "|".join(sorted(host.replace(".", "[.]") for host in urls.shorteners()))
    short = f"https?://(?:www[.])?((?:{hosts})/[A-Za-z0-9_\\-]+)"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE short_links AS WITH seen AS ("
        " SELECT regexp_extract_all(coalesce(text, ''), $short, 1) AS written, coalesce(urls, []) AS given,"
        " list_filter(coalesce(urls, []), lambda u: regexp_matches(u, $whole)) AS unexpanded FROM posts"
        " WHERE contains(text, '://') OR len(urls) > 0)"
        " SELECT * FROM seen WHERE len(unexpanded) > 0 OR len(written) > 0",
        {"short": short, "whole": f"^{short}"},
    )
    rows = con.execute(
        "WITH needed AS ("
        " SELECT regexp_extract(unnest(unexpanded), $short, 1) AS short FROM short_links"
        " UNION ALL SELECT unnest(written) FROM short_links WHERE len(given) = 0"
        "), wanted AS (SELECT short, count(*) AS times FROM needed GROUP BY short),"
        " pairs AS (SELECT unnest(written) AS short, unnest(given) AS long FROM short_links"
        " WHERE len(written) = len(given) AND len(unexpanded) = 0)"
        " SELECT short, min(long), max(long), any_value(times) FROM pairs JOIN wanted USING (short)"
        " GROUP BY short ORDER BY any_value(times) DESC, short LIMIT $most",
        {"short": short, "most": MOST},
    ).fetchall()
    con.execute("DROP TABLE short_links")
    return {short: low for short, low, high, _ in rows if urls.canonical(low) == urls.canonical(high)}
