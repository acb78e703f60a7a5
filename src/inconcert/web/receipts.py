"""Receipts as a browser gets them: files by their names, without the folders in which they lay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.errors import NoSuchThing, StoreError
from inconcert.store.folder import name_of

if TYPE_CHECKING:
    from inconcert.store.folder import Folder


def named(folder: Folder, source: str) -> dict[str, Any]:
    """The receipt of one file.

    Raises:
        NoSuchThing: no file has this source id.
    """
    try:
        found = folder.receipt(source)
    except StoreError:
        raise NoSuchThing(f"no file has the source id '{source}'.") from None
    return {**found, "file": name_of(str(found["file"]))}
