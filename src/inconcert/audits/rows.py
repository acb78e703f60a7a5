"""Rows of a small table of known columns; what does not fit is said with file, row and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.audits.receipt import FileRead, Receipt
from inconcert.errors import InputError, MappingError, Place, UsageError, nearest
from inconcert.ingest import cells
from inconcert.ingest.format import Format
from inconcert.ingest.inputs import found
from inconcert.ingest.material import Material
from inconcert.ingest.tables import Refused
from inconcert.model.times import UnreadableError, reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

REFUSED = frozenset({
    "nationality", "nationalities", "citizen", "citizenship", "ethnicity", "ethnic", "race", "religion", "faith",
    "party", "political", "politics", "ideology", "birthplace", "birth", "origin", "gender", "sex", "orientation",
    "health", "union", "passport", "caste", "tribe", "hukou",
})  # fmt: skip
"""Words in the name of a column that is never read, whatever else is in it."""


# With a function that may read any column all of them come, so that those not read can be told.
_TABLE = Format("audit", "Table of an audit", (), skip=lambda _record: None)


@dataclass(frozen=True)
class Form:
    """The columns of a table."""

    what: str
    """What a row is, for messages."""
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)
    """Columns that are known and not needed, with the reason."""

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are read."""
        return self.required + self.optional


class Row(NamedTuple):
    """One row; its cells are read by what they have to be."""

    file: str
    number: int
    cells: Mapping[str, Any]

    def text(self, column: str) -> str:
        """The text of a cell without blanks around it; empty when it says nothing."""
        return (cells.text(self.cells.get(column)) or "").strip()

    def needed(self, column: str) -> str:
        """The text of a cell that has to say something.

        Raises:
            InputError: it is empty.
        """
        return self.text(column) or self._refuse(column, "the cell is empty", "Fill it, or leave the row out.")

    def number_of(self, column: str) -> float | None:
        """A number that is not negative; ``None`` when the cell says nothing.

        Raises:
            InputError: it is no such number.
        """
        found: float | None = self._read(column, cells.number)
        if found is not None and found < 0:
            self._refuse(column, f"'{self.text(column)}' is negative", "Counts are zero or more.")
        return found

    def whole(self, column: str) -> int | None:
        """A count; ``None`` when the cell says nothing.

        Raises:
            InputError: it is no count.
        """
        found = self.number_of(column)
        if found is not None and found != int(found):
            self._refuse(column, f"'{self.text(column)}' is no whole number", "Give counts as they were counted.")
        return None if found is None else int(found)

    def truth(self, column: str) -> bool | None:
        """Yes or no; ``None`` when the cell says neither.

        Raises:
            InputError: it says something else.
        """
        found: bool | None = self._read(column, cells.truth)
        return found

    def day(self, column: str) -> str:
        """A day, month or year as its first day, ``2024-05-01``; empty when the cell says nothing.

        Raises:
            InputError: it is no day.
        """
        said = self.text(column)
        parts = said[:10].split("-")
        padded = "-".join([*parts, *["01"] * (3 - len(parts))])
        return self._read(column, _day, padded) if said else ""

    def word(self, column: str, known: Iterable[str], *, empty: str = "") -> str:
        """One of some words, in small letters.

        Raises:
            InputError: it is none of them.
        """
        said = self.text(column).casefold() or empty
        words = tuple(known)
        return said if said in words else self._refuse(column, f"'{said}' is not known", nearest(said, words))

    def _read(self, column: str, how: Callable[[Any], Any], value: Any = None) -> Any:
        given = self.cells.get(column) if value is None else value
        try:
            return how(given)
        except (UnreadableError, ValueError) as error:
            return self._refuse(column, f"'{self.text(column)[:60]}' cannot be read: {error}", "Correct the cell.")

    def _refuse(self, column: str, what: str, todo: str) -> Any:
        raise self.refuse(column, f"{what}.", todo)

    def refuse(self, column: str, what: str, todo: str = "") -> InputError:
        """The error for what a cell holds."""
        return InputError(what, where=Place(self.file, self.number, column), todo=todo)


_DAYS = reader(("iso",), "UTC")


def _day(value: Any) -> str:
    from inconcert.model.times import iso

    return iso(_DAYS(value).at)[:10]


def instant(row: Row, column: str, timezone: str = "") -> int | None:
    """Microseconds since 1970; ``None`` when the cell says nothing.

    Raises:
        InputError: the cell is no time.
        ZoneNeeded: it has no zone and none was given.
    """
    from inconcert.errors import ZoneNeeded

    said = row.text(column)
    if not said:
        return None
    try:
        return reader(("iso", "unix"), timezone)(said).at
    except ZoneNeeded:
        raise ZoneNeeded(f"the time '{said[:40]}' has no zone.", where=Place(row.file, row.number, column),
                         todo="Say which with --timezone, for example UTC.") from None  # fmt: skip
    except UnreadableError as error:
        raise row.refuse(column, f"'{said[:40]}' cannot be read: {error}.", "Correct the cell.") from None


def renamed(spoken: str) -> dict[str, str]:
    """Column of the file by column of the form, from ``person=id,employer=company``.

    Raises:
        UsageError: a part is not name=column.
    """
    made: dict[str, str] = {}
    for part in filter(None, (each.strip() for each in spoken.split(","))):
        name, sign, column = part.partition("=")
        if not sign or not column.strip():
            raise UsageError(
                f"'{part}' is not column=name in the file.", todo="Write it as --map at=timestamp,tool=app."
            )
        made[name.strip()] = column.strip()
    return made


def read(
    paths: Sequence[str | Path], form: Form, mapping: Mapping[str, str] | None = None
) -> tuple[list[Row], Receipt]:
    """All rows of some files, and a receipt.

    Args:
        paths: Files, folders, globs.
        form: Columns that are read; all others are not.
        mapping: Column of the file by column of the form.

    Raises:
        MappingError: a column is missing, or the mapping names none of the form.
        InputError: a row cannot be read.
    """
    mapping = dict(mapping or {})
    checked(mapping, form)
    rows: list[Row] = []
    receipt = Receipt()
    with TemporaryDirectory(prefix="inconcert-audit-") as work:
        from pathlib import Path

        inputs, left = found(paths, Path(work))
        receipt.note(*(f"{name} was left out: it does not look like a table." for name in left))
        for each in inputs:
            digest = each.state()[2]
            if not receipt.fresh(each.label, digest):
                continue
            before = len(rows)
            rows.extend(_rows(Material(each, Path(work)), form, mapping, receipt))
            receipt.files.append(FileRead(each.label, digest, len(rows) - before))
    receipt.files.sort(key=lambda one: (one.file, one.sha256))
    return rows, receipt


def checked(mapping: Mapping[str, str], form: Form) -> None:
    """Let a mapping through whose words are columns of the form.

    Raises:
        UsageError: one is not.
    """
    for name in mapping:
        if name not in form.columns:
            raise UsageError(f"there is no column '{name}' in {form.what}.", todo=nearest(name, form.columns))


def _rows(material: Material, form: Form, mapping: Mapping[str, str], receipt: Receipt) -> Iterator[Row]:
    label, names = material.source.label, None
    for line in material.lines(_TABLE):
        if isinstance(line.record, Refused):
            raise InputError(f"the row cannot be read: {line.record.reason}.", where=Place(label, line.row))
        if names is None:
            names = columns_of(list(line.record), form, mapping, label, receipt)
        yield Row(label, line.row, {name: line.record.get(column) for name, column in names.items()})
    if names is None:
        raise InputError("there is no row in it.", where=Place(label), todo="Check the file, or leave it out.")


def columns_of(
    present: Sequence[str], form: Form, mapping: Mapping[str, str], label: str, receipt: Receipt
) -> dict[str, str]:
    """Column of the file by column of the form; what is refused or not read is noted.

    Raises:
        MappingError: a column that is needed is missing, or one that is refused was mapped.
    """
    folded = {fold(name): name for name in reversed(present)}
    names: dict[str, str] = {}
    for name in form.columns:
        wanted = mapping.get(name, name)
        column = wanted if wanted in present else folded.get(fold(wanted))
        if column is None and (name in form.required or name in mapping):
            raise MappingError(
                f"there is no column '{wanted}'.",
                where=Place(label, 1),
                todo=f"{form.what} needs {', '.join(form.required)}; map others with --map.",
            )
        if column is not None and refused(column):
            raise MappingError("a column of this kind is never read.", where=Place(label, 1, column))
        if column is not None:
            names[name] = column
    for column in present:
        if column not in names.values():
            _unread(column, form, label, receipt)
    return names


def _unread(column: str, form: Form, label: str, receipt: Receipt) -> None:
    if refused(column):
        receipt.drop(f"column '{column}' of {label} was dropped unread: what people are or think is not read.")
    elif fold(column) in form.unread:
        receipt.drop(f"column '{column}' of {label} was not read: {form.unread[fold(column)]}.")
    else:
        receipt.drop(f"column '{column}' of {label} was not read: it is not needed.")


def fold(name: str) -> str:
    """The name of a column in small letters and underscores."""
    return "_".join("".join(sign if sign.isalnum() else " " for sign in name.casefold()).split())


def refused(column: str) -> bool:
    """Whether a column is about what people are or think."""
    return bool(REFUSED & set(fold(column).split("_")))
