"""What is read of all accounts at once: their latest profile, their hours, and the rare things they posted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model import sql
from inconcert.traits.bags import Bags

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    import numpy.typing as npt
    import pyarrow as pa

LARGEST = 300_000
"""Accounts that are compared, at most: those with most posts."""
RARE = 5
"""Accounts, at most, that posted a thing which speaks for one pair of hands; more are a crowd or a ring."""
LEAST_THINGS = 3
"""Rare things of an account below which nothing is said about what it posts."""
LEAST_POSTS = 36
"""Posts of an account below which nothing is said about its hours."""
FIELDS = ("handle", "name", "description", "url", "avatar", "created_at")

_LATEST = ", ".join(
    f'last("{name}" ORDER BY observed_at NULLS FIRST, source, row) FILTER ("{name}" IS NOT NULL) AS "{name}"'
    for name in FIELDS
)
_ACCOUNTS = f"""
CREATE OR REPLACE TEMP TABLE hand_accounts AS
WITH posted AS (
    SELECT asset, count(*) AS posts, mode(lang) AS lang, min("at") AS first_at FROM read_parquet($path) GROUP BY asset
), told AS (
    SELECT platform || ':' || account_id AS asset, {_LATEST} FROM accounts
    WHERE platform IS NOT NULL AND account_id IS NOT NULL GROUP BY asset
), named AS (
    SELECT platform || ':' || account_id AS asset, last(handle ORDER BY posted_at NULLS FIRST, post_id) AS handle
    FROM posts WHERE handle IS NOT NULL GROUP BY asset
)
SELECT row_number() OVER (ORDER BY asset) - 1 AS place, * FROM (
    SELECT asset, coalesce(posted.posts, 0) AS posts, coalesce(posted.lang, 'und') AS lang, posted.first_at,
           coalesce(told.handle, named.handle) AS handle, told.* EXCLUDE (asset, handle)
    FROM posted FULL JOIN told USING (asset) LEFT JOIN named USING (asset)
    ORDER BY posts DESC, asset LIMIT {LARGEST}
)
"""
_ACTS = """
CREATE OR REPLACE TEMP TABLE hand_acts AS
SELECT place, object, min("at") AS "at", arg_min(post_ref, "at") AS ref FROM (
    SELECT a.place, f."at", f.post_ref, unnest(list_concat(
        list_transform(coalesce(links, []), lambda x: 'link ' || x),
        list_transform(coalesce(media, []), lambda x: 'media ' || x),
        list_filter(['text ' || coalesce(text_near, text_exact)], lambda x: x IS NOT NULL)
    )) AS object
    FROM read_parquet($path) f JOIN hand_accounts a USING (asset) WHERE f.kind <> 'repost'
) GROUP BY place, object
"""
_THINGS = f"""
CREATE OR REPLACE TEMP TABLE hand_things AS
SELECT object, count(*) AS accounts, count(DISTINCT split_part(a.asset, ':', 1)) AS platforms
FROM hand_acts JOIN hand_accounts a USING (place) GROUP BY object HAVING accounts <= {RARE}
"""
_WORTH = """
SELECT place, sum(ln($all / accounts)) AS worth, count(*) AS things
FROM hand_acts JOIN hand_things USING (object) GROUP BY place ORDER BY place
"""
_SHARED = """
SELECT place, dense_rank() OVER (ORDER BY object) - 1 AS thing, accounts, object, "at", ref
FROM hand_acts JOIN hand_things USING (object) WHERE platforms > 1 ORDER BY thing, place
"""
_HOURS = f"""
SELECT place, ("at" // 3600000000) % 24 AS hour, count(*) AS posts FROM read_parquet($path) f
JOIN hand_accounts a USING (asset) WHERE f.precision <= 3600 AND a.posts >= {LEAST_POSTS} GROUP BY ALL
"""


@dataclass(frozen=True)
class Crowd:
    """All accounts of a run, by place."""

    accounts: pa.Table
    """``asset``, ``posts``, ``lang``, ``first_at`` (microseconds) and ``FIELDS``, one row an account."""
    platform: npt.NDArray[np.int64]
    """Number of the platform of each."""
    hours: npt.NDArray[np.float64]
    """Share of each hour of the day (UTC) in the posts of each account; ``nan`` where there are too few."""
    things: Bags
    """The rare things that each one posted."""
    shared: pa.Table
    """Each rare thing that accounts of several platforms posted: ``place``, ``thing``, ``object``, ``at`` and ``ref``
    of the first post."""

    def __len__(self) -> int:
        return len(self.platform)

    def told(self, column: str) -> list[Any]:
        """A column of the accounts as Python values."""
        found: list[Any] = self.accounts[column].to_pylist()
        return found

    def seconds(self, column: str) -> npt.NDArray[np.float64]:
        """An instant of each account in seconds since 1970; ``nan`` where it is not known."""
        import pyarrow as pa

        found = self.accounts[column].cast(pa.int64()).to_numpy(zero_copy_only=False)
        return np.asarray(found, float) / 1e6


def gather(con: duckdb.DuckDBPyConnection, features: Path) -> Crowd | None:
    """Read all accounts; ``None`` when all of them are on one platform.

    Args:
        con: Connection with the views ``posts`` and ``accounts``; temporary tables ``hand_…`` are made on it.
        features: File of the noun ``features``.
    """
    path = {"path": sql.exact(features)}
    con.execute(_ACCOUNTS, path)
    accounts = con.sql("FROM hand_accounts ORDER BY place").to_arrow_table()
    names = [str(asset).partition(":")[0] for asset in accounts["asset"].to_pylist()]
    numbers = {name: number for number, name in enumerate(sorted(set(names)))}
    if len(numbers) < 2:
        return None
    con.execute(_ACTS, path)
    con.execute(_THINGS)
    platform = np.array([numbers[name] for name in names], np.int64)
    shared = con.sql(_SHARED).to_arrow_table()
    return Crowd(accounts, platform, _hours(con, path, len(names)), _things(con, shared, len(names)), shared)


def _hours(con: duckdb.DuckDBPyConnection, path: dict[str, str], size: int) -> npt.NDArray[np.float64]:
    rows = con.execute(_HOURS, path).fetchnumpy()
    counts = np.zeros((size, 24))
    counts[rows["place"].astype(np.int64), rows["hour"].astype(np.int64)] = rows["posts"]
    whole = counts.sum(axis=1, keepdims=True)
    shares: npt.NDArray[np.float64] = np.where(whole >= LEAST_POSTS, counts / np.maximum(whole, 1), np.nan)
    return shares


def _things(con: duckdb.DuckDBPyConnection, shared: pa.Table, size: int) -> Bags:
    from scipy.sparse import csr_matrix

    rows = con.execute(_WORTH, {"all": float(size)}).fetchnumpy()
    worth, count = np.zeros(size), np.zeros(size)
    worth[rows["place"].astype(np.int64)], count[rows["place"].astype(np.int64)] = rows["worth"], rows["things"]
    place, thing = (shared[name].to_numpy().astype(np.int64) for name in ("place", "thing"))
    value = np.sqrt(np.log(size / shared["accounts"].to_numpy()))
    held = csr_matrix((value, (place, thing)), shape=(size, int(thing.max(initial=0)) + 1))
    return Bags(held, worth, count >= LEAST_THINGS)
