"""What engines say differently stands in one file, and what is missing is named."""

from __future__ import annotations

import pytest

from inconcert.engines import dialect
from inconcert.errors import PluginError


def test_a_phrase_is_filled_in() -> None:
    assert dialect.phrase("duckdb", "explode", list="links") == "unnest(links)"


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(PluginError, match=r"engine 'abacus'\. Known: duckdb"):
        dialect.phrase("abacus", "explode", list="links")


def test_an_unknown_phrase_is_named() -> None:
    with pytest.raises(PluginError, match="'duckdb' has no way to say 'sing'"):
        dialect.phrase("duckdb", "sing")
