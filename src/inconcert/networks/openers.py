"""Who is tied to a network by what it opened: posts that members came after, and nobody of them before.

Whoever is copied is tied to the copiers as firmly as they are to each other, and a network that copies three posts of
an innocent makes such ties. They tell what the members did, not what the innocent did. So two things are asked of a
member, and one that fails both is a source:

1. What holds it once the posts with which it came first are left aside? An object that it met in such a post is no
   evidence that it takes part. What is left of a tie must be the least support, and whoever then hangs on nothing more
   than a single ordinary tie is not held.
2. Does it come first more often than members do? Where k accounts of the network met on an object, in whatever order,
   each is the first with chance 1/k, and to be it tells ln k. Who is copied is the first nearly always: what its firsts
   tell in all is set against the exact distribution of that sum (level ``ALPHA``).

Members of a ring open now and then. A loose ring of which each shares little with few loses much by the first question
alone: there somebody is always first. The second keeps them.

Order is taken from the posts behind the ties, of all members, whatever the time between; what happened within one
tick of the clock has no order and opens nothing, nor does a post of unknown time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model import sql
from inconcert.networks.figures import coded
from inconcert.networks.grades import ALPHA
from inconcert.networks.handing import handed
from inconcert.networks.weights import STRONG_NATS, pair_weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb
    import numpy.typing as npt

    from inconcert.networks.network import Network

    Rows = npt.NDArray[np.int64]

STEP = 0.05
"""Nats; what two posts tell apart by less is the same."""

_MET = """
CREATE OR REPLACE TEMP TABLE net_met AS
WITH told AS (
    SELECT network, row, signal, a, b, shared, posts,
           unnest(range(1, least(len(shared), len(posts) // 2) + 1)) AS i
    FROM read_parquet($path, file_row_number = true) t JOIN net_rows o ON t.file_row_number = o.row
)
SELECT network, row, signal, shared[i] AS object, unnest([a, b]) AS asset,
       unnest([posts[2 * i - 1], posts[2 * i]]) AS post, unnest([true, false]) AS of_a
FROM told
"""
# A post opens when it came first on most of what it met members on: a new link to a place where others had posted
# before is an opening all the same. Its chance to do so is the mean over these.
_OPENING = """
CREATE OR REPLACE TEMP TABLE net_opening AS
WITH acts AS (
    SELECT DISTINCT network, signal, object, asset, post FROM net_met
), clocked AS (
    SELECT a.*, epoch_us(p.posted_at) // 1000000 AS second,
           greatest(1, max(p.precision) OVER (PARTITION BY network, signal, object))::BIGINT AS tick,
           count(DISTINCT asset) OVER (PARTITION BY network, signal, object) AS met
    FROM acts a JOIN posts p ON p.platform || ':' || p.post_id = a.post
), ordered AS (
    SELECT network, asset, post, met, met > 1 AND min(asset) OVER upto = max(asset) OVER upto AS first
    FROM clocked
    WINDOW upto AS (PARTITION BY network, signal, object ORDER BY second // tick)
)
SELECT network, asset, post, 2 * count_if(first) > count(*) AS opened, avg(1 / met) AS chance FROM ordered GROUP BY ALL
"""
_WEAK = """
SELECT network, row, of_a FROM net_met m LEFT JOIN net_opening o USING (network, asset, post)
GROUP BY ALL HAVING count_if(o.opened IS NOT TRUE) < $support ORDER BY network, row
"""
_FIRSTS = """
SELECT asset, opened, chance FROM net_opening WHERE network = ? AND list_contains(?, asset) ORDER BY asset, post
"""


def openers(
    con: duckdb.DuckDBPyConnection,
    ties: Path,
    networks: Sequence[Network],
    families: Mapping[str, str],
    support: int,
) -> list[set[str]]:
    """Of each network the members that nothing holds but what they opened, and that open more often than chance gives.

    Args:
        con: connection with the view ``posts``; temporary tables ``net_…`` are made on it.
        ties: file of the noun ``ties``. Of a tie, the objects that are kept with their posts are looked at.
        networks: the networks.
        families: family of each signal; a signal that is not named is its own family.
        support: distinct objects that make a tie.
    """
    counts = [network.ties.num_rows for network in networks]
    rows = np.concatenate([np.empty(0, np.int64), *(network.ties["row"].to_numpy() for network in networks)])
    with handed(con, "net_rows", {"network": np.repeat(np.arange(len(networks), dtype=np.int32), counts), "row": rows}):
        con.execute(_MET, {"path": sql.exact(ties)})
    con.execute(_OPENING)
    weak = con.execute(_WEAK, {"support": support}).fetchnumpy()
    row, of_a = weak["row"], weak["of_a"].astype(bool)
    cuts = np.searchsorted(weak["network"], np.arange(len(networks) + 1))
    found = []
    for place, (network, first, end) in enumerate(zip(networks, cuts, cuts[1:], strict=False)):
        a = of_a[first:end]
        found.append(_ahead(con, place, _unheld(network, families, row[first:end][a], row[first:end][~a])))
    con.execute("DROP TABLE net_met; DROP TABLE net_opening")
    return found


def _ahead(con: duckdb.DuckDBPyConnection, network: int, assets: set[str]) -> set[str]:
    """Which of these members of a network come first more often than chance gives."""
    if not assets:
        return set()
    told = con.execute(_FIRSTS, [network, sorted(assets)]).fetchnumpy()
    return {
        asset
        for asset in assets
        if (mine := told["asset"] == asset).any() and tail(told["opened"][mine], told["chance"][mine]) <= ALPHA
    }


def tail(opened: npt.NDArray[Any], chance: npt.NDArray[np.float64]) -> float:
    """Chance that posts come first as tellingly as those did.

    To be the first of k tells ``ln k``. What the posts that came first tell is added up, in steps of ``STEP``, and set
    against its exact distribution, where every post comes first with its own chance.

    Args:
        opened: whether each post came first.
        chance: the chance that it does, above 0.
    """
    weight = np.rint(-np.log(chance) / STEP).astype(np.int64)
    ways = np.zeros(int(weight.sum()) + 1)
    ways[0] = 1.0
    for one, tells in zip(chance.tolist(), weight.tolist(), strict=True):
        came = np.zeros_like(ways)
        came[tells:] = ways[: ways.size - tells] * one
        ways = ways * (1 - one) + came
    return float(ways[int(weight[opened.astype(bool)].sum()) :].sum())


def _unheld(network: Network, families: Mapping[str, str], weak_a: Rows, weak_b: Rows) -> set[str]:
    """Members held by no two ties and by no strong one.

    ``weak_a`` are the rows of the ties that do not count for their a, ``weak_b`` those that do not for their b.
    """
    import pyarrow as pa

    (a, names), (b, _), (signal, called) = (coded(network.ties, name) for name in ("a", "b", "signal"))
    known, ends = np.unique(np.concatenate([a, b]), return_inverse=True)
    left, right = np.split(ends, 2)
    kinds = [families.get(name, name) for name in map(str, called.to_pylist())]
    family = np.array([sorted(set(kinds)).index(kind) for kind in kinds])[signal]
    row, p = network.ties["row"].to_numpy(), network.ties["p"].to_numpy()
    for_a, for_b = ~np.isin(row, weak_a), ~np.isin(row, weak_b)
    # Each end is asked by itself, so the partner stands under a number that is nobody's own.
    own = np.concatenate([left[for_a], right[for_b]])
    partner = np.concatenate([right[for_a], left[for_b]]) + known.size
    kind, weighed = (np.concatenate([column[for_a], column[for_b]]) for column in (family, p))
    pairs = pair_weights(own, partner, kind, weighed)
    held = np.bincount(pairs.a, minlength=known.size) >= 2
    held[pairs.a[pairs.weight >= STRONG_NATS]] = True
    return set(map(str, names.take(pa.array(known[~held])).to_pylist()))
