"""Files of indicators as platforms publish them: nothing is lost, and what is odd in them is said line by line."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.errors import InputError, Place
from inconcert.indicators.defanging import cleaned, defang
from inconcert.indicators.indicator import ALSO, SCHEMAS, Indicator
from inconcert.indicators.kinds import fits, kind
from inconcert.normalise.defanged import is_defanged
from inconcert.sites.families.reading import day
from inconcert.store.sheets import bare_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

_ENDINGS = (".csv", ".tsv", ".txt")
_CELL = 4 << 20
"""Longest cell, in signs; the module csv stops at 128 KB by itself."""


class Oddity(NamedTuple):
    """Something a reader of the file should know; the row was kept unless it says otherwise."""

    source: str
    row: int | None
    """As a spreadsheet numbers it; ``None`` when it is about the whole file."""
    what: str

    def __str__(self) -> str:
        place = f"{self.source}, row {self.row}" if self.row else self.source
        return f"{place}: {self.what}."


@dataclass(slots=True)
class Read:
    """What was read of all files."""

    indicators: list[Indicator] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)

    def odd(self, source: str, row: int | None, what: str) -> None:
        """Take note of something odd."""
        self.oddities.append(Oddity(source, row, what))


def read(paths: Iterable[Path]) -> Read:
    """All indicators of files and of the files in folders.

    Raises:
        InputError: none of the files is a table of indicators.
    """
    out = Read()
    files = [file for path in paths for file in _files(path, out)]
    refused: list[InputError] = []
    for file in files:
        try:
            _read_file(file, out) if file.suffix.lower() != ".json" else _read_saved(file, out)
        except InputError as error:
            refused.append(error)
            out.odd(str(file), None, f"left out, it {error.what.rstrip('.')}")
    if refused and len(refused) == len(files):
        raise refused[0]
    return out


def _files(path: Path, out: Read) -> Iterator[Path]:
    """The file, or the tables in a folder; other files there are named as passed over."""
    if not path.is_dir():
        yield path
        return
    if path.name != path.name.strip():
        out.odd(str(path), None, "blanks around the name of the folder")
    for inside in sorted(one for one in path.rglob("*") if one.is_file()):
        if inside.suffix.lower() in _ENDINGS:
            yield inside
        else:
            out.odd(str(inside), None, "passed over: not a CSV or TSV file")


def _read_file(path: Path, out: Read) -> None:
    text = _text(path, out)
    rows = _rows(text)
    head = next(rows, None)
    if head is None:
        raise InputError("holds nothing.", where=Place(path))
    columns = _columns(head, path, out)
    first = len(out.indicators)
    for number, row in enumerate(rows, 2):
        _add(_cells(columns, row), columns, row, (str(path), number), out)
    _whole_file(out.indicators[first:], str(path), out)


def _read_saved(path: Path, out: Read) -> None:
    """What ``inconcert indicators import --json`` wrote, read again."""
    import json

    try:
        found = json.loads(_text(path, out))
        rows = found["indicators"]
        made = [_saved(row, path) for row in rows]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        todo = "Give CSV or TSV files of indicators, or what `indicators import --json` wrote."
        raise InputError("is no JSON of indicators.", where=Place(path), todo=todo) from error
    out.indicators += made


def _saved(row: dict[str, Any], path: Path) -> Indicator:
    texts = {name: str(row.get(name) or "") for name in ("tactic", "technique", "procedure", "comment")}
    value = str(row["value"])
    return Indicator(
        type=str(row.get("type") or kind(value)),
        value=value,
        defanged=defang(value),
        **texts,
        source_row=int(row.get("source_row") or 0),
        source=str(row.get("source") or path),
        written=str(row.get("written") or value),
        published=day(str(row.get("published") or "")),
        extra=tuple((str(name), str(cell)) for name, cell in (row.get("extra") or {}).items()),
    )


def _text(path: Path, out: Read) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", where=Place(path)) from error
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    if b"\0" in raw:
        out.odd(str(path), None, "holds bytes of zero, which were left out")
        raw = raw.replace(b"\0", b"")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        out.odd(str(path), None, "not UTF-8, read as Windows-1252")
        return raw.decode("cp1252", "replace")


def _rows(text: str) -> Iterator[list[str]]:
    head = text.lstrip("\r\n").partition("\n")[0]
    sign = max(",\t;|", key=head.count)
    csv.field_size_limit(_CELL)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    except csv.Error as error:
        raise InputError(f"is no table: {error}.") from error


class Column(NamedTuple):
    """A column of a file."""

    heading: str
    field: str | None
    """Field of `Indicator` it fills; ``None`` when no schema names it."""


def _columns(head: list[str], path: Path, out: Read) -> list[Column]:
    """The columns of a file by its headings, small mistakes of writing allowed.

    Raises:
        InputError: neither schema fits.
    """
    read_as = [_field(heading) for heading in head]
    columns = [Column(heading.strip(), found) for heading, (found, _) in zip(head, read_as, strict=True)]
    fields = {column.field for column in columns}
    if "value" not in fields and "procedure" not in fields:
        known = " or ".join(", ".join(name for name, _ in schema.columns) for schema in SCHEMAS)
        raise InputError("is no table of indicators.", where=Place(path, 1), todo=f"Its columns should be {known}.")
    for _, odd in read_as:
        if odd:
            out.odd(str(path), 1, odd)
    return columns


def _field(heading: str) -> tuple[str | None, str]:
    """The field a heading means, and what is odd about the heading."""
    from rapidfuzz.process import extractOne

    known = {name.lower(): fills for schema in SCHEMAS for name, fills in schema.columns} | ALSO
    plain = heading.strip().lower()
    if plain in known:
        return known[plain], f"blanks around the heading '{heading.strip()}'" if heading != heading.strip() else ""
    close = extractOne(plain, list(known), score_cutoff=82) if plain else None
    if close:
        return known[close[0]], f"the heading '{heading.strip()}' was read as '{close[0]}'"
    return None, f"the column '{heading.strip()}' is in no schema; it is kept under its name" if plain else ""


def _cells(columns: list[Column], row: list[str]) -> dict[str, str]:
    """Cells of a row by the field they fill; cells of two columns that fill one field are joined."""
    out: dict[str, str] = {}
    for column, cell in zip(columns, row, strict=False):
        if column.field and cell.strip():
            before = out.get(column.field)
            out[column.field] = (
                f"{before}; {cell.strip()}" if before else cell if column.field == "value" else bare_cell(cell.strip())
            )
    return out


def _add(cells: dict[str, str], columns: list[Column], row: list[str], place: tuple[str, int], out: Read) -> None:
    """The indicator of one row; every cell of it is kept."""
    if not any(cell.strip() for cell in row):
        out.odd(*place, "an empty row")
        return
    extra = [(c.heading, cell) for c, cell in zip(columns, row, strict=False) if c.field is None and cell.strip()]
    surplus = [cell for cell in row[len(columns) :] if cell.strip()]
    if surplus:
        out.odd(*place, "more cells than headings; they are kept as extra")
        extra += [("", cell) for cell in surplus]
    written = cells.get("value", "")
    value, note, odd = cleaned(written)
    published = _published(cells, place, out)
    for what in odd:
        out.odd(*place, what)
    if not value:
        value = cells.get("procedure") or cells.get("technique") or cells.get("tactic", "")
        if any(column.field == "value" for column in columns):
            out.odd(*place, "no indicator in the row")
    out.indicators.append(
        Indicator(
            type=_type(cells, value, written, place, out),
            value=value,
            defanged=defang(value),
            tactic=cells.get("tactic", ""),
            technique=cells.get("technique", ""),
            procedure=cells.get("procedure", ""),
            comment="; ".join(part for part in (cells.get("comment", ""), note) if part),
            source_row=place[1],
            source=place[0],
            written=written,
            published=published,
            extra=tuple(extra),
        )
    )


def _type(cells: dict[str, str], value: str, written: str, place: tuple[str, int], out: Read) -> str:
    said = cells.get("type", "").strip().lower()
    if not said:
        return kind(value) if written.strip() else "procedure"
    if not fits(said, value):
        out.odd(*place, f"the file calls it {said}, it looks like {kind(value)}")
    return said


def _published(cells: dict[str, str], place: tuple[str, int], out: Read) -> date | None:
    written = cells.get("published", "")
    found = day(written) if written else None
    if written and found is None:
        out.odd(*place, f"the day '{written}' cannot be read; it is kept in the comment")
        cells["comment"] = "; ".join(part for part in (cells.get("comment", ""), written) if part)
    elif found and written != found.isoformat():
        out.odd(*place, f"the day is written '{written}', read as {found}")
    return found


def _whole_file(read_here: list[Indicator], source: str, out: Read) -> None:
    """What is odd about a file as a whole: mixed defanging, values that come again."""
    addresses = [one for one in read_here if one.defanged != one.value]
    inert = sum(is_defanged(one.written) for one in addresses)
    if 0 < inert < len(addresses):
        out.odd(source, None, f"{inert} of {len(addresses)} addresses are defanged, the others are not")
    seen = defaultdict[str, list[int]](list)
    for one in addresses:
        seen[one.value].append(one.source_row)
    for value, rows in seen.items():
        if len(rows) > 1:
            out.odd(source, rows[1], f"{defang(value)} stands already in row {rows[0]}")
