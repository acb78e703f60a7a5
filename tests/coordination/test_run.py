"""A search says beforehand that it needs more memory than it may have; ties of all signals become one small file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.coordination import run
from inconcert.coordination.plan import BYTES, START, needed
from inconcert.coordination.run import check_memory, merge
from inconcert.coordination.ties import write
from inconcert.errors import BudgetError
from inconcert.model.tables import schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_what_fits_is_searched() -> None:
    check_memory("same_link", (2_000_000_000 - START) // BYTES, "2GB")


def test_what_does_not_fit_is_refused_with_what_to_do() -> None:
    with pytest.raises(BudgetError, match=r"same_link has 200,000,000 actions.*about 7.5GB.*--memory 8GB"):
        check_memory("same_link", 200_000_000, "4GB")
    assert needed(200_000_000) == 7_540_000_000


def test_names_repeat_in_the_file_and_are_written_once(tmp_path: Path) -> None:
    columns = {field.name: field for field in schema("ties")}
    row: dict[str, Any] = {name: [["a"]] if pa.types.is_list(field.type) else [1] for name, field in columns.items()}
    row |= {name: ["a"] for name, field in columns.items() if pa.types.is_string(field.type)}
    write([pa.table(row, schema=schema("ties"))] * 2, tmp_path / "ties.parquet")
    group = pq.read_metadata(tmp_path / "ties.parquet").row_group(0)
    held = {group.column(n).path_in_schema.split(".")[0]: group.column(n).encodings for n in range(group.num_columns)}
    by_dictionary = {name for name, encodings in held.items() if "RLE_DICTIONARY" in encodings}
    assert by_dictionary == {name for name, field in columns.items() if not pa.types.is_floating(field.type)}


NAMES = ("a", "B", "b", "é", "\ufb01", "😀", "")
"""Names whose order differs with the way of comparing them."""


def part(signal: str, pairs: set[tuple[str, str]]) -> pa.Table:
    """The ties of one signal, in order, each with posts of its own."""
    rows = [
        {"a": a, "b": b, "signal": signal, "shared": ["x"] * (n % 4), "posts": [f"{signal}{n:0>50}"], "q": n / 7}
        for n, (a, b) in enumerate(sorted(pairs, key=lambda pair: [name.encode() for name in pair]))
    ]
    blank = dict.fromkeys(schema("ties").names)
    return pa.Table.from_pylist([blank | row for row in rows], schema=schema("ties"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parts")


@pytest.fixture(scope="module")
def _small_steps() -> Iterator[None]:
    """A few ties a batch and a row group, so that parts run out of step."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "BATCH", 3)
        patch.setattr(run, "ROWS", 4)
        yield


@pytest.mark.usefixtures("_small_steps")
@given(st.lists(st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=25), max_size=5))
def test_merged_ties_are_those_of_all_parts_in_order(folder: Path, sets: list[set[tuple[str, str]]]) -> None:
    tables = [part(f"signal{len(sets) - n}", pairs) for n, pairs in enumerate(sets)]
    paths = [folder / f"{n}.parquet" for n in range(len(tables))]
    for table, path in zip(tables, paths, strict=True):
        pq.write_table(table, path, row_group_size=5)
    whole = pa.concat_tables([*tables, schema("ties").empty_table()])
    expected = whole.sort_by([("a", "ascending"), ("b", "ascending"), ("signal", "ascending")])
    assert merge(paths, folder / "ties.parquet") == whole.num_rows
    assert pq.read_table(folder / "ties.parquet").equals(expected)
    groups = pq.read_metadata(folder / "ties.parquet")
    sizes = [groups.row_group(n).num_rows for n in range(groups.num_row_groups)]
    assert sizes[:-1] == [4] * (len(sizes) - 1)


@pytest.mark.usefixtures("_small_steps")
def test_merging_more_ties_takes_no_more_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def most_held(ties: int) -> int:
        paths = [folder / "one", folder / "other"]
        for path in paths:
            pq.write_table(part(path.name, {(f"{n:05d}", "b") for n in range(ties)}), path, row_group_size=500)
        before = pa.total_allocated_bytes()
        held: list[int] = []
        monkeypatch.setattr(
            run, "write", lambda tables, _: held.extend(pa.total_allocated_bytes() - before for _ in tables)
        )
        assert merge(paths, folder / "ties.parquet") == 2 * ties
        return max(held)

    assert most_held(5000) < 2 * most_held(1000)
