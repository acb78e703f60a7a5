"""Neighbours between two sets of events that are sorted by the same objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.coordination.compiled import compiled

if TYPE_CHECKING:
    from inconcert.coordination.compiled import Ints, Places, Ticks


@compiled
def reach_across(
    at: Ticks, start: Ints, other_at: Ticks, other_start: Ints, width: Ints, low: Places, high: Places
) -> int:
    """First and past-the-last event of the other set within ``width[o]`` of each event; returns all neighbours."""
    total = 0
    for o in range(start.size - 1):
        left = right = other_start[o]
        end, w = other_start[o + 1], width[o]
        for i in range(start[o], start[o + 1]):
            while left < end and at[i] - other_at[left] > w:
                left += 1
            right = max(left, right)
            while right < end and other_at[right] - at[i] <= w:
                right += 1
            low[i], high[i] = left, right
            total += right - left
    return total
