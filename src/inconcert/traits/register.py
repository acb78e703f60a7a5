"""A list of accounts that are known to be run in the open: who is on it is declared, whoever made the list."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from inconcert.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLATFORM, _OWNER = ("platform",), ("owner", "organisation", "organization", "entity")
_ACCOUNT = ("account", "handle", "account_id", "username", "screen_name")
NEEDED = "A register is a CSV file with the columns platform, account (or handle) and owner."


@dataclass(frozen=True)
class Register:
    """Declared accounts by name."""

    name: str = ""
    """Name of the file."""
    owners: Mapping[str, str] = field(default_factory=dict)
    """Owner by ``platform:name``, where the name is an id or a handle in lower case."""

    def owner(self, asset: str, handle: str | None) -> str | None:
        """Who runs an account by the register, or ``None`` when it is not listed."""
        platform, _, account = asset.partition(":")
        for name in (account, handle):
            if name and (found := self.owners.get(f"{platform}:{name.lower()}")):
                return found
        return None


def read(path: str | Path | None) -> Register:
    """The register in a CSV file; an empty one without a file.

    Raises:
        InputError: it cannot be read, or lacks a column.
    """
    if path is None:
        return Register()
    place = Path(path)
    try:
        with place.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"the register {place} cannot be read: {error}.", todo=NEEDED) from None
    heads = {str(head).strip().lower(): head for head in (rows[0] if rows else {})}
    columns = [next((heads[name] for name in names if name in heads), None) for names in (_PLATFORM, _ACCOUNT, _OWNER)]
    if None in columns:
        raise InputError(f"the register {place} has the columns {', '.join(heads) or '(none)'}.", todo=NEEDED)
    platform, account, owner = columns
    owners = {
        f"{row[platform].strip().lower()}:{_bare(row[account])}": row[owner].strip()
        for row in rows
        if row[platform] and row[account] and row[owner]
    }
    return Register(place.name, owners)


def _bare(account: str) -> str:
    return account.strip().removeprefix("@").lower()


def fingerprint(path: str | Path | None) -> str | None:
    """SHA-256 of a register, so that a run with another one is another run; ``None`` without a register.

    Raises:
        InputError: it cannot be read, or lacks a column.
    """
    if path is None:
        return None
    read(path)
    return sha256(Path(path).read_bytes()).hexdigest()
