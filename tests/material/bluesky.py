"""A local Bluesky network with Ozone, started from npm packages, and accounts on it."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from casebooks import PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = Path(__file__).parents[1] / "services" / "bluesky"
PASSWORD = "placeholder-words"  # of accounts that live as long as a test
_NAME = "inconcert-bluesky-"


def missing() -> str | None:
    """What this machine lacks for such a network, ``None`` when nothing."""
    needed = {
        "Node 20 or newer (Debian: apt-get install nodejs npm)": shutil.which("node"),
        "redis-server (Debian: apt-get install redis-server)": shutil.which("redis-server"),
        "PostgreSQL 15 (Debian: apt-get install postgresql)": PROGRAMS.exists(),
        "the packages of tests/services/bluesky (./run bluesky installs them)": (HOME / "node_modules").is_dir(),
    }
    lacking = [what for what, there in needed.items() if not there]
    return f"needs {', '.join(lacking)}" if lacking else None


@dataclass
class Network:
    """Where it listens, and its process."""

    process: subprocess.Popen[str]
    pds: str = ""
    appview: str = ""
    ozone: str = ""
    service: str = ""
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60))

    def tell(self, line: str) -> dict[str, Any]:
        """Tell the process something and wait for its answer."""
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        told = self.line()
        assert "failed" not in told, told
        return told

    def settle(self) -> int:
        """Wait until everything that was written has arrived everywhere; the number of the last event of the stream."""
        return int(self.tell("settle")["seq"])

    def account(self, name: str) -> dict[str, str]:
        """A new account: its ``did``, ``handle`` and ``accessJwt``."""
        given = {"handle": f"{name}.test", "email": f"{name}@mail.example", "password": PASSWORD}
        return dict(self._post("com.atproto.server.createAccount", given))

    def write(self, account: dict[str, str], records: list[dict[str, Any]]) -> list[dict[str, str]]:
        """Records of an account, written at once; the ``uri`` and ``cid`` of each."""
        made: list[dict[str, str]] = []
        for start in range(0, len(records), 100):
            writes = [
                {"$type": "com.atproto.repo.applyWrites#create", "collection": one["$type"], "value": one}
                for one in records[start : start + 100]
            ]
            given = {"repo": account["did"], "writes": writes}
            made += self._post("com.atproto.repo.applyWrites", given, account["accessJwt"])["results"]
        return made

    def feed(self, did: str) -> list[dict[str, Any]] | None:
        """Pages of what the public sees of an account; ``None`` when the account is not shown."""
        pages: list[dict[str, Any]] = []
        cursor: str | None = None
        while not pages or cursor:
            asked = {"actor": did, "limit": "100", **({"cursor": cursor} if cursor else {})}
            seen = self.http.get(f"{self.appview}/xrpc/app.bsky.feed.getAuthorFeed", params=asked)
            if seen.status_code == httpx.codes.BAD_REQUEST:
                return None
            pages.append(seen.raise_for_status().json())
            cursor = pages[-1].get("cursor")
        return pages

    def uris(self, did: str) -> set[str] | None:
        """Addresses of an account's own posts as the public sees them; ``None`` when the account is not shown."""
        pages = self.feed(did)
        if pages is None:
            return None
        posts = [one["post"] for page in pages for one in page["feed"]]
        return {post["uri"] for post in posts if post["author"]["did"] == did}

    def _post(self, method: str, given: dict[str, Any], token: str | None = None) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        made = self.http.post(f"{self.pds}/xrpc/{method}", json=given, headers=headers)
        assert made.is_success, made.text
        return dict(made.json())

    def line(self) -> dict[str, Any]:
        """The next answer of the process."""
        assert self.process.stdout
        for line in self.process.stdout:
            if line.startswith("{") and any(word in line for word in ('"done"', '"failed"', '"service"')):
                return dict(json.loads(line))
        raise AssertionError(f"the network ended:\n{_tail(self.process)}")


@contextmanager
def network() -> Iterator[Network]:
    """Start one, with a PostgreSQL and a Redis of its own. Should this process be killed, all of it dies with it."""
    with ExitStack() as stack:
        home = stack.enter_context(_folder())
        url, port = stack.enter_context(_postgres(home)), stack.enter_context(_redis())
        environment = {
            **os.environ, "DB_POSTGRES_URL": url, "REDIS_HOST": f"127.0.0.1:{port}", "TMPDIR": str(home),
            "LOG_ENABLED": "false", "NODE_ENV": "test",
        }  # fmt: skip
        errors = stack.enter_context((home / "node.log").open("w"))
        process = subprocess.Popen(
            _dying("KILL", "node", "network.mjs"), cwd=HOME, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
        )  # fmt: skip
        stack.callback(_end, process)
        made = Network(process)
        stack.callback(made.http.close)
        told = made.line()
        made.pds, made.appview, made.ozone = told["pds"], told["appview"], told["ozone"]
        made.service = told["service"]
        yield made


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for everything; what killed runs left is swept first."""
    for left in Path(tempfile.gettempdir()).glob(f"{_NAME}*"):
        if not Path(f"/proc/{left.name.removeprefix(_NAME).partition('-')[0]}").exists():
            shutil.rmtree(left, ignore_errors=True)
    home = Path(tempfile.mkdtemp(prefix=f"{_NAME}{os.getpid()}-"))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _postgres(home: Path) -> Iterator[str]:
    """A PostgreSQL that is a child of this process, reached by a socket; the URL of an empty database."""
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    place = home / "postgres"
    place.mkdir()
    if os.geteuid() == 0:
        home.chmod(0o711)
        shutil.chown(place, user)
    become = [f"--reuid={user}", f"--regid={user}", "--init-groups"] if os.geteuid() == 0 else []

    def run(*words: object, check: bool = True) -> int:
        command = ["setpriv", *become, *map(str, words)] if become else [*map(str, words)]
        return subprocess.run(
            command, check=check, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ).returncode

    run(PROGRAMS / "initdb", "-D", place / "data", "-U", "keeper", "-A", "trust", "--no-sync")
    options = ("-k", place, "-c", "listen_addresses=", "-c", "max_connections=200", "-c", "fsync=off")
    server = subprocess.Popen(
        ["setpriv", *become, "--pdeathsig=QUIT", *map(str, (PROGRAMS / "postgres", "-D", place / "data", *options))],
        cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(100):
            if run(PROGRAMS / "createdb", "-h", place, "-U", "keeper", "book", check=False) == 0:
                break
            time.sleep(0.1)
        yield f"postgresql://keeper@localhost/book?host={place}"
    finally:
        server.send_signal(3)  # QUIT: nothing in it is worth a clean end
        server.wait()


@contextmanager
def _redis() -> Iterator[int]:
    """A Redis server on a port of its own that keeps nothing."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = ("redis-server", "--port", str(port), "--save", "", "--bind", "127.0.0.1")
    running = subprocess.Popen(_dying("TERM", *command), stdout=subprocess.DEVNULL)
    try:
        yield port
    finally:
        running.terminate()
        running.wait()


def _dying(signal: str, *command: str) -> list[str]:
    """A command whose process gets a signal when this one dies, however it dies."""
    return ["setpriv", f"--pdeathsig={signal}", *command]


def _end(process: subprocess.Popen[str]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.kill()
    process.wait()


def _tail(process: subprocess.Popen[str]) -> str:
    log = Path(f"/proc/{process.pid}/fd/2")
    return log.read_text("utf-8", "replace")[-2000:] if log.exists() else "it left no log"
