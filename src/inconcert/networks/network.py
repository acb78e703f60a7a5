"""From the file of ties to networks with their ties."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.pairs import LEAD
from inconcert.model import sql
from inconcert.networks.build import communities_int, labels, strengths, tidy
from inconcert.networks.choice import FLOOR, worth
from inconcert.networks.grades import UNTESTED, GroupTest
from inconcert.networks.steady import UNMEASURED, Stability
from inconcert.networks.weights import Pairs, pair_weights

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    import duckdb
    import numpy.typing as npt
    import pyarrow as pa

    from inconcert.coordination.compiled import Codes
    from inconcert.networks.joining import Joined
    from inconcert.settings import Settings

BATCH = 100_000
"""Ties read at a time."""
LOOSE = 1_000_000
"""Names that may wait, at least, before they are made one list of names."""


@dataclass(frozen=True)
class Words:
    """How sentences speak of a signal; taken from the signal itself where it is installed."""

    name: str
    family: str
    noun: str = "object"
    verb: str = "shared the same"
    question: str = ""
    limits: str = ""
    reference: float | None = None
    """Chance that two acts of unrelated people meet, where the signal states one."""

    @classmethod
    def of(cls, signal: Any) -> Words:
        """The words of a :class:`inconcert.signals.base.Signal`."""
        given = {key: getattr(signal, key, "") for key in ("family", "noun", "verb", "question", "limits")}
        known = {key: value for key, value in given.items() if value}
        reference = getattr(signal, "reference", None)
        return cls(signal.name, **({"family": signal.name} | known), reference=reference)


@dataclass(frozen=True, slots=True)
class Member:
    """An asset in a network."""

    asset: str
    """platform:account_id."""
    ties: int
    """Other members it has ties with that bind the network."""
    weight: float
    """Evidence of those ties in nats."""


@dataclass(frozen=True)
class Network:
    """A group of assets bound by significant ties or by leads."""

    members: tuple[Member, ...]
    """The most tied first."""
    ties: pa.Table
    """The ties inside that bind it, one row an (a, b, signal): ``a, b, signal`` (dictionaries), ``p`` (of leads the
    chance), and ``row``, the row in the file of ties, where everything else about them stands; ordered by signal and
    row."""
    pairs: Pairs
    """Pairs inside, as positions in ``members``."""
    strength: float
    """Evidence inside in nats per member."""
    test: GroupTest = UNTESTED
    """How it stands against the shuffles."""
    joined: tuple[Joined, ...] = ()
    """Accounts that belong by the network's objects rather than by ties of their own."""
    sources: tuple[str, ...] = ()
    """Accounts that are tied to the members, but by what they did first; they are not members."""
    of_leads: bool = False
    """Bound by leads, which need not be significant one by one; set against shuffles searched for leads."""
    crowd: int = 0
    """Accounts out of which it was chosen: all that have a tie that may bind."""
    steady: Stability = UNMEASURED
    """What is left of it without one signal or object, and how firmly its members are held."""

    @cached_property
    def assets(self) -> tuple[str, ...]:
        """Everyone's name: members, the most tied first, then those that joined."""
        return (*(member.asset for member in self.members), *(one.asset for one in self.joined))

    @property
    def worth(self) -> float:
        """Strength less what the choice of the group cost, see :mod:`inconcert.networks.choice`."""
        members = len(self.members)
        return worth(self.strength, members, len(self.pairs.a), max(self.crowd, members))


@dataclass(frozen=True)
class Ties:
    """The ties that may bind networks, in the order of their file; 28 bytes a tie."""

    names: pa.Array[Any]
    """Everybody with a tie, in order."""
    signals: pa.Array[Any]
    """Names of signals, in order."""
    a: Codes
    b: Codes
    signal: Codes
    p: npt.NDArray[np.float64]
    row: npt.NDArray[np.int64]
    """Row in the file of ties."""

    def table(self, rows: npt.NDArray[np.int64]) -> pa.Table:
        """Some of the ties as the table that a network holds."""
        import pyarrow as pa

        columns: dict[str, Any] = {
            name: pa.DictionaryArray.from_arrays(pa.array(codes[rows], pa.int32()), names)
            for name, codes, names in (
                ("a", self.a, self.names), ("b", self.b, self.names), ("signal", self.signal, self.signals)
            )
        }  # fmt: skip
        return pa.table(columns | {"p": self.p[rows], "row": self.row[rows]})


def significant(con: duckdb.DuckDBPyConnection, ties: Path, fdr: float) -> Ties:
    """The ties that bind networks by themselves: those with q ≤ ``fdr``, weighed by their p."""
    return _read(con, ties, "p", "q", fdr)


def leads(con: duckdb.DuckDBPyConnection, ties: Path) -> Ties:
    """The ties that may bind a group: those with a chance up to ``LEAD``, weighed by it."""
    return _read(con, ties, "chance", "chance", LEAD)


def _read(con: duckdb.DuckDBPyConnection, ties: Path, weighed: str, bounded: str, bound: float) -> Ties:
    """Ties with a column up to a bound, and another column as their p. Some at a time; names are held once."""
    batches = con.sql(
        f"SELECT a, b, signal, {weighed} AS p, file_row_number AS row"
        f" FROM read_parquet(?, file_row_number = true) WHERE {bounded} <= ?",
        params=[sql.exact(ties), bound],
    ).to_arrow_reader(BATCH)
    ends, signals, p, row = _Names(), _Names(), [np.empty(0)], [np.empty(0, np.int64)]
    for batch in batches:
        ends.add(batch["a"], batch["b"])
        signals.add(batch["signal"])
        p.append(batch["p"].to_numpy())
        row.append(batch["row"].to_numpy())
    (a, b), names = ends.coded(2)
    (signal,), called = signals.coded(1)
    return Ties(names, called, a, b, signal, np.concatenate(p), np.concatenate(row))


class _Names:
    """Columns of names that come in batches, turned into numbers as they come."""

    def __init__(self) -> None:
        self._chunks: list[Any] = []
        self._loose = self._known = 0

    def add(self, *columns: Any) -> None:
        """Add a batch of every column."""
        for column in columns:
            self._chunks.append(column.dictionary_encode())
            self._loose += len(self._chunks[-1].dictionary)
        # Made one whenever they have doubled, so that names are held about once and compared a few times.
        if self._loose > max(LOOSE, 2 * self._known):
            self._unify()

    def _unify(self) -> None:
        import pyarrow as pa

        self._chunks = list(pa.chunked_array(self._chunks).unify_dictionaries().chunks)
        self._loose = self._known = len(self._chunks[0].dictionary)

    def coded(self, columns: int) -> tuple[list[Codes], Any]:
        """The columns as numbers that follow the names, and the names in order."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if not self._chunks:
            return [np.empty(0, np.int32) for _ in range(columns)], pa.array([], pa.string())
        self._unify()
        order = pc.sort_indices(self._chunks[0].dictionary)
        rank = np.empty(len(order), np.int32)
        rank[order.to_numpy()] = np.arange(len(order), dtype=np.int32)
        codes = [
            np.concatenate([rank[chunk.indices.to_numpy()] for chunk in self._chunks[place::columns]])
            for place in range(columns)
        ]
        return codes, self._chunks[0].dictionary.take(order)


def find(con: duckdb.DuckDBPyConnection, ties: Path, families: Mapping[str, str], settings: Settings) -> list[Network]:
    """Networks of a file of ties, strongest first.

    A group that leads bind strongly enough is one network. What ties that are significant by themselves bind stands
    beside it, as far as it lies outside.

    Args:
        con: connection to read with.
        ties: file of the noun ``ties``.
        families: family of each signal; a signal that is not named is its own family.
        settings: ``fdr``, ``min_network`` and ``seed`` are used.
    """
    led, leading = _bound(leads(con, ties), families, settings)
    tied, binding = _bound(significant(con, ties, settings.fdr), families, settings)
    # Ties that stand by themselves are nearly all leads too; where leads were left out they are all there is.
    crowd = max(leading, binding)
    led, tied = ([replace(network, crowd=crowd) for network in networks] for networks in (led, tied))
    groups = [replace(network, of_leads=True) for network in led if network.worth >= FLOOR]
    taken = set[str]().union(*(network.assets for network in groups))
    rest = [_outside(network, taken) for network in tied]
    standing = [*groups, *(network for network in rest if len(network.members) >= settings.min_network)]
    return sorted(standing, key=lambda network: (-network.strength, -len(network.members), network.assets))


def _outside(network: Network, taken: Collection[str]) -> Network:
    """What is left of a network without some assets, and without those that only these held."""
    left = {one.asset for one in network.members} - set(taken)
    if len(left) == len(network.members):
        return network
    inside = part(network, left)
    return part(inside, {one.asset for one in inside.members if one.ties})


def _bound(seen: Ties, families: Mapping[str, str], settings: Settings) -> tuple[list[Network], int]:
    """The networks that some ties bind, strongest first, and how many accounts have such a tie."""
    names, n = seen.names, len(seen.names)
    pairs = pair_weights(seen.a, seen.b, family_codes(seen, families), seen.p)
    groups = communities_int(pairs.a, pairs.b, pairs.weight, n, settings.seed, settings.min_network)
    strength = strengths(groups, pairs, n)
    label = labels(groups, n)
    rows, row_cuts = _by_group(label, seen.a, seen.b, len(groups), seen.signal)
    table = seen.table(rows)
    del seen, rows
    inside, cuts = _by_group(label, pairs.a, pairs.b, len(groups))
    pairs = pairs.at(inside)
    bound = [
        _network(
            _called(names, group),
            group,
            table.slice(row_cuts[i], row_cuts[i + 1] - row_cuts[i]),
            pairs.at(slice(cuts[i], cuts[i + 1])),
            strength[i],
        )
        for i, group in enumerate(groups)
    ]
    return bound, n


def part(network: Network, assets: Collection[str]) -> Network:
    """What is left of a network when only ``assets`` stay: their ties, their pairs, their strength."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = sorted(one.asset for one in network.members if one.asset in assets)
    code = {name: place for place, name in enumerate(names)}
    codes = np.array([code.get(one.asset, -1) for one in network.members], dtype=np.int32)
    a, b = codes[network.pairs.a], codes[network.pairs.b]
    inside = (a >= 0) & (b >= 0)
    pairs = tidy(a[inside], b[inside], network.pairs.weight[inside])
    among, group = pa.array(names, pa.string()), np.arange(len(names), dtype=np.int32)
    stay = [pc.is_in(network.ties[end].cast(pa.string()), among) for end in ("a", "b")]
    ties = network.ties.filter(pc.and_(*stay))
    strength = float(strengths([group], pairs, len(names))[0]) if names else 0.0
    return replace(_network(names, group, ties, pairs, strength), of_leads=network.of_leads, crowd=network.crowd)


def family_codes(ties: Ties, families: Mapping[str, str]) -> Codes:
    """Number of the family of each tie."""
    names = [families.get(str(name), str(name)) for name in ties.signals.to_pylist()]
    number = {name: place for place, name in enumerate(sorted(set(names)))}
    return np.array([number[name] for name in names], dtype=np.int32)[ties.signal]


def _by_group(
    label: Codes, a: Codes, b: Codes, groups: int, then: Codes | None = None
) -> tuple[npt.NDArray[np.int64], list[int]]:
    """Rows whose two ends lie in the same group, group by group, and where each group begins.

    Within a group they are in the order of ``then``, if given, and of their places.
    """
    inside = np.flatnonzero((label[a] == label[b]) & (label[a] >= 0))
    of = label[a[inside]]
    key = of if then is None else of.astype(np.int64) << 32 | then[inside]
    rows = inside[np.argsort(key, kind="stable")]
    return rows, np.searchsorted(label[a[rows]], np.arange(groups + 1)).tolist()


def _called(names: pa.Array[Any], group: Codes) -> list[str]:
    import pyarrow as pa

    return [str(name) for name in names.take(pa.array(group, pa.int32())).to_pylist()]


def _network(names: Sequence[str], group: Codes, ties: pa.Table, pairs: Pairs, strength: float) -> Network:
    """The network of a group; ``names`` are those of its members, in its order."""
    a, b = np.searchsorted(group, pairs.a), np.searchsorted(group, pairs.b)
    ends = np.concatenate([a, b])
    degree = np.bincount(ends, minlength=len(group))
    weight = np.bincount(ends, weights=np.tile(pairs.weight, 2), minlength=len(group))
    order = np.lexsort((group, -degree, -weight))
    place = np.empty(len(group), dtype=np.int32)
    place[order] = np.arange(len(group), dtype=np.int32)
    members = tuple(Member(names[i], int(degree[i]), float(weight[i])) for i in order)
    return Network(members, ties, Pairs(place[a], place[b], pairs.weight), float(strength))
