"""What the shuffles of a run gave, kept as it comes: a run that was stopped goes on with what there is."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from inconcert.networks.control import Shuffle
from inconcert.networks.stepdown import step_down, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from inconcert.networks.control import Search
    from inconcert.networks.network import Network
    from inconcert.settings import Settings
    from inconcert.store.runs import RunFolder

SHUFFLES = "shuffles"
"""Folder in which each shuffle is kept as it is done."""
CONTROL = "control.json"


def kept_control(
    kept: RunFolder,
    write: Callable[[str, Any], None],
    networks: Sequence[Network],
    searched: Sequence[Search],
    settings: Settings,
    progress: Callable[[int, int], None],
) -> dict[str, Any]:
    """What the shuffles gave, as plain data; what a run that was stopped had made is not made again.

    Args:
        kept: The folder of the run.
        write: Writes a document there, whole or not at all.
        networks: The networks that are judged.
        searched: What is shuffled and searched.
        settings: Of the run.
        progress: See :func:`inconcert.networks.stepdown.step_down`.
    """
    if not kept.has(CONTROL):

        def keep(turn: int, number: int, shuffle: Shuffle) -> None:
            write(f"{SHUFFLES}/{turn}-{number}.json", asdict(shuffle))

        rounds = step_down(networks, searched, settings, progress, known=_shuffled(kept), keep=keep)
        write(CONTROL, told(rounds))
    read: dict[str, Any] = json.loads(kept.file(CONTROL).read_text("utf-8"))
    return read


def _shuffled(kept: RunFolder) -> dict[tuple[int, int], Shuffle]:
    """The shuffles that a run that was stopped had made, by round and number."""
    known = {}
    for place in (kept.path / SHUFFLES).glob("[0-9]*.json"):
        turn, number = map(int, place.stem.split("-"))
        known[turn, number] = Shuffle(**json.loads(place.read_text("utf-8")))
    return known
