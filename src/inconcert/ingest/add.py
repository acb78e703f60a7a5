"""Add files to an investigation: read, map, store, and say what became of every row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from inconcert.errors import BrokenFile, Cancelled, InputError, MappingError, Place, ZoneNeeded
from inconcert.ingest import recipe as recipes
from inconcert.ingest.disk import clear, guarded
from inconcert.ingest.inputs import found
from inconcert.ingest.mapping import Mapper
from inconcert.ingest.material import Material
from inconcert.ingest.reading import Options, Reading, settle, zone_name, zone_needed
from inconcert.ingest.receipt import Receipt, Rejects
from inconcert.ingest.remarks import OFFSET, remark
from inconcert.ingest.suggest import x_offset
from inconcert.ingest.tables import Refused
from inconcert.ingest.tally import Tally
from inconcert.model.times import Clock, iso, order_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from inconcert.ingest.format import Record, Row
    from inconcert.ingest.inputs import Input
    from inconcert.ingest.mapping import Mapped

    Progress = Callable[[str, int, int], None]
    """Called with the file, how far it was read, and how far it goes (0 when unknown)."""

BATCH = 4096
OBSERVED = 1_000_000
"""Descriptions of accounts remembered so that one is not stored again for every post."""
CHECKED = 500
"""Posts whose stamps are compared with the instants inside their ids."""
EMPTY_REASONS = frozenset({"no time", "time cannot be read", "no account"})
"""If all rows fail for these, the columns were not understood."""

_UNLIKE = frozenset({"row", "observed_at"})
_NOUNS = ("posts", "accounts", "ads", "sites", "deletions", "follows")
_MAPPING_FAULTS = (AttributeError, TypeError, ValueError, LookupError, RecursionError, ArithmeticError)


class Writer(Protocol):
    """What stores the rows of one file; see :class:`inconcert.store.writer.SourceWriter`."""

    path: Path
    counts: dict[str, int]

    def append(self, noun: str, rows: list[Row]) -> None:
        """Add rows of a noun."""

    def coarsen(self, precision: float) -> None:
        """Say that no post's clock is finer."""

    def repeats(self) -> Any:
        """Count the posts that came before."""

    def commit(self, receipt: dict[str, Any]) -> None:
        """Publish the tables with their receipt."""


class Store(Protocol):
    """What keeps the files; see :class:`inconcert.store.folder.Folder`."""

    path: Path

    def lock(self) -> AbstractContextManager[None]:
        """Hold the investigation for writing."""

    def workspace(self) -> Path:
        """A folder for what is being written."""

    def has(self, source: str) -> bool:
        """Whether a source was added."""

    def receipt(self, source: str) -> dict[str, Any]:
        """The receipt of a source."""

    def writer(self, source: str) -> AbstractContextManager[Writer]:
        """A writer for one source."""


class Receipts(list[Receipt]):
    """Receipts, one a file, and what lay beside the files without being one."""

    left_out: tuple[str, ...] = ()


def add(
    folder: Store,
    paths: Iterable[str | Path],
    *,
    format: str | None = None,  # noqa: A002  # the word of the command line
    mapping: str | Path | Mapping[str, str] | recipes.Recipe | None = None,
    time_format: str | None = None,
    timezone: str | None = None,
    platform: str | None = None,
    recipe: str | None = None,
    progress: Progress | None = None,
) -> Receipts:
    """Add files, folders, globs, archives or standard input (``-``); what is there already is not added again.

    Each file is stored whole or not at all; when one is refused, those before it stay.

    Raises:
        InputError: a file cannot be used as it is.
        Locked: another process is writing.
        DiskFull: there is no room left.
        Cancelled: the user stopped it.
    """
    options = options_of(
        folder.path, format=format, mapping=mapping, time_format=time_format, timezone=timezone, platform=platform,
        recipe=recipe,
    )  # fmt: skip
    receipts = Receipts()
    try:
        with folder.lock():
            inputs, left = found(paths, folder.workspace())
            receipts.left_out = tuple(left)
            receipts += [_Adding(folder, each, options, progress).receipt() for each in inputs]
    except KeyboardInterrupt:
        raise Cancelled("stopped while adding.", todo="Whole files were kept; run it again to add the rest.") from None
    return receipts


def options_of(
    folder: Path,
    *,
    mapping: str | Path | Mapping[str, str] | recipes.Recipe | None = None,
    recipe: str | None = None,
    **said: str | None,
) -> Options:
    """What a user says about files as one value; a recipe is looked up in the investigation at ``folder``.

    Raises:
        UsageError: the recipe or the mapping cannot be read.
        MappingError: the mapping has unknown words.
    """
    named = recipes.named(folder, recipe) if recipe else recipes.given(mapping)
    return Options(recipe=named, **{name: value for name, value in said.items() if value})


@dataclass(frozen=True)
class Preview:
    """How a file would be read."""

    file: str
    format: str
    why: tuple[str, ...]
    mapping: Mapping[str, str]
    timezone: str
    rows: tuple[Row, ...]
    """The first posts."""
    skipped: tuple[dict[str, Any], ...]
    recipe: recipes.Recipe | None = None


def preview(folder: Store, paths: Iterable[str | Path], options: Options, size: int = 20) -> list[Preview]:
    """How files would be read, with their first posts; nothing is stored.

    Raises:
        InputError: a file cannot be used as it is.
    """
    with folder.lock():
        inputs, _ = found(paths, folder.workspace())
        return [_Adding(folder, each, options, None).preview(size) for each in inputs]


class _Adding:
    """One file on its way into an investigation."""

    def __init__(self, folder: Store, source: Input, options: Options, progress: Progress | None) -> None:
        self._folder, self._options, self._told = folder, options, progress
        self._size = source.path.stat().st_size
        self._input = replace(source, progress=self._at)
        self._work = folder.workspace() / "reading"
        clear(self._work)
        with guarded("unpacking to disk"):
            self._work.mkdir()

    def _at(self, done: int, of: int = 0) -> None:
        if self._told is not None:
            self._told(self._input.label, done, of or self._size)

    def receipt(self) -> Receipt:
        quiet = replace(self._input, progress=lambda _done: None)
        before = quiet.state()
        material = Material(quiet, self._work, self._at)
        reading = settle(material, self._options)
        zone_name(reading)
        source = reading.source(before[2])
        if self._folder.has(source):
            return Receipt.from_dict(self._folder.receipt(source), already=True, file=self._input.label)
        material.source = self._input
        with self._folder.writer(source) as writer:
            made = _Pouring(material, reading, writer, source).poured(before)
            if quiet.state() != before:
                raise BrokenFile("the file changed while it was read. Nothing of it was kept.",
                                 where=Place(self._input.label), todo="Add it again when it is complete.")  # fmt: skip
            writer.commit(made.to_dict())
        clear(self._work)
        return Receipt.from_dict(self._folder.receipt(source))

    def preview(self, size: int) -> Preview:
        material = Material(replace(self._input, progress=lambda _done: None), self._work)
        reading = settle(material, self._options)
        mapper, rows, skipped = Mapper(reading.form), list[Any](), Tally()
        for line in material.lines(reading.form):
            records = () if isinstance(line.record, Refused) else mapper.records(line.record)
            for record in records:
                mapped = _mapped(mapper, record, line.row, material, reading)
                if mapped.post is not None:
                    rows.append(mapped.post)
                elif mapped.skipped is not None:
                    skipped.add(mapped.skipped, line.row)
            if len(rows) >= size:
                break
        columns = dict(reading.recipe.columns) if reading.recipe else {}
        return Preview(self._input.label, reading.form.name, reading.why, columns, reading.form.timezone,
                       tuple(rows[:size]), tuple(skipped.listed("reason")), reading.recipe)  # fmt: skip


class _Pouring:
    """Rows of one file flowing into its tables."""

    def __init__(self, material: Material, reading: Reading, writer: Writer, source: str) -> None:
        self._material, self._reading, self._writer, self._source = material, reading, writer, source
        self._mapper = Mapper(reading.form, source=source)
        self._rejects = Rejects(writer.path / "rejects.csv")
        self._warnings, self._clock = Tally(), Clock()
        self._batches: dict[str, list[Row]] = {noun: [] for noun in _NOUNS}
        self._seen: set[int] = set()
        self._stamps: list[tuple[str, int]] = []
        self._derived, self._finest = 0, float("inf")
        self._first, self._last = 2**63, -(2**63)

    def poured(self, state: tuple[int, int, str]) -> Receipt:
        rows = self._read()
        self._rejects.close()
        for noun in self._batches:
            self._flush(noun)
        self._usable()
        coarse = self._clock.precision()
        if self._finest < coarse:
            self._writer.coarsen(coarse)
            self._finest = coarse
        self._remark()
        return Receipt(
            self._source, self._material.source.label, self._reading.form.name, self._reading.why, rows,
            dict(self._writer.counts), tuple(self._rejects.tally.listed("reason")),
            tuple(self._material.repairs.tally.listed("message") + self._warnings.listed("message")),
            iso(self._first) if self._writer.counts.get("posts") else None,
            iso(self._last) if self._writer.counts.get("posts") else None, self._reading.form.timezone,
            None if self._finest == float("inf") else self._finest, state[2], state[0], False, self._derived,
            mapping=dict(self._reading.recipe.columns) if self._reading.recipe else {},
        )  # fmt: skip

    def _read(self) -> int:
        rows, last = 0, None
        for line in self._material.lines(self._reading.form):
            rows += line.row != last
            last = line.row
            if isinstance(line.record, Refused):
                self._rejects.refuse(line.row, line.record)
                continue
            try:
                for record in self._mapper.records(line.record):
                    self._take(record, line.row)
            except _MAPPING_FAULTS as error:
                reason = f"the format {self._reading.form.name} cannot read this record ({type(error).__name__})"
                self._rejects.add(line.row, reason, str(error), line.record)
        return rows

    def _take(self, record: Record, row: int) -> None:
        mapped = _mapped(self._mapper, record, row, self._material, self._reading)
        for problem in mapped.problems:
            if problem.column == "posted_at" and self._reading.ordered and order_of([problem.value]) != "":
                self._contradicted(row, problem.value)
            if mapped.skipped is None:
                self._warnings.add(f"{problem.column}: {problem.message}", row, problem.value)
        if mapped.skipped is not None:
            value = next((each.value for each in mapped.problems if each.column == "posted_at"), "")
            self._rejects.add(row, mapped.skipped, value, record)
            return
        if mapped.post is not None:
            self._post(mapped.post)
        if mapped.account is not None and self._is_new(mapped.account):
            self._keep("accounts", mapped.account)
        for noun, made in mapped.others():
            if made is not None:
                self._keep(noun, made)

    def _post(self, post: Row) -> None:
        at: int = post["posted_at"]
        self._clock.see(at, post.get("utc_offset"))
        self._first, self._last = min(self._first, at), max(self._last, at)
        self._finest = min(self._finest, post["precision"])
        self._derived += bool(post["id_derived"])
        if len(self._stamps) < CHECKED and post["platform"] == "x":
            self._stamps.append((post["post_id"], at))
        self._keep("posts", post)

    def _is_new(self, account: Row) -> bool:
        """Whether an account was not described in just this way before."""
        key = hash(tuple(value for name, value in account.items() if name not in _UNLIKE))
        if key in self._seen:
            return False
        if len(self._seen) >= OBSERVED:
            self._seen.clear()
        self._seen.add(key)
        return True

    def _keep(self, noun: str, row: Row) -> None:
        batch = self._batches[noun]
        batch.append(row)
        if len(batch) >= BATCH:
            self._flush(noun)

    def _flush(self, noun: str) -> None:
        self._writer.append(noun, self._batches[noun])
        self._batches[noun] = []

    def _contradicted(self, row: int, value: str) -> None:
        column = self._reading.recipe.columns.get("time") if self._reading.recipe else None
        raise MappingError(
            f"'{value}' contradicts the order of day and month in the other rows.", where=Place(
                self._material.source.label, row, column), todo="Say how times are written with --time-format.",
        )  # fmt: skip

    def _usable(self) -> None:
        """Refuse a file of which nothing could be used because its columns were not understood."""
        reasons = self._rejects.tally.listed("reason")
        if self._writer.counts or not reasons:
            return
        if all(entry["reason"] in EMPTY_REASONS or "cannot read" in entry["reason"] for entry in reasons):
            worst = max(reasons, key=lambda entry: int(entry["count"]))
            example: dict[str, Any] = (worst["examples"] or [{"row": None, "value": ""}])[0]
            shown = f", for example '{example['value']}'" if example["value"] else ""
            raise InputError(f"no row can be used: {worst['reason']}{shown} ({worst['count']:,} rows).",
                             where=Place(self._material.source.label, example["row"]),
                             todo="Give the columns with --map, the form of times with --time-format.")  # fmt: skip

    def _remark(self) -> None:
        repeats = self._writer.repeats()
        remark(self._warnings, repeats.count, repeats.different, repeats.rows)
        offset = x_offset(self._stamps)
        if offset:
            self._warnings.add(
                f"{OFFSET} by {offset / 60:+g} hours everywhere; "
                "is the zone right?", None, count=len(self._stamps),
            )  # fmt: skip


def _mapped(mapper: Mapper, record: Record, row: int, material: Material, reading: Reading) -> Mapped:
    try:
        return mapper.map(record, row)
    except ZoneNeeded as error:
        raise zone_needed(error, material, reading, row) from None
