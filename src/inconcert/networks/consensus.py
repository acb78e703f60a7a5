"""Whether a network comes out the same whatever order its accounts are visited in.

Leiden visits accounts in a random order, and another order may cut a loose group elsewhere. The communities of
everything that hangs together with the networks are therefore made again with further seeds (Lancichinetti &
Fortunato, Sci. Rep. 2 (2012) 336): who stands with the others in all of them is held firmly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.networks import kernels
from inconcert.networks.build import communities_int, labels
from inconcert.networks.network import family_codes, leads, significant
from inconcert.networks.steady import Consensus
from inconcert.networks.weights import Pairs, pair_weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb
    import numpy.typing as npt
    import pyarrow as pa

    from inconcert.coordination.compiled import Codes
    from inconcert.networks.network import Network, Ties
    from inconcert.settings import Settings

SEEDS = 10
"""Seeds tried: that of the run, and those that follow it."""
MOST_MEMBERS = 5_000
"""A network with more members is not measured."""
MOST_PAIRS = 2_000_000
"""Tied pairs, at most, around all networks of a run that are bound the same way; those of weaker networks beyond it
are not measured."""


def consensus(
    con: duckdb.DuckDBPyConnection,
    ties: Path,
    networks: Sequence[Network],
    families: Mapping[str, str],
    settings: Settings,
) -> list[Consensus | None]:
    """The consensus of each network, ``None`` where it was not measured.

    Args:
        con: connection to read with.
        ties: file of the noun ``ties``.
        networks: strongest first.
        families: family of each signal; a signal that is not named is its own family.
        settings: ``fdr``, ``min_network`` and ``seed`` are used.
    """
    out: list[Consensus | None] = [None] * len(networks)
    for led in (True, False):
        places = [place for place, one in enumerate(networks) if one.of_leads is led and _small(one)]
        if places:
            seen = leads(con, ties) if led else significant(con, ties, settings.fdr)
            groups = [_codes(networks[place], seen.names) for place in places]
            for place, found in zip(places, _of_level(_pairs(seen, families), groups, settings), strict=True):
                out[place] = found
    return out


def _small(network: Network) -> bool:
    return 2 <= len(network.members) <= MOST_MEMBERS and len(network.pairs.a) <= MOST_PAIRS


def _pairs(seen: Ties, families: Mapping[str, str]) -> Pairs:
    return pair_weights(seen.a, seen.b, family_codes(seen, families), seen.p)


def _codes(network: Network, names: pa.Array[Any]) -> Codes:
    """Numbers of the members among the names of everybody with a tie."""
    import pyarrow as pa
    import pyarrow.compute as pc

    places: Any = pc.index_in(pa.array([one.asset for one in network.members], names.type), names)
    return np.asarray(places.to_numpy(zero_copy_only=False), dtype=np.int32)


def _of_level(pairs: Pairs, groups: Sequence[Codes], settings: Settings) -> list[Consensus | None]:
    """The consensus of some groups among the pairs that may have bound them."""
    n = 1 + max(int(pairs.b.max(initial=-1)), *(int(group.max()) for group in groups))
    part = kernels.connected(pairs.a, pairs.b, n)
    asked = _affordable(part, np.bincount(part[pairs.a], minlength=n), groups)
    around = np.zeros(n, bool)
    around[np.concatenate([part[:0], *(part[group] for group, fits in zip(groups, asked, strict=True) if fits)])] = True
    members = np.flatnonzero(around[part])
    place = np.full(n, -1, np.int32)
    place[members] = np.arange(len(members), dtype=np.int32)
    inside = pairs.at(around[part[pairs.a]])
    local = Pairs(place[inside.a], place[inside.b], inside.weight)
    measured = iter(
        agreement(local, [place[group] for group, fits in zip(groups, asked, strict=True) if fits], settings)
    )
    return [next(measured) if fits else None for fits in asked]


def _affordable(part: Codes, sizes: npt.NDArray[np.int64], groups: Sequence[Codes]) -> list[bool]:
    """Which groups are measured: in their order, until the pairs of the parts they lie in exceed ``MOST_PAIRS``."""
    taken, pairs, out = set[int](), 0, []
    for group in groups:
        new = set(np.unique(part[group]).tolist()) - taken
        more = sum(int(sizes[one]) for one in new)
        out.append(pairs + more <= MOST_PAIRS)
        if out[-1]:
            taken, pairs = taken | new, pairs + more
    return out


def agreement(pairs: Pairs, groups: Sequence[Codes], settings: Settings) -> list[Consensus]:
    """How often some groups stay together when the communities of these pairs are made with ``SEEDS`` seeds.

    Args:
        pairs: distinct pairs of numbered assets.
        groups: members of each group, two at least.
        settings: ``min_network`` and ``seed`` are used.
    """
    if not groups:
        return []
    n = 1 + max(int(pairs.b.max(initial=-1)), *(int(group.max()) for group in groups))
    together, held = np.zeros(len(groups)), [np.zeros(len(group)) for group in groups]
    for seed in range(settings.seed, settings.seed + SEEDS):
        label = labels(communities_int(*pairs, n, seed, settings.min_network), n)
        for place, group in enumerate(groups):
            share, stands = _overlap(label[group])
            together[place] += share
            held[place] += stands
    return [
        Consensus(float(share) / SEEDS, tuple((own / SEEDS).tolist()))
        for share, own in zip(together, held, strict=True)
    ]


def _overlap(label: Codes) -> tuple[float, npt.NDArray[np.bool_]]:
    """Share of pairs of members with one label, and who has the commonest; -1 is no label."""
    counts = np.bincount(label[label >= 0], minlength=1).astype(np.float64)
    share = (counts * (counts - 1)).sum() / (len(label) * (len(label) - 1))
    return float(share), label == (int(counts.argmax()) if counts.any() else -2)
