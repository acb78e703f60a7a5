"""What ads have in common: their text, template, near duplicates, picture, and the site they lead to.

One object is one row of the table ``shown`` (kind, object, ad): what a signal over ads asks its questions of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.normalise.duplicates import NearTexts
from inconcert.normalise.media import clusters
from inconcert.normalise.text import forms, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.ads.gather import Ads

BATCH = 4096
KINDS = ("text", "near text", "template", "picture", "landing page", "landing domain")
"""From the strictest to the loosest; where two hold the very same ads the first is kept."""
SIGNALS = {
    "text": "same_creative", "near text": "same_creative", "template": "same_creative", "picture": "same_creative",
    "landing page": "same_landing", "landing domain": "same_landing",
}  # fmt: skip
"""Kind of an object → the signal whose actions it makes."""


def compare(ads: Ads) -> None:
    """Make the table ``shown``: kind, object, and the number of the ad (its ``rowid``)."""
    _texts(ads)
    _near(ads)
    _pictures(ads)
    ads.con.execute(_SHOWN)


def _texts(ads: Ads) -> None:
    """The table ``forms``: names of the comparable forms of each distinct text."""
    ads.con.execute("CREATE OR REPLACE TABLE forms (text VARCHAR, exact VARCHAR, template VARCHAR, near VARCHAR, "
                    "near_text VARCHAR)")  # fmt: skip
    for batch in _batches(ads, "SELECT DISTINCT text FROM ads WHERE text IS NOT NULL"):
        made = []
        for (text,) in batch:
            found = forms(text)
            made.append((text, name(found.exact), name(found.template), name(found.near), found.near))
        _insert(ads, "forms", ("text", "exact", "template", "near", "near_text"), made)


def _near(ads: Ads) -> None:
    """The table ``clusters``: near forms that say nearly the same."""
    folder = ads.folder / "near"
    folder.mkdir(exist_ok=True)
    collected, names = NearTexts(folder), list[str]()
    for batch in _batches(ads, "SELECT DISTINCT near, near_text FROM forms WHERE near IS NOT NULL ORDER BY near"):
        collected.add([text for _, text in batch])
        names += [near for near, _ in batch]
    ads.con.execute("CREATE OR REPLACE TABLE clusters (near VARCHAR, cluster VARCHAR)")
    found = collected.clusters()
    _insert(
        ads, "clusters", ("near", "cluster"), [(near, names[int(at)]) for near, at in zip(names, found, strict=True)]
    )


def _pictures(ads: Ads) -> None:
    """The table ``pictures``: media by what they are likened to."""
    asked = "SELECT DISTINCT unnest(media) AS medium FROM ads WHERE media IS NOT NULL"
    hashes = [
        row[0] for row in ads.con.execute(f"FROM ({asked}) WHERE regexp_matches(medium, '^(pdq|phash):')").fetchall()
    ]
    ads.con.execute("CREATE OR REPLACE TABLE pictures (medium VARCHAR, picture VARCHAR)")
    _insert(ads, "pictures", ("medium", "picture"), list(clusters(hashes).items()))


def _batches(ads: Ads, query: str) -> Iterator[list[Any]]:
    cursor = ads.con.cursor()
    cursor.execute(query)
    while rows := cursor.fetchmany(BATCH):
        yield rows


def _insert(ads: Ads, table: str, names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    import pyarrow as pa

    if rows:
        columns = [pa.array(list(column), pa.string()) for column in zip(*rows, strict=True)]
        ads.con.register("made", pa.table(columns, names=list(names)))
        ads.con.execute(f"INSERT INTO {table} SELECT * FROM made")
        ads.con.unregister("made")


_SHOWN = """
CREATE OR REPLACE TABLE shown AS
WITH lettered AS (
    SELECT ads.rowid AS ad, exact, template, coalesce(cluster, near) AS near
    FROM ads JOIN forms ON forms.text = ads.text LEFT JOIN clusters USING (near)
),
every AS (
    SELECT 'text' AS kind, exact AS object, ad FROM lettered WHERE exact IS NOT NULL
    UNION ALL SELECT 'near text', near, ad FROM lettered WHERE near IS NOT NULL
    UNION ALL SELECT 'template', template, ad FROM lettered WHERE template IS NOT NULL
    UNION ALL SELECT 'picture', coalesce(picture, medium), ad
        FROM (SELECT rowid AS ad, unnest(media) AS medium FROM ads) LEFT JOIN pictures USING (medium)
    UNION ALL SELECT 'landing page', link, ad FROM (SELECT rowid AS ad, unnest(links) AS link FROM ads)
        WHERE link LIKE '%/%'
    UNION ALL SELECT 'landing domain', domain, ad FROM (SELECT rowid AS ad, unnest(domains) AS domain FROM ads)
)
SELECT DISTINCT kind, object, ad FROM every WHERE object IS NOT NULL
"""


def actions(ads: Ads) -> Any:
    """The rows that a signal over ads needs, as the noun ``actions``: this page ran this creative at this time.

    Assets are ``platform:page``; the object is the text (near duplicates are one), the picture or the site; an ad
    counts from its start. The number of the ad stands where that of the post does. ``outlet`` is the payer: pages
    of one payer run the same ads for that reason.

    Returns:
        An Arrow table in the order of its rows.
    """
    cases = " ".join(f"WHEN '{kind}' THEN '{signal}'" for kind, signal in SIGNALS.items())
    return ads.con.sql(f"""
        SELECT CASE kind {cases} END AS signal, platform || ':' || page AS asset, kind || ':' || object AS object,
            starts AS at, coalesce(precision, 86400.0) AS precision, ad AS post, coalesce(lang, 'und') AS lang,
            payer_key AS outlet
        FROM shown JOIN ads ON ads.rowid = shown.ad
        WHERE page IS NOT NULL AND starts IS NOT NULL AND kind IN ('near text', 'picture', 'landing domain')
        ORDER BY ALL
    """).to_arrow_table()
