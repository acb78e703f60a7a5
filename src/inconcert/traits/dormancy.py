"""Dormancy: did the accounts fall silent for long, and come back together?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.words import duration, moment
from inconcert.settings import DAY
from inconcert.traits.base import INAUTHENTICITY, SHOWN_POSTS, Reading, Trait
from inconcert.traits.bounds import LEAST_CONTROLS
from inconcert.traits.comparing import Looked, Question, best

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from inconcert.traits.material import Material
    from inconcert.traits.people import Group, People

SILENCE = 60 * DAY
"""Seconds without a post that make an account dormant."""
WIDTHS = (DAY, 7 * DAY)
"""Windows in seconds in which returns are counted together."""
UNKNOWN = "und"
MOST = 2000
"""Accounts with a history, at most, that stand in for controls."""
_HISTORIES = """
WITH posted AS (
    SELECT asset, "at", "at" - lag("at") OVER (PARTITION BY asset ORDER BY "at") AS gap
    FROM read_parquet($features) f
    SEMI JOIN asked_platforms p ON f.platform = p.value ANTI JOIN trait_networked n ON f.asset = n.asset
)
SELECT CASE WHEN max(gap) < $silence THEN 'infinity'::DOUBLE
            ELSE arg_max("at", (gap, "at")) FILTER (gap IS NOT NULL) END
FROM posted GROUP BY asset HAVING max("at") - min("at") >= $silence ORDER BY md5(asset) LIMIT $most
"""
_ASK = Question("activity over two months and more", "came back from two months of silence in the same days")


class Dormancy(Trait):
    """Members fell silent for two months or longer and began to post again in the same days."""

    name = "dormancy"
    axis = INAUTHENTICITY
    family = "dormancy"
    question = "Did the accounts fall silent for long, and come back together?"
    limits = "Elections, seasons and gaps in the collection silence and wake honest accounts together."

    def read(self, group: Group, material: Material) -> Reading:
        """Scan the returns: windows that begin at a member's, against the returns of controls.

        Where fewer than thirty controls have so long a history, all accounts of the platform that have one and are in
        no network stand in.
        """
        places = returns(group)
        own, others = _instants(group, places, spans(group)), _others(group, material)
        woken = np.unique(own[np.isfinite(own)])
        windows = [(float(start), float(start + width * 1e6), width) for width in WIDTHS for start in woken]
        marks = (_marks(own, windows), _marks(others, windows))
        looked = Looked(*marks, ~np.isnan(own), ~np.isnan(others), max(1, len(windows)))

        def did(place: int) -> str:
            start, _, width = windows[place]
            return (
                "came back from at least two months of silence within "
                f"{duration(width)} from {moment(int(start), DAY)} on"
            )

        top, reading = best(group, looked, _ASK, did)
        return reading if top < 0 else _told(group, places, _between(own, *windows[top][:2]), reading)


def spans(people: People) -> npt.NDArray[np.bool_]:
    """Whose posts reach over more than two months, so that a silence could be seen."""
    first, last = people.cuts[:-1], people.cuts[1:] - 1
    some = last > first
    found = np.zeros(len(people), bool)
    found[some] = people.at[last[some]] - people.at[first[some]] >= SILENCE * 1e6
    return found


def returns(people: People) -> npt.NDArray[np.int64]:
    """For each account the place of the post that ended its longest silence of two months and more; −1 without one."""
    found = np.full(len(people), -1)
    for who, (start, stop) in enumerate(zip(people.cuts[:-1], people.cuts[1:], strict=True)):
        gaps = np.diff(people.at[start:stop])
        if len(gaps) and gaps.max() >= SILENCE * 1e6:
            found[who] = start + 1 + int(gaps.argmax())
    return found


def _instants(people: People, places: npt.NDArray[np.int64], known: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """When each account came back, microseconds; infinite where it did not, ``nan`` where that could not be seen."""
    found = np.where(known, np.inf, np.nan)
    some = known & (places >= 0)
    found[some] = people.at[places[some]]
    return found


def _others(group: Group, material: Material) -> npt.NDArray[np.float64]:
    """When controls came back, or, where few have a history, everybody else of the platform."""
    crowd = material.controls(group)
    known = spans(crowd)
    if known.sum() >= LEAST_CONTROLS or not len(group.at):
        return _instants(crowd, returns(crowd), known)
    platforms = sorted({asset.partition(":")[0] for asset in group.assets})
    rows = material.asked(_HISTORIES, {"platforms": platforms}, silence=round(SILENCE * 1e6), most=MOST)
    return np.array([back for (back,) in rows], float)


def _marks(instants: npt.NDArray[np.float64], windows: Sequence[tuple[float, float, float]]) -> npt.NDArray[np.bool_]:
    marks = [_between(instants, start, end) for start, end, _ in windows]
    return np.array(marks, bool).reshape(len(windows), len(instants))


def _between(instants: npt.NDArray[np.float64], start: float, end: float) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = (instants >= start) & (instants < end)
    return found


def _told(group: Group, own: npt.NDArray[np.int64], inside: npt.NDArray[np.bool_], reading: Reading) -> Reading:
    """The reading with the posts of the return, and how many came back in another language."""
    hits = np.flatnonzero(inside)
    turned = sum(_turned(group, int(who), int(own[who])) for who in hits)
    extra = f" {turned:,} of them came back in another language." if turned else ""
    figures = reading.figures | {"other_language": turned}
    return replace(reading, says=reading.says + extra, figures=figures, posts=group.refs(own[hits[:SHOWN_POSTS]]))


def _turned(group: Group, who: int, back: int) -> bool:
    """Whether the language after a silence is another than before."""
    told, (start, stop) = group.told("lang"), group.cuts[who : who + 2]
    before, after = (_main(told[int(start) : back]), _main(told[back : int(stop)]))
    return before is not None and after is not None and before != after


def _main(told: list[str | None]) -> str | None:
    known = Counter(each for each in told if each and each != UNKNOWN)
    return min(known, key=lambda each: (-known[each], each)) if known else None
