"""Who owns which site, as a person knows it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from inconcert.errors import BrokenFile, InputError, Place
from inconcert.normalise.urls import registered_domain
from inconcert.pages.says import host_of

if TYPE_CHECKING:
    from pathlib import Path


def read_owners(path: Path) -> dict[str, str]:
    """Registered domain to owner, from a CSV of ``domain,owner`` with or without a header.

    Raises:
        InputError: a row has no owner.
        BrokenFile: the file is not text.
    """
    found: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row, cells in enumerate(csv.reader(file), 1):
                if not any(cell.strip() for cell in cells) or cells[0].lstrip().startswith("#"):
                    continue
                if len(cells) < 2 or not cells[1].strip():
                    raise InputError("a row has no owner.", where=Place(path, row), todo="Write domain,owner.")
                domain = cells[0].strip().lower()
                if row > 1 or domain != "domain":
                    found[registered_domain(host_of(domain) or domain)] = cells[1].strip()
    except (UnicodeDecodeError, csv.Error, OSError) as why:
        raise BrokenFile(f"cannot be read as a CSV of domain,owner ({why}).", where=Place(path)) from why
    return found
