"""Calls to a platform over HTTP, with every way to fail told apart by whether it may have been done."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from inconcert.errors import UsageError
from inconcert.takedown.platforms.base import Busy, Refused, Unclear

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx


def configured(title: str, platform: str, *names: str) -> list[str]:
    """What the user set in the environment as ``INCONCERT_PLATFORM_NAME``, in the order of ``names``.

    Raises:
        UsageError: something is missing; the message names it.
    """
    called = [f"INCONCERT_{platform}_{name}" for name in names]
    missing = [name for name in called if not os.environ.get(name)]
    if missing:
        raise UsageError(f"{title} is not configured.", todo=f"Set {', '.join(missing)} in the environment.")
    return [os.environ[name] for name in called]


TIMEOUT_SECONDS = 20.0
BUSY_SECONDS = 30.0
"""Pause when a platform is busy and does not say for how long."""
LONGEST_SECONDS = 600.0
"""Longest pause that a platform can ask for."""


def client(base: str, headers: Mapping[str, str] | None = None) -> httpx.Client:
    """A client that follows no redirect and keeps what it was given to itself.

    Raises:
        UsageError: the library is not installed, or the address is not one of HTTPS (or of this machine).
    """
    try:
        import httpx
    except ImportError:
        raise UsageError("calling a platform needs httpx.", todo="Install it: pip install 'inconcert[team]'.") from None
    url = httpx.URL(base)
    if url.scheme != "https" and url.host not in {"localhost", "127.0.0.1", "::1"}:
        raise UsageError(
            f"'{url.host}' is not called without encryption.", todo="Give an address that begins with https://."
        )
    return httpx.Client(base_url=base, headers=dict(headers or {}), timeout=TIMEOUT_SECONDS, follow_redirects=False)


def call(using: httpx.Client, method: str, path: str, **sent: Any) -> dict[str, Any]:
    """Call, and give the JSON object that came back.

    Raises:
        Refused: the platform said no (4xx); ``answer`` holds what it said.
        Busy: it did nothing now (429, 503, or it could not be reached at all).
        Unclear: no answer, or one that does not say (5xx, broken off, not JSON).
    """
    import httpx

    try:
        response = using.request(method, path, **sent)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as problem:
        raise Busy(f"{using.base_url.host} cannot be reached ({problem}).", after_seconds=BUSY_SECONDS) from problem
    except httpx.HTTPError as problem:
        raise Unclear(f"{using.base_url.host} gave no answer ({type(problem).__name__}).") from problem
    return _read(using.base_url.host, response)


class Said(Refused):
    """A refusal with the platform's own word for it."""

    def __init__(self, host: str, status: int, word: str, message: str) -> None:
        super().__init__(f"{host} answered {status} {word}: {message}".rstrip(": "))
        self.status, self.word = status, word


def _read(host: str, response: httpx.Response) -> dict[str, Any]:
    if response.status_code in {429, 503}:
        raise Busy(f"{host} answered {response.status_code}.", after_seconds=_after(response.headers))
    if response.status_code >= 500 or 300 <= response.status_code < 400:
        raise Unclear(f"{host} answered {response.status_code}.")
    try:
        body = response.json() if response.content else {}
    except ValueError as problem:
        if response.is_success:
            raise Unclear(f"{host} answered something that is not JSON.") from problem
        body = {}
    body = body if isinstance(body, dict) else {"items": body}
    if not response.is_success:
        raise Said(host, response.status_code, str(body.get("error", "")), str(body.get("message", "")))
    return body


def _after(headers: Mapping[str, str]) -> float:
    """Seconds to wait. A date in Retry-After is not used: clocks differ."""
    told = headers.get("retry-after", "")
    return min(float(told), LONGEST_SECONDS) if told.isdigit() else BUSY_SECONDS
