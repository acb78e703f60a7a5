"""Pages and payers resolved into advertisers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from inconcert.normalise import payers

if TYPE_CHECKING:
    from inconcert.ads.gather import Ads

SHOWN = 10
"""Names of an advertiser that are listed."""


def resolve(ads: Ads) -> list[str]:
    """Make the tables ``who`` (platform, page, payer_key → advertiser) and ``names`` (advertiser → label, names).

    An ad belongs to its payer where the disclaimer names one; else to its page, and pages that share a public
    registration number are one. A disclaimer that could be anybody's («the candidate») holds no pages together.

    Returns:
        Disclaimers of several pages that were left alone, the most frequent first.
    """
    pairs = ads.con.execute("SELECT DISTINCT platform, page, payer_key FROM ads").fetchall()
    pages = Counter(payer for _, _, payer in pairs if payer)
    alone = payers.unnamed(pages)
    numbers = "SELECT DISTINCT page, unnest(numbers) FROM ads WHERE page IS NOT NULL AND numbers IS NOT NULL"
    joined = payers.Joined(ads.con.execute(numbers).fetchall())
    made = [
        (platform, page, payer, _advertiser(platform, page, payer, alone, joined)) for platform, page, payer in pairs
    ]
    _keep(ads, made)
    return [name for name, count in pages.most_common() if name in alone and count > 1]


def _advertiser(platform: str, page: str | None, payer: str | None, alone: set[str], joined: payers.Joined) -> str:
    if payer and payer not in alone:
        return f"payer:{payer}"
    if page:
        return f"page:{platform}:{joined.name(page)}"
    return f"payer:{payer}" if payer else "unknown"


def _keep(ads: Ads, made: list[tuple[str, str | None, str | None, str]]) -> None:
    import pyarrow as pa

    names = ("platform", "page", "payer_key", "advertiser")
    columns = zip(*made, strict=True) if made else ((),) * len(names)
    table = pa.table({name: pa.array(list(column), pa.string()) for name, column in zip(names, columns, strict=True)})
    ads.con.register("made", table)
    ads.con.execute("CREATE OR REPLACE TABLE who AS SELECT * FROM made")
    ads.con.unregister("made")
    ads.con.execute(_NAMES)


JOINED = (
    "JOIN who ON who.platform = ads.platform AND who.page IS NOT DISTINCT FROM ads.page "
    "AND who.payer_key IS NOT DISTINCT FROM ads.payer_key"
)
"""How ads find their advertiser."""

_NAMES = f"""
CREATE OR REPLACE TABLE names AS
WITH spelled AS (
    SELECT advertiser, page_name AS name, count(*) AS many, advertiser LIKE 'page:%' AS first FROM ads {JOINED}
    WHERE page_name IS NOT NULL GROUP BY ALL
    UNION ALL
    SELECT advertiser, payer AS name, count(*) AS many, advertiser LIKE 'payer:%' AS first FROM ads {JOINED}
    WHERE payer IS NOT NULL GROUP BY ALL
    UNION ALL
    SELECT advertiser, ads.page AS name, 0 AS many, false AS first FROM ads {JOINED}
    WHERE ads.page IS NOT NULL GROUP BY ALL
),
whole AS (
    SELECT advertiser, name, sum(many) AS many, bool_or(first) AS first FROM spelled GROUP BY ALL
),
ranked AS (
    SELECT *, row_number() OVER (PARTITION BY advertiser ORDER BY first DESC, many DESC, name) AS place FROM whole
)
SELECT advertiser, any_value(name) FILTER (place = 1) AS label,
    list(name ORDER BY place) FILTER (place <= {SHOWN} AND many > 0) AS names
FROM ranked GROUP BY advertiser
"""
