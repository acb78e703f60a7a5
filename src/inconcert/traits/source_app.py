"""Source app: do the accounts post with the same rare client?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from inconcert.traits.base import AUTOMATION, SHOWN_POSTS, Reading, Trait
from inconcert.traits.comparing import Looked, Question, best

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from inconcert.traits.material import Material
    from inconcert.traits.people import Group, People

RARE = 0.2
"""Most controls that may mostly use a client that is called rare."""
_ASK = Question("the client of posts", "post with a client of their own")


class SourceApp(Trait):
    """Members post mostly with one client that comparable accounts hardly use."""

    name = "source_app"
    axis = AUTOMATION
    family = "client"
    question = "Do the accounts post with the same rare client?"
    limits = "A company's own app and a new release are rare clients of honest people; clients can be named at will."

    def read(self, group: Group, material: Material) -> Reading:
        """Count the members behind each client that a member mostly uses, against the controls who mostly use it.

        Clients that a fifth of the controls mostly use are not rare and left out.
        """
        own, others = clients(group), clients(material.controls(group))
        named = sorted({each for each in own if each})
        common = {app for app in named if others.count(app) > RARE * len(others)}
        held = [app for app in named if app not in common]
        looked = Looked(_marks(own, held), _marks(others, held), _given(own), _given(others), max(1, len(named)))
        top, reading = best(group, looked, _ASK, lambda place: f"post mostly with the client «{held[place]}»")
        return reading if top < 0 else _shown(group, held[top], reading)


def clients(people: People) -> list[str | None]:
    """Client with which each account posted most; ``None`` where none is named."""
    used: list[Counter[str]] = [Counter() for _ in people.assets]
    for who, app in zip(people.owner.tolist(), people.told("source_app"), strict=True):
        if app:
            used[who][app] += 1
    return [min(some, key=lambda app: (-some[app], app)) if some else None for some in used]


def _marks(used: Sequence[str | None], held: Sequence[str]) -> npt.NDArray[np.bool_]:
    return np.array([[each == app for each in used] for app in held], bool).reshape(len(held), len(used))


def _given(used: Sequence[str | None]) -> npt.NDArray[np.bool_]:
    return np.array([each is not None for each in used], bool)


def _shown(group: Group, app: str, reading: Reading) -> Reading:
    from dataclasses import replace

    places = [place for place, each in enumerate(group.told("source_app")) if each == app][:SHOWN_POSTS]
    return replace(reading, posts=group.refs(places), figures=reading.figures | {"client": app})
