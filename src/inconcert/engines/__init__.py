"""Engines: what runs the steps that signals are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.plugins import hook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.engines.base import Engine


@hook
def engines() -> Iterable[Engine]:
    """The engines that ship with inconcert."""
    from inconcert.engines.duckdb import DuckDB
    from inconcert.engines.spark import Spark

    return (DuckDB(), Spark())
