"""Casebooks to try things on: findings, people, a PostgreSQL server of one's own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from inconcert.casework import Actor, Casebook, Desk, FindingRef
from inconcert.casework.columns import image
from inconcert.casework.tables import WATCHED

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = Path("/usr/lib/postgresql/15/bin")

NETWORK: dict[str, Any] = {
    "id": "net-0a1b2c3d4e",
    "grade": "B",
    "alert": True,
    "p": 0.05,
    "q": 0.05,
    "size": 2,
    "strength": 73.7,
    "members": [
        {"platform": "x", "account_id": "900100", "handle": "orvela_now", "strength": 41.5},
        {"platform": "x", "account_id": "900200", "handle": "harbour_eye", "strength": 32.2},
    ],
    "axes": {"coordination": {"value": 73.7, "unit": "nats", "says": "73.7."}},
    "why": ["Grade B: 1 independent kind of evidence (link)."],
    "languages": {"en": 20, "und": 1},
    "platforms": {"x": 21},
    "evidence": [
        {
            "a": "x:900100",
            "b": "x:900200",
            "signal": "same_link",
            "expected": 0.4,
            "p": 1e-9,
            "pairs": [
                {
                    "a_post": {"account": "x:900100", "handle": "orvela_now", "text": "The bridge is falling"},
                    "b_post": {"account": "x:900200", "handle": "harbour_eye", "text": "As @orvela_now says: look"},
                    "marks": [["replace", 0, 3, 0, 2]],
                }
            ],
        }
    ],
}


def finding(network: str = NETWORK["id"], **changes: Any) -> FindingRef:
    """A network frozen for a case."""
    return FindingRef.of("run-1", {**NETWORK, "id": network, **changes})


def at(book: Casebook, name: str, *roles: str) -> Desk:
    """A desk for somebody."""
    return book.desk(Actor(name, frozenset(roles or ("reviewer",)), "test"))


def state(book: Casebook) -> dict[tuple[str, str], Any]:
    """Everything the watched tables hold."""
    with book.database.reading() as session:
        return {(name, row.id): image(row) for name, model in WATCHED.items() for row in session.scalars(select(model))}


@contextmanager
def server() -> Iterator[str]:
    """A PostgreSQL server in a temporary folder, reached by a socket; yields the URL of an empty database."""
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    user = owner()
    if os.geteuid() == 0:
        shutil.chown(home, user)
    _program(user, "initdb", "-D", home / "data", "-U", "keeper", "-A", "trust", "--no-sync")
    start(home, user)
    try:
        _program(user, "createdb", "-h", home, "-U", "keeper", "book")
        yield f"postgresql+psycopg://keeper@/book?host={home}"
    finally:
        _program(user, "pg_ctl", "-D", home / "data", "-m", "immediate", "stop", check=False)
        shutil.rmtree(home, ignore_errors=True)


def start(home: Path, user: str) -> None:
    """Start the server of a folder."""
    options = f"-k {home} -c listen_addresses='' -c max_connections=200"
    _program(user, "pg_ctl", "-D", home / "data", "-l", home / "log", "-w", "-o", options, "start")


def crash(home: Path, user: str) -> None:
    """Stop a server without letting it finish anything, as a power cut would."""
    _program(user, "pg_ctl", "-D", home / "data", "-m", "immediate", "-w", "stop")


def owner() -> str:
    """Who runs the server: never root."""
    return "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def kill(home: Path) -> None:
    """Kill a server (SIGKILL) with all its processes."""
    first = int((home / "data" / "postmaster.pid").read_text("utf-8").split("\n", 1)[0])
    tree = [first, *_children(first)]
    for process in tree:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    # Until they are gone from the list of processes too, a new server takes the old one for running.
    end = time.monotonic() + 30
    while any(Path(f"/proc/{process}").exists() for process in tree) and time.monotonic() < end:
        time.sleep(0.02)


def _children(process: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()]


def _program(user: str, name: str, *arguments: Any, check: bool = True) -> None:
    command = [str(PROGRAMS / name), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", *command]
    subprocess.run(command, check=check, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
