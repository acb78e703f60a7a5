"""What is left of a network without one of its signals, or without one of its objects.

A network that falls apart when one text or one link is taken out rests on that text or link, however many accounts it
has. So every signal is left out in turn, and every one of the most shared objects: ties lose it, what is left of them
is weighed anew, and the same rules of peeling and communities say who is still bound.

All leave-outs go through the search together, as copies beside each other: parts that are not connected do not see
each other (:mod:`inconcert.networks.build`), so each comes out as it would alone. Cost: linear in the ties that are
looked at, of which a run allows ``WORK``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from inconcert.coordination.pairs import LEAD
from inconcert.coordination.significance import chances
from inconcert.model import sql
from inconcert.networks.build import communities_int, strengths
from inconcert.networks.choice import FLOOR
from inconcert.networks.consensus import SEEDS, consensus
from inconcert.networks.figures import coded, column
from inconcert.networks.grades import GroupTest
from inconcert.networks.handing import handed
from inconcert.networks.steady import Remains, Stability, WithoutObject
from inconcert.networks.weights import pair_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb
    import numpy.typing as npt

    from inconcert.coordination.compiled import Codes
    from inconcert.networks.network import Network
    from inconcert.settings import Settings

    Reals = npt.NDArray[np.float64]
    Rows = npt.NDArray[np.int64]

OBJECTS = 200
"""Objects left out of a network in turn: the most shared."""
WORK = 10_000_000
"""Ties looked at for objects in a run, at most: ties of a network times its objects that are left out. Networks share
it evenly, and what small ones do not need goes to the others; those are looked at for fewer objects, or for none."""
AT_ONCE = 1_000_000
"""Ties that go through the search together."""

_TOUCHED = """
CREATE OR REPLACE TEMP TABLE net_touched AS
WITH told AS (
    SELECT o.network, o.row, t.signal, t.a, t.b, t.shared, t.posts, unnest(range(1, len(t.shared) + 1)) AS i
    FROM read_parquet($path, file_row_number = true) t JOIN net_rows o ON t.file_row_number = o.row
)
SELECT network, row, signal, a, b, shared[i] AS object, posts[2 * i - 1] AS post FROM told
"""
_MOST_SHARED = """
CREATE OR REPLACE TEMP TABLE net_left_out AS
WITH ends AS (
    SELECT network, signal, object, post, unnest([a, b]) AS asset FROM net_touched
), shared AS (
    SELECT network, signal, object, count(DISTINCT asset) AS accounts, min(post) AS example FROM ends GROUP BY ALL
), placed AS (
    SELECT *, count(*) OVER (PARTITION BY network) AS among,
           row_number() OVER (PARTITION BY network ORDER BY accounts DESC, signal, object) - 1 AS place
    FROM shared
)
SELECT network, place, signal, object, example, among FROM placed JOIN net_allowed USING (network) WHERE place < most
"""
_HELD = """
SELECT l.network, l.place, t.row FROM net_left_out l JOIN net_touched t USING (network, signal, object)
ORDER BY l.network, l.place, t.row
"""


def with_stability(
    con: duckdb.DuckDBPyConnection,
    ties: Path,
    networks: Sequence[Network],
    families: Mapping[str, str],
    settings: Settings,
    spreads: Mapping[str, float] = MappingProxyType({}),
) -> list[Network]:
    """The networks with their stability.

    Args:
        con: connection to read with; temporary tables ``net_…`` are made on it.
        ties: file of the noun ``ties``.
        networks: strongest first.
        families: family of each signal; a signal that is not named is its own family.
        settings: ``fdr``, ``min_network``, ``min_objects`` and ``seed`` are used.
        spreads: scatter of real pairs that each signal was judged by. Where it is not given ties are taken to lose
            more by an object than they may, never less.
    """
    if not networks:
        return []
    bound = [_Bound.of(network, families) for network in networks]
    signals = _without_signals(bound, settings)
    objects = _Objects(con, ties, networks, bound, settings, spreads).worst()
    agreed = consensus(con, ties, networks, families, settings)
    each = (Stability(*one) for one in zip(signals, objects, agreed, strict=True))
    return [replace(network, steady=steady) for network, steady in zip(networks, each, strict=True)]


@dataclass(frozen=True)
class _Bound:
    """The ties of one network as numbers, ordered by pair."""

    size: int
    a: Codes
    b: Codes
    signal: Codes
    names: tuple[str, ...]
    """Names of signals."""
    family: Codes
    p: Reals
    row: Rows

    @classmethod
    def of(cls, network: Network, families: Mapping[str, str]) -> _Bound:
        """The ties of a network."""
        (a, _), (b, _), (signal, called) = (coded(network.ties, name) for name in ("a", "b", "signal"))
        known = sorted({*np.unique(a).tolist(), *np.unique(b).tolist()})
        low, high = np.searchsorted(known, np.minimum(a, b)), np.searchsorted(known, np.maximum(a, b))
        signals = tuple(map(str, called.to_pylist()))
        kinds = [families.get(name, name) for name in signals]
        family = np.array([sorted(set(kinds)).index(kind) for kind in kinds], np.int32)[signal]
        order = np.lexsort((high, low))
        p, row = (network.ties[name].to_numpy()[order] for name in ("p", "row"))
        left, right = low[order].astype(np.int32), high[order].astype(np.int32)
        return cls(len(known), left, right, signal[order], signals, family[order], p, row)

    def some(self, keep: npt.NDArray[np.bool_], p: Reals) -> _Part:
        """The network with some of its ties, which may have another p."""
        return _Part(self.size, self.a[keep], self.b[keep], self.family[keep], p[keep])


class _Part(NamedTuple):
    """A network of which something was left out."""

    size: int
    a: Codes
    b: Codes
    family: Codes
    p: Reals


def _without_signals(bound: Sequence[_Bound], settings: Settings) -> list[dict[str, Remains]]:
    """What is left of each network without each of its signals."""
    asked = [(one, int(code)) for one in bound for code in np.unique(one.signal)]
    found = iter(remains((one.some(one.signal != code, one.p) for one, code in asked), settings))
    return [{one.names[code]: next(found) for code in np.unique(one.signal).tolist()} for one in bound]


def remains(parts: Iterable[_Part], settings: Settings) -> Iterator[Remains]:
    """What is bound in each of some networks of which something was left out."""
    waiting, held = list[_Part](), 0
    for part in parts:
        waiting.append(part)
        held += len(part.a) + part.size
        if held > AT_ONCE:
            yield from _together(waiting, settings)
            waiting, held = [], 0
    yield from _together(waiting, settings)


def _together(parts: Sequence[_Part], settings: Settings) -> list[Remains]:
    """What is bound in each part, all searched beside each other."""
    if not parts:
        return []
    start = np.cumsum([0, *(part.size for part in parts)])
    a, b = (
        np.concatenate([part[end] + int(first) for part, first in zip(parts, start, strict=False)]) for end in (1, 2)
    )
    pairs = pair_weights(a, b, np.concatenate([p.family for p in parts]), np.concatenate([p.p for p in parts]))
    groups = communities_int(*pairs, int(start[-1]), settings.seed, settings.min_network)
    out = [Remains(0, 0.0)] * len(parts)
    for group, strength in zip(groups, strengths(groups, pairs, int(start[-1])), strict=True):
        place = int(np.searchsorted(start, group[0], "right")) - 1
        # Groups come strongest first, so of equally large ones the strongest is kept.
        if len(group) > out[place].members:
            out[place] = Remains(len(group), float(strength))
    return out


@dataclass(frozen=True)
class _Objects:
    """Networks, each of whose objects is left out in turn."""

    con: duckdb.DuckDBPyConnection
    ties: Path
    networks: Sequence[Network]
    bound: Sequence[_Bound]
    settings: Settings
    spreads: Mapping[str, float]

    def worst(self) -> list[WithoutObject | None]:
        """The object of each network without which least is left."""
        told = self._told()
        out: list[WithoutObject | None] = [None] * len(self.networks)
        for (network, signal, thing, example, looked_at, among), left in zip(told, self._left(), strict=True):
            known = out[network]
            if known is None or total(left) < total(known.left):
                out[network] = WithoutObject(signal, thing, example, left, looked_at, among)
        return out

    def _told(self) -> list[Any]:
        """The objects that are left out: ``network, signal, object, example``, how many of how many are left out."""
        most = _allowed([len(one.row) for one in self.bound])
        asked = [place for place, allowed in enumerate(most) if allowed]
        rows = np.concatenate([np.empty(0, np.int64), *(np.sort(self.bound[place].row) for place in asked)])
        of = np.repeat(np.array(asked, np.int32), [len(self.bound[place].row) for place in asked])
        with handed(self.con, "net_rows", {"network": of, "row": rows}):
            self.con.execute(_TOUCHED, {"path": sql.exact(self.ties)})
        allowed = {"network": np.array(asked, np.int32), "most": np.array([most[place] for place in asked], np.int32)}
        with handed(self.con, "net_allowed", allowed):
            self.con.execute(_MOST_SHARED)
        return self.con.execute(
            "SELECT network, signal, object, example, count(*) OVER (PARTITION BY network), among FROM net_left_out"
            " ORDER BY network, place"
        ).fetchall()

    def _left(self) -> Iterator[Remains]:
        """What is left without each object, in the order of ``_told``."""
        held = self.con.execute(_HELD).fetchnumpy()
        cuts = np.flatnonzero(np.diff(held["network"], prepend=-1) | np.diff(held["place"], prepend=-1)).tolist()
        cuts.append(len(held["row"]))
        lesser = list(self._figures())
        orders = [np.argsort(one.row) for one in self.bound]

        def parts() -> Iterator[_Part]:
            for first, end in zip(cuts, islice(cuts, 1, None), strict=False):
                place = int(held["network"][first])
                one, (p, keeps) = self.bound[place], lesser[place]
                touched = orders[place][np.searchsorted(one.row[orders[place]], held["row"][first:end])]
                stay, weighed = np.ones(len(one.row), bool), one.p.copy()
                stay[touched], weighed[touched] = keeps[touched], p[touched]
                yield one.some(stay, weighed)

        return remains(parts(), self.settings)

    def _figures(self) -> Iterator[tuple[Reals, npt.NDArray[np.bool_]]]:
        """For each network the p of its ties with one object less, and which of them still bind."""
        rows = np.concatenate([one.row for one in self.bound])
        order = np.argsort(rows, kind="stable")
        objects, expected = np.empty(len(rows), np.int32), np.empty(len(rows))
        for name, target in (("objects", objects), ("expected", expected)):
            target[order] = column(self.ties, name, rows[order])
        bounds, start = self._bounds(), 0
        for one, network in zip(self.bound, self.networks, strict=True):
            some = slice(start, start + len(one.row))
            start = some.stop
            spread = np.array([self.spreads.get(name, 0.0) for name in one.names])[one.signal]
            most = np.array([LEAD if network.of_leads else bounds.get(name, 1.0) for name in one.names])[one.signal]
            p = one.p * _dearer(objects[some], expected[some], spread)
            yield np.minimum(p, 1.0), (objects[some] > self.settings.min_objects) & (p <= most)

    def _bounds(self) -> dict[str, float]:
        """The largest p of each signal that is significant."""
        rows = self.con.execute(
            "SELECT signal, max(p) FROM read_parquet(?) WHERE q <= ? GROUP BY signal",
            [sql.exact(self.ties), self.settings.fdr],
        ).fetchall()
        return dict(rows)


def _dearer(objects: npt.NDArray[np.int32], expected: Reals, spread: Reals) -> Reals:
    """By what factor the chance of each tie grows with one object less, at the same expectation."""
    out = np.ones(len(objects))
    for own in np.unique(spread).tolist():
        of = spread == own
        fewer = chances(objects[of] - 1, expected[of], own)
        out[of] = fewer / chances(objects[of], expected[of], own)
    return out


def _allowed(ties: Sequence[int]) -> list[int]:
    """How many objects of each network are left out in turn, as far as ``WORK`` goes."""
    left, out = WORK, [0] * len(ties)
    for done, place in enumerate(np.argsort(ties, kind="stable").tolist()):
        share = left // (len(ties) - done)
        out[place] = min(OBJECTS, share // max(ties[place], 1))
        left -= out[place] * ties[place]
    return out


def total(left: Remains) -> float:
    """Evidence in nats that is left in all; strength alone would grow when weak members fall away."""
    return left.members * left.strength


def clear(left: Remains, test: GroupTest, *, of_leads: bool) -> bool | None:
    """Whether what is left still stands clear of the shuffles; ``None`` when too few were made, or none.

    Args:
        left: what is left.
        test: the test of the whole network.
        of_leads: whether leads bind it.
    """
    again = GroupTest(left.strength, test.shuffles, test.best, 1 / (1 + test.shuffles))
    if not again.passed:
        return None
    return again.clear and (left.strength >= FLOOR or not of_leads)


def told(network: Network, test: GroupTest, noun: str) -> dict[str, Any]:
    """The stability of a network as it stands in ``findings.json``, without the text of the object's example.

    Args:
        network: the network with its stability.
        test: the test of the whole network.
        noun: what the signal of the object calls its objects.
    """
    one, of_leads = network.steady, network.of_leads

    def left(some: Remains) -> dict[str, Any]:
        stands = clear(some, test, of_leads=of_leads)
        return {"members": some.members, "strength": round(some.strength, 3), "clear": stands}

    lost = one.object
    return {
        "signals": [{"signal": name} | left(some) for name, some in sorted(one.signals.items())],
        "object": lost
        and {"signal": lost.signal, "object": lost.object, "noun": noun, "example": lost.example}
        | left(lost.left)
        | {"looked_at": lost.looked_at, "of": lost.among},
        "consensus": one.consensus and round(one.consensus.together, 3),
        "seeds": SEEDS,
    }
