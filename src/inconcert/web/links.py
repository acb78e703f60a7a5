"""The one-time link by which a person on this machine enters."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from threading import Lock


class OneTimeLink:
    """A key that opens once, and the sessions that came of it. Nothing of it outlives the server."""

    def __init__(self) -> None:
        self._lock, self._keys, self._sessions = Lock(), set[bytes](), set[bytes]()

    def key(self) -> str:
        """A new key."""
        made = secrets.token_urlsafe(32)
        with self._lock:
            self._keys.add(_digest(made))
        return made

    def use(self, key: str) -> str | None:
        """The secret of a new session, ``None`` when the key was used before or never given out."""
        with self._lock:
            if not _among(self._keys, key):
                return None
            self._keys.discard(_digest(key))
            secret = secrets.token_urlsafe(32)
            self._sessions.add(_digest(secret))
            return secret

    def knows(self, secret: str) -> bool:
        """Whether this is the secret of a session in force."""
        with self._lock:
            return _among(self._sessions, secret)

    def end(self, secret: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.discard(_digest(secret))


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _among(known: set[bytes], secret: str) -> bool:
    digest = _digest(secret)
    return any(hmac.compare_digest(digest, each) for each in known)
