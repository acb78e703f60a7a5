from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.errors import UsageError
from inconcert.model.sizes import LEAST, PROGRAM, for_database, in_bytes, of_bytes, rising


@pytest.mark.parametrize(
    ("written", "size"),
    [("2GB", 2_000_000_000), ("500 mb", 500_000_000), ("1.5GiB", 1_610_612_736), ("42", 42), ("7k", 7000)],
)
def test_amounts_are_read(written: str, size: int) -> None:
    assert in_bytes(written) == size


@pytest.mark.parametrize("written", ["", "much", "2 gigabytes", "-1GB", "2iB", "GB"])
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="no amount of memory"):
        in_bytes(written)


@given(st.integers(0, 10**15))
def test_what_is_written_reads_back_to_two_digits(size: int) -> None:
    assert in_bytes(of_bytes(size)) == pytest.approx(size, rel=0.06, abs=0.5)


@pytest.mark.parametrize("memory", ["700MB", "1GB", "2GB", "16GB"])
def test_the_database_leaves_room_for_the_program(memory: str) -> None:
    assert in_bytes(for_database(memory)) + PROGRAM < in_bytes(memory)


@given(st.integers(1, 10**12))
def test_more_memory_is_never_less_for_the_database_and_some_is_always_left_to_it(size: int) -> None:
    assert 0 < in_bytes(for_database(f"{size}B")) <= in_bytes(for_database(f"{size + 10**6}B"))
    assert in_bytes(for_database(f"{size}B")) <= size


@given(st.integers(LEAST, 10**12))
def test_what_is_tried_in_turn_rises_to_the_whole_and_always_lets_the_database_start(size: int) -> None:
    tried = [in_bytes(limit) for limit in rising(f"{size}B")]
    assert tried == sorted(set(tried))
    assert tried[0] >= LEAST
    assert tried[-1] == size


def test_a_third_is_tried_first_where_it_leaves_room_for_the_program() -> None:
    assert rising("2GB") == ["666666666B", "1000000000B", for_database("2GB"), "2000000000B"]
