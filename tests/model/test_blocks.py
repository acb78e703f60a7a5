"""Tables cut anew: the same rows, in blocks of one size, however they came."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from inconcert.model.blocks import in_blocks


@given(st.lists(st.integers(0, 7), min_size=1), st.integers(1, 5))
def test_blocks_hold_the_rows_in_order_and_are_full_but_the_last(sizes: list[int], rows: int) -> None:
    whole = pa.table({"n": pa.array(range(sum(sizes)), pa.int64())})
    starts = [sum(sizes[:n]) for n in range(len(sizes))]
    blocks = list(in_blocks((whole.slice(start, size) for start, size in zip(starts, sizes, strict=True)), rows))
    assert pa.concat_tables(blocks).equals(whole)
    assert [block.num_rows for block in blocks[:-1]] == [rows] * (len(blocks) - 1)
    assert 0 < blocks[-1].num_rows <= rows or not whole.num_rows
    assert all(block["n"].num_chunks <= 1 for block in blocks)
