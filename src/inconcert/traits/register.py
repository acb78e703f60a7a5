"""A list of accounts that are known to be run in the open: who is on it is declared, whoever made the list."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from inconcert.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLATFORM, _OWNER = ("platform",), ("owner", "organisation", "organization", "entity")
_ACCOUNT = ("account", "handle", "account_id", "username", "screen_name")
NEEDED = "A register is a CSV file with the columns platform, account (or handle) and owner."
SHIPPED = "shipped"
"""Given in the place of a file: the list that comes with inconcert."""


@dataclass(frozen=True)
class Register:
    """Declared accounts by name."""

    name: str = ""
    """Name of the file, as a sentence may hold it."""
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
    """The register in a CSV file; ``shipped`` for the one that comes with inconcert, an empty one without a file.

    The shipped one lists outlets of states and of the public, and foreign ministries, whose names on X and Telegram
    are generally known. Only facts are in it: name, owner, country.

    Raises:
        InputError: it cannot be read, or lacks a column.
    """
    if path is None:
        return Register()
    name = "the shipped register" if path == SHIPPED else Path(path).name
    try:
        rows = list(csv.DictReader(StringIO(_bytes(path).decode("utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"the register {path} cannot be read: {error}.", todo=NEEDED) from None
    heads = {str(head).strip().lower(): head for head in (rows[0] if rows else {})}
    columns = [next((heads[name] for name in names if name in heads), None) for names in (_PLATFORM, _ACCOUNT, _OWNER)]
    if None in columns:
        raise InputError(f"the register {path} has the columns {', '.join(heads) or '(none)'}.", todo=NEEDED)
    platform, account, owner = columns
    owners = {
        f"{row[platform].strip().lower()}:{_bare(row[account])}": row[owner].strip()
        for row in rows
        if row[platform] and row[account] and row[owner]
    }
    return Register(name, owners)


def _bytes(path: str | Path) -> bytes:
    place = files(__package__).joinpath("declared.csv") if path == SHIPPED else Path(path)
    return place.read_bytes()


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
    return sha256(_bytes(path)).hexdigest()
