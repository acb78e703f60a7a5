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
from typing import TYPE_CHECKING

import numpy as np

from inconcert.coordination.significance import cauchy, false_discovery, surprise
from inconcert.coordination.spread import MOST
from inconcert.networks.sightings import company

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


def join(networks: Sequence[Sequence[str]], sightings: Sequence[Sighting], fdr: float) -> list[Joined]:
    """Accounts that join the networks, each the one it fits best; in the order (network, asset)."""
    members = [set(network) for network in networks]
    joined: dict[str, Joined] = {}
    for _ in range(ROUNDS):
        best = _best(_candidates(members, sightings), fdr)
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


def _candidates(members: Sequence[set[str]], sightings: Sequence[Sighting]) -> dict[tuple[str, int], dict[str, Joined]]:
    """For each (asset, network): the best p of each family."""
    taken = set().union(*members)
    out: dict[tuple[str, int], dict[str, Joined]] = {}
    for sighting in sightings:
        for number, network in enumerate(members):
            for one in _asked(sighting, sorted(network), number, taken):
                families = out.setdefault((one.asset, number), {})
                if sighting.family not in families or one.p < families[sighting.family].p:
                    families[sighting.family] = one
    return out


def _asked(sighting: Sighting, network: list[str], number: int, taken: set[str]) -> list[Joined]:
    found = company(sighting, sighting.codes(network))
    enough = (found.followed >= SUPPORT) & (found.answered >= ANSWERED * found.followed)
    assets, followed = found.assets[enough], found.followed[enough]
    if not assets.size:
        return []
    expected = sighting.null.touches(found.objects)[assets]
    p = surprise(followed[:, None].astype(np.int32), expected[:, None], SUPPORT, MOST)[:, 0]
    rows = zip(sighting.events.assets[assets], followed, expected, p, strict=True)
    return [Joined(str(a), number, int(v), float(e), float(x)) for a, v, e, x in rows if a not in taken]


def _best(candidates: dict[tuple[str, int], dict[str, Joined]], fdr: float) -> dict[str, Joined]:
    """The network that each significant account fits best."""
    loudest = [min(families.values(), key=lambda one: one.p) for families in candidates.values()]
    if not loudest:
        return {}
    combined = np.array([cauchy(np.array([[one.p for one in f.values()]]))[0] for f in candidates.values()])
    q = false_discovery(combined, combined.size)
    out: dict[str, Joined] = {}
    for one, p in sorted(
        zip(loudest, combined, strict=True), key=lambda pair: (pair[1], pair[0].asset, pair[0].network)
    ):
        if p <= combined[q <= fdr].max(initial=-1.0):
            out.setdefault(one.asset, one)
    return out
