"""Matched controls: for the members of a network, accounts like them that are in no network.

They are on the same platform, in the same language, about as active and, where that is known, about as old.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inconcert.model import sql
from inconcert.networks.handing import handed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import duckdb

    Stratum = tuple[Any, ...]

PER_MEMBER = 10
"""Controls for each member, at most."""
MOST = 500
"""Controls for a group, at most."""
PER_STRATUM = 1000
"""Accounts of one kind that wait to be drawn, at most."""

_STRATA = """
CREATE OR REPLACE TEMP TABLE trait_strata AS
WITH spoken AS (
    SELECT asset, platform, lang, count(*) AS posts, max("at") AS last
    FROM read_parquet($path) GROUP BY asset, platform, lang
), acting AS (
    SELECT asset, platform, first(lang ORDER BY posts DESC, lang) AS lang, sum(posts) AS posts FROM spoken
    GROUP BY asset, platform
), made AS (
    SELECT platform || ':' || account_id AS asset, min(epoch_us(created_at)) AS created FROM accounts
    WHERE created_at IS NOT NULL GROUP BY asset
)
SELECT asset, platform, lang, floor(log2(posts))::INT AS activity,
       coalesce(floor(log2(greatest(((SELECT max(last) FROM spoken) - created) / 86400e6, 1)))::INT, -1) AS age,
       md5($seed || ':' || asset) AS draw
FROM acting LEFT JOIN made USING (asset)
"""
_WAITING = """
SELECT asset, platform, lang, activity, age FROM trait_strata ANTI JOIN trait_networked USING (asset)
QUALIFY row_number() OVER (PARTITION BY platform, lang, activity, age ORDER BY draw) <= $most ORDER BY draw, asset
"""
_MEMBERS = "SELECT asset, platform, lang, activity, age FROM trait_strata SEMI JOIN trait_networked USING (asset)"


@dataclass(frozen=True)
class Waiting:
    """Accounts that may serve as controls, by what they are matched on, in the order in which they are drawn."""

    kinds: Mapping[str, Stratum]
    """Platform, language, activity and age of each member of a network."""
    exact: Mapping[Stratum, Sequence[str]]
    coarser: tuple[tuple[int, Mapping[Stratum, Sequence[str]]], ...]
    """The same matched on fewer things: how many, and the accounts."""

    def drawn(self, assets: Sequence[str], *, aged: bool = True) -> tuple[str, ...]:
        """Controls of a group: up to ten a member; who finds none of the same age or activity takes others.

        Args:
            assets: the members.
            aged: whether they are matched by age; a question about ages must not.
        """
        per = min(PER_MEMBER, max(1, MOST // max(1, len(assets))))
        levels = [(4, self.exact), *self.coarser] if aged else list(self.coarser)
        wanted = Counter(self.kinds[asset] for asset in assets if asset in self.kinds)
        taken: dict[str, None] = {}
        for kind, members in sorted(wanted.items()):
            self._take(taken, levels, kind, members * per)
        return tuple(taken)

    def _take(
        self, taken: dict[str, None], levels: Iterable[tuple[int, Mapping[Stratum, Sequence[str]]]], kind: Stratum,
        left: int,
    ) -> None:  # fmt: skip
        for width, waiting in levels:
            for asset in waiting.get(kind[:width], ()):
                if left == 0:
                    return
                if asset not in taken:
                    taken[asset] = None
                    left -= 1


def lay(con: duckdb.DuckDBPyConnection, networked: Sequence[str]) -> None:
    """Make the temporary table ``trait_networked (asset)``: everybody in a network, who is no crowd and no control."""
    import pyarrow as pa

    with handed(con, "trait_given", {"asset": pa.array(networked, pa.string())}):
        con.execute("CREATE OR REPLACE TEMP TABLE trait_networked AS SELECT DISTINCT asset FROM trait_given")


def waiting(con: duckdb.DuckDBPyConnection, features: Path, networked: Sequence[str], seed: int) -> Waiting:
    """Who may serve as control: every account in no network; makes the tables ``trait_networked, trait_strata``.

    Args:
        con: connection with the views ``posts`` and ``accounts``.
        features: file of the noun ``features``.
        networked: everybody in a network.
        seed: which of the many are drawn.
    """
    lay(con, networked)
    con.execute(_STRATA, {"path": sql.exact(features), "seed": str(seed)})
    kinds = {str(asset): tuple(kind) for asset, *kind in con.execute(_MEMBERS).fetchall()}
    levels: dict[int, dict[Stratum, list[str]]] = {4: {}, 3: {}, 2: {}}
    for asset, *kind in con.execute(_WAITING, {"most": PER_STRATUM}).fetchall():
        for width, held in levels.items():
            held.setdefault(tuple(kind[:width]), []).append(str(asset))
    return Waiting(kinds, levels[4], ((3, levels[3]), (2, levels[2])))
