from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.errors import UsageError
from inconcert.model.sizes import in_bytes, of_bytes


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
