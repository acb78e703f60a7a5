from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from inconcert.search import SearchIndex, index
from inconcert.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

START = 1_700_000_000_000_000
"""2023-11-14."""


def row(n: int, post: dict[str, Any]) -> dict[str, Any]:
    return {
        "platform": "x", "post_id": str(n), "account_id": "1", "handle": "Ana_B", "row": n + 1,
        "posted_at": START + n * 86_400_000_000, "precision": 1.0, "kind": "post",
    } | post  # fmt: skip


@pytest.fixture
def add(tmp_path: Path) -> Callable[..., Folder]:
    """Adds posts as one more source of an investigation."""
    folder = Folder.create(tmp_path / "inv")

    def added(*posts: dict[str, Any], source: str = "a" * 16, first: int = 0) -> Folder:
        with folder.lock(), folder.writer(source) as writer:
            writer.append("posts", [row(first + n, {"source": source} | post) for n, post in enumerate(posts)])
            writer.commit({"source": source, "file": f"{source}.csv", "format": "test"})
        return folder

    return added


@pytest.fixture
def search(add: Callable[..., Folder]) -> Callable[..., SearchIndex]:
    """The index of some texts."""

    def made(*texts: str | dict[str, Any]) -> SearchIndex:
        return index(add(*({"text": text} if isinstance(text, str) else text for text in texts)))

    return made
