"""A signed web hook: a platform's own system is told what to do, under a small contract that makes it safe.

The receiver answers three calls and does nothing twice under one key::

    POST {url}/actions    {"key", "do": "act" | "take back", "platform", "target", "kind", "action",
                           "reason", "policies", "notice", "appeal", "expires_at"} → {"ref"}
    GET  {url}/actions/{key}                  → {"ref"}, or 404 when the key is not known
    GET  {url}/targets/{platform}/{target}    → {"exists", "facts": {…}, "done": ["suspend", …]}

Each call carries ``Inconcert-Time`` (seconds since 1970) and ``Inconcert-Signature``: HMAC-SHA256, in hexadecimal
digits, of ``time.method.path.body`` under the secret that both sides hold. The receiver refuses old times and wrong
signatures.
"""

from __future__ import annotations

import hmac
import json
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from inconcert.takedown.platforms.base import Platform, Receipt, State
from inconcert.takedown.platforms.http import Said, call, client, configured
from inconcert.takedown.words import ACTIONS

if TYPE_CHECKING:
    from inconcert.takedown.plan import Item


class Hook(Platform):
    """A system that keeps to the contract above."""

    name = "hook"
    title = "The web hook"
    actions = frozenset(ACTIONS)
    serves_all = True
    idempotent = True

    def __init__(self, url: str, secret: str) -> None:
        self._client, self._secret = client(url), secret.encode()

    @classmethod
    def configured(cls) -> Hook:
        """From the environment: ``INCONCERT_HOOK_URL`` and ``INCONCERT_HOOK_SECRET``.

        Raises:
            UsageError: one of them is missing.
        """
        return cls(*configured(cls.title, "HOOK", "URL", "SECRET"))

    @property
    def place(self) -> str:
        """The host."""
        return self._client.base_url.netloc.decode()

    def look(self, item: Item) -> State:
        """What the receiver says of the target."""
        seen = self._call("GET", f"targets/{quote(item.platform, safe='')}/{quote(item.target, safe='')}")
        return State(bool(seen["exists"]), {**seen.get("facts", {}), "done": sorted(seen.get("done", []))})

    def fulfils(self, item: Item, state: State) -> bool:
        """Whether the receiver says that it is done."""
        return item.action in state.facts.get("done", [])

    def act(self, item: Item, key: str) -> Receipt:
        """Tell it."""
        return self._tell(item, key, "act")

    def reverse(self, item: Item, key: str, before: State) -> Receipt:  # noqa: ARG002  # the receiver knows what was
        """Tell it to take it back."""
        return self._tell(item, key, "take back")

    def sought(self, item: Item, key: str) -> Receipt | None:  # noqa: ARG002  # the key is enough
        """What the receiver keeps under the key."""
        try:
            return Receipt(str(self._call("GET", f"actions/{key}")["ref"]))
        except Said as said:
            if said.status == 404:
                return None
            raise

    def _tell(self, item: Item, key: str, do: str) -> Receipt:
        told = {name: value for name, value in asdict(item).items() if name not in {"radius", "evidence"}}
        return Receipt(str(self._call("POST", "actions", {"key": key, "do": do, **told})["ref"]))

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        sent = b"" if body is None else json.dumps(body, default=str).encode()
        at = str(int(time.time()))
        full = self._client.base_url.join(path).raw_path.decode()
        headers = {
            "content-type": "application/json",
            "inconcert-time": at,
            "inconcert-signature": signature(self._secret, at, method, full, sent),
        }
        return call(self._client, method, path, content=sent, headers=headers)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def __repr__(self) -> str:
        return f"<Hook at {self._client.base_url.host}>"


def signature(secret: bytes, at: str, method: str, path: str, body: bytes) -> str:
    """The signature of a call, for both sides."""
    return hmac.new(secret, b".".join((at.encode(), method.encode(), path.encode(), body)), "sha256").hexdigest()
