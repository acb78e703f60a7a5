"""A local Bluesky network with Ozone, started from npm packages, and accounts on it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from casebooks import server

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = Path(__file__).parents[1] / "services" / "bluesky"
PASSWORD = "placeholder-words"  # of accounts that live as long as a test


@dataclass
class Network:
    """Where it listens, and its process."""

    pds: str
    appview: str
    ozone: str
    service: str
    process: subprocess.Popen[str]

    def tell(self, line: str) -> dict[str, Any]:
        """Tell the process something and wait for its answer."""
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        told = self._line()
        assert "failed" not in told, told
        return told

    def settle(self) -> None:
        """Wait until everything that was written has arrived everywhere."""
        self.tell("settle")

    def account(self, name: str) -> dict[str, str]:
        """A new account: its ``did``, ``handle`` and ``accessJwt``."""
        made = httpx.post(
            f"{self.pds}/xrpc/com.atproto.server.createAccount",
            json={"handle": f"{name}.test", "email": f"{name}@mail.example", "password": PASSWORD},
            timeout=30,
        )
        assert made.is_success, made.text
        return dict(made.json())

    def post(self, account: dict[str, str], text: str) -> str:
        """A post of an account; its address."""
        record = {
            "$type": "app.bsky.feed.post",
            "text": text,
            "createdAt": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()),
        }
        made = httpx.post(
            f"{self.pds}/xrpc/com.atproto.repo.createRecord",
            headers={"authorization": f"Bearer {account['accessJwt']}"},
            json={"repo": account["did"], "collection": "app.bsky.feed.post", "record": record},
            timeout=30,
        )
        assert made.is_success, made.text
        return str(made.json()["uri"])

    def feed(self, did: str) -> list[str] | None:
        """Texts of an account as the public sees them; ``None`` when the account is not shown."""
        seen = httpx.get(f"{self.appview}/xrpc/app.bsky.feed.getAuthorFeed", params={"actor": did}, timeout=30)
        return [one["post"]["record"]["text"] for one in seen.json()["feed"]] if seen.is_success else None

    def _line(self) -> dict[str, Any]:
        assert self.process.stdout
        for line in self.process.stdout:
            if line.startswith("{") and ('"done"' in line or '"failed"' in line or '"service"' in line):
                return dict(json.loads(line))
        raise AssertionError("the network ended")


@contextmanager
def network() -> Iterator[Network]:
    """Start one, with a PostgreSQL and a Redis of its own."""
    with server() as url, redis() as port, tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DB_POSTGRES_URL": url.replace("postgresql+psycopg", "postgresql").replace("@/", "@localhost/"),
            "REDIS_HOST": f"127.0.0.1:{port}",
            "TMPDIR": folder,
            "LOG_ENABLED": "false",
        }
        process = subprocess.Popen(
            ["node", "network.mjs"], cwd=HOME, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            made = Network("", "", "", "", process)
            told = made._line()
            yield Network(told["pds"], told["appview"], told["ozone"], told["service"], process)
        finally:
            process.kill()
            process.wait()


@contextmanager
def redis() -> Iterator[int]:
    """A Redis server on a port of its own that keeps nothing."""
    port = 6400 + os.getpid() % 500
    program = shutil.which("redis-server")
    assert program, "Debian: apt-get install redis-server"
    running = subprocess.Popen(
        [program, "--port", str(port), "--save", "", "--bind", "127.0.0.1"], stdout=subprocess.DEVNULL
    )
    try:
        yield port
    finally:
        running.terminate()
        running.wait()
