"""The last touches on posts in their order: what other posts tell of each is filled in, and they are numbered."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Self

from inconcert.model.horizon import Horizon
from inconcert.model.tables import schema
from inconcert.signals import shortlinks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

SLAB = 500_000
"""Posts put in order at a time, at least: some 200 MB."""
GROUP = 122_880
"""Rows of a row group of the table."""
HELPERS = ("raw", "shorts", "dropped", "inferred", "recognised")
"""Columns of the first pass that are used here and not kept."""


class Finisher:
    """Fills in where short links lead and which pictures are alike, and counts what was recognised and left out.

    Args:
        expansions: Short link → address, for short links that the posts themselves explain.
        likenesses: Hash of a picture → hash of the picture it goes by.
    """

    def __init__(self, expansions: Mapping[str, str], likenesses: Mapping[str, str]) -> None:
        self._expansions, self._likenesses = dict(expansions), dict(likenesses)
        self.counts: Counter[str] = Counter()
        self.links_left_out: Counter[str] = Counter()

    def finished(self, table: pa.Table) -> pa.Table:
        """Rows of ``features`` but for the numbers of the posts, of rows with :data:`HELPERS`."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if self._expansions:
            table = self._relinked(table)
        if self._likenesses:
            table = self._renamed(table)
        reasons: Any = pc.value_counts(pc.list_flatten(table["dropped"]))
        for entry in reasons.to_pylist():
            self.links_left_out[entry["values"]] += entry["counts"]
        repost: Any = pc.equal(table["kind"], pa.scalar("repost"))
        lost = pc.and_(repost, pc.is_null(table["original"]))
        self.counts["languages inferred"] += _total(table["inferred"])
        self.counts["reposts recognised by their text"] += _total(table["recognised"])
        self.counts["reposts without a recognisable original"] += _total(lost)
        return table.drop_columns(list(HELPERS))

    def _relinked(self, table: pa.Table) -> pa.Table:
        rows = _those(table["shorts"])
        asked = table.select(["raw", "shorts"]).take(rows).to_pylist()
        found = shortlinks.relinked(asked, self._expansions)
        places = [rows[place].as_py() for place in found]
        for number, name in enumerate(("links", "domains", "dropped")):
            table = _replaced(table, name, places, [links[number] for links in found.values()])
        return table

    def _renamed(self, table: pa.Table) -> pa.Table:
        rows: Any = _those(table["media"])
        places, names = [], []
        for place, media in zip(rows.to_pylist(), table["media"].take(rows).to_pylist(), strict=True):
            assert media is not None  # noqa: S101  # only lists that hold something were taken
            if not self._likenesses.keys().isdisjoint(media):
                places.append(place)
                names.append(sorted({self._likenesses.get(name, name) for name in media}))
        return _replaced(table, "media", places, names)


class Groups:
    """The table ``features`` on its way to disk: numbered, in row groups of one size however the rows come.

    Use it as a context manager.
    """

    def __init__(self, target: Path) -> None:
        from pyarrow import parquet

        self._file = parquet.ParquetWriter(target, schema("features"), compression="zstd", version="2.6")
        self._held: list[pa.Table] = []
        self._rows, self._number = 0, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._flush(0)
        finally:
            self._file.close()

    def add(self, table: pa.Table) -> None:
        """Write the next rows of ``features``, which lack ``post``."""
        import pyarrow as pa

        columns = schema("features")
        numbers = pa.array(range(self._number, self._number + table.num_rows), pa.int64())
        self._number += table.num_rows
        self._held.append(table.append_column("post", numbers).select(columns.names).cast(columns))
        self._rows += table.num_rows
        self._flush(GROUP)

    def _flush(self, least: int) -> None:
        import pyarrow as pa

        while self._rows and self._rows >= least:
            held = pa.concat_tables(self._held)
            self._file.write_table(held.slice(0, GROUP), row_group_size=GROUP)
            self._held = [held.slice(GROUP)]
            self._rows = max(self._rows - GROUP, 0)


def slabs(reach: Mapping[Path, Sequence[tuple[int, int, int]]], horizon: Horizon) -> list[Horizon]:
    """The horizon cut into stretches of some :data:`SLAB` posts each, as far as the spans of row groups tell.

    Args:
        reach: Partitions with their :func:`spans`.
        horizon: What is cut.
    """
    inside = [span for spans in reach.values() for span in spans if horizon.meets(*span[:2])]
    cuts, rows = [horizon.since], 0
    for first, _, count in sorted(inside):
        if rows >= SLAB and (cuts[-1] is None or first > cuts[-1]):
            cuts.append(first)
            rows = 0
        rows += count
    return [Horizon(*ends) for ends in zip(cuts, [*cuts[1:], horizon.until], strict=True)]


def spans(path: Path) -> list[tuple[int, int, int]]:
    """First and last instant, and rows, of every row group of a file with the column ``at``."""
    from pyarrow import parquet

    about, found = parquet.read_metadata(path), []
    column = about.schema.names.index("at")
    for number in range(about.num_row_groups):
        group = about.row_group(number)
        at: Any = group.column(column).statistics
        if group.num_rows:
            found.append((int(at.min), int(at.max), group.num_rows))
    return found


def _those(lists: Any) -> Any:
    """Places of the lists that hold something."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    length = pc.fill_null(pc.list_value_length(lists), 0).to_numpy()
    return pa.array(np.flatnonzero(length))


def _replaced(table: pa.Table, name: str, places: Sequence[int], values: Sequence[list[str]]) -> pa.Table:
    """The table with other lists in one column."""
    import numpy as np
    import pyarrow as pa

    if not places:
        return table
    kind = table.schema.field(name).type
    index = np.arange(table.num_rows)
    index[list(places)] = table.num_rows + np.arange(len(places))
    both = pa.chunked_array([*table[name].chunks, pa.array(values, kind)], kind)
    return table.set_column(table.schema.get_field_index(name), name, both.take(pa.array(index, pa.int64())))


def _total(truths: Any) -> int:
    import pyarrow.compute as pc

    return int(pc.sum(truths).as_py() or 0)
