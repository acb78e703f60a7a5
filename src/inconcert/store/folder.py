"""The investigation folder: what was added, what was found, and who is writing."""

from __future__ import annotations

import fcntl
import json
import re
import tomllib
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inconcert.errors import Locked, NotAnInvestigation, StoreError
from inconcert.ingest.disk import clear, guarded, toml_text, write_whole
from inconcert.model.horizon import EVERYTHING, Horizon
from inconcert.store.files import PARTIAL, SPILL

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from inconcert.store.runs import RunFolder
    from inconcert.store.writer import SourceWriter

LAYOUT = 1
"""Version of the layout written to ``investigation.toml``; it changes when older code could not read the folder."""


class Folder:
    """An investigation on disk.

    Everything in it appears whole or not at all; tables are never changed in place.
    """

    def __init__(self, path: Path, about: dict[str, Any]) -> None:
        self.path, self.about, self._holds = path, about, 0
        self._lock_file: Any = None

    @classmethod
    def create(cls, path: str | Path, name: str = "") -> Folder:
        """Make a new investigation at ``path``.

        Raises:
            StoreError: there is an investigation or another file already, or the place cannot be written.
        """
        path = Path(path)
        if (path / "investigation.toml").exists():
            raise StoreError(f"{path} is an investigation already.", todo="Add to it, or choose another name.")
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise StoreError(f"{path} is not empty.", todo="Choose a name that is not taken.")
        about = {"name": name or path.resolve().name, "created": datetime.now(UTC).isoformat(timespec="seconds")}
        lines = [f"{key} = {toml_text(value)}" for key, value in {**about, "layout": LAYOUT}.items()]
        with guarded(f"making the folder {path}"):
            path.mkdir(parents=True, exist_ok=True)
            write_whole(path / "investigation.toml", ("\n".join(lines) + "\n").encode())
        return cls.open(path)

    @classmethod
    def open(cls, path: str | Path) -> Folder:
        """Open the investigation at ``path``, or the one that ``inconcert investigate --out path`` left in it.

        Raises:
            NotAnInvestigation: there is none, or its description cannot be read.
            StoreError: it was written by a newer inconcert.
        """
        path = Path(path)
        if not (path / "investigation.toml").exists() and (path / "investigation" / "investigation.toml").exists():
            path /= "investigation"
        try:
            about = tomllib.loads((path / "investigation.toml").read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            raise NotAnInvestigation(f"{path} is not an investigation.", todo=f"Run: inconcert new {path}") from None
        except (OSError, ValueError) as error:
            raise NotAnInvestigation(f"{path}/investigation.toml cannot be read: {error}.") from None
        if about.get("layout") != LAYOUT:
            raise StoreError(f"{path} has layout {about.get('layout')}, this inconcert reads {LAYOUT}.",
                             todo="Use the inconcert that wrote it.")  # fmt: skip
        return cls(path, about)

    def sources(self) -> list[dict[str, Any]]:
        """The receipts of all added files, in the order in which they were added."""
        found = []
        for place in (self.path / "sources").glob("*/receipt.json"):
            try:
                found.append(json.loads(place.read_text("utf-8")))
            except (OSError, ValueError) as error:
                raise StoreError(f"the receipt {place} cannot be read: {error}.",
                                 todo="Remove its folder and add the file again.") from None  # fmt: skip
        return sorted(found, key=lambda receipt: int(receipt.get("order", 0)))

    def named(self) -> list[dict[str, Any]]:
        """The receipts as others get them: each file by its name, without the folders in which it lay."""
        return [{**receipt, "file": name_of(str(receipt["file"]))} for receipt in self.sources()]

    def has(self, source: str) -> bool:
        """Whether the file with this source id was added."""
        return (self.path / "sources" / source / "receipt.json").exists()

    def receipt(self, source: str) -> dict[str, Any]:
        """The receipt of an added file.

        Raises:
            StoreError: no such file was added.
        """
        found = next((each for each in self.sources() if each.get("source") == source), None)
        if found is None:
            raise StoreError(f"no source '{source}' in {self.path}.")
        return found

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the investigation for writing; it can be taken again inside itself.

        What an earlier, killed command left half-done is swept away when the lock is taken.

        Raises:
            Locked: another process is writing.
        """
        if self._holds == 0:
            self._take()
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1
            if self._holds == 0:
                self._lock_file.close()

    def _take(self) -> None:
        with guarded(f"locking {self.path}"):
            file = (self.path / "lock").open("a")  # held until the lock is given back
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise Locked(f"another process is writing to {self.path}.", todo="Wait until it has ended.") from None
        self._lock_file = file
        clear(self.path / PARTIAL)
        clear(self.path / SPILL)
        from inconcert.store.removal import mend

        mend(self)

    def workspace(self) -> Path:
        """A folder for what is being written; swept whenever the lock is taken."""
        place = self.path / PARTIAL
        with guarded(f"writing to {self.path}"):
            place.mkdir(exist_ok=True)
        return place

    def writer(self, source: str) -> SourceWriter:
        """A writer for one added file: ``with folder.writer(id) as writer: …; writer.commit(receipt)``."""
        from inconcert.store.writer import SourceWriter

        return SourceWriter(self, source)

    def connect(self, memory: str = "2GB", horizon: Horizon = EVERYTHING) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection with one view a noun: posts, accounts, deletions, follows, ads, sites.

        ``posts`` holds each (platform, post_id) once; the first file added wins. Those outside of the horizon are left
        out. What does not fit in ``memory`` is spilled to a folder inside the investigation.
        """
        from inconcert.store.removal import stale
        from inconcert.store.views import connect

        if self._holds == 0 and any("after" in receipt for receipt, _ in stale(self.sources())):
            with self.lock():
                pass
        return connect(self, memory, horizon)

    def run(self, run_id: str) -> RunFolder:
        """The folder of one run, made when it is not there."""
        from inconcert.store.runs import RunFolder

        return RunFolder(self.path / "runs" / run_id)


def name_of(file: str) -> str:
    """Name of a file as others get it: without its folders, but with the archive that it lies in.

    Its hash and the id of its source say which file it is; where it lies is known to who added it.
    """
    parts = [part for part in re.split(r"[\\/]", file) if part] or [file]
    archives = [place for place, part in enumerate(parts[:-1]) if part.lower().endswith(".zip")]
    return "/".join(parts[archives[0] if archives else -1 :])
