"""A search says beforehand that it needs more memory than it may have."""

from __future__ import annotations

import pytest

from inconcert.coordination.run import BYTES, check_memory
from inconcert.errors import BudgetError


def test_what_fits_is_searched() -> None:
    check_memory("same_link", 2_000_000_000 // BYTES, "2GB")


def test_what_does_not_fit_is_refused_with_what_to_do() -> None:
    with pytest.raises(BudgetError, match=r"same_link has 40,000,000 actions.*about 4.0GB.*--memory 4GB"):
        check_memory("same_link", 40_000_000, "2GB")
