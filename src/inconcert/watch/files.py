"""Files that arrive: which are new or have grown, and which are whole.

A file is whole when it has not changed for ``SETTLED`` seconds, its name is not that of a download under way, and,
where it is lines of JSON, its last line is ended. What is not whole is left for the next look.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from inconcert.ingest.inputs import is_material

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SETTLED = 5.0
"""Seconds for which a file must not have changed."""
UNDER_WAY = (".partial", ".part", ".tmp", ".crdownload", ".download", ".filepart")
"""Endings of files that somebody is still writing."""
LINES = (".jsonl", ".ndjson")

State = tuple[int, int]
"""Size and time of last change of a file."""


@dataclass
class Files:
    """Files, folders and globs that are looked at again and again."""

    words: Sequence[str]
    _done: dict[str, State] = field(default_factory=dict)
    """State of each file when it was dealt with."""

    def arrived(self) -> tuple[list[str], list[str]]:
        """Whole files that are new or have changed since they were dealt with, and files that are not whole yet."""
        whole, waiting = list[str](), list[str]()
        for path in self._all():
            try:
                state = _state(path)
            except OSError:
                continue
            if self._done.get(str(path)) != state:
                (whole if is_whole(path, state) else waiting).append(str(path))
        return whole, waiting

    def dealt_with(self, file: str) -> None:
        """Do not come back to a file until it changes."""
        try:
            self._done[file] = _state(Path(file))
        except OSError:
            self._done.pop(file, None)

    def _all(self) -> Iterator[Path]:
        found: dict[Path, None] = {}
        for word in self.words:
            for place in [Path(word)] if Path(word).exists() else map(Path, sorted(glob(word, recursive=True))):  # noqa: PTH207  # any root
                found |= dict.fromkeys(_inside(place) if place.is_dir() else [place])
        yield from found


def _inside(folder: Path) -> list[Path]:
    """Files of a folder that could be read; hidden ones are left out."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and is_material(path.name))
    return [path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _state(path: Path) -> State:
    about = path.stat()
    return about.st_size, about.st_mtime_ns


def is_whole(path: Path, state: State) -> bool:
    """Whether nobody is still writing a file, as far as can be told from outside."""
    size, changed = state
    if size == 0 or path.name.lower().endswith(UNDER_WAY) or time.time() - changed / 1e9 < SETTLED:
        return False
    return not path.name.lower().endswith(LINES) or _ended(path)


def _ended(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1) == b"\n"
