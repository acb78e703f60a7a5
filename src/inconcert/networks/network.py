"""From the file of ties to networks with their ties."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model import sql
from inconcert.networks.build import communities_int, strengths, tidy
from inconcert.networks.grades import UNTESTED, GroupTest
from inconcert.networks.weights import Pairs, pair_weights

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    import duckdb
    import numpy.typing as npt
    import pyarrow as pa

    from inconcert.networks.joining import Joined
    from inconcert.settings import Settings

_SCALARS = 'a, b, signal, objects, coactions, expected, effect, "window", gap, p, q, first_at, last_at'


@dataclass(frozen=True)
class Words:
    """How sentences speak of a signal; taken from the signal itself where it is installed."""

    name: str
    family: str
    noun: str = "object"
    verb: str = "shared the same"
    question: str = ""
    limits: str = ""

    @classmethod
    def of(cls, signal: Any) -> Words:
        """The words of a :class:`inconcert.signals.base.Signal`."""
        given = {key: getattr(signal, key, "") for key in ("family", "noun", "verb", "question", "limits")}
        known = {key: value for key, value in given.items() if value}
        return cls(signal.name, **({"family": signal.name} | known))


@dataclass(frozen=True)
class Member:
    """An asset in a network."""

    asset: str
    """platform:account_id."""
    ties: int
    """Other members it has significant ties with."""
    weight: float
    """Evidence of those ties in nats."""


@dataclass(frozen=True)
class Network:
    """A group of assets bound by significant ties."""

    members: tuple[Member, ...]
    """The most tied first."""
    ties: pa.Table
    """The significant ties inside, one row an (a, b, signal): the scalar columns of the noun ``ties``, and
    ``row``, the row in the file of ties."""
    pairs: Pairs
    """Pairs inside, as positions in ``members``."""
    strength: float
    """Evidence inside in nats per member."""
    test: GroupTest = UNTESTED
    """How it stands against the shuffles."""
    joined: tuple[Joined, ...] = ()
    """Accounts that belong by the network's objects rather than by ties of their own."""

    @cached_property
    def assets(self) -> tuple[str, ...]:
        """Everyone's name: members, the most tied first, then those that joined."""
        return (*(member.asset for member in self.members), *(one.asset for one in self.joined))


def significant(con: duckdb.DuckDBPyConnection, ties: Path, fdr: float) -> pa.Table:
    """The ties that may bind networks: those with q ≤ ``fdr``, in the order of the file, with their ``row``."""
    found: pa.Table = con.sql(
        f"SELECT {_SCALARS}, file_row_number AS row FROM read_parquet(?, file_row_number = true) "
        "WHERE q <= ? ORDER BY row",
        params=[sql.exact(ties), fdr],
    ).to_arrow_table()
    return found


def find(con: duckdb.DuckDBPyConnection, ties: Path, families: Mapping[str, str], settings: Settings) -> list[Network]:
    """Networks of a file of ties, strongest first.

    Args:
        con: connection to read with.
        ties: file of the noun ``ties``.
        families: family of each signal; a signal that is not named is its own family.
        settings: ``fdr``, ``min_network`` and ``seed`` are used.
    """
    table = significant(con, ties, settings.fdr)
    if not table.num_rows:
        return []
    names, left, right = _numbered(table)
    pairs = pair_weights(left, right, _families(table, families), table["p"].to_numpy())
    groups = communities_int(pairs.a, pairs.b, pairs.weight, len(names), settings.seed, settings.min_network)
    strength = strengths(groups, pairs, len(names))
    label = np.full(len(names), -1, dtype=np.int64)
    for place, group in enumerate(groups):
        label[group] = place
    rows_of = _by_group(label, left, right, len(groups))
    pairs_of = _by_group(label, pairs.a, pairs.b, len(groups))
    return [
        _network(names, group, table.take(rows_of[i]), pairs.at(pairs_of[i]), strength[i])
        for i, group in enumerate(groups)
    ]


def part(network: Network, assets: Collection[str]) -> Network:
    """What is left of a network when only ``assets`` stay: their ties, their pairs, their strength."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = sorted(one.asset for one in network.members if one.asset in assets)
    among = pa.array(names, pa.string())
    ties = network.ties.filter(pc.and_(pc.is_in(network.ties["a"], among), pc.is_in(network.ties["b"], among)))
    code = {name: place for place, name in enumerate(names)}
    codes = np.array([code.get(one.asset, -1) for one in network.members], dtype=np.int64)
    a, b = codes[network.pairs.a], codes[network.pairs.b]
    inside = (a >= 0) & (b >= 0)
    pairs = tidy(a[inside], b[inside], network.pairs.weight[inside])
    group = np.arange(len(names))
    return _network(names, group, ties, pairs, float(strengths([group], pairs, len(names))[0]) if names else 0.0)


def _numbered(table: pa.Table) -> tuple[list[str], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Names of the assets in order, and the two ends of each tie as numbers."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ends = pa.chunked_array([*table["a"].chunks, *table["b"].chunks])
    names = pc.unique(ends).sort()
    codes = pc.index_in(ends, names).to_numpy().astype(np.int64)
    return [str(name) for name in names.to_pylist()], codes[: table.num_rows], codes[table.num_rows :]


def _families(table: pa.Table, families: Mapping[str, str]) -> npt.NDArray[np.int64]:
    signals = table["signal"].combine_chunks().dictionary_encode()
    names = [families.get(str(name), str(name)) for name in signals.dictionary.to_pylist()]
    number = {name: place for place, name in enumerate(sorted(set(names)))}
    codes = np.array([number[name] for name in names], dtype=np.int64)
    return np.asarray(codes[signals.indices.to_numpy()], dtype=np.int64)


def _by_group(
    label: npt.NDArray[np.int64], a: npt.NDArray[np.int64], b: npt.NDArray[np.int64], groups: int
) -> list[npt.NDArray[np.int64]]:
    """Rows whose two ends lie in the same group, for each group."""
    inside = np.flatnonzero((label[a] == label[b]) & (label[a] >= 0))
    order = inside[np.argsort(label[a[inside]], kind="stable")]
    return np.split(order, np.searchsorted(label[a[order]], np.arange(1, groups)))


def _network(names: list[str], group: npt.NDArray[np.int64], ties: pa.Table, pairs: Pairs, strength: float) -> Network:
    a, b = np.searchsorted(group, pairs.a), np.searchsorted(group, pairs.b)
    ends = np.concatenate([a, b])
    degree = np.bincount(ends, minlength=len(group))
    weight = np.bincount(ends, weights=np.tile(pairs.weight, 2), minlength=len(group))
    order = np.lexsort((group, -degree, -weight))
    place = np.empty(len(group), dtype=np.int64)
    place[order] = np.arange(len(group))
    members = tuple(Member(names[group[i]], int(degree[i]), float(weight[i])) for i in order)
    return Network(members, ties, Pairs(place[a], place[b], pairs.weight), float(strength))
