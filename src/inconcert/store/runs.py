"""The folder of one run: steps appear whole, so that a run that was stopped goes on where it was."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from inconcert.errors import StoreError
from inconcert.ingest.disk import clear, guarded, publish, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)*")


class RunFolder:
    """Tables and documents of one run under ``runs/<run_id>/``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with guarded(f"making the folder {path}"):
            path.mkdir(parents=True, exist_ok=True)

    def file(self, name: str) -> Path:
        """Where the file ``name`` is, or will be; a name without a suffix means a Parquet table.

        Raises:
            StoreError: the name would lead out of the folder.
        """
        if not _NAME.fullmatch(name):
            raise StoreError(f"'{name}' is no name for a file of a run.")
        place = self.path / name
        return place if place.suffix else place.with_name(place.name + ".parquet")

    def has(self, name: str) -> bool:
        """Whether ``name`` was finished."""
        return self.file(name).exists()

    @contextmanager
    def step(self, name: str) -> Iterator[Path]:
        """A path to write ``name`` to; it is moved into place when the block ends well, and removed otherwise."""
        place = self.file(name)
        aside = place.with_name(f".partial-{place.name}")
        with guarded(f"writing {place.name}"):
            place.parent.mkdir(parents=True, exist_ok=True)
            _remove(aside)
            try:
                yield aside
                publish(aside, place)
            except BaseException:
                _remove(aside)
                raise

    def done(self, step: str) -> bool:
        """Whether ``finish`` was called for a step that leaves no file, or several."""
        return (self.path / ".done" / step).exists()

    def finish(self, step: str) -> None:
        """Remember that a step is done."""
        write_whole(self.path / ".done" / step, b"")


def _remove(path: Path) -> None:
    if path.is_dir():
        clear(path)
    else:
        path.unlink(missing_ok=True)
