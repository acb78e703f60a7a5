"""Uploaded files on their way in: laid aside in the investigation until somebody has seen how they would be read."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from inconcert.errors import InputError, NoSuchThing, Place
from inconcert.ingest.disk import clear, guarded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from inconcert.store.folder import Folder

KEPT = 7 * 86_400
"""Seconds after which files that nobody added are thrown away."""
LONGEST = 150
"""Most characters of the name of an uploaded file."""


class Staging:
    """Batches of files under ``incoming/`` of an investigation."""

    def __init__(self, folder: Folder) -> None:
        self.folder, self._place = folder, folder.path / "incoming"

    def new(self) -> str:
        """A new batch; old ones that nobody added are thrown away."""
        for old in self._place.glob("*"):
            if time.time() - old.stat().st_mtime > KEPT:
                clear(old)
        name = secrets.token_hex(8)
        with guarded(f"writing to {self._place}"):
            (self._place / name).mkdir(parents=True)
        return name

    def place(self, batch: str) -> Path:
        """Folder of a batch.

        Raises:
            NoSuchThing: there is none; it may have been added, or thrown away.
        """
        place = self._place / batch
        if not re.fullmatch(r"[0-9a-f]{16}", batch) or not place.is_dir():
            raise NoSuchThing(
                "these files are not here any more.", todo="They were added or discarded; drop them again."
            )
        return place

    def files(self, batch: str) -> list[Path]:
        """The files of a batch that came whole, by name."""
        return sorted(each for each in self.place(batch).iterdir() if each.is_file() and not each.name.startswith("."))

    def target(self, batch: str, name: str) -> Path:
        """Where a file of that name goes.

        Raises:
            InputError: the name cannot be used, or is there already.
        """
        clean = safe_name(name)
        place = self.place(batch) / clean
        if not clean or place.exists():
            what = "there is a file of this name already." if clean else "the file has no name that can be used."
            raise InputError(what, where=Place(name), todo="Rename it and drop it again.")
        return place

    def discard(self, batch: str) -> None:
        """Throw a batch away."""
        clear(self.place(batch))

    @contextmanager
    def looking(self) -> Iterator[Looking]:
        """A place to read files in without holding the investigation, so that a look need not wait for a run."""
        made = Path(mkdtemp(prefix=".look-", dir=self._place))
        try:
            yield Looking(self.folder.path, made)
        finally:
            shutil.rmtree(made, ignore_errors=True)


class Looking:
    """What :func:`inconcert.ingest.add.preview` takes for a store: it unpacks aside, and keeps nothing."""

    def __init__(self, path: Path, work: Path) -> None:
        self.path, self._work = path, work

    def lock(self) -> AbstractContextManager[None]:
        """Nothing is written that somebody else could see."""
        return nullcontext()

    def workspace(self) -> Path:
        """Where to unpack."""
        return self._work

    def has(self, source: str) -> bool:
        """Whether a source was added; not asked for a look."""
        return (self.path / "sources" / source / "receipt.json").exists()

    def receipt(self, source: str) -> dict[str, Any]:
        """A receipt; not asked for a look."""
        raise NoSuchThing(f"no source '{source}' is looked at.")

    def writer(self, source: str) -> AbstractContextManager[Any]:
        """A look writes nothing."""
        raise NoSuchThing(f"a look at '{source}' writes nothing.")


def safe_name(name: str) -> str:
    """The last part of a path as the name of a file: nothing that leads elsewhere, hides it or cannot be written."""
    last = re.split(r"[/\\]", name)[-1]
    clean = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*').strip().lstrip(".")
    if len(clean.encode()) <= LONGEST:
        return clean
    # A long name loses its middle: the end says what kind of file it is.
    suffixes = "".join(Path(clean).suffixes[-2:])[-20:]
    return clean.encode()[: LONGEST - len(suffixes.encode()) - 2].decode("utf-8", "ignore") + "~" + suffixes
