"""The windows of a run: how close in time counts as together, and for objects of which audience."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model.times import SECOND

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.settings import Settings

ENDLESS = 2**62
LISTED = 3_000
"""Largest audience of an object of a signal with a reference: a chain letter that thousands wrote out says nothing of
any two of them, and would cost a pair each. What is left out is told with the run."""


@dataclass(frozen=True)
class Windows:
    """Ascending windows. The wider a window, the smaller the audience an object may have to count in it."""

    seconds: tuple[float, ...]
    """Width as asked for; infinity is the window-free rarity test."""
    widths: NDArray[np.int64]
    """Width in microseconds, less the uncertainty of the clock, so that what counts is inside for certain."""
    audiences: NDArray[np.int64]
    """Largest audience of an object that counts in each window; descending."""

    def bounded(self, w: int) -> bool:
        """Whether the limit on audiences of window ``w`` keeps something out, rather than being what it asks."""
        return not self.endless(w) or len(self.seconds) == 1

    def endless(self, w: int) -> bool:
        """Whether window ``w`` is the window-free test."""
        return self.seconds[w] == float("inf")

    def last(self, audience: NDArray[np.int64]) -> NDArray[np.int32]:
        """The widest window in which an object of each audience counts; -1 for none."""
        return np.asarray((np.searchsorted(-self.audiences, -audience, side="right") - 1).astype(np.int32))

    def reach(self, audience: NDArray[np.int64]) -> NDArray[np.int64]:
        """Microseconds around an event on an object of each audience in which others can count."""
        last = self.last(audience)
        return np.where(last >= 0, self.widths[np.maximum(last, 0)], -1)


def of_signal(signal: Any, settings: Settings, precision: float) -> Windows:
    """The windows of a :class:`inconcert.signals.base.Signal` with a clock of ``precision`` seconds."""
    if getattr(signal, "reference", None) is not None:
        return Windows((float("inf"),), np.array([ENDLESS], np.int64), np.array([LISTED], np.int64))
    return windows(settings, precision, signal.windows, signal.rarity)


def windows(settings: Settings, precision: float, own: tuple[float, ...] | None = None, rarity: bool = True) -> Windows:
    """The windows a signal can use with a clock of ``precision`` seconds.

    Two stamps of a clock of ``precision`` seconds may lie that much further apart than they say, so the width is
    lessened by it; windows that would vanish are left out. ``own`` are the signal's own windows.
    """
    blur = precision if precision > 1 else 0.0
    audience = dict(zip(settings.windows, settings.audiences, strict=True))
    asked = [(w, audience.get(w, settings.widest_audience(w))) for w in (own or settings.windows) if w >= blur]
    if rarity:
        asked.append((float("inf"), settings.rare))
    seconds = tuple(w for w, _ in asked)
    widths = [ENDLESS if w == float("inf") else int((w - blur) * SECOND) for w in seconds]
    return Windows(seconds, np.array(widths, np.int64), np.array([a for _, a in asked], np.int64))
