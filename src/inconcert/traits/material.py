"""What traits read from: the groups with their controls, the crowd around them, and what the user knows of accounts."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model import sql
from inconcert.networks.handing import handed
from inconcert.traits.people import ACCOUNTS, FEATURES, People, accounts_schema, posts_schema
from inconcert.traits.register import Register

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb
    import numpy.typing as npt
    import pyarrow as pa

    from inconcert.traits.people import Group

POSTS = 1000
"""Posts of an account that are read, at most: its latest."""

_POSTS = f"""
SELECT {", ".join(f'f."{name}"' for name in FEATURES)}, p.text, p.source_app, p.metrics
FROM (
    SELECT * FROM read_parquet($path) SEMI JOIN trait_wanted USING (asset)
    QUALIFY row_number() OVER (PARTITION BY asset ORDER BY post DESC) <= $most
) f LEFT JOIN (
    SELECT platform || ':' || post_id AS ref, text, source_app, metrics FROM posts
    SEMI JOIN trait_wanted ON platform || ':' || account_id = asset
) p ON p.ref = f.post_ref
ORDER BY f.asset, f."at", f.post
"""
_ACCOUNTS = f"""
SELECT platform || ':' || account_id AS asset,
       {", ".join(f'last("{name}" ORDER BY observed_at NULLS FIRST, source, row) FILTER ("{name}" IS NOT NULL) AS "{name}"' for name in ACCOUNTS)}
FROM accounts SEMI JOIN trait_wanted ON platform || ':' || account_id = asset GROUP BY ALL
"""  # noqa: E501  # one column a name
_HANDLES = """
SELECT platform || ':' || account_id AS asset, last(handle ORDER BY posted_at NULLS FIRST, post_id) AS handle
FROM posts SEMI JOIN trait_wanted ON platform || ':' || account_id = asset WHERE handle IS NOT NULL GROUP BY asset
"""
_HOURS = """
CREATE TEMP TABLE IF NOT EXISTS trait_hours AS
SELECT platform, "at" // 3600000000 AS hour, count(DISTINCT asset) AS accounts
FROM read_parquet($features) ANTI JOIN trait_networked USING (asset) GROUP BY platform, hour
"""


@dataclass(frozen=True)
class Material:
    """The material of a run, as far as traits see it."""

    con: duckdb.DuckDBPyConnection
    """Connection with the views ``posts``, ``accounts``, ``deletions`` and ``follows``, and the temporary table
    ``trait_networked`` of everybody in a network."""
    features: Path
    """File of the noun ``features``."""
    matched: Mapping[int, tuple[People, People]] = field(default_factory=dict)
    """Controls of each group by its number: matched by age too, and not by age."""
    register: Register = field(default_factory=Register)
    """Accounts that the user knows to be declared."""

    def controls(self, group: Group, *, aged: bool = True) -> People:
        """Matched controls of a group: up to ten a member, none of them in any network.

        Args:
            group: the members.
            aged: whether they are matched by age as well; a question about ages must not.
        """
        return self.matched[group.number][0 if aged else 1]

    def asked(self, query: str, lists: Mapping[str, Sequence[str]] = MappingProxyType({}), **given: Any) -> list[Any]:
        """Rows of a query over the views and over ``$features``, the path of the features, where it names that.

        Args:
            query: SQL.
            lists: texts that the query joins with: each is a table ``asked_<name>`` with the column ``value``.
            given: further parameters.
        """
        import pyarrow as pa

        with ExitStack() as held:
            for name, values in lists.items():
                held.enter_context(handed(self.con, f"asked_{name}", {"value": pa.array(values, pa.string())}))
            path = {"features": sql.exact(self.features)} if "$features" in query else {}
            return self.con.execute(query, path | given).fetchall()

    def hours(self, platforms: Sequence[str]) -> npt.NDArray[np.int64]:
        """Hours since 1970 in which the crowd in no network wrote, and how many accounts did: ``(hours, 2)``.

        All platforms are counted once a run, and kept on the connection.
        """
        self.asked(_HOURS)
        rows = self.asked(
            "SELECT hour, sum(accounts)::BIGINT FROM trait_hours SEMI JOIN asked_platforms ON platform = value "
            "GROUP BY hour ORDER BY hour",
            {"platforms": platforms},
        )
        return np.array(rows, np.int64).reshape(-1, 2)

    @cached_property
    def deletions(self) -> int:
        """Deletions that were seen in this material."""
        return int(self.con.execute("SELECT count(*) FROM deletions").fetchall()[0][0])


@dataclass(frozen=True)
class Loaded:
    """Posts and accounts of everybody who is wanted at a time."""

    posts: pa.Table
    accounts: pa.Table
    spans: Mapping[str, tuple[int, int]]
    """Rows of each asset's posts."""
    rows: Mapping[str, int]
    """Row of each asset in ``accounts``."""

    def people(self, assets: Sequence[str]) -> tuple[tuple[str, ...], pa.Table, pa.Table]:
        """What :class:`People` is made of for some of them, in the order of their names."""
        import pyarrow as pa

        names = tuple(sorted(asset for asset in assets if asset in self.rows))
        spans = [self.spans.get(name, (0, 0)) for name in names]
        places = np.concatenate([np.empty(0, np.int64), *(np.arange(*span) for span in spans)])
        rows = pa.array([self.rows[name] for name in names], pa.int64())
        return names, self.posts.take(pa.array(places)), self.accounts.take(rows)


def load(con: duckdb.DuckDBPyConnection, features: Path, wanted: Sequence[str]) -> Loaded:
    """Posts and accounts of ``wanted``; of an account with many posts the latest."""
    import pyarrow as pa

    with handed(con, "trait_given", {"asset": pa.array(wanted, pa.string())}):
        con.execute("CREATE OR REPLACE TEMP TABLE trait_wanted AS SELECT DISTINCT asset FROM trait_given")
    posts = con.sql(_POSTS, params={"path": sql.exact(features), "most": POSTS}).to_arrow_table()
    posts = posts.select(posts_schema().names).cast(posts_schema()).combine_chunks()
    accounts = _accounts(con, wanted)
    coded = posts["asset"].combine_chunks().dictionary_encode()
    cuts = [*np.flatnonzero(np.diff(coded.indices.to_numpy(), prepend=-1)).tolist(), len(coded)]
    spans = {str(coded[start]): (start, stop) for start, stop in pairwise(cuts)}
    rows = {str(asset): row for row, asset in enumerate(accounts["asset"].to_pylist())}
    return Loaded(posts, accounts, spans, rows)


def _accounts(con: duckdb.DuckDBPyConnection, wanted: Sequence[str]) -> pa.Table:
    """One row for each asset, also for those that no file describes; handles from posts where none is described."""
    import pyarrow as pa

    known = {row["asset"]: row for row in con.sql(_ACCOUNTS).to_arrow_table().to_pylist()}
    handles = dict(con.execute(_HANDLES).fetchall())
    rows = []
    for asset in sorted(set(wanted)):
        row = known.get(asset, {}) | {"asset": asset}
        rows.append(row | {"handle": row.get("handle") or handles.get(asset)})
    return pa.Table.from_pylist(rows, schema=accounts_schema())
