"""The day partitions that a run needs: those that are there are used, the others made and kept for later runs."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.ingest.disk import clear, guarded
from inconcert.model import sql
from inconcert.model.horizon import Horizon
from inconcert.model.times import DAY, instant
from inconcert.normalise import media
from inconcert.signals import making, workers
from inconcert.signals.comparable import MAKING
from inconcert.signals.finishing import spans
from inconcert.signals.pieces import Job, repeated
from inconcert.store.days import Days, Span, sweep
from inconcert.store.files import SPILL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from inconcert.engines.base import Progress
    from inconcert.store.folder import Folder

FEW = 20_000
"""A day with fewer posts shares its partition with the days after it."""
GROUP = 100_000
"""Rows of a row group of a partition."""


@dataclass(frozen=True)
class Source:
    """The posts of one added file, and what is made of them."""

    posts: Path
    days: Days
    reach: Span
    """UTC days from the first to the last post."""
    root: str
    """Folder of the file: exports keep their pictures beside them."""


class _Task(NamedTuple):
    """A job, the rows in it, and those that have text."""

    job: Job
    rows: int
    texts: int


def partitions(
    folder: Folder,
    receipts: Iterable[Mapping[str, Any]],
    horizon: Horizon,
    memory: str = "2GB",
    progress: Progress | None = None,
) -> list[Path]:
    """The files of everything in the horizon, made where they are missing; the lock of the folder must be held.

    What a killed call left half-done is used: no more is made again than a piece of :data:`pieces.PIECE` posts a
    process, and the last sorting.

    Args:
        folder: The investigation.
        receipts: Its sources.
        horizon: What will be looked at; files may hold posts outside of it.
        memory: Memory of the run.
        progress: Told the step, the posts done and their number.
    """
    sources = [source for receipt in receipts if (source := _source(folder, receipt)) is not None]
    sweep(folder.path, [source.days for source in sources])
    wanted = [(source, Span(*horizon.days(source.reach.first * DAY, (source.reach.last + 1) * DAY - 1)))
              for source in sources]  # fmt: skip
    missing = [(source, span) for source, days in wanted for span in source.days.missing(days)]
    _make(folder, missing, memory, progress or (lambda _step, _done, _of: None))
    return [file for source, days in wanted if days.first <= days.last for file in source.days.partitions(days)]


def _source(folder: Folder, receipt: Mapping[str, Any]) -> Source | None:
    """A source by its receipt; ``None`` when it has no posts."""
    posts = folder.path / "sources" / str(receipt["source"]) / "posts.parquet"
    if not posts.exists():
        return None
    first, last = (instant(receipt[name]) // DAY for name in ("first_at", "last_at"))
    root = Path(str(receipt["file"])).parent
    days = Days(folder.path, str(receipt["source"]), _version(posts))
    return Source(posts, days, Span(first, last), str(root) if receipt["file"] != "-" and root.is_dir() else "")


def _version(posts: Path) -> str:
    """Of all that partitions depend on besides the source: what makes them, and which posts came before."""
    about = (MAKING, making.made_schema().names, media.available())
    digest = blake2b(repr(about).encode(), digest_size=8)
    digest.update(repeated(posts).tobytes())
    return digest.hexdigest()


def _make(folder: Folder, missing: Sequence[tuple[Source, Span]], memory: str, tell: Progress) -> None:
    """Make the partitions of these stretches of days, and publish each when it is whole."""
    todo = {(source.posts, span): _tasks(source, span) for source, span in missing}
    tasks = [task for tasks in todo.values() for task in tasks]
    total, done = sum(task.rows for task in tasks), 0

    def told(rows: int) -> None:
        nonlocal done
        done += rows
        tell("features", done, total)

    left = {key: len(tasks) for key, tasks in todo.items()}
    owner = {task.job: (source, span) for source, span in missing for task in todo[source.posts, span]}
    count = workers.processes(sum(task.texts for task in tasks), len(tasks), memory)
    own = workers.left(count, memory)
    for source, span in missing:
        if not left[source.posts, span]:
            _settle(folder, source, span, own)
    with guarded("making features"):
        for job in workers.done([task.job for task in tasks], count, told):
            source, span = owner[job]
            left[source.posts, span] -= 1
            if not left[source.posts, span]:
                _settle(folder, source, span, own)


def _tasks(source: Source, span: Span) -> list[_Task]:
    """One task a row group that reaches into ``span``."""
    from pyarrow import parquet

    workshop = source.days.workshop(span)
    for left in workshop.glob(".*.partial"):
        left.unlink()
    about = parquet.read_metadata(source.posts)
    places = [about.row_group(0).column(place).path_in_schema for place in range(about.num_columns)]
    at, text = places.index("posted_at"), places.index("text")
    ends = span.first * DAY, (span.last + 1) * DAY
    found = []
    for number in range(about.num_row_groups):
        group = about.row_group(number)
        if Horizon(*ends).meets(*_ends(group.column(at).statistics)):
            job = Job(str(source.posts), number, *ends, source.root, str(workshop))
            found.append(_Task(job, group.num_rows, group.num_rows - _nulls(group.column(text).statistics)))
    return found


def _ends(statistics: Any) -> tuple[int, int]:
    """Least and greatest instant of a row group."""
    if statistics is None or not statistics.has_min_max:
        return -(2**63), 2**63 - 1
    low, high = (round(instant.timestamp() * 1_000_000) for instant in (statistics.min, statistics.max))
    return low, high


def _nulls(statistics: Any) -> int:
    return int(statistics.null_count) if statistics is not None and statistics.has_null_count else 0


def _settle(folder: Folder, source: Source, span: Span, memory: int) -> None:
    """Sort the pieces of a stretch of days into its partitions within some bytes of memory, and publish them."""
    aside = folder.workspace() / source.days.path.name
    clear(aside)
    aside.mkdir()
    with _Partitions(aside) as partitions:
        for table in _sorted(folder, sorted(source.days.workshop(span).glob("*.parquet")), memory):
            partitions.add(table)
    source.days.publish(aside, span)


def _sorted(folder: Folder, pieces: Sequence[Path], memory: int) -> Iterator[pa.Table]:
    """The rows of pieces, each of which is in order, in the order of all."""
    import duckdb
    import pyarrow as pa
    from pyarrow import parquet

    ends = [(found[0][0], max(last for _, last, _ in found), piece) for piece in pieces if (found := spans(piece))]
    ends.sort()
    if all(one[1] < other[0] for one, other in pairwise(ends)):
        for _, _, piece in ends:
            yield parquet.read_table(piece)
        return
    limits: dict[str, Any] = {"memory_limit": f"{memory // 2}B", "temp_directory": str(folder.path / SPILL)}
    with duckdb.connect(config=limits) as con:
        rows = f"SELECT * FROM read_parquet({sql.files(pieces)}) ORDER BY {making.quoted(making.ORDER)}"
        with con.sql(rows).to_arrow_reader(GROUP) as reader:
            for batch in reader:
                yield pa.table(batch)


class _Partitions:
    """Rows in order on their way to one file a day, or a few days."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: list[pa.Table] = []
        self._file: Any = None
        self._rows, self._first, self._last = 0, 0, 0

    def __enter__(self) -> _Partitions:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def add(self, table: pa.Table) -> None:
        """Write the next rows."""
        import numpy as np

        day = table["at"].to_numpy() // DAY
        cuts = [0, *(np.flatnonzero(np.diff(day)) + 1).tolist(), table.num_rows]
        for start, end in pairwise(cuts):
            if end > start:
                self._day(int(day[start]), table.slice(start, end - start))

    def _day(self, day: int, table: pa.Table) -> None:
        if self._file is not None and day != self._last and self._rows >= FEW:
            self._close()
        if self._file is None:
            self._file, self._rows, self._first = making.written(self._folder / "open", lasting=True), 0, day
        self._last = day
        self._held.append(table)
        self._rows += table.num_rows
        if sum(each.num_rows for each in self._held) >= GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._held:
            self._file.write_table(pa.concat_tables(self._held), row_group_size=GROUP)
            self._held = []

    def _close(self) -> None:
        if self._file is not None:
            self._flush()
            self._file.close()
            self._file = None
            (self._folder / "open").rename(self._folder / f"{Span(self._first, self._last).name}.parquet")
