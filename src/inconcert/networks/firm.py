"""What holds a group of leads beyond a few objects that its members have in common.

Evidence of pairs is added up as if each pair were another coincidence. It is not: when seven people print the same two
headlines, twenty-one pairs tell of two coincidences. Chance as a model knows it makes no such group, but a shared feed
does, and no model knows all feeds. An operation is bound by one object here and another there. So the objects that
carry most of a group's evidence are taken out of every tie, and only what is left counts.

As many are taken out of each signal as a pair may share without being claimed: two (``min_objects``).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from inconcert.coordination.pairs import LEAD
from inconcert.coordination.significance import chances
from inconcert.model import sql
from inconcert.networks.figures import coded, column
from inconcert.networks.handing import handed
from inconcert.networks.weights import evidence, pair_weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb
    import numpy.typing as npt

    from inconcert.coordination.compiled import Codes
    from inconcert.networks.network import Network
    from inconcert.settings import Settings

    Reals = npt.NDArray[np.float64]
    Whole = npt.NDArray[np.int64]

FLOOR = 13.0
"""Least strength, in nats per member, of a group that leads bind, without the objects that carry most of it. Crowds
have groups too: who likes the same things meets more often than the null knows; decision 0016 tells what they reach."""

# Whole numbers, because sums of real ones depend on the order in which they are added.
_LOST = """
WITH told AS (
    SELECT o.network, o.row, t.signal, unnest(t.shared) AS object, (o.nats * 1e6 / len(t.shared))::BIGINT AS nats
    FROM read_parquet($path, file_row_number = true) t JOIN net_rows o ON t.file_row_number = o.row
), summed AS (
    SELECT network, signal, object, sum(nats) AS nats FROM told GROUP BY network, signal, object
), carried AS (
    SELECT network, signal, object,
           row_number() OVER (PARTITION BY network, signal ORDER BY nats DESC, object) AS place
    FROM summed
)
SELECT network, row, count(*) AS lost FROM told JOIN carried USING (network, signal, object)
WHERE place <= $objects GROUP BY network, row ORDER BY network, row
"""


class Judging(NamedTuple):
    """By what groups of leads are held to more than a few objects."""

    con: duckdb.DuckDBPyConnection
    """Connection to read with."""
    ties: Path
    """File of the noun ``ties``."""
    families: Mapping[str, str]
    """Family of each signal; a signal that is not named is its own family."""
    settings: Settings
    """``min_objects`` is used."""
    spreads: Mapping[str, float] = MappingProxyType({})
    """Scatter of real pairs that each signal was judged by."""
    accounts: int = 1
    """Accounts that the busiest signal saw."""

    @classmethod
    def of(
        cls,
        con: duckdb.DuckDBPyConnection,
        ties: Path,
        families: Mapping[str, str],
        settings: Settings,
        told: Mapping[str, Mapping[str, Any]],
    ) -> Judging:
        """The same by what the search told of each signal: its ``spread`` and its ``assets``."""
        spreads = {name: float(one.get("spread", 0.0)) for name, one in told.items()}
        accounts = max((int(one.get("assets", 1)) for one in told.values()), default=1)
        return cls(con, ties, families, settings, spreads, accounts)

    def standing(self, networks: Sequence[Network]) -> list[Network]:
        """The networks without the groups of leads that a few objects hold together."""
        led = [network for network in networks if network.of_leads]
        held = iter(self.strengths(led))
        return [network for network in networks if not network.of_leads or next(held) >= FLOOR]

    def strengths(self, networks: Sequence[Network]) -> list[float]:
        """Strength of each network without the objects that carry most of its evidence, in nats per member."""
        if not networks:
            return []
        rows = np.concatenate([network.ties["row"].to_numpy() for network in networks])
        p = np.concatenate([network.ties["p"].to_numpy() for network in networks])
        sizes = [network.ties.num_rows for network in networks]
        lost = self._lost(np.repeat(np.arange(len(networks)), sizes), rows, evidence(p))
        order = np.argsort(rows, kind="stable")
        objects, expected = np.empty(len(rows), np.int64), np.empty(len(rows))
        objects[order], expected[order] = (column(self.ties, name, rows[order]) for name in ("objects", "expected"))
        cuts = np.cumsum([0, *sizes])
        return [
            self._left(network, objects[first:end], expected[first:end], lost[first:end])
            for network, first, end in zip(networks, cuts, cuts[1:], strict=False)
        ]

    def _lost(self, network: Whole, rows: Whole, nats: Reals) -> Whole:
        """How many objects each tie loses."""
        given = {"network": network, "row": rows, "nats": nats}
        with handed(self.con, "net_rows", given):
            asked = {"path": sql.exact(self.ties), "objects": self.settings.min_objects}
            found = self.con.execute(_LOST, asked).fetchnumpy()
        # A tie lies inside one network, so its row finds it.
        out, place = np.zeros(len(rows), np.int64), np.argsort(rows, kind="stable")
        out[place[np.searchsorted(rows[place], found["row"])]] = found["lost"]
        return out

    def _left(self, network: Network, objects: Whole, expected: Reals, lost: Whole) -> float:
        (a, _), (b, _), (signal, called) = (coded(network.ties, name) for name in ("a", "b", "signal"))
        names = [str(name) for name in called.to_pylist()]
        spread = np.array([self.spreads.get(name, 0.0) for name in names])[signal]
        kinds = [self.families.get(name, name) for name in names]
        family: Codes = np.array([sorted(set(kinds)).index(kind) for kind in kinds], np.int32)[signal]
        group = Group(len(network.members), a, b, family, network.ties["p"].to_numpy(), objects, expected, spread)
        return group.without(lost, self.settings.min_objects)


class Group(NamedTuple):
    """The ties of a group of leads, as arrays."""

    members: int
    a: npt.NDArray[np.integer[Any]]
    b: npt.NDArray[np.integer[Any]]
    family: npt.NDArray[np.integer[Any]]
    p: Reals
    """Chance of each."""
    objects: Whole
    expected: Reals
    spread: Reals

    def without(self, lost: Whole, support: int) -> float:
        """Strength when each tie has lost some objects; one that is left with ``support`` or fewer by that is gone."""
        p = self.p * dearer(self.objects, self.expected, self.spread, lost)
        bound = (lost == 0) | ((self.objects - lost > support) & (p <= LEAD))
        pairs = pair_weights(self.a[bound], self.b[bound], self.family[bound], p[bound])
        return float(pairs.weight.sum()) / max(self.members, 1)


def carrying(bounds: Whole, objects: npt.NDArray[np.integer[Any]], nats: Reals, most: int) -> Whole:
    """How many of the ``most`` objects that carry most of the evidence each tie of one signal has.

    Args:
        bounds: where in ``objects`` those of each tie begin, and one past the end.
        objects: numbers of the objects.
        nats: evidence of each tie.
        most: how many objects.
    """
    sizes = np.diff(bounds)
    which = np.repeat(np.arange(sizes.size), sizes)
    known, place = np.unique(objects, return_inverse=True)
    sums = np.bincount(place, (nats * 1e6 / np.maximum(sizes, 1)).astype(np.int64)[which], minlength=known.size)
    heaviest = np.argsort(-sums, kind="stable")[:most]
    return np.bincount(which, np.isin(place, heaviest), minlength=sizes.size).astype(np.int64)


def dearer(objects: Whole, expected: Reals, spread: Reals, lost: Whole) -> Reals:
    """By what factor the chance of each tie grows when it loses some objects, at the same expectation."""
    out = np.ones(len(objects))
    for own in np.unique(spread).tolist():
        of = (spread == own) & (lost > 0)
        count, left = objects[of].astype(np.int32), (objects - lost)[of].astype(np.int32)
        out[of] = chances(left, expected[of], own) / chances(count, expected[of], own)
    return out
