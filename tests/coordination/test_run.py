"""A search says beforehand that it needs more memory than it may have; its file of ties is small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inconcert.coordination.run import BYTES, check_memory
from inconcert.coordination.ties import write
from inconcert.errors import BudgetError
from inconcert.model.tables import schema

if TYPE_CHECKING:
    from pathlib import Path


def test_what_fits_is_searched() -> None:
    check_memory("same_link", 2_000_000_000 // BYTES, "2GB")


def test_what_does_not_fit_is_refused_with_what_to_do() -> None:
    with pytest.raises(BudgetError, match=r"same_link has 40,000,000 actions.*about 4.0GB.*--memory 4GB"):
        check_memory("same_link", 40_000_000, "2GB")


def test_names_repeat_in_the_file_and_are_written_once(tmp_path: Path) -> None:
    columns = {field.name: field for field in schema("ties")}
    row: dict[str, Any] = {name: [["a"]] if pa.types.is_list(field.type) else [1] for name, field in columns.items()}
    row |= {name: ["a"] for name, field in columns.items() if pa.types.is_string(field.type)}
    write([pa.table(row, schema=schema("ties"))] * 2, tmp_path / "ties.parquet")
    group = pq.read_metadata(tmp_path / "ties.parquet").row_group(0)
    held = {group.column(n).path_in_schema.split(".")[0]: group.column(n).encodings for n in range(group.num_columns)}
    by_dictionary = {name for name, encodings in held.items() if "RLE_DICTIONARY" in encodings}
    assert by_dictionary == {name for name, field in columns.items() if not pa.types.is_floating(field.type)}
