"""One asset with everything known of it, and for every statement the file and the row it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.errors import UsageError
from inconcert.model.times import iso
from inconcert.normalise import media
from inconcert.profile.site import site as site_of
from inconcert.web.screens.material import Acts, rows
from inconcert.web.screens.slices import grid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from inconcert.web.screens.material import Material

    Row = dict[str, Any]

KINDS = {
    "account": "account",
    "page": "page, group or channel",
    "site": "site",
    "ad": "ad",
}
"""Kinds of asset that have a page, and what they are called."""
POSTS = 50
"""Posts on one page of an asset."""
TIED = 20
"""Tied accounts that are listed."""
OBSERVED = 2000
"""Observations of an account that are read."""

_FIELDS = (
    "handle", "name", "description", "location", "url", "lang", "avatar", "followers", "following", "posts_count",
    "declared_bot",
)  # fmt: skip
_FIGURES = frozenset({"followers", "following", "posts_count"})
DESCRIBED = 6
"""Descriptions of an account that are shown side by side."""
_OBSERVED = f"""
SELECT {", ".join(f'"{name}"' for name in _FIELDS)}, epoch_us(created_at) AS created_at, created_precision,
       epoch_us(observed_at) AS observed_at, source, row
FROM accounts WHERE platform = $platform AND account_id = $account
ORDER BY observed_at NULLS LAST, source, row LIMIT $most
"""  # names of columns, nothing from outside
_HANDLES = """
SELECT handle, count(*) AS posts, epoch_us(min(posted_at)) AS first_at, epoch_us(max(posted_at)) AS last_at
FROM posts WHERE platform = $platform AND account_id = $account AND handle IS NOT NULL
GROUP BY handle ORDER BY first_at, handle
"""
_TOLD = """
SELECT source, count(*) AS posts, min(row) AS first_row, max(row) AS last_row, min(utc_offset) AS utc_offset,
       max(precision) AS precision
FROM posts WHERE platform = $platform AND account_id = $account GROUP BY source ORDER BY posts DESC, source
"""
_KINDS = "SELECT kind, count(*) AS posts FROM features WHERE asset = $asset GROUP BY kind ORDER BY posts DESC, kind"
_LANGS = "SELECT lang, count(*) AS posts FROM features WHERE asset = $asset GROUP BY lang ORDER BY posts DESC, lang"
_APPS = """
SELECT source_app AS app, count(*) AS posts FROM posts
WHERE platform = $platform AND account_id = $account AND source_app IS NOT NULL GROUP BY app ORDER BY posts DESC, app
LIMIT 12
"""
_ACTS = "SELECT f.at FROM features f WHERE f.asset = $asset ORDER BY f.at"
_TIES = """
SELECT CASE WHEN a = $asset THEN b ELSE a END AS other, list(signal ORDER BY p) AS signals, min(p) AS p,
       max(objects)::BIGINT AS objects
FROM ties WHERE (a = $asset OR b = $asset) AND q <= $fdr GROUP BY other ORDER BY p, other LIMIT $most
"""
_GONE = """
SELECT post_id, epoch_us(deleted_at) AS deleted_at, source, row FROM deletions
WHERE platform = $platform AND account_id = $account ORDER BY deleted_at LIMIT 50
"""
_POSTED = """
SELECT platform || ':' || post_id AS ref, platform || ':' || account_id AS account, handle, epoch_us(posted_at) AS at,
       precision, kind, text, lang, urls, media, surface, source_app, metrics, source, row
FROM posts WHERE {where} ORDER BY posted_at DESC, post_id LIMIT $most OFFSET $start
"""
_PAGE = """
SELECT count(*) AS posts, count(DISTINCT account_id) AS accounts, epoch_us(min(posted_at)) AS first_at,
       epoch_us(max(posted_at)) AS last_at
FROM posts WHERE platform = $platform AND surface = $surface
"""
_PAGE_ACCOUNTS = """
SELECT platform || ':' || account_id AS account, any_value(handle) AS handle, count(*) AS posts
FROM posts WHERE platform = $platform AND surface = $surface GROUP BY account ORDER BY posts DESC, account LIMIT 50
"""
_AD = "SELECT * FROM ads WHERE platform = $platform AND ad_id = $ad ORDER BY source, row LIMIT 20"
_NAMED = """
SELECT platform || ':' || account_id AS asset, arg_max(handle, posted_at) AS handle FROM posts
WHERE handle IS NOT NULL AND platform || ':' || account_id IN (SELECT unnest($assets)) GROUP BY asset
"""
_SITE_ROWS = "SELECT * FROM sites WHERE domain = $domain ORDER BY source, row LIMIT 20"
_MEDIA = "SELECT p.media, p.source FROM posts p WHERE p.platform = $platform AND p.post_id = $post LIMIT 1"
_AD_TIMES = ("created_at", "started_at", "stopped_at", "registered_at", "observed_at")


def account(material: Material, asset: str, *, page: int = 0, zone: int = 0) -> Row | None:
    """An account: how each row described it, what it posted and when, whom it is tied to; ``None`` when unknown.

    Args:
        material: the run.
        asset: ``platform:account_id``.
        page: which stretch of ``POSTS`` posts, from 0, newest first.
        zone: offset of the hours from UTC in minutes.
    """
    platform, _, name = asset.partition(":")
    key = {"platform": platform, "account": name}
    with material.cursor() as con:
        acts = con.execute(_ACTS, {"asset": asset}).fetchnumpy()["at"].astype(np.int64)
        told = rows(con, _OBSERVED, **key, most=OBSERVED)
        observed = [_sourced(material, row, "created_at", "observed_at") for row in told]
        if not len(acts) and not observed:
            return None
        return {
            "asset": asset,
            "platform": platform,
            "id": name,
            "observed": observed,
            "described": described(observed),
            "handles": [_dated(row, "first_at", "last_at") for row in rows(con, _HANDLES, **key)],
            "sources": [_sourced(material, row) for row in rows(con, _TOLD, **key)],
            "kinds": rows(con, _KINDS, asset=asset),
            "languages": rows(con, _LANGS, asset=asset),
            "apps": rows(con, _APPS, **key),
            "ties": _tied(material, con, asset),
            "deletions": [_sourced(material, row, "deleted_at") for row in rows(con, _GONE, **key)],
            "posts": len(acts),
            "first_at": iso(int(acts[0])) if len(acts) else None,
            "last_at": iso(int(acts[-1])) if len(acts) else None,
            "grid": grid(Acts(np.zeros(len(acts), np.int32), acts, np.zeros(len(acts), bool)), zone),
            "network": _network(material, asset),
            "posted": posted(material, con, "platform = $platform AND account_id = $account", page, **key),
            "page": page,
            "pages": -(-len(acts) // POSTS),
        }


def posted(material: Material, con: duckdb.DuckDBPyConnection, where: str, page: int, **given: Any) -> list[Row]:
    """One page of posts, newest first. ``where`` is SQL of our own with the parameters ``given``."""
    found = rows(con, _POSTED.format(where=where), **given, most=POSTS, start=page * POSTS)
    return [_sourced(material, row, "at") | {"metrics": dict(row["metrics"] or ())} for row in found]


def _tied(material: Material, con: duckdb.DuckDBPyConnection, asset: str) -> list[Row]:
    found = rows(con, _TIES, asset=asset, fdr=float(material.found.settings["fdr"]), most=TIED)
    return [row | {"network": material.member_of.get(row["other"])} for row in found]


def _network(material: Material, asset: str) -> Row | None:
    """The network it belongs to, as ``id, grade, place`` and what is said of this member."""
    key = material.member_of.get(asset)
    if key is None:
        return None
    one = material.networks[key]
    platform, _, name = asset.partition(":")
    member = next(m for m in one["members"] if (m["platform"], m["account_id"]) == (platform, name))
    place = list(material.networks).index(key) + 1
    traits = [trait for axis in one["axes"].values() for trait in axis.get("traits", ()) if asset in trait["accounts"]]
    return {"id": key, "grade": one["grade"], "place": place, "size": one["size"], "member": member, "traits": traits}


def page(material: Material, platform: str, surface: str, *, start: int = 0) -> Row | None:
    """A page, group or channel: who posts there, and what; ``None`` when nothing does."""
    key = {"platform": platform, "surface": surface}
    with material.cursor() as con:
        whole = _dated(rows(con, _PAGE, **key)[0], "first_at", "last_at")
        if not whole["posts"]:
            return None
        who = [row | {"network": material.member_of.get(row["account"])} for row in rows(con, _PAGE_ACCOUNTS, **key)]
        shown = posted(material, con, "platform = $platform AND surface = $surface", start, **key)
    pages = -(-whole["posts"] // POSTS)
    return whole | key | {"who": who, "posted": shown, "page": start, "pages": pages}


def site(material: Material, name: str) -> Row | None:
    """A site: who links to it and which networks push it, see :func:`inconcert.profile.site.site`, and its rows."""
    with material.cursor() as con:
        try:
            found = site_of(con, list(material.networks.values()), name)
        except UsageError:
            return None
        told = rows(con, _SITE_ROWS, domain=found["domain"])
        wanted = [row["account"] for row in found["spread"]] + [found["first"]["account"]] * bool(found["first"])
        names = {row["asset"]: f"@{row['handle']}" for row in rows(con, _NAMED, assets=wanted)}
    return found | {"rows": [_plain(material, row) for row in told], "names": names}


def ad(material: Material, platform: str, name: str) -> Row | None:
    """An advertisement, as each row described it; ``None`` when none does."""
    told = material.rows(_AD, platform=platform, ad=name)
    if not told:
        return None
    return {"platform": platform, "ad_id": name, "rows": [_plain(material, row) for row in told]}


def medium(material: Material, post: str, number: int) -> Path | None:
    """The picture file of a post, found beside the file that the post came from; ``None`` when it was not saved."""
    platform, _, name = post.partition(":")
    told = material.rows(_MEDIA, platform=platform, post=name)
    if not told or number >= len(told[0]["media"] or ()) or told[0]["source"] not in material.places:
        return None
    return media.find(told[0]["media"][number], [material.places[told[0]["source"]]])


def described(observed: Sequence[Row]) -> Row:
    """Of many descriptions of an account those that tell something: the first, those in which words changed, the last.

    Returns:
        ``rows``: at most ``DESCRIBED`` of them, in their order; ``fields`` that one of the descriptions gives;
        ``absent``: those that none gives.
    """
    words = [name for name in _FIELDS if name not in _FIGURES]
    kept = [
        row
        for place, row in enumerate(observed)
        if place in {0, len(observed) - 1} or any(row[name] != observed[place - 1][name] for name in words)
    ]
    shown = kept if len(kept) <= DESCRIBED else [*kept[: DESCRIBED - 1], kept[-1]]
    given = [name for name in _FIELDS if any(row[name] is not None for row in observed)]
    return {"rows": shown, "fields": given, "absent": [name for name in _FIELDS if name not in given]}


def _sourced(material: Material, row: Row, *times: str) -> Row:
    return _dated(row, *times) | {"file": material.files.get(row["source"])}


def _dated(row: Row, *times: str) -> Row:
    return row | {name: iso(row[name]) if row[name] is not None else None for name in times}


def _plain(material: Material, row: Row) -> Row:
    """A row with its instants written out and its empty fields left away."""
    told = {name: _written(name, value) for name, value in row.items() if value is not None and value != []}
    return told | {"file": material.files.get(row["source"])}


def _written(name: str, value: Any) -> Any:
    if name in _AD_TIMES:
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return dict(value) if name in ("delivery", "spend_in") else value


def names(ends: Sequence[str], material: Material) -> dict[str, str]:
    """How assets are called: the handle of the finding they belong to, else their id."""
    called = {}
    for asset in ends:
        belongs = _network(material, asset)
        handle = belongs["member"]["handle"] if belongs else None
        called[asset] = f"@{handle}" if handle else asset.partition(":")[2]
    return called
