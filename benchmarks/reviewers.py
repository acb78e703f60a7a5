"""Fifty reviewers at once against PostgreSQL for five minutes; the server is killed in the middle.

    python benchmarks/reviewers.py [--seconds 300] [--people 50] [--kill]

Says how many decisions were acknowledged and kept, how long a call took, what was refused, and whether the log holds.
"""

from __future__ import annotations

import argparse
import os
import pwd
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from threading import Lock

from sqlalchemy import make_url

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "material"))
from casebooks import NETWORK, at, crash, finding, server, start

from inconcert.casework import Casebook, verify
from inconcert.errors import InconcertError


@dataclass
class Tally:
    """What all threads saw."""

    kept: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def note(self, key: str | None, seconds: float, error: str = "") -> None:
        """One call."""
        with self.lock:
            self.took.append(seconds)
            if key is not None:
                self.kept.append(key)
            if error:
                self.refused[error] = self.refused.get(error, 0) + 1


def work(book: Casebook, cases: list[str], number: int, until: float, tally: Tally) -> None:
    """Decide, read, decide, until the time is over."""
    desk = at(book, f"Person {number}")
    while time.monotonic() < until:
        begun = time.perf_counter()
        try:
            key = desk.decide(cases[number % len(cases)], "not enough", f"{number} says so.", NETWORK["id"]).id
            tally.note(key, time.perf_counter() - begun)
            begun = time.perf_counter()
            desk.read("account", ["x:900100"], "review")
            tally.note(None, time.perf_counter() - begun)
        except InconcertError as error:
            tally.note(None, time.perf_counter() - begun, type(error).__name__)
            time.sleep(0.2)


def main() -> None:
    """Run it."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=float, default=300)
    options.add_argument("--people", type=int, default=50)
    options.add_argument("--kill", action="store_true", help="kill the server half-way and start it again")
    given = options.parse_args()
    with server() as url, tempfile.TemporaryDirectory() as folder:
        book = Casebook.open(url, files=Path(folder))
        cases = [at(book, "Ada").open_case(f"Case {number}", "Who?", [finding()]).id for number in range(10)]
        tally, until = Tally(), time.monotonic() + given.seconds
        with ThreadPoolExecutor(given.people) as pool:
            for number in range(given.people):
                pool.submit(work, book, cases, number, until, tally)
            if given.kill:
                _kill(url, given.seconds / 2)
        told = verify(url, files=Path(folder))
        found = {one.id for case in cases for one in at(book, "Ada").case(case, why="count").decisions}
        book.close()
    lost = set(tally.kept) - found
    print(
        f"{len(tally.took):,} calls by {given.people} people in {given.seconds:g} s; refused: {tally.refused or 'none'}"
    )
    print(f"median {median(tally.took) * 1000:.0f} ms, 95th percentile {quantiles(tally.took, n=20)[18] * 1000:.0f} ms")
    print(
        f"{len(tally.kept):,} decisions acknowledged, {len(lost)} of them lost; the log holds: {told.ok}, {told.faults}"
    )
    sys.exit(bool(lost) or not told.ok)


def _kill(url: str, after: float) -> None:
    home = Path(str(make_url(url).query["host"]))
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    time.sleep(after)
    crash(home, user)
    start(home, user)


if __name__ == "__main__":
    main()
