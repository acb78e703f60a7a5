"""Names and instants become numbers and lead back to what they were."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.coordination.coding import clock, encode
from inconcert.coordination.counting import count_bits
from inconcert.errors import BudgetError

INSTANTS = st.lists(st.integers(-(2**50), 2**50), min_size=1, max_size=30)


@given(st.lists(st.one_of(st.integers(-50, 50), st.integers(-(2**60), 2**60)), min_size=1, max_size=40))
def test_whole_numbers_are_coded_in_their_order(values: list[int]) -> None:
    codes, names = encode(pa.chunked_array([pa.array(values, pa.int64())]))
    assert names.tolist() == sorted(set(values))
    assert names[codes].tolist() == values


@given(st.lists(st.text(max_size=3), max_size=40))
def test_words_are_coded_in_their_order(values: list[str]) -> None:
    codes, names = encode(pa.chunked_array([pa.array(values, pa.string())]))
    assert names.tolist() == sorted(set(values), key=lambda word: word.encode())
    assert [names[code] for code in codes] == values


@given(INSTANTS, st.sampled_from([1, 1000, 1_000_000]))
def test_ticks_lose_nothing(instants: list[int], unit: int) -> None:
    at = np.array(instants) // unit * unit
    ticks, tick, origin = clock(pa.chunked_array([pa.array(at)]))
    assert np.array_equal(ticks.astype(np.int64) * tick + origin, at)
    assert tick % unit == 0
    assert (ticks.dtype == np.int32) == ((int(at.max()) - int(at.min())) // tick < 2**31)


@given(st.lists(st.integers(-(2**20), 2**20), min_size=1, max_size=30), st.integers(1, 3))
def test_codes_and_ticks_do_not_depend_on_how_a_column_is_cut_and_stored(values: list[int], step: int) -> None:
    whole = pa.array(values, pa.int64())
    cut = pa.chunked_array([whole[n : n + step].cast(pa.int32()) for n in range(0, len(values), step)])
    for one, other in zip(encode(whole), encode(cut), strict=True):
        assert np.array_equal(one, other)
    for instants, unit in ((cut, "s"), (whole.cast(pa.timestamp("s")), "us")):
        ticks, tick, origin = clock(instants, unit)
        assert (ticks.astype(np.int64) * tick + origin).tolist() == [value * 1_000_000 for value in values]


@given(st.integers(0, 2**26), st.integers(1, 6))
def test_a_row_of_any_length_fits_between_two_clearings(objects: int, support: int) -> None:
    bits = count_bits(objects, support)
    assert objects < (1 << (32 - bits)) - 1
    assert support + 1 < 1 << bits


def test_more_objects_than_cells_can_tell_apart_are_refused() -> None:
    with pytest.raises(BudgetError, match="one account acted on 4,000,000,000 objects"):
        count_bits(4_000_000_000, 2)
