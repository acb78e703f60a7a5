"""Declared affiliation: do the accounts say who runs them?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.words import count
from inconcert.networks.words import listed as listed_words
from inconcert.traits.base import INAUTHENTICITY, Reading, Trait
from inconcert.traits.bounds import CAP, LEAST_MEMBERS, STAGED
from inconcert.traits.comparing import Question, excused, flags, mostly
from inconcert.traits.disclosure import organisation

if TYPE_CHECKING:
    from inconcert.traits.comparing import Marks
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group, People
    from inconcert.traits.register import Register

_LISTED = Question("a register", "are in the register of declared accounts", CAP)
_TOLD = Question("a profile", "say in their profile that an organisation runs them", STAGED)


class DeclaredAffiliation(Trait):
    """Members are in a register of declared accounts, or their profiles say which organisation runs them."""

    name = "declared_affiliation"
    axis = INAUTHENTICITY
    family = "declared"
    question = "Do the accounts say who runs them?"
    limits = "A profile can claim any office; only the register, which the user gives, was checked by somebody."

    def read(self, group: Group, material: Material) -> Reading:
        """Count the members in the register, and those whose profile or name states an organisation.

        The register counts 6 nats at most, what accounts say of themselves 3. The stronger of the two is told, and the
        owners of most members.
        """
        crowd = material.controls(group)
        owners = listed(group, material.register)
        own = flags(owner is not None for owner in owners) if material.register.owners else np.full(len(group), np.nan)
        theirs = flags(owner is not None for owner in listed(crowd, material.register))
        readings = [excused(group, own, _LISTED, theirs), excused(group, told(group), _TOLD, told(crowd))]
        best = min(readings, key=lambda reading: (reading.nats is None, reading.nats or 0.0))
        if best.nats is None:
            return best
        both = np.fmax(np.nan_to_num(own), np.nan_to_num(told(group)))
        return _named(best, owners, material.register, declared=mostly(both))


def listed(people: People, register: Register) -> list[str | None]:
    """Owner of each account by the register."""
    return [register.owner(asset, handle) for asset, handle in zip(people.assets, people.known("handle"), strict=True)]


def told(people: People) -> Marks:
    """Whether each account's profile or name states an organisation; unknown where neither is given."""
    given = zip(people.known("description"), people.known("name"), strict=True)
    return flags(None if not bio and not name else organisation(bio, name) for bio, name in given)


def _named(reading: Reading, owners: list[str | None], register: Register, *, declared: bool) -> Reading:
    counted = Counter(owner for owner in owners if owner)
    figures = reading.figures | {"declared": declared, "owners": dict(counted.most_common(10))}
    if sum(counted.values()) < LEAST_MEMBERS:
        return replace(reading, figures=figures)
    first = [f"{owner} ({figure})" for owner, figure in counted.most_common(3)]
    more = [count(len(counted) - 3, "other owner")] if len(counted) > 3 else []
    says = f"{reading.says} By {register.name} they are run by {listed_words([*first, *more])}."
    return replace(reading, says=says, figures=figures)
