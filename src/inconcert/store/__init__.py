"""The investigation folder: tables that appear whole, lineage, views."""

from __future__ import annotations

from inconcert.store.folder import Folder
from inconcert.store.runs import RunFolder

__all__ = ["Folder", "RunFolder"]
