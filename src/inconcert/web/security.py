"""What holds for every request: the host's name, where it comes from, what the browser may do with the answer."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_DIGEST = hashlib.sha256().digest_size

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""Nothing from outside, nothing inline, no frame around or inside."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "x-robots-tag": "noindex, nofollow",
}
"""Headers of every answer."""


class Guard:
    """Refuses a strange host and requests that other sites cause; puts the headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], *, secure: bool) -> None:
        """Stand before ``app``.

        Args:
            app: What is guarded.
            hosts: Names, without port, under which the server may be reached. A name that an attacker points at this
                machine (DNS rebinding) is not among them.
            secure: Whether people come over https.
        """
        self.app, self.hosts, self.secure = app, hosts, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def answered(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(MutableHeaders(scope=message), scope)
            await send(message)

        refusal = self._refusal(Headers(scope=scope), scope["method"])
        await (refusal or self.app)(scope, receive, answered)

    def _dress(self, headers: MutableHeaders, scope: Scope) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        headers.setdefault("cache-control", _kept(scope))
        if self.secure:
            headers.setdefault("strict-transport-security", "max-age=31536000")

    def _refusal(self, headers: Headers, method: str) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if host_name(host) not in self.hosts:
            return PlainTextResponse("This server does not answer under that name.\n", 421)
        if method not in SAFE_METHODS and _from_elsewhere(headers, host):
            return PlainTextResponse("Another site asked for this change; it was refused.\n", 403)
        return None


def _kept(scope: Scope) -> str:
    """How long browsers may keep an answer: a file whose address changes with its content for ever, a page never."""
    path = scope["path"]
    if not path.startswith("/static/"):
        return "no-store"
    named_by_content = path.startswith("/static/vendor/") or bool(scope.get("query_string"))
    return "public, max-age=31536000, immutable" if named_by_content else "no-cache"


def host_name(host: str) -> str:
    """The name in a Host header, without its port; empty when it is no such header."""
    try:
        return (urlsplit(f"//{host}").hostname or "") if "@" not in host else ""
    except ValueError:
        return ""


def _from_elsewhere(headers: Headers, host: str) -> bool:
    """Whether a browser says that the request was caused by another site; what is no browser says nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != host


def csrf_token(secret: str) -> str:
    """A token that belongs to the secret in a browser's cookie; it gives nothing of the secret away.

    Each call gives another one of the same worth: the same digest under a new mask, so that no two pages hold the same
    signs, and the length of a compressed page tells nothing about them.
    """
    mask = secrets.token_bytes(_DIGEST)
    return (mask + _under(mask, _digest(secret))).hex()


def right_token(secret: str, given: str) -> bool:
    """Whether ``given`` is a token of that secret."""
    try:
        read = bytes.fromhex(given)
    except ValueError:
        return False
    if not secret or len(read) != 2 * _DIGEST:
        return False
    return hmac.compare_digest(_under(read[:_DIGEST], read[_DIGEST:]), _digest(secret))


def _digest(secret: str) -> bytes:
    return hmac.new(secret.encode(), b"inconcert csrf", hashlib.sha256).digest()


def _under(mask: bytes, text: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(mask, text, strict=True))
