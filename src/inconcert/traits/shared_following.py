"""Shared following: do the accounts follow the same accounts, or each other, far more than others do?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.traits.bags import bags
from inconcert.traits.base import INAUTHENTICITY, Reading, Trait, insufficient
from inconcert.traits.bounds import LEAST_CONTROLS
from inconcert.traits.comparing import Question, compared

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.traits.comparing import Marks
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group, People

    Floats = npt.NDArray[np.float64]

USUAL = 0.99
"""Share of the pairs of controls that agree less than two accounts must to count."""
LEAST_FOLLOWED = 3
"""Accounts that somebody must follow before anything is said about whom they follow."""
_ASK = Question(
    "whom an account follows",
    "follow the same accounts as another member, or each other, as only 1 in 100 pairs of comparable accounts do",
)
_FOLLOWED = """
SELECT k.value, list(DISTINCT lower(f.followed)) FROM follows f
JOIN asked_keys k ON lower(f.platform || ':' || f.follower) = k.value GROUP BY k.value
"""


class SharedFollowing(Trait):
    """Members follow the same little-followed accounts, or one another."""

    name = "shared_following"
    axis = INAUTHENTICITY
    family = "follows"
    question = "Do the accounts follow the same accounts, or each other, far more than others do?"
    limits = "Friends, colleagues and fans follow each other and the same few accounts, and nobody hides anything."

    def read(self, group: Group, material: Material) -> Reading:
        """Count the members who agree with another one as few controls do, against the same among as many controls.

        A followed account weighs the more the fewer follow it, and an agreement the less the more else the two follow.
        An account counts among those it follows itself, so that who follows each other agrees.
        """
        others = material.controls(group)
        own, theirs = (_followed(some, material) for some in (group, others))
        known = sum(some is not None for some in theirs)
        if known < LEAST_CONTROLS:
            told = f"whom accounts follow: known of {known} comparable accounts, {LEAST_CONTROLS} are needed"
            return insufficient(told, sum(some is not None for some in own))
        agreed = _agreement([*own, *theirs])
        size, bar = len(own), _bar(agreed[len(own) :, len(own) :])
        marks = _marked(agreed[:size, :size], bar)
        chunks = [slice(first, first + size) for first in range(size, size + len(theirs), max(size, 2))]
        apart = np.concatenate([_marked(agreed[chunk, chunk], bar) for chunk in chunks])
        return compared(group, marks, apart, _ASK)


def _followed(people: People, material: Material) -> list[frozenset[str] | None]:
    """Whom each account follows, and itself; by id or handle, ``None`` where that is not known."""
    handles = people.known("handle")
    keys = [
        (asset.lower(), f"{asset.partition(':')[0]}:{handle}".lower() if handle else None)
        for asset, handle in zip(people.assets, handles, strict=True)
    ]
    asked = sorted({key for pair in keys for key in pair if key})
    rows = {str(key): frozenset(map(str, some)) for key, some in material.asked(_FOLLOWED, {"keys": asked})}
    found = []
    for named in keys:
        some = frozenset[str]().union(*(rows.get(key, frozenset()) for key in named if key))
        self_named = {key.partition(":")[2] for key in named if key}
        found.append(some | self_named if len(some) >= LEAST_FOLLOWED else None)
    return found


def _agreement(things: list[frozenset[str] | None]) -> Floats:
    """Agreement of every two of a few hundred accounts; ``nan`` where it is not known of both, and with oneself."""
    made = bags(things)
    shared = np.asarray((made.held @ made.held.T).todense(), float)
    whole = made.worth[:, None] + made.worth[None, :] - shared
    agreed: Floats = np.divide(shared**2, whole, out=np.zeros_like(shared), where=whole > 0)
    agreed[~(made.known[:, None] & made.known[None, :])] = np.nan
    np.fill_diagonal(agreed, np.nan)
    return agreed


def _bar(controls: Floats) -> float:
    """What a pair must exceed: the agreement that all but a few pairs of controls stay below."""
    return float(np.nanquantile(controls, USUAL))


def _marked(agreed: Floats, bar: float) -> Marks:
    """Who agrees with another one beyond the bar; ``nan`` where it is not known whom they follow."""
    known = ~np.isnan(agreed).all(axis=1)
    return np.asarray(np.where(known, (np.nan_to_num(agreed, nan=-1.0) > bar).any(axis=1), np.nan), float)
