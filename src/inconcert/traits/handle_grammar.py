"""Handle grammar: are the handles made to one pattern of a name and digits?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from inconcert.traits.base import INAUTHENTICITY, Reading, Trait
from inconcert.traits.comparing import Looked, Question, best

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from inconcert.traits.material import Material
    from inconcert.traits.people import Group

DIGITS = 4
"""Digits in a row from which a handle looks numbered rather than named."""
_RUNS = re.compile(r"[^\W\d_]+|\d+|[\W_]+")
_STEM = re.compile(r"([^\W\d_]{4,})[\W_]?\d+")
_ASK = Question("a handle", "have a handle made to one pattern of a name and digits")


class HandleGrammar(Trait):
    """Handles follow one pattern, such as a name and eight digits, or one stem with numbers behind it."""

    name = "handle_grammar"
    axis = INAUTHENTICITY
    family = "handles"
    question = "Are the handles made to one pattern of a name and digits?"
    limits = "Platforms suggest a name and digits to everybody who signs up, and clubs number their members."

    def read(self, group: Group, material: Material) -> Reading:
        """Count the members behind each pattern that a member's handle follows, against the handles of controls."""
        own, others = group.known("handle"), material.controls(group).known("handle")
        held = sorted(set().union(*map(patterns, own)))
        looked = Looked(_marks(own, held), _marks(others, held), _given(own), _given(others), max(1, len(held)))
        return best(group, looked, _ASK, lambda place: _said(held[place]))[1]


def patterns(handle: str | None) -> frozenset[str]:
    """Patterns with digits that a handle follows: «anna_1234» → «word _ 4 digits» and «anna with a number»."""
    if not handle:
        return frozenset()
    runs = _RUNS.findall(handle)
    found = {" ".join(map(_kind, runs))} if any(run.isdigit() and len(run) >= DIGITS for run in runs) else set()
    if stem := _STEM.fullmatch(handle):
        found.add(f"«{stem[1].lower()}» and a number")
    return frozenset(found)


def _given(handles: Sequence[str | None]) -> npt.NDArray[np.bool_]:
    return np.array([bool(handle) for handle in handles], bool)


def _kind(run: str) -> str:
    if run.isdigit():
        return f"{len(run)} digits"
    return "word" if run[0].isalpha() else run


def _marks(handles: Sequence[str | None], held: Sequence[str]) -> npt.NDArray[np.bool_]:
    followed = [patterns(handle) for handle in handles]
    return np.array([[pattern in some for some in followed] for pattern in held]).reshape(len(held), len(handles))


def _said(pattern: str) -> str:
    return f"have a handle of the pattern “{pattern}”"
