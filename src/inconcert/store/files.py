"""Writing whole files, as the rooms above use it; ingest, below, needs the same. And telling files apart."""

from __future__ import annotations

from hashlib import file_digest
from typing import TYPE_CHECKING

from inconcert.ingest.disk import clear, guarded, publish, write_whole

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PARTIAL", "SPILL", "clear", "guarded", "publish", "sha256", "write_whole"]

PARTIAL, SPILL = ".partial", ".spill"
"""Folders of an investigation for what is being written, and for what does not fit into memory."""


def sha256(path: Path) -> str:
    """Hash of a file's content, in hex."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
