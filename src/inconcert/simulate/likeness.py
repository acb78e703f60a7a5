"""How two pages come to look alike: second faces that hide, namesakes, fans, clubs, impersonators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.simulate.rhythm import DAY, START

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.random import Generator

    from inconcert.simulate.people import Profiles

OPEN, RENAMED, CAREFUL = "open", "renamed", "careful"
"""How a second face resembles the first: mostly, by a hint, not at all."""
IMPERSONATION, FAN, NAMESAKE, CLUB = "impersonation", "fan", "namesake", "club"
"""Why two accounts of different people look alike."""


def hidden(rng: Generator, made: Profiles, a: int, b: int, habit: str) -> None:
    """The second face ``b`` of somebody who does not show it: often made soon after, perhaps with a hint in it."""
    if rng.random() < 0.6:
        later = made.created[a] + rng.lognormal(np.log(12 * DAY), 1.0)
        made.created[b] = min(int(later), max(int(made.created[a]), START - DAY))
    if habit == CAREFUL:
        return
    if rng.random() < 0.7:
        made.handles[b] = _shortened(rng, made.handles[a])
    if rng.random() < 0.35:
        made.bios[b] = _some_words(rng, made.bios[a]) or made.bios[b]
    if rng.random() < 0.3:
        made.avatars[b] = made.avatars[a]


def _shortened(rng: Generator, handle: str) -> str:
    """A handle that begins or ends like another one: «kafakato_dazama342» → «kafakd7», «dazama»."""
    parts = [part for part in handle.rstrip("0123456789").split("_") if part] or [handle]
    forms = (f"{parts[0][:5]}{parts[-1][:1]}{rng.integers(10)}", parts[-1], f"{parts[-1]}{parts[0][:3]}")
    return forms[int(rng.integers(len(forms)))]


def _some_words(rng: Generator, bio: str | None) -> str | None:
    """Half of the words of a text, in their order."""
    words = (bio or "").split()
    return " ".join(word for word in words if rng.random() < 0.5) or None


def _impersonated(rng: Generator, made: Profiles, a: int, b: int) -> None:
    """``b`` copies whatever ``a`` shows, months or years after ``a`` was made."""
    made.handles[b] = (made.handles[a], f"{made.handles[a]}_", f"real{made.handles[a]}")[int(rng.integers(3))]
    made.names[b] = made.names[a]
    if rng.random() < 0.9:
        made.avatars[b] = made.avatars[a]
    if rng.random() < 0.7:
        made.bios[b] = made.bios[a]
    made.created[b] = _younger(rng, made, a, (START - int(made.created[a])) // DAY)


def _admired(rng: Generator, made: Profiles, a: int, b: int) -> None:
    """``b`` is a fan of ``a`` and says so by its name, often by its picture."""
    made.handles[b] = f"{made.handles[a].rstrip('0123456789')}{('fan', '_fans', 'daily')[int(rng.integers(3))]}"
    made.names[b] = f"{made.names[a] or made.handles[a]} fans"
    if rng.random() < 0.5:
        made.avatars[b] = made.avatars[a]
    made.created[b] = _younger(rng, made, a, (START - int(made.created[a])) // DAY)


def _younger(rng: Generator, made: Profiles, a: int, age: int) -> int:
    """An instant in the second half of the life of ``a``."""
    return int(made.created[a]) + int(rng.uniform(0.5, 0.98) * max(age, 2)) * DAY


def _namesakes(rng: Generator, made: Profiles, a: int, b: int) -> None:
    """Two people of one name with nothing else in common."""
    stem = made.handles[a].rstrip("0123456789").rstrip("_") or made.handles[a]
    made.handles[b] = f"{stem}{rng.integers(10, 10**4)}" if rng.random() < 0.6 else stem
    made.names[b] = made.names[a]


def _clubbed(rng: Generator, made: Profiles, a: int, b: int) -> None:
    """Two members of one small club: its badge, and its motto in the words of a profile."""
    made.avatars[b] = made.avatars[a]
    if rng.random() < 0.5:
        made.bios[b] = made.bios[a]


LIKENESS: dict[str, Callable[[Generator, Profiles, int, int], None]] = {
    IMPERSONATION: _impersonated,
    FAN: _admired,
    NAMESAKE: _namesakes,
    CLUB: _clubbed,
}
"""What each kind of likeness does to the page of the second account."""


def admired(rng: Generator, made: Profiles, links: Callable[[int], str], alike: Sequence[tuple[int, int, str]]) -> None:
    """Half of the fans link to whom they admire."""
    for a, b, kind in alike:
        if kind == FAN and rng.random() < 0.5:
            made.urls[b] = links(a)
