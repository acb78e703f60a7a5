"""Events are in order however long the runs, columns come in the narrowest numbers, and pruning leaves its input be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st
from worlds import SECOND, events

from inconcert.coordination.compiled import order
from inconcert.coordination.events import column_of, prune

if TYPE_CHECKING:
    from pathlib import Path

TIMES = st.lists(st.one_of(st.integers(0, 5), st.integers(0, 2**31 - 1)), min_size=1, max_size=200)
ACTS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("uvw"), st.integers(0, 400).map(float)), min_size=1, max_size=60
)


@given(st.lists(TIMES, min_size=1, max_size=4))
def test_runs_of_any_length_are_sorted_by_time_and_then_by_row(runs: list[list[int]]) -> None:
    at = np.array([time for run in runs for time in run], np.int32)
    obj = np.repeat(np.arange(len(runs)), [len(run) for run in runs]).astype(np.int32)
    start = order.starts(obj, len(runs))
    key = order.by_object(obj, at, start)
    order.sort_each(start, key)
    assert np.array_equal(key & 0xFFFFFFFF, np.lexsort((np.arange(at.size), at, obj)))
    assert np.array_equal(key >> 32, at[key & 0xFFFFFFFF])


@given(ACTS)
def test_shared_objects_are_those_both_touched(acts: list[Any]) -> None:
    found = events(acts)
    touched = [set(found.object[found.asset == asset].tolist()) for asset in range(found.assets.size)]
    a, b = (side.ravel().astype(np.int32) for side in np.indices((len(touched), len(touched))))
    assert found.shared(a, b).tolist() == [len(touched[x] & touched[y]) for x, y in zip(a, b, strict=True)]


@given(ACTS)
def test_what_is_pruned_stays_as_it_was(acts: list[Any]) -> None:
    found = events(acts)
    before = [column.copy() for column in (found.start, found.asset, found.at, found.post)]
    left = prune(found, np.full(found.objects.size, 60 * SECOND), 2)
    after = (found.start, found.asset, found.at, found.post)
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))
    assert set(left.post.tolist()) <= set(found.post.tolist())
    assert left.size == left.start[-1]


def test_a_column_is_narrow_only_if_all_of_it_fits(tmp_path: Path) -> None:
    table = pa.table({"small": [1, -2, 3, 4], "large": [1, 2, 3, 2**40], "text": ["a", "b", "a", "c"]})
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=2)
    pq.write_table(table.slice(0, 0), tmp_path / "empty.parquet")
    with pq.ParquetFile(tmp_path / "t.parquet") as file:
        columns = {name: column_of(file, name) for name in table.column_names}
    assert {name: column.to_pylist() for name, column in columns.items()} == table.to_pydict()
    assert [columns[name].type for name in ("small", "large")] == [pa.int32(), pa.int64()]
    with pq.ParquetFile(tmp_path / "empty.parquet") as file:
        assert len(column_of(file, "small")) == 0
