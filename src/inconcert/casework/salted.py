"""Hashes with a salt: what was the same stays the same, and nobody reads it back."""

from __future__ import annotations

from hashlib import blake2b

SIZE = 8
"""Bytes of a hash: among a million things two are taken for one with a chance of one in 40 million."""


def salted(salt: str, value: str) -> str:
    """Hash of a value under a salt, in hexadecimal digits."""
    return blake2b(value.encode("utf-8", "replace"), digest_size=SIZE, key=salt.encode()[:64]).hexdigest()
