"""The events of a benchmark as files of posts, one a day for a month, and one more day of a hundredth as many."""

from __future__ import annotations

import sys
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from contenders import prepare
from measure import run

if TYPE_CHECKING:
    from pathlib import Path

DAYS = 30
SIGNAL = "same_link"
DAY = 86_400
NEW = 0.01
"""Posts of the new day, as a share of all others."""
POSTS = """
    SELECT 'web' AS platform, $name || e.i AS post_id, account AS account_id, 'post' AS kind,
           array_to_string([('w' || hash(e.i * 8 + n) % 5000) FOR n IN range(8)], ' ') AS text,
           make_timestamptz(1700006400000000 + s * 1000000) AS posted_at, 1.0::DOUBLE AS precision, 'en' AS lang,
           ['https://h' || hash(object) % 1000 || '.example/' || object] AS urls
    FROM (SELECT *, row_number() OVER () AS i, ("at" - least_at) * {month} // (most_at - least_at + 1) AS s0
          FROM read_parquet($events),
               (SELECT min("at") AS least_at, max("at") AS most_at FROM read_parquet($events))) AS e,
         LATERAL (SELECT {second} AS s)
    WHERE {chosen} ORDER BY s, i"""


def files(events: int, seed: int) -> tuple[list[Path], Path]:
    """The files of the month, and that of the new day; made when they are not there."""
    import duckdb

    folder = prepare(events, seed, ["inconcert-text"])
    place = folder / "posts"
    month, new = [place / f"day-{day:02d}.parquet" for day in range(DAYS)], place / "new.parquet"
    if not new.exists():
        place.mkdir(exist_ok=True)
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            for day, path in enumerate(month):
                _write(connection, folder, path, "s0", f"s0 // {DAY} = {day}")
            # Acts of all days, moved to the day after at the same hour.
            _write(connection, folder, new, f"{DAYS * DAY} + s0 % {DAY}", f"hash(i) % {round(1 / NEW)} = 0")
    return month, new


def _write(connection: Any, folder: Path, path: Path, second: str, chosen: str) -> None:
    select = POSTS.format(month=DAYS * DAY, second=second, chosen=chosen)
    given = {"events": str(folder / "text.parquet"), "name": path.stem}
    connection.execute(f"COPY ({select}) TO '{path}'", given)


def added(folder: Path, posts: list[Path]) -> None:
    """An investigation with these files, made anew."""
    rmtree(folder, ignore_errors=True)
    run((*INCONCERT, "new", folder))
    run((*INCONCERT, "add", folder, *posts))


INCONCERT = (sys.executable, "-m", "inconcert")


FEWER = """
import sys
from inconcert.investigation import Investigation
folder, signal, shuffles, last = sys.argv[1:]
Investigation.open(folder).detect(signals=[signal], shuffles=int(shuffles), last=last or None)
"""


def fewer(folder: Path, shuffles: int, last: str = "") -> tuple[str | Path, ...]:
    """The same with another number of shuffles, which is a setting and no option of the command."""
    return (sys.executable, "-c", FEWER, folder, SIGNAL, str(shuffles), last)


STEPS = """
import sys
from inconcert.investigation import Investigation
folder, signal, shuffles, memory, log = sys.argv[1:]
with open(log, "w", buffering=1) as file:
    tell = lambda step, done, of: print(step, file=file)
    Investigation.open(folder).detect(signals=[signal], shuffles=int(shuffles), memory=memory, progress=tell)
"""


def told(folder: Path, shuffles: int, memory: str, log: Path) -> tuple[str | Path, ...]:
    """A run with a memory setting that writes the name of the step it is at to ``log``, again and again."""
    return (sys.executable, "-c", STEPS, folder, SIGNAL, str(shuffles), memory, log)


COACTIONS = """
import sys
from inconcert import configuring, detection
from inconcert.investigation import Investigation
from inconcert.model.horizon import last_days
folder, signal, last, window = sys.argv[1:]
there = Investigation.open(folder)
since = last_days(last, max(one["last_at"] for one in there.receipts), None)
asked = {"signals": [signal], "windows": [float(window)], "audiences": [2**31 - 1], "since": since}
detection.search(there.folder, configuring.configured(asked), lambda step, done, of: None)
"""


def coactions(folder: Path, last: str, window: int) -> tuple[str | Path, ...]:
    """From posts to the ties of one window, with p and q; no networks, no shuffles, no findings."""
    return (sys.executable, "-c", COACTIONS, folder, SIGNAL, last, str(window))


def detect(folder: Path, *options: str) -> tuple[str | Path, ...]:
    """The command that looks for coordination there."""
    return (*INCONCERT, "detect", folder, "--signal", SIGNAL, "--quiet", *options)
