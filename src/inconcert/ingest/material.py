"""One file as a stream of records: what kind it is, a sample to recognise it by, then all of it."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from inconcert.errors import InputError, Place
from inconcert.ingest import documents, tables
from inconcert.ingest.disk import guarded
from inconcert.ingest.inputs import guarded_reading, is_workbook
from inconcert.ingest.paths import Context, given, values
from inconcert.ingest.streams import LIMIT, lines, unpacked, utf8
from inconcert.ingest.tables import Line, Refused
from inconcert.ingest.tally import Repairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from inconcert.ingest.format import Format, Record
    from inconcert.ingest.inputs import Input
    from inconcert.ingest.streams import Stream

SAMPLE = 1000
"""Records that are read to recognise a file and to suggest a mapping."""
_HEAD = 2**18


@dataclass(frozen=True)
class Sample:
    """The beginning of a file."""

    kind: str
    """``csv``, ``parquet``, ``xlsx``, ``ndjson`` or ``json``."""
    records: tuple[Record, ...]
    columns: tuple[str, ...] = ()
    """Column names of a table, in order."""
    sketch: Any = field(default=None, repr=False)
    """The shape of a JSON document, arrays shortened."""


class Material:
    """A file that can be read from the beginning as often as needed.

    Args:
        source: the file.
        workspace: a folder for what has to be unpacked to disk first (Parquet and Excel in archives).
        told: called with how far the reading is, and how far it goes.
    """

    def __init__(
        self, source: Input, workspace: Path, told: Callable[[int, int], None] = lambda _done, _of: None
    ) -> None:
        self.source, self._workspace, self._told = source, workspace, told
        self.repairs = Repairs()
        """What was repaired, once ``lines`` was read."""
        self._dialect: dict[str, Any] = {}
        self.kind = self._kind()

    @property
    def delimiter(self) -> str:
        """What stands between cells of a table of text; a comma for every other kind of file."""
        return str(self._dialect.get("delimiter", ","))

    def sample(self, size: int = SAMPLE) -> Sample:
        """The first records, and the shape of the document.

        Raises:
            InputError: the file is empty, or no row of it can be read.
            BrokenFile: it is damaged at its beginning.
        """
        if self.kind == "json":
            return self._sketched(size)
        found = list(islice(self._records(None, Repairs()), size))
        records = tuple(line.record for line in found if isinstance(line.record, dict))
        if not records:
            reason = next((line.record.reason for line in found if isinstance(line.record, Refused)), "")
            raise self._empty(reason or "there is nothing in it but, at most, a header")
        return Sample(self.kind, records, () if self.kind == "ndjson" else tuple(records[0]))

    def lines(self, form: Format) -> Iterator[Line]:
        """All records in order, those inside pages unfolded, or why a row cannot be read."""
        self.repairs = Repairs()
        for line in self._records(form, self.repairs):
            if form.records_at and isinstance(line.record, dict) and "_context" not in line.record:
                yield from _unfolded(line, form)
            else:
                yield line

    def _kind(self) -> str:
        with guarded_reading(self.source.label), unpacked(self.source) as stream:
            head = stream.peek(_HEAD)
            if not head:
                raise self._empty("")
            if head[:4] == b"PAR1":
                return "parquet"
            if head[:4] == b"PK\x03\x04":
                return self._archive()
            clean = utf8(stream)
            head = clean.peek(_HEAD)
            if not head.strip(b" \t\r\n\0"):
                raise self._empty("")
            start = head.lstrip(b" \t\r\n\0")[:1]
            if start not in (b"{", b"["):
                self._dialect = {"delimiter": self._delimiter(clean)}
                return "csv"
            return "json" if start == b"[" else _lines_or_document(clean)

    def _archive(self) -> str:
        with self._seekable() as file:
            if is_workbook(file):
                return "xlsx"
            if not zipfile.is_zipfile(file):
                raise guarded_reading(self.source.label).broken("the archive or workbook is cut off")
        raise InputError("an archive inside a packed file cannot be read.", where=Place(self.source.label),
                         todo="Unpack the outer one first.")  # fmt: skip

    def _delimiter(self, stream: Stream) -> str:
        sample = [line.decode("utf-8", "replace").replace("\0", "") for line in islice(lines(stream), 200) if line]
        hint = "\t" if any(part in (".tsv", ".tab") for part in _suffixes(self.source.label)) else ""
        return tables.delimiter(sample, hint)

    def _empty(self, reason: str) -> InputError:
        why = f"no row can be read: {reason}." if reason else "the file is empty."
        return InputError(why, where=Place(self.source.label), todo="Check the file, or leave it out.")

    def _text(self) -> Stream:
        return utf8(unpacked(self.source))

    def _seekable(self) -> IO[bytes]:
        """The unpacked bytes as a file that can be read from anywhere."""
        if not self.source.member:
            file = self.source.open()
            if file.read(4) in (b"PAR1", b"PK\x03\x04"):
                file.seek(0)
                return file
            file.close()
        place = self._workspace / "unpacked"
        if not place.exists() or place.stat().st_size == 0:
            with guarded("unpacking to disk"), unpacked(self.source) as packed, place.open("wb") as target:
                shutil.copyfileobj(packed, target, 2**20)
        return place.open("rb")

    def _records(self, form: Format | None, repairs: Repairs) -> Iterator[Line]:
        guard = guarded_reading(self.source.label)
        with guard:
            if self.kind == "parquet":
                with self._seekable() as file:
                    yield from tables.parquet(file, needed(form), self.source.label, self._told)
            elif self.kind == "xlsx":
                with self._seekable() as file:
                    yield from tables.workbook(file, self.source.label, repairs)
            elif self.kind == "json":
                yield from self._document(form, repairs, guard)
            else:
                with self._text() as stream:
                    if self.kind == "ndjson":
                        yield from documents.ndjson(stream, repairs, guard)
                    else:
                        dialect = {**self._dialect, **(form.csv if form is not None else {})}
                        yield from tables.CsvReader(stream, dialect, repairs, guard)

    def _document(self, form: Format | None, repairs: Repairs, guard: guarded_reading) -> Iterator[Line]:
        clean = documents.Clean(self._text)
        at = documents.record_paths(self._sketch(), form.records_at) if form is not None else []
        yield from documents.document(clean, at, form.context if form is not None else (), repairs, guard)

    def _sketch(self) -> Any:
        with documents.Clean(self._text).open() as stream:
            return documents.skeleton(stream)

    def _sketched(self, size: int) -> Sample:
        with guarded_reading(self.source.label):
            sketch = self._sketch()
        found = sketch if isinstance(sketch, list) else [sketch]
        records = tuple(each for each in found if isinstance(each, dict))[:size]
        if not records:
            raise self._empty("there is no JSON object in it")
        return Sample("json", records, (), sketch)


def needed(form: Format | None) -> list[str] | None:
    """Columns of a table that a format reads, or ``None`` when its functions may read any."""
    if form is None or form.split or form.skip or form.finish or form.deletion:
        return None
    names: set[str] = set()
    for table in (form.posts, form.accounts, form.ads, form.sites, form.metrics):
        for paths in table.values():
            for path in (paths,) if isinstance(paths, str) else paths:
                plain = path.removeprefix("\0").replace("[", ".[").split(".")
                names.update(".".join(plain[:count]) for count in range(1, len(plain) + 1))
                names.add(path.removeprefix("\0"))
    return sorted(names)


def _unfolded(line: Line, form: Format) -> Iterator[Line]:
    """The records inside one page, with what the page says around them."""
    assert isinstance(line.record, dict)  # noqa: S101  # asked by the caller
    inside = [each for path in form.records_at for each in values(line.record, path + "[]") or ()]
    if not inside or not all(isinstance(each, dict) for each in inside):
        yield line
        return
    context = Context({path: found for path in form.context if (found := given(values(line.record, path))) is not None})
    for each in inside:
        yield Line(line.row, {**each, "_context": context})


def _lines_or_document(stream: Stream) -> str:
    """Whether text that begins with ``{`` is one object a line or one document."""
    first = stream.readline(LIMIT).strip(b" \t\r\n\0")
    while not first:
        first = stream.readline(LIMIT).strip(b" \t\r\n\0")
    try:
        json.loads(first.decode("utf-8", "replace"), strict=False)
        whole = True
    except (ValueError, RecursionError):
        whole = len(first) > 1 and first.endswith(b"}")
    if not whole:
        return "json"
    return "ndjson" if stream.peek(1)[:1] else "json"


def _suffixes(label: str) -> list[str]:
    return ["." + part for part in label.lower().rsplit("/", 1)[-1].split(".")[1:]]
