"""Operations that come back: a fingerprint of what was confirmed, and new networks weighed against it.

::

    made = fingerprint(case.findings, folder, salt=desk.salt())      # kept with the case
    matches = compare(traits, [made, …])                             # candidates for people, the likeliest first

A match is a reason to look. It is no action, nobody's name, and says nothing about what anybody thinks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.doors import doors

if TYPE_CHECKING:
    from inconcert.returns.comparing import compare
    from inconcert.returns.fingerprint import Element, Fingerprint
    from inconcert.returns.making import fingerprint
    from inconcert.returns.match import Match, Step
    from inconcert.returns.traits import Traits, traits

__all__ = ["Element", "Fingerprint", "Match", "Step", "Traits", "compare", "fingerprint", "traits"]

_DOORS = {
    "Element": "fingerprint",
    "Fingerprint": "fingerprint",
    "Match": "match",
    "Step": "match",
    "Traits": "traits",
    "compare": "comparing",
    "fingerprint": "making",
    "traits": "traits",
}

__getattr__ = doors(__name__, _DOORS)
