"""The portrait of a group: what is asked of its posts while they and those of comparable accounts are at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.profile import holidays, narratives, schedule, sides

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.traits.material import Material
    from inconcert.traits.people import Group

    Row = dict[str, Any]


class Portraits:
    """Draws the portrait of each group of a run.

    Args:
        covered: hours since 1970 in which anybody in the material posted.
    """

    def __init__(self, covered: npt.NDArray[Any]) -> None:
        self._covered = covered

    def __call__(self, group: Group, material: Material) -> Row:
        """``schedule, holidays, holidays_says, narratives, narratives_says, sides, sides_says`` of a group."""
        crowd = material.controls(group)
        kept, about = holidays.holidays(group, crowd, self._covered)
        said = narratives.said(group)
        opposed, between = sides.sides(group, crowd, said.narratives)
        return {
            "schedule": schedule.schedule(group, crowd),
            "holidays": kept,
            "holidays_says": about,
            "narratives": narratives.told(group, said),
            "narratives_says": said.says,
            "sides": opposed,
            "sides_says": between,
        }


def lacking(why: str) -> Row:
    """The portrait of a network that was not drawn."""
    told = f"Insufficient data: {why}."
    return {
        "schedule": schedule.lacking(why),
        **{
            key: value
            for name in ("holidays", "narratives", "sides")
            for key, value in ((name, []), (f"{name}_says", told))
        },
    }
