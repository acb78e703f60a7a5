"""Ads made comparable: each becomes a row of ``features`` of the page that ran it, of kind ``ad``.

Only its creatives and where it leads are filled in, so that what asks of posts does not ask of ads. An ad counts once,
at the beginning of its delivery.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from inconcert.model import sql
from inconcert.normalise import language, media
from inconcert.normalise.duplicates import NearTexts
from inconcert.normalise.payers import key
from inconcert.normalise.text import forms, name
from inconcert.normalise.urls import canonical_links
from inconcert.signals import making

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    import pyarrow as pa

REF = "ad/"
"""What stands before the id of an ad in its reference, so that no post has the same."""
CLOCK = 86_400.0
"""Precision, in seconds, of a start of which the source says nothing: libraries give days."""
USABLE = "ad_id IS NOT NULL AND account_id IS NOT NULL AND coalesce(scope, 'ad') = 'ad'"
_STARTS = "coalesce(started_at, created_at)"
_ADS = f"""
CREATE OR REPLACE TEMP TABLE ads_once AS
SELECT coalesce(platform, 'unknown') AS platform, ad_id, min(account_id) AS account_id,
    epoch_us(min({_STARTS})) AS "at", max(precision) AS precision, min(coalesce(text, title)) AS text,
    min(payer) AS payer, min(languages[1]) AS lang,
    list_sort(list_distinct(flatten(list(coalesce(urls, []))))) AS urls,
    list_sort(list_distinct(flatten(list(coalesce(media, []))))) AS media
FROM ads WHERE {USABLE} AND {_STARTS} IS NOT NULL GROUP BY ALL
"""  # names of columns, nothing from outside


def count(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many single ads the view ``ads`` has, and why some cannot be compared."""
    whole, nameless, undated = con.execute(
        "SELECT count(*) FILTER (coalesce(scope, 'ad') = 'ad'),"
        f" count(*) FILTER (coalesce(scope, 'ad') = 'ad' AND NOT ({USABLE})),"
        f" count(*) FILTER ({USABLE} AND {_STARTS} IS NULL) FROM ads"
    ).fetchall()[0]
    return {"ads": int(whole), "ads without id or page": int(nameless), "ads without a day": int(undated)}


def pour(con: duckdb.DuckDBPyConnection, target: Path) -> int:
    """Write what is made of the ads of the view ``ads`` to the Parquet file ``target``, in the order of posts.

    Args:
        con: A connection with the view ``ads``.
        target: File to write, with the columns of :func:`inconcert.signals.making.made_schema`.

    Returns:
        The number of ads, each counted once.
    """
    con.execute(_ADS)
    try:
        with TemporaryDirectory(prefix=".ads-", dir=target.parent) as folder:
            _near(con, Path(folder))
        like = _pictures(con)
        order = "\"at\", platform, 'ad/' || ad_id"
        done = 0
        with making.written(target) as file:
            query = f"SELECT ads_once.*, near FROM ads_once LEFT JOIN ads_near USING (text) ORDER BY {order}"
            for batch in _batches(con, query):
                file.write_table(_made(batch, like))
                done += len(batch)
        return done
    finally:
        con.execute("DROP TABLE IF EXISTS ads_once; DROP TABLE IF EXISTS ads_near")


def _batches(con: duckdb.DuckDBPyConnection, query: str) -> Iterator[list[dict[str, Any]]]:
    with con.sql(query).to_arrow_reader(making.BATCH) as reader:
        for batch in reader:
            yield batch.to_pylist()


def _near(con: duckdb.DuckDBPyConnection, work: Path) -> None:
    """Makes ``ads_near``: texts, and the name of the first of those that say nearly the same."""
    import pyarrow as pa

    kept = sql.exact(_forms(con, work / "forms.parquet"))
    collected, names = NearTexts(work), list[str]()
    asked = f"SELECT name, any_value(form) AS form FROM read_parquet({sql.text(kept)}) GROUP BY name ORDER BY name"
    for batch in _batches(con, asked):
        collected.add([row["form"] for row in batch])
        names += [row["name"] for row in batch]
    first = [names[int(at)] for at in collected.clusters()]
    given = pa.table({"name": pa.array(names, pa.string()), "near": pa.array(first, pa.string())})
    con.register("ads_first", given)
    joined = f"SELECT text, near FROM read_parquet({sql.text(kept)}) JOIN ads_first USING (name)"
    con.execute(f"CREATE OR REPLACE TEMP TABLE ads_near AS {joined}")
    con.unregister("ads_first")


def _forms(con: duckdb.DuckDBPyConnection, place: Path) -> Path:
    """Write the near form of each distinct text that has one, and its name."""
    import pyarrow as pa
    from pyarrow import parquet

    columns = pa.schema([("text", pa.string()), ("name", pa.string()), ("form", pa.string())])
    with parquet.ParquetWriter(place, columns, compression="lz4") as file:
        for batch in _batches(con, "SELECT DISTINCT text FROM ads_once WHERE text IS NOT NULL"):
            rows = [(row["text"], form) for row in batch if (form := forms(row["text"]).near) is not None]
            made = [{"text": text, "name": name(form), "form": form} for text, form in rows]
            file.write_table(pa.Table.from_pylist(made, schema=columns))
    return place


def _pictures(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Perceptual hash of a picture → the one it goes by."""
    asked = "SELECT DISTINCT medium FROM (SELECT unnest(media) AS medium FROM ads_once) WHERE medium IS NOT NULL"
    hashes = con.execute(f"{asked} AND regexp_matches(medium, '^(pdq|phash):')").fetchall()
    return media.clusters([row[0] for row in hashes])


def _made(batch: list[dict[str, Any]], like: dict[str, str]) -> pa.Table:
    """The rows of a batch as the first pass over posts leaves its rows."""
    import pyarrow as pa

    kinds = making.made_schema()
    labels = [language.label(row["lang"]) for row in batch]
    inferred = language.infer([None if label else row["text"] for row, label in zip(batch, labels, strict=True)])
    rows = [_row(row, label or guess, like) for row, label, guess in zip(batch, labels, inferred, strict=True)]
    return pa.Table.from_pylist(rows, schema=kinds)


def _row(ad: dict[str, Any], lang: str, like: dict[str, str]) -> dict[str, Any]:
    platform = ad["platform"]
    shown = [*media.stated(ad["media"]), *filter(None, map(media.address, ad["media"]))]
    creatives = [*([f"text:{ad['near']}"] if ad["near"] else []), *(f"picture:{like.get(one, one)}" for one in shown)]
    return {
        "post_ref": f"{platform}:{REF}{ad['ad_id']}",
        "asset": f"{platform}:{ad['account_id']}",
        "platform": platform,
        "at": ad["at"],
        "precision": CLOCK if ad["precision"] is None else ad["precision"],
        "lang": lang,
        "kind": "ad",
        "creatives": list(dict.fromkeys(creatives)),
        "landings": canonical_links(ad["urls"])[1],
        "payer": (key(ad["payer"]) or None) if ad["payer"] else None,
        "inferred": False,
        "recognised": False,
    }
