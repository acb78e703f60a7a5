"""Read access logs into one typed table on disk, as a stream: CSV, NDJSON and Parquet of any size."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from inconcert.audits.receipt import FileRead
from inconcert.audits.rows import Form, checked, columns_of
from inconcert.errors import BrokenFile, InputError, Place, UsageError, ZoneNeeded
from inconcert.ingest import cells
from inconcert.ingest.disk import guarded
from inconcert.ingest.format import Format
from inconcert.ingest.inputs import found
from inconcert.ingest.material import Material
from inconcert.ingest.tables import Refused
from inconcert.model import sql
from inconcert.model.times import zone_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from inconcert.audits.receipt import Receipt
    from inconcert.ingest.inputs import Input

FORM = Form(
    "an access log",
    ("at", "actor", "session_country", "dataset", "data_class", "action"),
    ("event_id", "sequence", "log", "actor_entity", "actor_country", "device_country", "tool", "purpose_ticket",
     "subject_region", "rows", "subjects", "subject", "approver", "result", "break_glass"),
)  # fmt: skip
PLAIN = Format("log", "Access log", ())
COUNTRIES = ("session_country", "actor_country", "device_country", "subject_region")
NUMBERS = ("sequence", "rows", "subjects")
SMALL = ("data_class", "action")
ODD = ("zone", "at", *NUMBERS)
"""What may be wrong with cells, each a bit of the column ``odd``."""
_SILENT = "('', 'unknown', 'n/a', 'na', 'null', 'none', '-', '?', '??', 'xx', 'zz')"
_ZONE = "(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?| ?(?:UTC|GMT))$"
_DATE_ONLY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_EPOCH = "^[0-9]{9,19}$"


class Store:
    """The table ``events`` on disk; a context, for the table goes with it."""

    def __init__(self, memory: str) -> None:
        import duckdb

        self._folder = TemporaryDirectory(prefix="inconcert-access-")
        self.place = Path(self._folder.name)
        self.con = duckdb.connect(str(self.place / "access.duckdb"))
        self.con.execute(f"SET temp_directory = {sql.text(self.place)}; SET preserve_insertion_order = false")
        try:
            self.con.execute(f"SET memory_limit = {sql.text(memory)}")
        except duckdb.Error:
            self.close()
            raise UsageError(f"'{memory}' is no amount of memory.", todo="Write it as 2GB or 500MB.") from None
        kinds = dict.fromkeys(("at", *NUMBERS), "BIGINT") | {"break_glass": "BOOLEAN"}
        columns = ", ".join(f"{sql_name(name)} {kinds.get(name, 'VARCHAR')}" for name in FORM.columns)
        self.con.execute(f"CREATE TABLE events ({columns}, odd UTINYINT)")
        self.has: set[str] = set()
        """Columns that at least one file has."""

    def close(self) -> None:
        """Let the table go."""
        self.con.close()
        self._folder.cleanup()

    def load(self, paths: Sequence[str | Path], mapping: Mapping[str, str], timezone: str, receipt: Receipt) -> None:
        """Read files.

        Raises:
            MappingError: a column is missing.
            ZoneNeeded: times carry no zone and none was given.
            InputError: no time of a file can be read.
        """
        checked(mapping, FORM)
        if timezone:
            zone_named(timezone)
        with TemporaryDirectory(prefix="inconcert-audit-") as work:
            inputs, left = found(paths, Path(work))
            receipt.note(*(f"{name} was left out: it does not look like a log." for name in left))
            for each in inputs:
                if each.member:
                    raise InputError("logs inside archives are not read.", where=Place(each.label), todo="Unpack it.")
                digest = each.state()[2]
                if not receipt.fresh(each.label, digest):
                    continue
                with guarded("reading the log"):
                    number = _File(self, each, Path(work), timezone, receipt).load(mapping)
                receipt.files.append(FileRead(each.label, digest, number))
        receipt.files.sort(key=lambda one: (one.file, one.sha256))
        self._once(receipt)

    def _once(self, receipt: Receipt) -> None:
        """An event that stands in two exports counts once."""
        if "event_id" not in self.has:
            receipt.note("The log has no event_id: events that stand in two exports count twice.")
            return
        all_, distinct = self.rows("SELECT count(event_id), count(DISTINCT event_id) FROM events")[0]
        if all_ == distinct:
            return
        receipt.note(f"{all_ - distinct:,} events stood there more than once by their event_id and count once.")
        columns = ", ".join(map(sql_name, FORM.columns))
        self.con.execute(
            f"CREATE TABLE once AS SELECT DISTINCT ON (event_id) * FROM events WHERE event_id IS NOT NULL "
            f"ORDER BY event_id, {columns}"
        )
        self.con.execute("INSERT INTO once SELECT * FROM events WHERE event_id IS NULL; DROP TABLE events")
        self.con.execute("ALTER TABLE once RENAME TO events")

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of a small result."""
        return self.con.execute(query, list(values)).fetchall()


class _File:
    """One file on its way into the table."""

    def __init__(self, store: Store, given: Input, work: Path, timezone: str, receipt: Receipt) -> None:
        self._store, self._label, self._timezone, self._receipt = store, given.label, timezone, receipt
        self._material = Material(given, work)
        self._reader, self._head = _reader(given.path, self._material.delimiter)

    def load(self, mapping: Mapping[str, str]) -> int:
        import duckdb

        con = self._store.con
        try:
            described = con.execute(f"DESCRIBE SELECT * FROM {self._reader}").fetchall()
            kinds = {str(name): str(kind) for name, kind, *_ in described}
            names = columns_of(list(kinds), FORM, mapping, self._label, self._receipt)
            self._store.has |= set(names)
            chosen = ", ".join(f"{self._cell(name, names, kinds)} AS {sql_name(name)}" for name in FORM.columns)
            odd = {name: self._odd(name, names, kinds) for name in ODD}
            marks = " + ".join(f"CASE WHEN {condition} THEN {2**bit} ELSE 0 END"
                               for bit, condition in enumerate(odd.values()))  # fmt: skip
            before = self._counts()
            con.execute(f"INSERT INTO events SELECT {chosen}, {marks} FROM {self._reader}")
            counts = [now - then for now, then in zip(self._counts(), before, strict=True)]
            return self._told(names, odd, counts)
        except (duckdb.InvalidInputException, duckdb.IOException, duckdb.ConversionException) as error:
            if "No space left" in str(error):
                raise
            self._refuse()
            raise _broken(error, self._label) from None

    def _refuse(self) -> None:
        """Say in which row a table of text cannot be read; what reads it quickly only says that it cannot."""
        if self._material.kind != "csv":
            return
        for line in self._material.lines(PLAIN):
            if isinstance(line.record, Refused):
                raise BrokenFile(
                    f"the row cannot be read: {line.record.reason}.",
                    where=Place(self._label, line.row),
                    todo="Mend the row, or get the file again.",
                )

    def _cell(self, name: str, names: Mapping[str, str], kinds: Mapping[str, str]) -> str:
        if name not in names:
            return "NULL"
        column, kind = sql_name(names[name]), kinds[names[name]]
        if name == "at":
            return _at(column, kind, self._timezone)
        text = f"trim({column}::VARCHAR)"
        if name in NUMBERS:
            number = f"try_cast(replace({text}, ',', '') AS DECIMAL(38, 6))"
            return f"CASE WHEN {number} >= 0 AND {number} = floor({number}) THEN try_cast({number} AS BIGINT) END"
        if name == "break_glass":
            yes, no = (", ".join(map(sql.text, sorted(words))) for words in (cells.TRUE, cells.FALSE))
            return f"CASE WHEN lower({text}) IN ({yes}) THEN true WHEN lower({text}) IN ({no}) THEN false END"
        if name in COUNTRIES:
            return f"CASE WHEN lower({text}) NOT IN {_SILENT} THEN upper({text}) END"
        return f"nullif({f'lower({text})' if name in SMALL else text}, '')"

    def _odd(self, name: str, names: Mapping[str, str], kinds: Mapping[str, str]) -> str:
        """Whether a cell cannot be read, or (``zone``) is a time that needs a zone."""
        if name == "zone":
            return self._zoneless(names["at"], kinds[names["at"]])
        if name not in names:
            return "false"
        said = f"nullif(trim({sql_name(names[name])}::VARCHAR), '') IS NOT NULL"
        return f"{said} AND ({self._cell(name, names, kinds)}) IS NULL"

    def _zoneless(self, column: str, kind: str) -> str:
        if self._timezone or kind in ("TIMESTAMP WITH TIME ZONE", "BIGINT", "HUGEINT", "UBIGINT"):
            return "false"
        text = f"trim({sql_name(column)}::VARCHAR)"
        if kind.startswith("TIMESTAMP") or kind == "DATE":
            return f"{text} IS NOT NULL"
        return (
            f"{text} <> '' AND (NOT regexp_matches({text}, '{_ZONE}') OR regexp_matches({text}, '{_DATE_ONLY}')) "
            f"AND NOT regexp_matches({text}, '{_EPOCH}') AND try_cast({text} AS TIMESTAMP) IS NOT NULL"
        )

    def _counts(self) -> tuple[int, ...]:
        bits = ", ".join(f"count(*) FILTER (odd & {2**bit} > 0)" for bit in range(len(ODD)))
        return self._store.rows(f"SELECT {bits}, count(*) FROM events")[0]

    def _first(self, condition: str, value: str) -> tuple[int, str] | None:
        self._store.con.execute("SET preserve_insertion_order = true")
        numbered = f"SELECT *, row_number() OVER () AS inconcert_row FROM {self._reader}"
        query = f"SELECT inconcert_row, {value} FROM ({numbered}) WHERE {condition} ORDER BY inconcert_row LIMIT 1"
        found = self._store.rows(query)
        self._store.con.execute("SET preserve_insertion_order = false")
        return (int(found[0][0]) + self._head, str(found[0][1])) if found else None

    def _told(self, names: Mapping[str, str], odd: Mapping[str, str], counts: Sequence[int]) -> int:
        """Number of rows; what cannot be read is told with the first cell of it."""
        *numbers, rows = counts
        for (name, condition), number in zip(odd.items(), numbers, strict=True):
            if not number:
                continue
            column = names["at" if name == "zone" else name]
            row, said = self._first(condition, f"{sql_name(column)}::VARCHAR") or (None, "")
            place = Place(self._label, row, column)
            if name == "zone":
                raise ZoneNeeded(f"the time '{said[:40]}' has no zone.", where=place,
                                 todo="Say which with --timezone, for example UTC.")  # fmt: skip
            if name == "at" and number == rows:
                raise InputError(f"'{said[:40]}' is no time, and no other cell is.", where=place,
                                 todo="Map the column of times: --map at=NAME.")  # fmt: skip
            self._receipt.note(f"{place}: {number:,} cells cannot be read and count as not known, first '{said[:40]}'.")
        return rows


def sql_name(column: str) -> str:
    """The name of a column as SQL takes it."""
    return '"' + column.replace('"', '""') + '"'


def _reader(path: Path, delimiter: str) -> tuple[str, int]:
    """What reads a file, and by how much its rows are numbered later than its records.

    Quotes are said to be quotes: a reader that guesses takes one that is never closed for a sign like others.
    """
    name, place = path.name.lower(), sql.text(sql.exact(path))
    for packed in (".gz", ".zst", ".zstd"):
        name = name.removesuffix(packed)
    if name.endswith((".parquet", ".pq")):
        return f"read_parquet({place})", 0
    if name.endswith((".ndjson", ".jsonl", ".json")):
        return f"read_json({place}, format = 'auto', sample_size = 20480, convert_strings_to_integers = false)", 0
    if name.endswith((".xlsx", ".xlsm")):
        raise InputError("workbooks are not read as logs.", where=Place(path), todo="Save it as CSV or Parquet.")
    how = f"delim = {sql.text(delimiter)}, quote = '\"', escape = '\"'"
    return f"read_csv({place}, all_varchar = true, header = true, sample_size = 20480, {how})", 1


def _at(column: str, kind: str, timezone: str) -> str:
    """Microseconds since 1970 of a cell."""
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"epoch_us({column})"
    zone = sql.text(timezone or "UTC")
    if kind.startswith("TIMESTAMP") or kind == "DATE":
        return f"epoch_us(timezone({zone}, {column}::TIMESTAMP))"
    text = f"trim({column}::VARCHAR)"
    number = f"try_cast({text} AS BIGINT)"
    unit = f"CASE WHEN {number} < 100000000000 THEN 1000000 WHEN {number} < 100000000000000 THEN 1000 ELSE 1 END"
    return (
        f"CASE WHEN regexp_matches({text}, '{_EPOCH}') THEN try_cast({number}::HUGEINT * {unit} AS BIGINT) "
        f"WHEN regexp_matches({text}, '{_ZONE}') AND NOT regexp_matches({text}, '{_DATE_ONLY}') "
        f"THEN epoch_us(try_cast({text} AS TIMESTAMPTZ)) "
        f"ELSE epoch_us(timezone({zone}, try_cast({text} AS TIMESTAMP))) END"
    )


def _broken(error: duckdb.Error, label: str) -> BrokenFile:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    row = next((word for line in lines if "Line:" in line for word in line.split() if word.isdigit()), None)
    what = lines[0].rpartition("Error: ")[2][:160] if lines else "the reason is not told"
    return BrokenFile(f"the log cannot be read: {what.rstrip('.')}.", where=Place(label, int(row) if row else None),
                      todo="Get the file again, or mend the row.")  # fmt: skip
