"""Every part of the evidence about a pair, weighed against strangers of the same material."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.operators import candidates, odds, reading
from inconcert.operators.pointing import pointing, told
from inconcert.operators.posted import Common, common
from inconcert.traits.bags import bags

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.operators.gather import Crowd

    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.int64]

STRANGERS = 200_000
"""Pairs at random by which chance is learned."""
KEPT = {
    "handle": 0.7,
    "name": 0.6,
    "avatar": 0.5,
    "bio": 0.35,
    "links": 0.3,
    "pointing": 0.4,
    "posts": 0.5,
    "moments": 0.4,
    "created": 0.5,
    "hours": 0.5,
}
"""Chance that one operator keeps a part on both accounts: set before anything was measured."""
CAPS = {"created": 2.0, "hours": 2.0}
"""Most nats of what many strangers have by chance of a day."""
FACE = ("named", "avatar", "bio", "links", "led_to", "copied")
"""What anybody can copy or claim: the handle or name, the picture, the words, the website, a link to the elder account,
the posts of the other."""
OWN = ("claimed", "turns", "created", "hours")
"""What only the operator can do: link from the elder account, be first with the posts by turns; and the time of
creation and the hours, which strangers have in common by chance only."""


@dataclass(frozen=True)
class Judged:
    """Pairs with their evidence, one value a pair."""

    a: Places
    b: Places
    tails: dict[str, Floats]
    """Of each part of ``KEPT`` the share of strangers who agree at least as well; ``nan`` where it is not known."""
    parts: dict[str, Floats]
    """Nats of ``FACE`` and ``OWN``; ``nan`` where nothing is known. Of two parts that depend on each other (handle and
    name; things in common and how soon after each other) the stronger one is in."""
    face: Floats
    own: Floats
    same: Floats
    """How likely the same hands run both."""
    copied: Floats
    """How likely somebody copied the face."""
    common: Common

    @property
    def score(self) -> Floats:
        """Log odds of the same hands: what pairs are ranked by."""
        return np.log(self.same) - np.log1p(-np.minimum(self.same, 1 - 1e-15))


TOGETHER = (("handle", "name"), ("avatar",), ("bio", "links"), ("posts", "moments"), ("created",), ("hours",))
"""Parts that depend on each other stand together; of strangers nothing else does."""
FAMILIAR = 0.002
"""Share of strangers below which agreement in one part makes a pair no measure of chance for the others."""


@dataclass(frozen=True)
class _Seen:
    """How far pairs agree in each part."""

    agreed: dict[str, Floats]
    common: Common


class Judge:
    """Learns chance from a crowd, then weighs pairs.

    Args:
        crowd: All accounts.
        seed: Seed of the pairs of strangers.
    """

    def __init__(self, crowd: Crowd, seed: int) -> None:
        self._crowd = crowd
        handles, names = crowd.told("handle"), crowd.told("name")
        profiles = list(zip(crowd.told("description"), crowd.told("url"), strict=True))
        self._bags = {
            "handle": bags([reading.grams(handle) for handle in handles]),
            "name": bags([reading.words(name) for name in names]),
            "avatar": bags(reading.pictures(crowd.told("avatar"))),
            "bio": bags([reading.bio(bio) for bio, _ in profiles]),
            "links": bags([reading.links(bio, url) or None for bio, url in profiles]),
            "posts": crowd.things,
        }
        self._stems = bags([reading.stems(*both) for both in zip(handles, names, strict=True)])
        self._open = np.array([bio is not None or url is not None for bio, url in profiles], bool)
        self._created, self._pointing = crowd.seconds("created_at"), pointing(crowd)
        lang = np.unique(crowd.told("lang"), return_inverse=True)[1]
        drawn = candidates.strangers(crowd.platform, lang, STRANGERS, seed)
        self._drawn = len(drawn[0])
        self._null = _strange(self._seen(*drawn).agreed)

    @property
    def strangers(self) -> int:
        """Pairs at random by which chance was learned."""
        return self._drawn

    def candidates(self) -> tuple[Places, Places]:
        """Pairs worth a look: those that meet in a block, and those of whom one leads to the other."""
        a, b = candidates.candidates(self._crowd.platform, [*self._bags.values(), self._stems])
        led = np.array(list(self._pointing), np.int64).reshape(-1, 2)
        found = np.unique(np.concatenate([np.stack([a, b], axis=1), led]), axis=0)
        return found[:, 0], found[:, 1]

    def judge(self, a: Places, b: Places) -> Judged:
        """Weigh pairs of accounts on two platforms, places ``a < b``."""
        seen = self._seen(a, b)
        tails = {name: self._tail(name, values) for name, values in seen.agreed.items()}
        tails["pointing"] = self._pointed(a, b)
        nats = {name: odds.weights(u, KEPT[name], CAPS.get(name, np.inf)) for name, u in tails.items()}
        parts = self._parts(a, b, nats, seen.common)
        face, own = (np.nansum([parts[name] for name in names], axis=0) for names in (FACE, OWN))
        sizes = np.bincount(self._crowd.platform)[self._crowd.platform]
        same, copied = odds.posterior(face, own, np.maximum(sizes[a], sizes[b]).astype(float))
        return Judged(a, b, tails, parts, face, own, same, copied, seen.common)

    def _seen(self, a: Places, b: Places) -> _Seen:
        agreed = {name: some.agreement(a, b) for name, some in self._bags.items()}
        both = common(self._crowd, a, b, agreed["posts"])
        hours = self._crowd.hours
        agreed["moments"] = both.soon
        agreed["created"] = -np.abs(self._created[a] - self._created[b])
        agreed["hours"] = -np.abs(hours[a] - hours[b]).sum(axis=1)
        return _Seen(agreed, both)

    def _tail(self, name: str, seen: Floats) -> Floats:
        null = self._null[name]
        if len(null) < odds.LEAST_NULL:
            return np.full(len(seen), np.nan)
        return np.where(np.isnan(seen), np.nan, odds.tails(null, seen))

    def _pointed(self, a: Places, b: Places) -> Floats:
        """Share of all pairs of whom one leads to the other, for those of whom one does; 1 for the others."""
        sizes = np.bincount(self._crowd.platform).astype(float)
        pairs = (sizes.sum() ** 2 - (sizes**2).sum()) / 2
        led = told(self._pointing, a, b).any(axis=1)
        u = np.where(led, min(1.0, (1 + len(self._pointing)) / (1 + pairs)), 1.0)
        return np.where(led | (self._open[a] & self._open[b]), u, np.nan)

    def _parts(self, a: Places, b: Places, nats: dict[str, Floats], both: Common) -> dict[str, Floats]:
        claimed = self._claimed(a, b)
        posted, shared = np.fmax(nats["posts"], nats["moments"]), both.count > 0
        return {
            "named": np.fmax(nats["handle"], nats["name"]),
            "avatar": nats["avatar"],
            "bio": nats["bio"],
            "links": nats["links"],
            "led_to": np.where(claimed, np.nan, nats["pointing"]),
            "claimed": np.where(claimed, nats["pointing"], np.nan),
            "copied": np.where(shared & ~both.turns, posted, np.nan),
            "turns": np.where(shared & ~both.turns, np.nan, posted),
            "created": nats["created"],
            "hours": nats["hours"],
        }

    def _claimed(self, a: Places, b: Places) -> npt.NDArray[np.bool_]:
        """Whether the elder account leads to the younger one, or each to the other: a copier cannot make it do so."""
        forth, back = told(self._pointing, a, b).T
        younger = self._created[b] - self._created[a]
        return np.asarray((forth & back) | (forth & (younger > 0)) | (back & (younger < 0)), bool)


def _strange(agreed: dict[str, Floats]) -> dict[str, Floats]:
    """How well strangers agree in each part, without those who are none.

    Some pairs at random do belong together. What strangers have in common in one part says nothing about the others,
    so whoever agrees uncommonly well in another part can be left out without making chance look rarer than it is.
    """
    known = {name: ~np.isnan(values) for name, values in agreed.items()}
    close = {name: np.zeros(len(values), bool) for name, values in agreed.items()}
    for name, values in agreed.items():
        close[name][known[name]] = odds.tails(values[known[name]], values[known[name]]) <= FAMILIAR
    kept: dict[str, Floats] = {}
    for some in TOGETHER:
        others = np.any([close[name] for name in agreed if name not in some], axis=0)
        kept |= {name: agreed[name][known[name] & ~others] for name in some}
    return kept
