"""The tied pairs of a network as one table: what the list of ties, the drawing and the filters read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.networks.weights import CAP_NATS
from inconcert.web.screens.material import assets, bound_by, seat

if TYPE_CHECKING:
    import duckdb
    import numpy.typing as npt
    import pyarrow as pa

    from inconcert.web.screens.material import Material

    Row = dict[str, Any]

_FAMILIES = f"""
SELECT a.place AS a, b.place AS b, f.family, list(t.signal ORDER BY t.signal) AS signals, max(t.objects) AS objects,
       max(least({CAP_NATS}, -ln(greatest(CASE WHEN $leads THEN t.chance ELSE t.p END, 1e-300)))) AS nats,
       min(t.gap) AS gap, min(t.first_at) AS first_at, max(t.last_at) AS last_at
FROM ties t JOIN screen_members a ON t.a = a.asset JOIN screen_members b ON t.b = b.asset
JOIN screen_families f ON t.signal = f.signal
WHERE CASE WHEN $leads THEN t.chance ELSE t.q END <= $bound AND t.a <> t.b
GROUP BY ALL
"""  # a constant of our own, nothing from outside
_PAIRS = f"""
SELECT a, b, sum(nats) AS nats, max(objects)::BIGINT AS objects, flatten(list(signals)) AS signals,
       min(gap) AS gap, min(first_at) AS first_at, max(last_at) AS last_at
FROM ({_FAMILIES}) GROUP BY a, b ORDER BY nats DESC, a, b
"""


@dataclass(frozen=True)
class Filter:
    """Which pairs are looked at; as it stands in the address of the page."""

    weight: float = 0.0
    """Least evidence of a pair in nats."""
    signals: frozenset[str] = field(default_factory=frozenset)
    """At least one of these binds the pair; empty: any."""
    degree: int = 0
    """Least number of members that a member is tied to, among the pairs that are left."""
    first: int | None = None
    """Microseconds since 1970 from which on the shared acts of a pair may lie; ``None`` is open."""
    last: int | None = None
    """Microseconds since 1970 before which they may begin; ``None`` is open."""


def pairs(material: Material, network: Row) -> pa.Table:
    """All tied pairs of a network, most evidence first; of one that is masked all weigh the same, ordered by name.

    Returns:
        ``a, b`` (places in ``members``), ``nats`` (the strongest signal of each family, added up), ``objects`` (of the
        signal with most), ``signals``, ``gap`` (seconds, smallest), ``first_at, last_at`` (microseconds).
    """
    if network.get("blind"):
        return material.kept(("level pairs", network["id"]), lambda: _level(_pairs(material, network)))
    return material.kept(("pairs", network["id"]), lambda: _pairs(material, network))


def _level(table: pa.Table) -> pa.Table:
    import pyarrow as pa

    ordered = table.sort_by([("a", "ascending"), ("b", "ascending")])
    return ordered.set_column(ordered.column_names.index("nats"), "nats", pa.array(np.ones(ordered.num_rows)))


def _pairs(material: Material, network: Row) -> pa.Table:
    with material.cursor() as con:
        seat(con, assets(network))
        _families(con, network)
        table: pa.Table = con.sql(_PAIRS, params=bound_by(material.found.settings, network)).to_arrow_table()
        return table


def _families(con: duckdb.DuckDBPyConnection, network: Row) -> None:
    rows = [(signal["name"], signal["family"]) for signal in network["signals"]]
    con.execute("CREATE OR REPLACE TEMP TABLE screen_families (signal VARCHAR, family VARCHAR)")
    con.executemany("INSERT INTO screen_families VALUES (?, ?)", rows)


def filtered(table: pa.Table, chosen: Filter, size: int) -> pa.Table:
    """The pairs that a filter leaves, in the same order.

    Args:
        table: see :func:`pairs`.
        chosen: the filter.
        size: members of the network.
    """
    kept = table.filter(_mask(table, chosen))
    while chosen.degree > 1 and kept.num_rows:
        ends = np.concatenate([kept["a"].to_numpy(), kept["b"].to_numpy()])
        enough = np.bincount(ends, minlength=size) >= chosen.degree
        fits = enough[kept["a"].to_numpy()] & enough[kept["b"].to_numpy()]
        if fits.all():
            break
        kept = kept.filter(fits)
    return kept


def _mask(table: pa.Table, chosen: Filter) -> npt.NDArray[np.bool_]:
    mask = table["nats"].to_numpy() >= chosen.weight
    if chosen.signals:
        mask &= np.array([not chosen.signals.isdisjoint(some or ()) for some in table["signals"].to_pylist()], np.bool_)
    if chosen.first is not None:
        mask &= table["last_at"].to_numpy() >= chosen.first
    if chosen.last is not None:
        mask &= table["first_at"].to_numpy() < chosen.last
    return np.asarray(mask, dtype=bool)
