"""One way of writing data down, so that the same data has the same hash everywhere."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any


def clean(value: Any) -> Any:
    """Data as every database can keep it: no NUL, no half of a surrogate pair, keys that are text.

    A sign that cannot be kept becomes one that says so: U+2400 for NUL, U+FFFD for half a pair.
    """
    if isinstance(value, str):
        return value.replace("\x00", "\u2400").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {clean(str(key)): clean(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [clean(inner) for inner in value]
    return value


def canonical(value: Any) -> str:
    """JSON with sorted keys and without spaces; what JSON does not know is written as text.

    Raises:
        ValueError: a number is not finite.
    """
    return json.dumps(clean(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str,
                      allow_nan=False)  # fmt: skip


def fingerprint(value: Any) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal digits."""
    return sha256(canonical(value).encode()).hexdigest()
