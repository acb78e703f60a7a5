"""Fifty reviewers at once over HTTP, with the casebook in PostgreSQL; server and database are killed in the middle.

    python benchmarks/reviewers.py [--seconds 300] [--people 50] [--pause 0] [--no-kill]

Starts PostgreSQL and ``inconcert serve`` in processes of their own. Every person signs in with a password and works as
a browser does, page by page and form by form, with cookie and token: open a case on a finding, decide, ask for a
review, look for somebody else's decision to review, read it blind, give a verdict. After a third of the time the web
server is killed (SIGKILL), after two thirds PostgreSQL with all its processes; each comes back after a few seconds.

What is counted:

- *acknowledged*: cases, decisions and verdicts whose form was answered by 303. All must be in the casebook at the end.
- *unanswered*: the connection was refused or broke. Only while the web server is down.
- *503*: the server says that the database does not answer, with Retry-After. Only while the database is down.
- *refused*: 4xx. A review that somebody else gave first is one (409).
- *5xx*: every other answer from 500 on, and every 503 while the database is up. There must be none.

Writes ``bench-data/reviewers-<people>.json``. Leaves with 1 when something was lost, a 5xx came or the log is broken.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median, quantiles
from threading import Lock
from typing import TYPE_CHECKING, Any

import httpx
from measure import DATA, save
from sqlalchemy import make_url, select

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "material"))
from casebooks import at, kill, owner, server, start
from serving import free_port
from workbenches import PASSWORD, world

from inconcert.casework import Casebook, verify
from inconcert.casework.tables import Case, Decision, Review

if TYPE_CHECKING:
    from collections.abc import Iterator

DOWN = 3.0
"""Seconds for which a killed server stays away."""
HOME = "/i/spring-op"


@dataclass
class Tally:
    """What all threads saw."""

    kept: dict[str, list[str]] = field(default_factory=lambda: {"case": [], "decision": [], "verdict": []})
    """Texts that were acknowledged; each is used once."""
    answers: list[tuple[float, str, int, float]] = field(default_factory=list)
    """When, which page, status (0: no answer), seconds."""
    outages: dict[str, tuple[float, float]] = field(default_factory=dict)
    """When the web server and the database were away."""
    lock: Lock = field(default_factory=Lock)

    def note(self, page: str, status: int, began: float) -> None:
        """One request."""
        with self.lock:
            self.answers.append((began, page, status, time.monotonic() - began))

    def acknowledged(self, what: str, text: str) -> None:
        """The server said that it has kept this."""
        with self.lock:
            self.kept[what].append(text)

    def during(self, what: str, began: float, spent: float) -> bool:
        """Whether a request was under way while a server was away."""
        down, up = self.outages.get(what, (0.0, 0.0))
        return began <= up and began + spent >= down


class Person:
    """Somebody with a browser."""

    def __init__(self, name: str, base: str, tally: Tally) -> None:
        self.name, self._tally, self._chance, self._number = name, tally, Random(name), 0
        self._client = httpx.Client(base_url=base, timeout=120, trust_env=False)

    def get(self, page: str, path: str) -> str:
        """A page, empty when there is none now."""
        answer = self._asked(page, "GET", path)
        return answer.text if answer is not None and answer.status_code == 200 else ""

    def send(self, page: str, path: str, form: str, **data: str) -> httpx.Response | None:
        """Send a form of a page; the answer when it was taken in."""
        token = re.search(r'name="csrf" value="(\w+)"', form)
        if token is None:
            return None  # the page did not come, so there is no form
        answer = self._asked(page, "POST", path, data={"csrf": token[1], **data})
        return answer if answer is not None and answer.status_code == 303 else None

    def _asked(self, page: str, method: str, path: str, **more: Any) -> httpx.Response | None:
        began = time.monotonic()
        try:
            answer = self._client.request(method, path, **more)
        except httpx.TransportError:
            self._tally.note(page, 0, began)
            time.sleep(0.5)
            return None
        self._tally.note(page, answer.status_code, began)
        if answer.status_code == 503:
            time.sleep(min(2.0, float(answer.headers["retry-after"])))
        return answer

    def sign_in(self) -> bool:
        """Come in."""
        form = self.get("sign in", "/sign-in")
        return self.send("sign in", "/sign-in", form, name=self.name, password=PASSWORD) is not None

    def work(self, until: float, pause: float) -> None:
        """Decide and review until the time is over."""
        while not self.sign_in():
            pass
        while time.monotonic() < until:
            self._decide()
            self._review()
            time.sleep(pause)

    def _text(self, what: str) -> str:
        self._number += 1
        return f"{what} {self._number} of {self.name}"

    def _decide(self) -> None:
        """Open a case on a finding and decide it."""
        listed = self.get("findings", f"{HOME}/findings")
        found = re.findall(rf'href="({HOME}/findings/net-[^"?]+)', listed)
        finding = self.get("finding", found[0]) if found else ""
        net = found[0].rpartition("/")[2] if found else ""
        title = self._text("Case")
        opened = self.send("open a case", f"{HOME}/cases", finding, title=title, question="One hand?", net=net)
        if opened is None:
            return
        self._tally.acknowledged("case", title)
        case = opened.headers["location"]
        page = self.get("case", case)
        seen = dict(re.findall(r'name="(version|seen)" value="([^"]*)"', page))
        reason = self._text("Decision")
        data = {**seen, "verdict": "confirmed", "reason": reason, "net": net, "ask": "1"}
        if self.send("decide", f"{case}/decide", page, **data) is not None:
            self._tally.acknowledged("decision", reason)

    def _review(self) -> None:
        """Give a verdict on somebody else's decision."""
        waiting = re.findall(rf'href="({HOME}/reviews/\w+)"', self.get("reviews", f"{HOME}/reviews"))
        if not waiting:
            return
        place = self._chance.choice(waiting)
        page, reason = self.get("blind review", place), self._text("Verdict")
        if page and self.send("review", place, page, verdict="confirmed", reason=reason) is not None:
            self._tally.acknowledged("verdict", reason)


@contextmanager
def served(folder: Path, url: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """``inconcert serve`` in a process of its own, answering."""
    command = [sys.executable, "-m", "inconcert", "serve", str(folder), "--port", str(port), "--quiet"]
    environment = {**os.environ, "INCONCERT_CASEBOOK": url}
    with (folder.parent / "server.log").open("ab") as log, subprocess.Popen(
        command, env=environment, stdout=log, stderr=log
    ) as process:  # fmt: skip
        try:
            _await(port)
            yield process
        finally:
            process.kill()


def _await(port: int) -> None:
    for _ in range(600):
        try:
            if httpx.get(f"http://127.0.0.1:{port}/healthy", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    sys.exit("The web server did not start.")


def killed(process: subprocess.Popen[bytes], folder: Path, url: str, port: int, tally: Tally, seconds: float) -> Any:
    """Kill the web server after a third of the time, and PostgreSQL after two thirds; gives what ends the second."""
    time.sleep(seconds / 3)
    down = time.monotonic()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(DOWN)
    again = served(folder, url, port)
    again.__enter__()
    tally.outages["web server"] = down, time.monotonic()
    time.sleep(seconds / 3)
    home = Path(str(make_url(url).query["host"]))
    down = time.monotonic()
    kill(home)
    time.sleep(DOWN)
    start(home, owner())
    tally.outages["database"] = down, time.monotonic()
    return again


def there(book: Casebook) -> dict[str, set[str]]:
    """Texts in the casebook."""
    with book.database.reading() as session:
        return {
            "case": set(session.scalars(select(Case.title))),
            "decision": set(session.scalars(select(Decision.reason))),
            "verdict": {str(reason) for reason in session.scalars(select(Review.reason))},
        }


def sorted_out(tally: Tally) -> dict[str, Counter[str]]:
    """Answers by what they count as."""
    found = {kind: Counter[str]() for kind in ("unanswered", "503 while the database was away", "refused", "5xx")}
    for began, page, status, spent in tally.answers:
        if status == 0:
            away = tally.during("web server", began, spent)
            found["unanswered" if away else "5xx"][f"{page}: no answer"] += 1
        elif status == 503 and tally.during("database", began, spent):
            found["503 while the database was away"][page] += 1
        elif status >= 400:
            found["5xx" if status >= 500 else "refused"][f"{page}: {status}"] += 1
    return found


def pages(tally: Tally) -> list[dict[str, Any]]:
    """Seconds of every page, of answers that were neither refused nor late because a server was away."""
    times: dict[str, list[float]] = {}
    for began, page, status, spent in tally.answers:
        if 0 < status < 400 and not any(tally.during(what, began, spent) for what in tally.outages):
            times.setdefault(page, []).append(1000 * spent)
    return [
        {"name": name, "requests": len(some), "median_ms": round(median(some)),
         "p95_ms": round(quantiles(some, n=20)[18])}
        for name, some in times.items() if len(some) > 1
    ]  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=float, default=300)
    options.add_argument("--people", type=int, default=50)
    options.add_argument("--pause", type=float, default=0, help="seconds a person rests after each round")
    options.add_argument("--no-kill", action="store_true")
    given = options.parse_args()
    tally, port = Tally(), free_port()
    with server() as url, tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_DATA_HOME"] = scratch  # the copy of the log's head lies where the server keeps it
        folder = Path(shutil.copytree(_world(), Path(scratch) / "spring-op"))
        _people(url, given.people)
        with served(folder, url, port) as process:
            until = time.monotonic() + given.seconds
            with ThreadPoolExecutor(given.people) as pool:
                base = f"http://127.0.0.1:{port}"
                done = [
                    pool.submit(Person(f"Person {number}", base, tally).work, until, given.pause)
                    for number in range(given.people)
                ]
                again = None if given.no_kill else killed(process, folder, url, port, tally, given.seconds)
            for one in done:
                one.result()
            if again is not None:
                again.__exit__(None, None, None)
        sys.exit(_told(tally, url, given))


def _world() -> Path:
    """An investigation that was looked at, made once."""
    place = DATA / "reviewers"
    if not list(place.glob("spring-op/runs/*/findings.json")):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        world(place)
    return place / "spring-op"


def _people(url: str, many: int) -> None:
    """Let so many people sign in."""
    book = Casebook.open(url)
    admin = at(book, "Admin", "admin")
    for number in range(many):
        admin.add_user(f"Person {number}", ["reviewer"], password=PASSWORD)
    book.close()


def _told(tally: Tally, url: str, given: argparse.Namespace) -> bool:
    """Say and save what came of it; whether something is wrong."""
    book = Casebook.open(url)
    kept, log = there(book), verify(url)
    book.close()
    lost = {what: sorted(set(said) - kept[what]) for what, said in tally.kept.items()}
    counts, rows = sorted_out(tally), pages(tally)
    print(f"{len(tally.answers):,} requests by {given.people} people in {given.seconds:g} s")
    for row in rows:
        print(f"  {row['name']}: median {row['median_ms']} ms, 95th percentile {row['p95_ms']} ms, {row['requests']}")
    for what, said in tally.kept.items():
        print(f"{len(said):,} {what}s acknowledged, {len(lost[what])} of them lost")
    for kind, found in counts.items():
        print(f"{kind}: {dict(found) or 'none'}")
    for what, (down, up) in tally.outages.items():
        print(f"{what} away for {up - down:.1f} s")
    print(f"the log holds: {log.ok} ({log.entries:,} entries) {log.faults or ''}")
    save(
        "reviewers", given.people, rows, requests=len(tally.answers), seconds=given.seconds,
        acknowledged={what: len(said) for what, said in tally.kept.items()},
        lost={what: len(some) for what, some in lost.items()},
        counts={kind: dict(found) for kind, found in counts.items()},
        away_s={what: round(up - down, 1) for what, (down, up) in tally.outages.items()}, log_ok=log.ok,
    )  # fmt: skip
    return bool(any(lost.values()) or counts["5xx"] or not log.ok)


if __name__ == "__main__":
    main()
