"""The tables of one run for the pages of the workbench: one cursor a request, and what is asked often kept."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from inconcert.coordination.pairs import LEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    import duckdb
    import numpy.typing as npt

    from inconcert.found import Found

    Row = dict[str, Any]

Made = TypeVar("Made")

KEPT = 64
"""Results that are kept for one run; the one that was not asked for longest goes first."""

_ACTS = """
SELECT m.place, f.at, w.ref IS NOT NULL AS tied
FROM features f JOIN screen_members m ON f.asset = m.asset
LEFT JOIN screen_tied w ON w.ref = f.post_ref
ORDER BY f.at, f.post
"""
_TIED = """
CREATE OR REPLACE TEMP TABLE screen_tied AS
SELECT DISTINCT unnest(t.posts) AS ref FROM ties t
SEMI JOIN screen_members a ON t.a = a.asset SEMI JOIN screen_members b ON t.b = b.asset
WHERE CASE WHEN $leads THEN t.chance ELSE t.q END <= $bound
"""


@dataclass(frozen=True)
class Acts:
    """All posts of the members of a network, in order of time; equal-length columns."""

    member: npt.NDArray[np.int32]
    """Place of the account in the finding's ``members``."""
    at: npt.NDArray[np.int64]
    """Microseconds since 1970."""
    tied: npt.NDArray[np.bool_]
    """Whether the post is behind a tie of the network."""

    def within(self, first: int | None, last: int | None) -> Acts:
        """The posts from ``first`` to before ``last``, in microseconds since 1970; ``None`` is open."""
        start = 0 if first is None else int(np.searchsorted(self.at, first))
        end = len(self.at) if last is None else int(np.searchsorted(self.at, last))
        return Acts(self.member[start:end], self.at[start:end], self.tied[start:end])


class Material:
    """One run. Everything in it is immutable, so that what was worked out once holds as long as the server runs."""

    def __init__(self, found: Found) -> None:
        self.found, self._lock = found, Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    @cached_property
    def networks(self) -> dict[str, Row]:
        """The findings by their ids, strongest first."""
        return {str(one["id"]): one for one in self.found.data["networks"]}

    @cached_property
    def member_of(self) -> dict[str, str]:
        """Id of the network that each member belongs to, by asset (``platform:account_id``)."""
        return {asset: key for key, one in self.networks.items() for asset in assets(one)}

    @cached_property
    def files(self) -> dict[str, str]:
        """Name of the file behind each source id."""
        return {str(receipt["source"]): str(receipt["file"]) for receipt in self.found.receipts}

    @cached_property
    def places(self) -> dict[str, Path]:
        """Folder in which the file behind each source id lay when it was added: a run knows its name only."""
        return {str(receipt["source"]): Path(receipt["file"]).parent for receipt in self.found.folder.sources()}

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own for one request; close it."""
        with self._lock:
            return self.found.connection.cursor()

    def rows(self, query: str, **given: Any) -> list[Row]:
        """Rows of a query over the views of the run, as plain data."""
        with self.cursor() as con:
            return rows(con, query, **given)

    def kept(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made under ``key``, made now when it was not."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: Made = self._kept[key]
                return found
        made = make()
        with self._lock:
            self._kept[key] = made
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made

    def acts(self, network: Row) -> Acts:
        """All posts of the members of a network."""
        return self.kept(("acts", network["id"]), lambda: self._acts(network))

    def _acts(self, network: Row) -> Acts:
        with self.cursor() as con:
            seat(con, assets(network))
            con.execute(_TIED, bound_by(self.found.settings, network))
            table = con.sql(_ACTS).to_arrow_table()
        return Acts(table["place"].to_numpy(), table["at"].to_numpy(), table["tied"].to_numpy())


def rows(con: duckdb.DuckDBPyConnection, query: str, **given: Any) -> list[Row]:
    """Rows of a query as plain data."""
    found: list[Row] = con.sql(query, params=given or None).to_arrow_table().to_pylist()
    return found


def assets(network: Row) -> list[str]:
    """The members of a finding as ``platform:account_id``, in the finding's order."""
    return [f"{one['platform']}:{one['account_id']}" for one in network["members"]]


def seat(con: duckdb.DuckDBPyConnection, members: Sequence[str]) -> None:
    """Make the temporary table ``screen_members (place, asset)`` on a cursor."""
    import pyarrow as pa

    places = pa.array(range(len(members)), pa.int32())
    con.register("screen_seated", pa.table({"place": places, "asset": pa.array(members, pa.string())}))
    con.execute("CREATE OR REPLACE TEMP TABLE screen_members AS FROM screen_seated")
    con.unregister("screen_seated")


def bound_by(settings: Row, network: Row) -> Row:
    """Which ties bind a network, as parameters: ``leads`` (chance decides, not q) and up to which ``bound``."""
    led = bool(network.get("of_leads"))
    return {"leads": led, "bound": LEAD if led else float(settings["fdr"])}


def chunks(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Stretches of at most ``size``."""
    return (values[start : start + size] for start in range(0, len(values), size))
