"""Passwords and secrets: Argon2id for what people choose, SHA-256 for what is drawn at random."""

from __future__ import annotations

import secrets
from functools import cache
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from inconcert.errors import InputError

SHORTEST = 12
"""Signs a password has at least (NIST SP 800-63B-4 asks for 15 alone, 8 beside a second factor)."""
LONGEST = 1024


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_hex(16))


def hashed(password: str) -> str:
    """Argon2id hash of a password, with its salt and parameters (RFC 9106).

    Raises:
        InputError: it is too short, or too long to be one.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"a password has {SHORTEST} to {LONGEST} signs.", todo="Three or four words make a good one.")
    return _hasher().hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether a password is the one that was hashed; takes as long when there is none to compare with."""
    try:
        _hasher().verify(stored or _nobody(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def outdated(stored: str) -> bool:
    """Whether a hash was made with weaker parameters than those of now."""
    return _hasher().check_needs_rehash(stored)


def secret() -> str:
    """A new secret of 256 random bits for a session or a token."""
    return secrets.token_urlsafe(32)


def secret_hash(value: str) -> str:
    """Hash under which a secret is kept. Random secrets need no slow hash."""
    return sha256(value.encode("utf-8", "replace")).hexdigest()
