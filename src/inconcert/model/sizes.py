"""Amounts of memory as people write them."""

from __future__ import annotations

import re

from inconcert.errors import UsageError

PROGRAM = 340_000_000
"""Bytes of the program itself with its libraries and its compiled loops."""
LEAST = 16_000_000
"""Bytes below which not even the database starts."""
TRACKED = 0.9
"""Share of what the database takes that it counts against its limit."""

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_BINARY = {"K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}
_AMOUNT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(I?)B?\s*", re.IGNORECASE)


def in_bytes(amount: str) -> int:
    """Bytes of an amount such as «2GB», «500 MB» or «1.5GiB».

    Raises:
        UsageError: it is no amount of memory.
    """
    found = _AMOUNT.fullmatch(amount)
    if found is None or (found[3] and not found[2]):
        raise UsageError(f"'{amount}' is no amount of memory.", todo="Write it as 2GB or 500MB.")
    unit = (_BINARY if found[3] else _UNITS)[found[2].upper()]
    return int(float(found[1]) * unit)


def for_database(memory: str) -> str:
    """What of a memory setting the database may hold: what the program leaves of it.

    A setting that is too small for the program itself cannot hold; the database then gets what it can work with.

    Raises:
        UsageError: it is no amount of memory.
    """
    whole = in_bytes(memory)
    return f"{max(int((whole - PROGRAM) * TRACKED), min(whole, PROGRAM // 2))}B"


def half(memory: str) -> str:
    """Half of a memory setting, for the database where the program holds much itself.

    Raises:
        UsageError: it is no amount of memory.
    """
    return f"{in_bytes(memory) // 2}B"


def rising(memory: str) -> list[str]:
    """What the database may hold of a memory setting where the program holds much beside it, to be tried in turn.

    A third is enough but where much must be at hand at once; then half, what the program leaves by itself, the whole.

    Raises:
        UsageError: it is no amount of memory.
    """
    whole = in_bytes(memory)
    parts = (max(part, min(whole, LEAST)) for part in (whole // 3, whole // 2, in_bytes(for_database(memory)), whole))
    return [f"{limit}B" for limit in sorted(set(parts))]


def of_bytes(size: float) -> str:
    """An amount in the unit that suits it, with one decimal below ten: «4.8GB», «120MB»."""
    power = 0
    while size >= 1000 and power < 4:
        size, power = size / 1000, power + 1
    unit = "BKMGT"[power] + ("B" if power else "")
    return f"{size:.1f}{unit}" if size < 10 and power else f"{size:.0f}{unit}"
