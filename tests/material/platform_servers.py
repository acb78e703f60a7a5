"""Servers of platforms on this machine: they speak the documented fields over HTTP, and fail as platforms do."""

from __future__ import annotations

import hmac
import json
import time
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

Answer = tuple[int, dict[str, Any]]


class Service:
    """A service behind a server. ``faults`` are taken one by one, a call each, and ``""`` is none.

    ``drop``: acts, and breaks the connection off. ``slow``: acts, and answers when nobody waits any more. ``busy``:
    answers 429. ``down``: 502 without having acted. ``not json``: acts, and answers with a page.
    """

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self.acted: Counter[str] = Counter()
        self.url = ""
        self.slow_seconds = 0.6

    def answer(self, method: str, path: str, asked: dict[str, Any], headers: dict[str, str], raw: bytes) -> Answer:
        raise NotImplementedError

    def busy_headers(self) -> dict[str, str]:
        return {"Retry-After": "3"}


@contextmanager
def serving(service: Service) -> Iterator[str]:
    """The address of a server that answers for the service."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(service))
    server.daemon_threads = True
    running = Thread(target=server.serve_forever, daemon=True)
    running.start()
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield service.url
    finally:
        server.shutdown()
        server.server_close()
        running.join()


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"service": service})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: Service

    def do_GET(self) -> None:
        self._do()

    def do_POST(self) -> None:
        self._do()

    def _do(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        parts = urlsplit(self.path)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        asked |= json.loads(raw) if raw else {}
        fault = self.service.faults.pop(0) if self.service.faults else ""
        self.service.calls.append((self.command, self.path, asked))
        if fault == "busy":
            self._say(429, {}, self.service.busy_headers())
        elif fault == "down":
            self._say(502, {}, {})
        else:
            self._acted(fault, parts.path, asked, raw)

    def _acted(self, fault: str, path: str, asked: dict[str, Any], raw: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, body = self.service.answer(self.command, path, asked, headers, raw)
        if fault == "drop":
            self.close_connection = True
            return
        if fault == "slow":
            time.sleep(self.service.slow_seconds)
        self._say(status, body, {}, plain=fault == "not json")

    def _say(self, status: int, body: dict[str, Any], more: dict[str, str], *, plain: bool = False) -> None:
        sent = b"<html>gateway</html>" if plain else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"content-type": "application/json", "content-length": str(len(sent)), **more}.items():
            self.send_header(name, value)
        try:
            self.end_headers()
            self.wfile.write(sent)
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


class Receiver(Service):
    """A system that keeps to the contract of the web hook."""

    def __init__(self, secret: bytes, targets: list[str]) -> None:
        super().__init__()
        self.secret = secret
        self.done: dict[str, set[str]] = {target: set() for target in targets}
        self.keys: dict[str, str] = {}

    def answer(self, method: str, path: str, asked: dict[str, Any], headers: dict[str, str], raw: bytes) -> Answer:
        if not self._signed(method, path, headers, raw):
            return 401, {"error": "wrong signature"}
        parts = [unquote(one) for one in path.strip("/").split("/")]
        if parts[-3:-2] == ["targets"]:
            done = self.done.get(parts[-1])
            return 200, {"exists": done is not None, "facts": {}, "done": sorted(done or ())}
        if method == "GET":
            return (200, {"ref": self.keys[parts[-1]]}) if parts[-1] in self.keys else (404, {})
        return 200, {"ref": self._once(asked)}

    def _once(self, asked: dict[str, Any]) -> str:
        if asked["key"] not in self.keys:
            self.keys[asked["key"]] = f"job-{len(self.keys) + 1}"
            self.acted[f"{asked['do']} {asked['target']}"] += 1
            change = self.done[asked["target"]].add if asked["do"] == "act" else self.done[asked["target"]].discard
            change(asked["action"])
        return self.keys[asked["key"]]

    def _signed(self, method: str, path: str, headers: dict[str, str], raw: bytes) -> bool:
        at = headers.get("inconcert-time", "0")
        told = b".".join((at.encode(), method.encode(), path.encode(), raw))
        right = hmac.new(self.secret, told, "sha256").hexdigest()
        fresh = abs(time.time() - int(at)) < 300
        return fresh and hmac.compare_digest(right, headers.get("inconcert-signature", ""))


class MastodonServer(Service):
    """Mastodon's admin interface, as its documentation has it: ``Admin::Account`` and the actions beside it."""

    FLAGS: ClassVar = {"silence": "silenced", "suspend": "suspended", "sensitive": "sensitized", "disable": "disabled"}
    BACK: ClassVar = {
        "unsilence": "silenced",
        "unsuspend": "suspended",
        "unsensitive": "sensitized",
        "enable": "disabled",
    }

    def __init__(self, token: str, accounts: list[str]) -> None:
        super().__init__()
        self.token = token
        self.accounts = {one: dict.fromkeys(self.FLAGS.values(), False) for one in accounts}

    def busy_headers(self) -> dict[str, str]:
        return {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-11-29T10:05:00Z"}

    def answer(self, method: str, path: str, asked: dict[str, Any], headers: dict[str, str], raw: bytes) -> Answer:
        del raw
        if headers.get("authorization") != f"Bearer {self.token}":
            return 401, {"error": "The access token is invalid"}
        base, _, rest = path.partition("/api/v1/admin/accounts/")
        account, _, what = rest.partition("/")
        if base or account not in self.accounts:
            return 404, {"error": "Record not found"}
        if method == "GET" and not what:
            return 200, self._shown(account)
        if what == "action" and asked.get("type") in self.FLAGS:
            self.accounts[account][self.FLAGS[asked["type"]]] = True
            self.acted[f"{asked['type']} {account}"] += 1
            return 200, {}
        if what in self.BACK:
            self.accounts[account][self.BACK[what]] = False
            self.acted[f"{what} {account}"] += 1
            return 200, self._shown(account)
        return 422, {"error": "Validation failed: Type is not included in the list"}

    def _shown(self, account: str) -> dict[str, Any]:
        flags = self.accounts[account]
        return {
            "id": account, "username": f"name{account}", "domain": None, "created_at": "2026-01-02T03:04:05.678Z",
            "email": "someone@mail.example", "confirmed": True, "approved": True, **flags,
            "account": {"id": account, "username": f"name{account}", "suspended": flags["suspended"]},
        }  # fmt: skip


class OzoneServer(Service):
    """Ozone behind a PDS, with the order of checks that the real one has: first the subject, then the key."""

    def __init__(self, handle: str, password: str, service: str, subjects: list[str]) -> None:
        super().__init__()
        self.handle, self.password, self.service = handle, password, service
        self.status: dict[str, dict[str, Any]] = {one: {"takendown": False, "labels": set()} for one in subjects}
        self.events: list[dict[str, Any]] = []
        self.sessions = 0
        self.expired: set[str] = set()
        self.mails: list[tuple[str, str, str]] = []
        """Account, subject line and content of what was mailed."""
        self.without_mail: set[str] = set()

    def answer(self, method: str, path: str, asked: dict[str, Any], headers: dict[str, str], raw: bytes) -> Answer:
        del raw, method
        name = path.rpartition("/")[2]
        if name == "com.atproto.server.createSession":
            return self._session(asked)
        token = headers.get("authorization", "").removeprefix("Bearer ")
        if token in self.expired:
            return 400, {"error": "ExpiredToken", "message": "Token has expired"}
        if not token or headers.get("atproto-proxy") != f"{self.service}#atproto_labeler":
            return 401, {"error": "AuthMissing", "message": "Authentication Required"}
        return {"getRepo": self._repo, "queryEvents": self._query, "emitEvent": self._emit}[name.rpartition(".")[2]](
            asked
        )

    def _session(self, asked: dict[str, Any]) -> Answer:
        if (asked["identifier"], asked["password"]) != (self.handle, self.password):
            return 401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"}
        self.sessions += 1
        return 200, {"did": "did:plc:moderator", "handle": self.handle, "accessJwt": f"token-{self.sessions}"}

    def _repo(self, asked: dict[str, Any]) -> Answer:
        status = self.status.get(asked["did"])
        if status is None:
            return 400, {"error": "RepoNotFound", "message": "Could not find repo"}
        labels = [{"src": self.service, "uri": asked["did"], "val": one} for one in sorted(status["labels"])]
        labels.append({"src": "did:plc:another", "uri": asked["did"], "val": "not-ours"})
        shown = {"id": 1, "takendown": status["takendown"]}
        return 200, {"did": asked["did"], "labels": labels, "moderation": {"subjectStatus": shown}}

    def _query(self, asked: dict[str, Any]) -> Answer:
        found = [
            one for one in reversed(self.events)
            if one["subject"]["did"] == asked["subject"] and asked["comment"] in one["event"]["comment"]
        ]  # fmt: skip
        return 200, {"events": found[: int(asked["limit"])]}

    def _emit(self, asked: dict[str, Any]) -> Answer:
        event, did = asked["event"], asked["subject"]["did"]
        kind, status = event["$type"].rpartition("#modEvent")[2], self.status[did]
        if kind == "Takedown" and status["takendown"]:
            return 400, {"error": "InvalidRequest", "message": "Subject is already taken down"}
        if kind == "ReverseTakedown" and not status["takendown"]:
            return 400, {"error": "InvalidRequest", "message": "Subject is not taken down"}
        if kind == "Email":  # like the real one, which mails before it looks at the key
            event["isDelivered"] = did not in self.without_mail
            self.mails += [(did, event["subjectLine"], event["content"])] if event["isDelivered"] else []
        same = [one for one in self.events if one["externalId"] == asked["externalId"]
                and one["event"]["$type"] == event["$type"] and one["subject"]["did"] == did]  # fmt: skip
        if same:
            return 400, {"error": "DuplicateExternalId", "message": "An event with the same external ID already exists"}
        self._change(kind, event, status)
        made = {"id": len(self.events) + 1, "createdAt": "2026-11-29T10:00:00.000Z", **asked}
        self.events.append(made)
        self.acted[f"{kind} {did}"] += 1
        return 200, made

    def _change(self, kind: str, event: dict[str, Any], status: dict[str, Any]) -> None:
        if kind == "Label":
            status["labels"] |= set(event["createLabelVals"])
            status["labels"] -= set(event["negateLabelVals"])
        elif kind != "Email":
            status["takendown"] = kind == "Takedown"
