"""Search over posts, accounts and sites of an investigation, accents and scripts folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.search.hits import KINDS, Hit, Hits, SearchIndex

if TYPE_CHECKING:
    from inconcert.engines.base import Progress
    from inconcert.store.folder import Folder

__all__ = ["KINDS", "Hit", "Hits", "SearchIndex", "index"]


def index(folder: Folder, progress: Progress | None = None) -> SearchIndex:
    """The index of an investigation, brought up to date first: what was added since is added to it.

    A build that was killed goes on where it was. Removed sources, and an index file that somebody deleted, mean that
    it is built anew. Memory does not grow with the material.

    Args:
        folder: The investigation.
        progress: Told the step, the rows done and their number.

    Raises:
        Locked: another process is building it.
        StoreError: the disk refuses.
    """
    from inconcert.search.build import build

    return SearchIndex(build(folder, progress or (lambda _step, _done, _of: None)))
