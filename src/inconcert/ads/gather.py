"""Read files of ads into one table on disk, each ad once, and say what was left out and why."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from inconcert.ads.rows import kept, schema, too_much
from inconcert.errors import InconcertError, InputError, MappingError, Place, UsageError
from inconcert.ingest.ad_columns import UNDATED
from inconcert.ingest.ad_reading import settle_ads
from inconcert.ingest.disk import guarded
from inconcert.ingest.inputs import found
from inconcert.ingest.mapping import Mapper
from inconcert.ingest.material import Material
from inconcert.ingest.tables import Refused
from inconcert.ingest.tally import Tally
from inconcert.model import sql
from inconcert.normalise.digest import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import TracebackType

    from inconcert.ingest.format import Record, Row
    from inconcert.ingest.inputs import Input
    from inconcert.ingest.reading import Options, Reading

BATCH = 8192
_DATE = re.compile(r"(?<!\d)(20\d\d)[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])(?!\d)")
_FAULTS = (AttributeError, TypeError, ValueError, LookupError, RecursionError, ArithmeticError)


@dataclass(frozen=True)
class Wanted:
    """What a user says about the rows, besides how files are read."""

    where: tuple[tuple[str, str, bool], ...] = ()
    """Column, value, and whether the row is wanted when they are equal (else when they differ)."""
    assumed: str = ""
    """Currency of amounts that name none."""
    day: date | None = None
    """Day of rows that carry none."""
    target: str = ""
    """Currency that sums will be converted into."""


@dataclass
class File:
    """One file that was read."""

    file: str
    format: str
    why: tuple[str, ...]
    rows: int = 0
    ads: int = 0
    left_out: int = 0
    """Rows that were not wanted."""
    day: date | None = None
    """Day in the name of the file, for rows that carry none."""


@dataclass
class Oddity:
    """Something in a file that could not be used; the rest of it was."""

    file: str
    what: str
    count: int = 1
    examples: list[dict[str, Any]] = field(default_factory=list)


class Ads:
    """Ads of some files in a table ``ads`` on disk; a context, for the table goes with it.

    Args:
        memory: how much memory the table may use; the rest stays on disk.
    """

    def __init__(self, memory: str = "1GB") -> None:
        import duckdb

        self._folder = TemporaryDirectory(prefix="inconcert-ads-")
        self.folder = Path(self._folder.name)
        self.files: list[File] = []
        self.oddities: list[Oddity] = []
        self.con = duckdb.connect(str(self.folder / "ads.duckdb"))
        self.con.execute(f"SET temp_directory = {sql.text(self.folder)}")
        try:
            self.con.execute(f"SET memory_limit = {sql.text(memory)}")
        except duckdb.Error:
            self.close()
            raise UsageError(f"'{memory}' is no amount of memory.", todo="Write it as 2GB or 500MB.") from None
        empty = schema().empty_table()
        self.con.register("empty", empty)
        self.con.execute("CREATE TABLE ads AS SELECT * FROM empty")
        self.con.unregister("empty")

    def __enter__(self) -> Ads:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the table go."""
        self.con.close()
        self._folder.cleanup()

    def read(
        self,
        paths: Iterable[str | Path],
        options: Options,
        wanted: Wanted | None = None,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> Ads:
        """Read files, folders, globs, archives or standard input.

        A file that cannot be read is told among the oddities when another one can; the same bytes are read once.

        Raises:
            InputError: no file holds ads.
            UsageError: a column of ``where`` is in no file.
        """
        inputs, left = found(paths, self.folder)
        self.oddities += [Oddity(name, "left out: it is no table and no JSON") for name in left]
        first: InputError | None = None
        seen: dict[str, str] = {}
        known: dict[Path, bool] = {}
        for each in inputs:
            try:
                if self._again(each, seen) or self._same_money(each, inputs):
                    continue
                one = _Reading(self, each, options, wanted or Wanted(), progress)
                if one.guessed and self._in_known(each, inputs, options, known):
                    self.oddities.append(
                        Oddity(each.label, "left out: the archive is that of a library, not this file")
                    )
                else:
                    one.pour()
            except InputError as error:
                # A new one: the old holds on to the open file through its traceback.
                first = first or type(error)(error.what, where=error.where, todo=error.todo)
                self.oddities.append(Oddity(each.label, f"left out: {error.what} {error.todo}".strip()))
        if first is not None and not self.files:
            raise first
        self._settle()
        return self

    def _same_money(self, source: Input, inputs: Sequence[Input]) -> bool:
        """Whether a file holds by region what another one beside it holds for the whole country."""
        regional = [_regional(each) for each in inputs]
        if not _regional(source) or all(regional):
            return False
        self.oddities.append(Oddity(source.label, "left out: it holds by region the money of the report beside it"))
        return True

    def _in_known(
        self, source: Input, inputs: Sequence[Input], options: Options, known: dict[Path, bool]
    ) -> bool:  # fmt: skip
        """Whether some other file of the same archive is one of a library: then what none knows is not guessed at."""
        if not source.member:
            return False
        if source.path not in known:
            known[source.path] = any(
                _recognised(each, options, self.folder / "looking") for each in inputs if each.path == source.path
            )
        return known[source.path]

    def _again(self, source: Input, seen: dict[str, str]) -> bool:
        """Whether the same bytes were read before, under another name."""
        digest = source.state()[2]
        if digest in seen:
            self.oddities.append(Oddity(source.label, f"left out: it is the same file as {seen[digest]}"))
            return True
        seen[digest] = source.label
        return False

    def append(self, rows: Sequence[Row]) -> None:
        """Add kept rows."""
        import pyarrow as pa

        if rows:
            self.con.register("batch", pa.Table.from_pylist(list(rows), schema=schema()))
            with guarded("keeping ads on disk"):
                self.con.execute("INSERT INTO ads SELECT * FROM batch")
            self.con.unregister("batch")

    def forget(self, file: int) -> None:
        """Take out the rows of a file that turned out to be damaged."""
        self.con.execute("DELETE FROM ads WHERE file = ?", [file])

    def _settle(self) -> None:
        """Each ad once, with its highest figures: what was spent on an ad only grows."""
        tally = "count(*) FILTER (ad_id IS NOT NULL AND scope = 'ad')"
        twice = self.con.execute(
            f"SELECT {tally} - count(DISTINCT (platform, ad_id)) FILTER (ad_id IS NOT NULL AND scope = 'ad') FROM ads"
        ).fetchone()
        if not twice or not twice[0]:
            return
        self.con.execute(f"CREATE TABLE settled AS {_ONCE}")
        self.con.execute("DROP TABLE ads; ALTER TABLE settled RENAME TO ads")
        self.oddities.append(
            Oddity("", "rows repeat an ad; each ad is counted once, with its highest figures", twice[0])
        )


_LEAST = ("page", "page_name", "payer", "payer_key", "numbers", "beneficiaries", "day", "starts", "text", "domains",
          "links", "media", "lang", "file", "row", "marks")  # fmt: skip
_ONCE = f"""
WITH single AS (SELECT * FROM ads WHERE ad_id IS NULL OR scope <> 'ad'),
known AS (
    SELECT *, bool_or(paid) OVER (PARTITION BY platform, ad_id) AS any_paid,
    FROM ads WHERE ad_id IS NOT NULL AND scope = 'ad'
),
merged AS (
    SELECT platform, ad_id, scope, currency, {", ".join(f"min({name}) AS {name}" for name in _LEAST)},
        bool_or(disclaimed) AS disclaimed, max(lower) AS lower, bool_or(paid) AS paid,
        CASE WHEN bool_or(paid AND upper IS NULL) THEN NULL ELSE max(upper) END AS upper,
        max(seen_lower) AS seen_lower, bool_or(seen) AS seen,
        CASE WHEN bool_or(seen AND seen_upper IS NULL) THEN NULL ELSE max(seen_upper) END AS seen_upper,
        max(clicks) AS clicks, max(many) AS many, max(stops) AS stops, max(other_lower) AS other_lower,
        max(other_upper) AS other_upper, max(precision) AS precision
    FROM known WHERE paid OR NOT any_paid GROUP BY platform, ad_id, scope, currency
)
SELECT * FROM single UNION ALL BY NAME SELECT * FROM merged
"""


def _regional(source: Input) -> bool:
    return "regions" in Path(source.member or source.path.name).parts or "regions" in source.path.parent.name.lower()


def _recognised(source: Input, options: Options, work: Path) -> bool:
    """Whether a library's format claims a file."""
    work.mkdir(exist_ok=True)
    try:
        return settle_ads(Material(source, work), options).form.name != "generic"
    except InputError:
        return False


class _Reading:
    """One file on its way into the table."""

    def __init__(
        self, ads: Ads, source: Input, options: Options, wanted: Wanted,
        progress: Callable[[str, int, int], None] | None,
    ) -> None:  # fmt: skip
        size = source.path.stat().st_size
        told = (lambda done, of: progress(source.label, done, of or size)) if progress else (lambda _done, _of: None)
        work = ads.folder / f"file-{len(ads.files)}"
        work.mkdir(exist_ok=True)
        self._ads, self._wanted, self._source = ads, wanted, source
        self._material = Material(source, work, told)
        self._how: Reading = settle_ads(self._material, options)
        self.guessed = self._how.form.name == "generic" and options.recipe is None
        self._number = len(ads.files)
        self._tally, self._met = Tally(), False
        self._marks = _yes_no(self._material.sample().records)
        self._file = File(source.label, self._how.form.name, self._how.why, day=_dated(source.label))

    def pour(self) -> None:
        """Read the file whole, or leave nothing of it.

        Raises:
            InputError: it is damaged, or holds no ad.
        """
        batch: list[Row] = []
        try:
            for row in self._rows():
                batch.append(row)
                if len(batch) >= BATCH:
                    self._ads.append(batch)
                    batch = []
            self._ads.append(batch)
            self._check()
        except InconcertError:
            self._ads.forget(self._number)
            raise
        self._ads.files.append(self._file)
        self._ads.oddities += [Oddity(self._file.file, why) for why in self._how.why if why.startswith(UNDATED)]
        tallies = self._material.repairs.tally.listed("what") + self._tally.listed("what")
        self._ads.oddities += [
            Oddity(self._file.file, each["what"], each["count"], each["examples"]) for each in tallies
        ]

    def _rows(self) -> Iterator[Row]:
        mapper, wanted, file = Mapper(self._how.form), self._wanted, self._file
        day = wanted.day or file.day
        for line in self._material.lines(self._how.form):
            file.rows += 1
            if isinstance(line.record, Refused):
                self._tally.add(f"left out: {line.record.reason}", line.row, line.record.value)
                continue
            if not self._is_wanted(line.record):
                file.left_out += 1
                continue
            marks = [f"{name}={mark}" for name in self._marks if (mark := str(line.record.get(name) or "").strip())]
            for row in self._mapped(mapper, line.record, line.row):
                file.ads += 1
                said = {**row, "currency": row.get("currency") or wanted.assumed or None}
                if self._how.form.name == "generic" and row.get("ad_id"):
                    said["ad_id"] = _whole(said)
                yield kept(said, self._number, wanted.target, day, marks)

    def _mapped(self, mapper: Mapper, record: Record, row: int) -> Iterator[Row]:
        try:
            made = [mapper.map(one, row) for one in mapper.records(record)]
        except _FAULTS as error:
            self._tally.add(f"left out: the record cannot be read ({type(error).__name__})", row, str(error))
            return
        for each in made:
            for problem in each.problems:
                self._tally.add(f"{problem.column}: {problem.message}", row, problem.value)
            if each.ad is None:
                self._tally.add("left out: there is no ad in the row", row)
            elif too_much(each.ad):
                self._tally.add("left out: more than nine trillion is no price of an ad", row)
            else:
                yield _sound(each.ad, self._tally)

    def _is_wanted(self, record: Record) -> bool:
        for column, value, equal in self._wanted.where:
            cell = record.get(column)
            self._met = self._met or column in record
            if (str(cell if cell is not None else "").strip() == value) is not equal:
                return False
        return True

    def _check(self) -> None:
        place = Place(self._source.label)
        if self._wanted.where and self._file.rows and not self._met:
            names = ", ".join(f"'{column}'" for column, _, _ in self._wanted.where)
            seen = ", ".join(self._material.sample().columns[:30])
            raise MappingError(
                f"there is no column {names}.", where=place, todo=f"The file has: {seen}." if seen else ""
            )
        if not self._file.ads and not self._file.left_out:
            raise InputError(
                "there is no ad in it.", where=place, todo="Check the file, or say its columns with --map."
            )


def _yes_no(records: Sequence[Record]) -> list[str]:
    """Columns of a table that say yes or no of each row and nothing else: somebody has sorted the ads by them."""
    found: dict[str, set[str]] = {}
    for record in records:
        for name, cell in record.items():
            found.setdefault(name, set()).add(cell.strip().lower() if isinstance(cell, str) else "\0")
    kinds = ({"yes", "no", ""}, {"true", "false", ""})
    return [name for name, words in found.items() if words != {""} and any(words <= kind for kind in kinds)]


def _whole(row: Row) -> str:
    """An id of all that a row says: in a table of unknown making one id may stand on rows that are no repeats."""
    unlike = ("source", "row")
    return digest(*(f"{name}={value}" for name, value in sorted(row.items()) if name not in unlike))


def _sound(row: Row, tally: Tally) -> Row:
    """The row without bounds that cross: neither of them can be trusted."""
    for name in ("spend", "impressions"):
        lower, upper = row.get(f"{name}_lower"), row.get(f"{name}_upper")
        if (lower is not None and upper is not None and lower > upper) or (lower or 0) < 0 or (upper or 0) < 0:
            tally.add(
                f"{name}: bounds that cross or lie below zero were left out", row.get("row"), f"{lower} to {upper}"
            )
            row = {**row, f"{name}_lower": None, f"{name}_upper": None}
    return row


def _dated(label: str) -> date | None:
    """The day in the name of a file, such as ``report_2018-11-17.csv``; of several the last."""
    hits = _DATE.findall(Path(label).name)
    with suppress(ValueError):
        return date(*map(int, hits[-1])) if hits else None
    return None
