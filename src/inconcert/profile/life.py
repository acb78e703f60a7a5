"""The life of a network: overlapping windows, its phases in words, and how its members come and go.

Windows are 7 days wide and begin every 3.5 days when the shared acts span three weeks or more; over a shorter span
they are a seventh of it wide, a day at least, and begin at every half. They are whole hours and whole ticks of the
clock, so a clock of days gives steps of whole days; a span that needs more than 400 windows has windows of several
weeks. Fixed rules give the phases:

- *born*: the first window with three members, or with a fifth of the largest window;
- *grows*: from the first window of a stretch to its largest, when that has half as many members more;
- *holds*: up to the last window above two thirds of the peak of the stretch, beyond the next window; dips between
  are told by the range of members;
- *shrinks*: from the last such window to the end of the stretch;
- *pauses*: two windows or more in a row, seven days at least, with less than a tenth of the largest window before;
  at the end of the acts too, when a few still act;
- *returns*: the first window after a pause, with how many of the members present before came back until the next;
- *ends*: nothing after the last window, although the material goes on for two windows at least.

A window is covered when the network acts in it, or anybody posts in each of its halves. What is not covered has no
figures: it makes no pause, no leaver and no end. Only acts behind ties are counted: accounts that belong by objects
alone are not in the windows. Following communities by the overlap of windows and a decayed membership is after
Greene, Doyle and Cunningham (2010) and the sliding windows of Weber and Neumann (2021, decay 0.8 here).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model import sql
from inconcert.model.times import DAY, iso
from inconcert.networks.words import count, duration, listed, moment, share
from inconcert.profile.phases import Phase, phases
from inconcert.profile.windows import Coverage, Touched, Window, turnover, windows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb
    import numpy.typing as npt

_TOUCHED = """
SELECT t.network, f.at, hash(t.asset) AS asset, hash(t.signal, t.object) AS thing, f.post, f.precision
FROM net_touches t JOIN read_parquet($path) f ON f.post_ref = t.post
WHERE t.network >= $first AND t.network < $end ORDER BY t.network
"""
_HOURS = """
SELECT DISTINCT epoch_us(posted_at) // 3600000000 AS hour FROM posts WHERE posted_at IS NOT NULL
UNION SELECT "at" // 3600000000 FROM read_parquet($path) WHERE kind = 'ad'
"""
TOLD = 7
"""Phases that a sentence names, at most."""
ROTATION, STAY = 0.5, 0.8
"""Share of the early members seen late, up to which accounts were replaced, and from which they stay."""


def coverage(con: duckdb.DuckDBPyConnection, features: Path) -> Coverage:
    """When the material has posts, from the view ``posts``, and ads, from the file of the noun ``features``."""
    return Coverage(hours(con, features))


def hours(con: duckdb.DuckDBPyConnection, features: Path) -> npt.NDArray[np.int64]:
    """Hours since 1970 with a post in the view ``posts``, or an ad in the file of the noun ``features``."""
    found: npt.NDArray[np.int64] = con.sql(_HOURS, params={"path": sql.exact(features)}).fetchnumpy()["hour"]
    return found


def lives(
    con: duckdb.DuckDBPyConnection, features: Path, first: int, end: int, covered: Coverage
) -> Iterator[dict[str, Any]]:
    """The lives of the networks from ``first`` to before ``end``, from the table ``net_touches``: see :func:`life`."""
    table = con.sql(_TOUCHED, params={"path": sql.exact(features), "first": first, "end": end}).to_arrow_table()
    columns = [table[name].to_numpy() for name in ("at", "asset", "thing", "post", "precision")]
    cuts = np.searchsorted(table["network"].to_numpy(), np.arange(first, end + 1))
    for start, stop in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        at, asset, thing, post, precision = (column[start:stop] for column in columns)
        yield life(Touched(at, asset, thing, post, float(precision.max(initial=1.0))), covered)


def life(touched: Touched, covered: Coverage) -> dict[str, Any]:
    """The life of one network as it stands in ``findings.json``; the module's text has the rules.

    Returns:
        ``window_days`` and ``step_days``; ``windows`` of ``from, to, members, objects, acts, joined, left, present,
        overlap, covered``; ``phases`` of ``phase, from, to, members``; ``says``, sentences.
    """
    if not len(touched.at):
        return {"window_days": None, "step_days": None, "windows": [], "phases": [], "says": []}
    seen = windows(touched, covered)
    found = phases(seen, covered, touched.clock)
    width = seen[0].end - seen[0].first
    step = seen[1].first - seen[0].first if len(seen) > 1 else width
    return {
        "window_days": round(width / DAY, 3),
        "step_days": round(step / DAY, 3),
        "windows": [_window(window) for window in seen],
        "phases": [_phase(phase) for phase in found],
        "says": _says(touched, covered, seen, found),
    }


def _window(window: Window) -> dict[str, Any]:
    return {
        "from": iso(window.first),
        "to": iso(window.end),
        "members": window.members,
        "objects": window.objects,
        "acts": window.acts,
        "joined": window.joined,
        "left": window.left,
        "present": len(window.present) if window.covered else None,
        "overlap": None if window.overlap is None else round(window.overlap, 3),
        "covered": window.covered,
    }


def _phase(phase: Phase) -> dict[str, Any]:
    return {"phase": phase.phase, "from": iso(phase.first), "to": iso(phase.end), "members": phase.members}


def _says(touched: Touched, covered: Coverage, seen: Sequence[Window], found: Sequence[Phase]) -> list[str]:
    """The phases first, then how members come and go, then what the material leaves open."""
    width = seen[0].end - seen[0].first
    said = [_course(seen, found)]
    if len(seen) > 2 and found:
        said.append(_turnover(*turnover(touched)))
    missing = sum(not window.covered for window in seen)
    if missing:
        one = missing == 1
        said.append(
            f"The material holds too few posts of anybody to cover {missing:,} of {count(len(seen), 'window')}; "
            f"nothing is known of the network in {'it' if one else 'them'}, and {'it is' if one else 'they are'} "
            "no pause."
        )
    if found and seen[0].first - covered.first < width < covered.end - seen[-1].end:
        said.append("It is there from the beginning of the material, so it may be older.")
    return said


def _course(seen: Sequence[Window], found: Sequence[Phase]) -> str:
    width = duration((seen[0].end - seen[0].first) / 1e6)
    if not found:
        return f"No two of its members touched the same object within one window of {width}: it has no phases."
    if len(seen) == 1:
        tail = "".join(f", and it {_named(phase, seen[0].end)}" for phase in found if phase.phase == "ends")
        return f"All its life lies in one window of {width}, with {count(found[0].members, 'member')}{tail}."
    step = duration((seen[1].first - seen[0].first) / 1e6)
    named = [_named(phase, seen[-1].end) for phase in found[:TOLD]]
    if len(found) > TOLD:
        named.append(f"goes through {count(len(found) - TOLD, 'more phase')}")
    return f"In windows of {width}, one every {step}, it {listed(named)}."


def _named(phase: Phase, last: int) -> str:
    """«is there by 2024-03-08 with 5 members» for a phase; ``last`` is the end of the last window."""
    first, end = moment(phase.first, 86_400), moment(phase.end, 86_400)
    return {
        "born": f"is there by {end} with {count(phase.members, 'member')}",
        "grows": f"grows {_rise(phase)} by {end}",
        "holds": f"holds until {end} with {_range(phase)}",
        "shrinks": f"shrinks to {phase.members:,} by {end}",
        "pauses": f"pauses from {first} {'on' if phase.end >= last else f'to {end}'}{_few(phase)}",
        "returns": f"returns by {end}{_back(phase)}",
        "ends": f"ends by {first}, while the material goes on until {end}",
    }[phase.phase]


def _rise(phase: Phase) -> str:
    return f"to {phase.members:,}" if phase.fewest is None else f"from {phase.fewest:,} to {phase.members:,}"


def _few(phase: Phase) -> str:
    return f" (at most {phase.members:,} at a time)" if phase.members else ""


def _range(phase: Phase) -> str:
    if phase.fewest == 0 < phase.members:
        return f"up to {phase.members:,}"
    return f"{phase.members:,}" if phase.fewest in (None, phase.members) else f"{phase.fewest:,} to {phase.members:,}"


def _back(phase: Phase) -> str:
    if phase.back is None or not phase.back[1]:
        return ""
    back, known = phase.back
    who = "none" if back == 0 else "all" if back == known else f"{back:,}"
    return f" with {who} of its {count(known, 'member')}"


def _turnover(early: int, stay: int, late: int) -> str:
    """How many of those seen in the first third of the span are seen in the last."""
    told = (
        f"of the {count(early, 'member')} seen in the first third of its life {stay:,} "
        f"({share(stay, early)}) {'is' if stay == 1 else 'are'} seen in the last third"
    )
    new = late - stay
    others = f"with {count(new, 'other')}" if new else "with no others"
    if stay <= ROTATION * early and 2 * new >= early:
        return f"Rotation, accounts replaced over time: {told}, {others}."
    if stay >= STAY * early:
        return f"Its members stay: {told}, {others}."
    return f"{told[0].upper()}{told[1:]}, {others}."
