"""What is behind the words a user gives: files, folders, globs, archives, standard input."""

from __future__ import annotations

import hashlib
import io
import shutil
import sys
import zipfile
from dataclasses import dataclass, field
from glob import glob
from pathlib import Path
from typing import IO, TYPE_CHECKING

from inconcert.errors import BrokenFile, InputError, Place, UsageError
from inconcert.ingest.disk import guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SUFFIXES = (".csv", ".tsv", ".tab", ".json", ".ndjson", ".jsonl", ".parquet", ".pq", ".xlsx", ".xlsm", ".zip")
PACKED = (".gz", ".zst", ".zstd")
_CHUNK = 2**20
_JUNK = ("__MACOSX/", ".")


@dataclass(frozen=True)
class Input:
    """One file, or one member of an archive."""

    label: str
    """What a user calls it; ``archive.zip/member`` for a member."""
    path: Path
    """The file on disk."""
    member: str = ""
    """Name inside the archive; empty for a plain file."""
    progress: Callable[[int], None] = field(default=lambda _position: None, compare=False)

    def open(self) -> IO[bytes]:
        """The bytes as stored (still packed when it is .gz or .zst).

        Raises:
            InputError: the file cannot be opened.
        """
        try:
            if not self.member:
                return self.path.open("rb")
            with zipfile.ZipFile(self.path) as archive:
                return archive.open(self.member)
        except (OSError, zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError) as error:
            raise InputError(f"cannot be opened: {_reason(error)}.", where=Place(self.label)) from None

    def state(self) -> tuple[int, int, str]:
        """Size, time of last change and SHA-256 of the bytes: what must not change while the file is read."""
        about, size, digest = self.path.stat(), 0, hashlib.sha256()
        with self.open() as file, readable(self.label):
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                digest.update(chunk)
        return size, about.st_mtime_ns, digest.hexdigest()


def readable(label: str) -> guarded_reading:
    """Turn whatever reading a damaged or packed file raises into a message; see :class:`guarded_reading`."""
    return guarded_reading(label)


class guarded_reading:  # noqa: N801  # used like a function
    """Context in which damage of the file becomes :class:`BrokenFile`, naming the row that was reached."""

    def __init__(self, label: str) -> None:
        self.label, self.row = label, 0

    def __enter__(self) -> guarded_reading:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, damage()) and not isinstance(error, (FileNotFoundError, PermissionError)):
            raise self.broken(_reason(error)) from error

    def broken(self, reason: str) -> BrokenFile:
        """The error for damage found at the row that was reached."""
        reached = f" after row {self.row}" if self.row else ""
        return BrokenFile(f"the file is damaged{reached}: {reason}. Nothing of it was kept.", where=Place(self.label),
                          todo="Get the file again, or cut it off cleanly.")  # fmt: skip


def damage() -> tuple[type[BaseException], ...]:
    """What libraries raise on damaged files."""
    import gzip
    import lzma
    import zlib

    import zstandard

    return (gzip.BadGzipFile, EOFError, zlib.error, zstandard.ZstdError, zipfile.BadZipFile, lzma.LZMAError,
            UnicodeError)  # fmt: skip


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else "the end is missing"


def found(words: Iterable[str | Path], workspace: Path) -> tuple[list[Input], list[str]]:
    """The files behind ``words``, in a stable order without repetitions, and the names of those left out.

    Standard input (``-``) is copied to ``workspace`` first.

    Raises:
        InputError: a word names nothing, or a folder holds no file that could be read.
    """
    inputs: list[Input] = []
    left: list[str] = []
    for word in words:
        for path, asked in _paths(str(word), workspace):
            label = "standard input" if str(word) == "-" else str(path)
            if asked or is_material(path.name):
                inputs += _members(path, label)
            else:
                left.append(label)
    if not inputs:
        raise InputError("nothing to read.", todo=f"Left out: {', '.join(left[:5])}." if left else "Name a file.")
    return list({each.label: each for each in inputs}.values()), left


def _paths(word: str, workspace: Path) -> Iterator[tuple[Path, bool]]:
    """Paths behind a word, and whether the file itself was asked for."""
    if word == "-":
        yield _spooled(workspace), True
        return
    path = Path(word)
    if not path.exists():
        hits = _hits(word)
        if not hits:
            raise InputError("there is no such file.", where=Place(word), todo="Check the name.")
        for hit in hits:
            yield from _paths(hit, workspace) if Path(hit).is_dir() else [(Path(hit), is_material(hit))]
    elif path.is_dir():
        inside = sorted(each for each in path.rglob("*") if each.is_file() and not _hidden(each.relative_to(path)))
        if not any(is_material(each.name) for each in inside):
            raise InputError("the folder holds no file that can be read.", where=Place(word),
                             todo=f"Known are {', '.join(SUFFIXES)}.")  # fmt: skip
        yield from ((each, False) for each in inside)
    else:
        yield path, True


def _hits(word: str) -> list[str]:
    return sorted(glob(word, recursive=True)) if any(sign in word for sign in "*?[") else []  # noqa: PTH207  # any root


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def is_material(name: str) -> bool:
    """Whether a name looks like a table or JSON, packed or not."""
    name = name.lower()
    for packed in PACKED:
        name = name.removesuffix(packed)
    return name.endswith(SUFFIXES)


def _spooled(workspace: Path) -> Path:
    place = workspace / "stdin"
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("standard input is empty.", todo="Pipe a file into it: cat posts.csv | inconcert add NAME -")
    with guarded("copying standard input"), place.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file, _CHUNK)
    return place


def _members(path: Path, label: str) -> list[Input]:
    with guarded_reading(label):
        if not zipfile.is_zipfile(path) or is_workbook(path):
            return [Input(label, path)]
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    kept = sorted(name for name in names if is_material(name) and not _is_junk(name))
    if not kept:
        raise InputError("the archive holds no file that can be read.", where=Place(label),
                         todo=f"Known are {', '.join(SUFFIXES[:-1])}.")  # fmt: skip
    nested = next((name for name in kept if name.lower().endswith(".zip")), None)
    if nested is not None:
        raise InputError("there is an archive inside the archive.", where=Place(f"{label}/{nested}"),
                         todo="Unpack the outer one first.")  # fmt: skip
    return [Input(f"{label}/{name}", path, name) for name in kept]


def _is_junk(name: str) -> bool:
    return name.startswith(_JUNK) or "/." in name


def is_workbook(file: Path | IO[bytes]) -> bool:
    """Whether a zip container is an Excel workbook."""
    try:
        with zipfile.ZipFile(file) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False


class Counted(io.RawIOBase):
    """A raw stream that tells how far it was read."""

    def __init__(self, file: IO[bytes], tell: Callable[[int], None]) -> None:
        super().__init__()
        self._file, self._tell, self._count = file, tell, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io passes a memoryview
        """Fill ``buffer`` and tell the position."""
        chunk = self._file.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self._count += len(chunk)
        self._tell(self._count)
        return len(chunk)

    def close(self) -> None:
        """Close the file below too."""
        self._file.close()
        super().close()
