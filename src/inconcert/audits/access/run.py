"""Audit of an organisation's own access log: from where user data was read, by which tools, and what is unexplained.

A log proves access that it records. It does not prove that there was no other. A country is where a session, a device
or a post is; it is nobody's nationality.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import token_hex
from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.audits.access import gaps as wholeness
from inconcert.audits.access.judging import REASONS, judge
from inconcert.audits.access.lists import reviews
from inconcert.audits.access.loading import Store
from inconcert.audits.access.settings import AccessSettings
from inconcert.audits.receipt import Receipt
from inconcert.errors import InputError
from inconcert.model import sql

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    import duckdb
    import pyarrow as pa

    from inconcert.audits.access.gaps import Gap, Series
    from inconcert.audits.access.settings import Threshold

FEW = 5
"""Actors below which their number is not told in a table."""
UNKNOWN = "unknown"
TOOLS = 20
UNEXPLAINED = (
    "event_id",
    "at",
    "actor",
    "actor_country",
    "device_country",
    "session_country",
    "subject_region",
    "tool",
    "dataset",
    "data_class",
    "action",
    "rows",
    "subjects",
    "why",
    "explained",
    "by",
    "note",
)
"""Columns of the events to be explained; a reviewer fills the last three."""


class Totals(NamedTuple):
    """Counts of all events; each kind beside the events of which it is not known."""

    events: int
    first_at: int | None
    last_at: int | None
    elsewhere: int
    elsewhere_unknown: int
    unticketed: int
    unticketed_unknown: int
    """Events of which the log does not say whether there was a ticket."""
    apart: int
    apart_unknown: int
    proxied: int
    mirrored: int
    """Queries as shortly before a request from another country as ``proxied`` are after one: what coincidence gives."""
    requests: int
    guarded: int
    guarded_unknown: int | None
    """Events whose subject the log does not name; ``None`` when nobody was protected."""
    bulk: int
    bulk_unknown: int
    """Events of a class with a threshold that do not say how many subjects."""
    glass: int


class Super(NamedTuple):
    """An actor who reached a large share of all datasets."""

    actor: str
    """A pseudonym of this audit."""
    session_country: str
    """Country of most of the actor's sessions."""
    datasets: int
    share: float
    events: int


class Bulk(NamedTuple):
    """Subjects of one class read from one place, against its threshold."""

    place: str
    data_class: str
    subjects: int
    """Sum over events: at most so many different ones, for one may be read twice."""
    unknown: int
    """Events that do not say."""
    threshold: int
    source: str


@dataclass(frozen=True)
class Access:
    """What the log records; a context, for the large tables lie on disk beside it."""

    totals: Totals
    settings: AccessSettings
    matrix: pa.Table
    """Place, data class, action: events, rows, rows_unknown, actors, elsewhere, unticketed."""
    places: pa.Table
    """Countries of HR, device and session that occur together."""
    weeks: pa.Table
    """Monday of the week and place: events, elsewhere, unticketed, rows."""
    tools: pa.Table
    """Tools by events from another place than the subjects'."""
    reasons: tuple[tuple[str, int], ...]
    """Why events have to be explained, and how many by each reason; an event may have several."""
    unexplained: int
    explained: int
    supers: tuple[Super, ...]
    datasets: int
    bulk: tuple[Bulk, ...]
    without_threshold: tuple[str, ...]
    """Classes of data of the log for which no threshold is set."""
    series: tuple[Series, ...]
    gaps: tuple[Gap, ...]
    receipt: Receipt
    _store: Store = field(repr=False)
    _key: str = field(repr=False)

    @property
    def completeness(self) -> float | None:
        """Sequence numbers that are there, of those from first to last; ``None`` when the log has none."""
        whole = sum(one.present + one.missing for one in self.series)
        return sum(one.present for one in self.series) / whole if whole else None

    def events(self, limit: int | None = None) -> duckdb.DuckDBPyRelation:
        """Events to be explained, those with most reasons first, under pseudonyms; those explained come last.

        Args:
            limit: At most so many of those that nobody reviewed. What reviewers wrote is always among them: the next
                run reads it there.
        """
        return self._store.con.sql(_unexplained(self._key, limit))

    def write(self, target: Path) -> int:
        """Write the events to be explained as Parquet; gives their number."""
        copy = f"COPY ({_unexplained(self._key)}) TO {sql.text(target)} (FORMAT parquet, COMPRESSION zstd)"
        return int(self._store.rows(copy)[0][0])

    def close(self) -> None:
        """Let the tables on disk go."""
        self._store.close()

    def __enter__(self) -> Access:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def access_of(
    paths: Sequence[str | Path],
    settings: AccessSettings | None = None,
    *,
    protected: Collection[str] = (),
    salt: str = "",
    reviewed: str | Path | None = None,
    key: str = "",
    mapping: Mapping[str, str] | None = None,
) -> Access:
    """Audit access logs.

    Args:
        paths: CSV, NDJSON or Parquet with at, actor, session_country, dataset, data_class, action; event_id,
            sequence, log, actor_entity, actor_country, device_country, tool, purpose_ticket, subject_region, rows,
            subjects, subject, approver, result, break_glass where known.
        settings: What counts as bulk, as close in time, as broad.
        protected: Salted hashes of protected subjects.
        salt: The salt of these.
        reviewed: Table of events on which reviewers wrote; those explained are not unexplained.
        key: Key of the pseudonyms of actors; without one they are new each time.
        mapping: Column of the file by column of the log.

    Raises:
        MappingError: a column is missing.
        ZoneNeeded: times carry no zone and none was given.
        InputError: the log holds nothing, or cannot be read.
    """
    settings = settings or AccessSettings()
    store, receipt = Store(settings.memory), Receipt()
    try:
        store.load(paths, mapping or {}, settings.timezone, receipt)
        return _audited(store, settings, receipt, protected, salt, reviewed, key or token_hex(16))
    except BaseException:
        store.close()
        raise


def _audited(
    store: Store, settings: AccessSettings, receipt: Receipt, protected: Collection[str], salt: str,
    reviewed: str | Path | None, key: str,
) -> Access:  # fmt: skip
    if not store.rows("SELECT 1 FROM events LIMIT 1"):
        raise InputError("the log holds no event.", todo="Check the files.")
    judge(store, settings, salt, protected)
    done = _reviewed(store, reviewed, receipt)
    _missing(store, receipt, wanted=bool(protected))
    some = wholeness.series(store)
    datasets = store.rows("SELECT count(DISTINCT dataset) FROM events")[0][0]
    reasons = store.rows("SELECT unnest(why) AS one, count(*) FROM open GROUP BY 1")
    order = list(REASONS.values())
    return Access(
        totals=_totals(store, settings, guarded=bool(protected)),
        settings=settings,
        matrix=_table(store, _MATRIX),
        places=_table(store, _PLACES),
        weeks=_table(store, _WEEKS),
        tools=_table(store, _TOOLS),
        reasons=tuple(
            sorted(((str(why), int(number)) for why, number in reasons), key=lambda one: order.index(one[0]))
        ),
        unexplained=store.rows("SELECT count(*) FROM open")[0][0],
        explained=done,
        supers=_supers(store, settings, datasets, key),
        datasets=datasets,
        bulk=_bulk(store, settings.thresholds),
        without_threshold=_unset(store, settings.thresholds),
        series=some,
        gaps=wholeness.gaps(store, some),
        receipt=receipt,
        _store=store,
        _key=key,
    )


def _reviewed(store: Store, reviewed: str | Path | None, receipt: Receipt) -> int:
    """Make the table ``open`` of events that nobody explained; gives the number of those explained."""
    import pyarrow as pa

    said = reviews(reviewed, receipt) if reviewed is not None else {}
    words = {"event_id": list(said), **{name: [getattr(one, name) for one in said.values()] for name in ("by", "note")}}
    table = pa.table({name: pa.array(column, pa.string()) for name, column in words.items()})
    explained = pa.array([one.holds for one in said.values()], pa.bool_())
    store.con.register("said", table.append_column("explained", explained))
    store.con.execute("CREATE TABLE reviews AS SELECT * FROM said")
    store.con.unregister("said")
    store.con.execute("CREATE TABLE flagged AS SELECT place, event_id, why FROM reasons WHERE len(why) > 0")
    store.con.execute(
        """CREATE TABLE open AS SELECT * FROM flagged
        WHERE event_id IS NULL OR event_id NOT IN (SELECT event_id FROM reviews WHERE explained)"""
    )
    done, strange = store.rows(
        """SELECT (SELECT count(*) FROM flagged) - (SELECT count(*) FROM open),
        (SELECT count(*) FROM reviews r WHERE NOT EXISTS (FROM flagged f WHERE f.event_id = r.event_id))"""
    )[0]
    if strange:
        receipt.note(f"{strange:,} reviewed events are not among those to be explained here.")
    return int(done)


def _missing(store: Store, receipt: Receipt, *, wanted: bool) -> None:
    said = {
        "purpose_ticket": "The log has no tickets: whether access had one is not known.",
        "sequence": "The log has no sequence numbers: whether it is whole is not known.",
        "subject_region": "The log does not say where subjects are: access from elsewhere is not known.",
        "actor_country": "The log does not say where actors are employed.",
        "device_country": "The log does not say where devices are.",
        "subjects": "The log does not say how many subjects were read: bulk is not known.",
    }
    receipt.note(*(sentence for column, sentence in said.items() if column not in store.has))
    if wanted and "subject" not in store.has:
        receipt.note("The log does not name subjects: whether protected ones were read is not known.")


def _totals(store: Store, settings: AccessSettings, *, guarded: bool) -> Totals:
    classes = ", ".join(sql.text(one.data_class) for one in settings.thresholds) or "''"
    row = store.rows(
        f"""SELECT count(*), min("at"), max("at"), count(*) FILTER (elsewhere), count(*) FILTER (elsewhere IS NULL),
        count(*) FILTER (unticketed), count(*) FILTER (unticketed IS NULL AND NOT request), count(*) FILTER (apart),
        count(*) FILTER (apart IS NULL), count(*) FILTER (proxied), (SELECT count(*) FROM mirrored),
        count(*) FILTER (request), count(*) FILTER (guarded), count(*) FILTER (subject IS NULL),
        count(*) FILTER (bulk), count(*) FILTER (data_class IN ({classes}) AND subjects IS NULL),
        count(*) FILTER (glass) FROM judged"""
    )[0]
    made = Totals(*row)
    return made if guarded else made._replace(guarded_unknown=None)


def _table(store: Store, query: str) -> pa.Table:
    table: pa.Table = store.con.sql(query).to_arrow_table()
    return table


_COUNTS = """count(*) AS events, sum("rows")::BIGINT AS "rows", count(*) FILTER ("rows" IS NULL) AS rows_unknown,
    count(*) FILTER (elsewhere) AS elsewhere, count(*) FILTER (elsewhere IS NULL) AS elsewhere_unknown,
    count(*) FILTER (unticketed) AS unticketed"""
_ACTORS = f"CASE WHEN count(DISTINCT actor) >= {FEW} THEN count(DISTINCT actor) END AS actors"
_MATRIX = f"""SELECT coalesce(session_country, '{UNKNOWN}') AS place, coalesce(data_class, '{UNKNOWN}') AS data_class,
    coalesce(action, '{UNKNOWN}') AS action, {_COUNTS}, {_ACTORS} FROM judged GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
_PLACES = f"""SELECT coalesce(actor_country, '{UNKNOWN}') AS actor_country,
    coalesce(device_country, '{UNKNOWN}') AS device_country, coalesce(session_country, '{UNKNOWN}') AS session_country,
    count(*) AS events, {_ACTORS} FROM judged GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
_WEEKS = f"""SELECT strftime(date_trunc('week', make_timestamp("at")), '%Y-%m-%d') AS week,
    coalesce(session_country, '{UNKNOWN}') AS place, {_COUNTS} FROM judged GROUP BY 1, 2 ORDER BY 1 NULLS LAST, 2"""
_TOOLS = f"""SELECT coalesce(tool, '{UNKNOWN}') AS tool, {_COUNTS}, {_ACTORS} FROM judged
    GROUP BY 1 ORDER BY elsewhere DESC, events DESC, 1 LIMIT {TOOLS}"""


def _pseudonym(key: str, column: str = "actor") -> str:
    return f"'p-' || left(sha256({sql.text(key)} || ':' || {column}), 12)"


def _unexplained(key: str, limit: int | None = None) -> str:
    own = {"at": """strftime(make_timestamp(j."at"), '%Y-%m-%dT%H:%M:%SZ')""", "actor": _pseudonym(key, "j.actor"),
           "why": "array_to_string(o.why, '; ')",
           "explained": "CASE WHEN r.explained THEN 'yes' WHEN NOT r.explained THEN 'no' END",
           "by": 'r."by"', "note": "r.note"}  # fmt: skip
    cells = {name: own.get(name, f'j."{name}"') for name in UNEXPLAINED}
    chosen = ", ".join(f'{cell} AS "{name}"' for name, cell in cells.items())
    order = (
        f"""len(o.why) DESC, j.subjects DESC NULLS LAST, j."at", j.event_id, j.dataset, {cells["actor"]}, j."rows" """
    )
    least = (
        ""
        if limit is None
        else f"""QUALIFY r.event_id IS NOT NULL
        OR row_number() OVER (PARTITION BY r.event_id IS NULL ORDER BY {order}) <= {int(limit)}"""
    )
    return f"""SELECT {chosen} FROM flagged o JOIN events j ON j.rowid = o.place
        LEFT JOIN reviews r ON r.event_id = o.event_id {least} ORDER BY coalesce(r.explained, false), {order}"""


def _supers(store: Store, settings: AccessSettings, datasets: int, key: str) -> tuple[Super, ...]:
    if datasets < settings.datasets:
        return ()
    rows = store.rows(
        f"""SELECT {_pseudonym(key)} AS who, coalesce(mode(session_country ORDER BY session_country), '{UNKNOWN}'),
            count(DISTINCT dataset) AS reached, count(*) FROM events WHERE actor IS NOT NULL GROUP BY actor
            HAVING reached >= {settings.breadth} * {datasets} ORDER BY reached DESC, count(*) DESC, who"""
    )
    return tuple(Super(who, place, reached, reached / datasets, events) for who, place, reached, events in rows)


def _bulk(store: Store, thresholds: Sequence[Threshold]) -> tuple[Bulk, ...]:
    known = {one.data_class: one for one in thresholds}
    rows = store.rows(
        f"""SELECT coalesce(session_country, '{UNKNOWN}'), data_class, sum(subjects)::BIGINT,
            count(*) FILTER (subjects IS NULL) FROM events WHERE data_class IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"""
    )
    return tuple(
        Bulk(place, name, subjects, unknown, known[name].subjects, known[name].source)
        for place, name, subjects, unknown in rows
        if name in known and subjects is not None and subjects >= known[name].subjects
    )


def _unset(store: Store, thresholds: Sequence[Threshold]) -> tuple[str, ...]:
    known = {one.data_class for one in thresholds}
    rows: list[tuple[Any, ...]] = store.rows("SELECT DISTINCT data_class FROM events WHERE data_class IS NOT NULL")
    return tuple(sorted({str(row[0]) for row in rows} - known))
