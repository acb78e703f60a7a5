"""Who else belongs: accounts measured against a whole network, not against one member.

Ties between two accounts have little power when each pair shares a few objects and the group shares many. An
account outside is asked one question: of the objects the network pushed, did it touch more, after the network,
than its activity and their popularity explain? Under the null that number has the mean ``Σ_o p_xo`` over the
network's objects (see :mod:`inconcert.coordination.nulls`); the p-value is conditional on two objects, families of
signals are combined by the Cauchy test, and false discoveries are controlled over all accounts asked.

An audience also touches what it was shown, but the network does not wait for its audience: an account joins only
when the network acted again after it on a fair share of these objects. The same view guards members: whoever only
ever acted first was copied, not coordinated, and is set apart as a source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from inconcert.coordination.coding import as_text, encode
from inconcert.coordination.significance import HAIR, cauchy, false_discovery, surprise
from inconcert.coordination.spread import MOST
from inconcert.networks.sightings import company

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from inconcert.networks.sightings import Sighting

SUPPORT = 2
ANSWERED = 0.2
"""Least share of those objects on which the network acts again after the account."""
ROUNDS = 5
"""A network that grew has more objects, so the question is asked again; growth stops by itself long before this."""


@dataclass(frozen=True)
class Joined:
    """An account that belongs to a network by the network's objects."""

    asset: str
    network: int
    objects: int
    """Objects of the network it touched after the network (of the signal that speaks loudest)."""
    expected: float
    p: float


class _Asked(NamedTuple):
    """What one signal says of the accounts that were asked about one network; arrays of one length."""

    who: NDArray[np.int64]
    """Number of the account; numbers follow the names."""
    followed: NDArray[np.int64]
    expected: NDArray[np.float64]
    p: NDArray[np.float64]

    def at(self, rows: NDArray[Any]) -> _Asked:
        """Some of the accounts."""
        return _Asked(self.who[rows], self.followed[rows], self.expected[rows], self.p[rows])


class _Rows(NamedTuple):
    """The same for all signals and networks, one row for each account, network and signal."""

    who: NDArray[np.int64]
    followed: NDArray[np.int64]
    expected: NDArray[np.float64]
    p: NDArray[np.float64]
    network: NDArray[np.int64]
    signal: NDArray[np.int64]
    """Place of the signal among the sightings."""
    family: NDArray[np.int64]

    def at(self, rows: NDArray[Any]) -> _Rows:
        """Some of the rows."""
        return _Rows(*(column[rows] for column in self))


class _Told(NamedTuple):
    """What was asked about one network."""

    asked: NDArray[np.bool_]
    """Of everybody, whether the question was asked."""
    rows: _Rows
    """The answers of those who may pass."""


def _joined(parts: Sequence[_Rows]) -> _Rows:
    """Rows one after another."""
    none = np.empty(0, np.int64)
    empty = _Rows(none, none, np.empty(0), np.empty(0), none, none, none)
    return _Rows(*(np.concatenate(column) for column in zip(empty, *parts, strict=True)))


def join(networks: Sequence[Sequence[str]], sightings: Sequence[Sighting], fdr: float) -> list[Joined]:
    """Accounts that join the networks, each the one it fits best; in the order (network, asset)."""
    crowd = _Crowd(sightings)
    members = [set(network) for network in networks]
    joined: dict[str, Joined] = {}
    for _ in range(ROUNDS):
        best = crowd.best(members, fdr)
        fresh = {asset: one for asset, one in best.items() if asset not in joined}
        if not fresh:
            break
        joined |= fresh
        for one in fresh.values():
            members[one.network].add(one.asset)
    return sorted(joined.values(), key=lambda one: (one.network, one.asset))


def followers(network: Sequence[str], sightings: Iterable[Sighting], least: int = SUPPORT) -> set[str]:
    """Members that acted after another member on at least ``least`` objects of some signal."""
    out: set[str] = set()
    for sighting in sightings:
        found = company(sighting, sighting.codes(network))
        out |= set(sighting.events.assets[found.assets[found.followed >= least]])
    return out & set(network)


class _Crowd:
    """All accounts that the signals saw, and what was asked about networks that have not grown since."""

    def __init__(self, sightings: Sequence[Sighting]) -> None:
        import pyarrow as pa

        self._sightings = sightings
        seen = pa.chunked_array([as_text(one.events.assets) for one in sightings], pa.string())
        codes, self._names = encode(seen)
        self._numbers = np.split(codes, np.cumsum([one.events.assets.size for one in sightings])[:-1])
        families = sorted({one.family for one in sightings})
        self._families = [families.index(one.family) for one in sightings]
        self._told: dict[int, tuple[int, _Told]] = {}

    def best(self, members: Sequence[set[str]], fdr: float) -> dict[str, Joined]:
        """The network that each significant account fits best."""
        asked, rows = self._rows(members, fdr)
        if not rows.who.size:
            return {}
        loudest, combined = _heard(rows)
        q = false_discovery(combined, asked)
        passing = np.flatnonzero(combined <= combined[q <= fdr].max(initial=-1.0))
        found, p = rows.at(loudest[passing]), combined[passing]
        out: dict[str, Joined] = {}
        for i in np.lexsort((found.network, found.who, p)).tolist():
            asset = str(self._names[found.who[i]])
            figures = int(found.followed[i]), float(found.expected[i]), float(found.p[i])
            out.setdefault(asset, Joined(asset, int(found.network[i]), *figures))
        return out

    def _rows(self, members: Sequence[set[str]], fdr: float) -> tuple[int, _Rows]:
        """How many questions were asked about whoever is in no network, and the answers that may matter."""
        told = [self._about(number, network, fdr) for number, network in enumerate(members)]
        outside = np.ones(len(self._names), bool)
        outside[self._names.codes(sorted(set().union(*members)))] = False
        asked = sum(int((one.asked & outside).sum()) for one in told)
        rows = _joined([one.rows for one in told])
        return asked, rows.at(outside[rows.who])

    def _about(self, number: int, network: set[str], fdr: float) -> _Told:
        size, told = self._told.get(number, (0, None))
        if told is None or size != len(network):
            told = self._tell(number, sorted(network), fdr)
            self._told[number] = len(network), told
        return told

    def _tell(self, number: int, network: list[str], fdr: float) -> _Told:
        """What all signals say about one network, of those whom one of them finds near it.

        Taken together no p is below the least of its signals, and q is never below p: whoever no signal gives a p up
        to the bound cannot pass, and need only be counted. In a large crowd these are nearly all.
        """
        said = [self._ask(place, network) for place in range(len(self._sightings))]
        asked, near = np.zeros(len(self._names), bool), np.zeros(len(self._names), bool)
        for one in said:
            asked[one.who] = True
            near[one.who[one.p <= fdr * HAIR]] = True
        parts = []
        for place, one in enumerate(said):
            found = one.at(near[one.who])
            parts.append(_Rows(*found, *(np.full(found.who.size, x) for x in (number, place, self._families[place]))))
        return _Told(asked, _joined(parts))

    def _ask(self, place: int, network: list[str]) -> _Asked:
        sighting = self._sightings[place]
        found = company(sighting, sighting.codes(network))
        enough = (found.followed >= SUPPORT) & (found.answered >= ANSWERED * found.followed)
        assets, followed = found.assets[enough], found.followed[enough]
        expected = sighting.expected(found.objects, assets)
        p = surprise(followed[:, None].astype(np.int32), expected[:, None], SUPPORT, MOST)[:, 0]
        return _Asked(self._numbers[place][assets].astype(np.int64), followed, expected, p)


def _heard(rows: _Rows) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """For each account and network: the row of the family that speaks loudest, and the p of all families together.

    Of a family the signal with the least p speaks; of equals, whichever signal comes first.
    """
    order = np.lexsort((rows.signal, rows.p, rows.family, rows.who, rows.network))
    key = np.stack([rows.network, rows.who, rows.family])[:, order]
    changes = np.flatnonzero(np.concatenate([[True], (key[:, 1:] != key[:, :-1]).any(0)]))
    speaks, early = order[changes], np.minimum.reduceat(rows.signal[order], changes)
    # Families of one account and network stand together; they come in the order in which signals raised them.
    about = np.stack([rows.network[speaks], rows.who[speaks]])
    again = np.lexsort((early, about[1], about[0]))
    speaks, about = speaks[again], about[:, again]
    first = np.flatnonzero(np.concatenate([[True], (about[:, 1:] != about[:, :-1]).any(0)]))
    count = np.diff(np.append(first, speaks.size))
    combined, loudest = np.empty(first.size), np.empty(first.size, np.int64)
    for size in np.unique(count).tolist():
        which = np.flatnonzero(count == size)
        table = speaks[first[which][:, None] + np.arange(size)]
        combined[which] = cauchy(rows.p[table])
        loudest[which] = table[np.arange(which.size), rows.p[table].argmin(1)]
    return loudest, combined
