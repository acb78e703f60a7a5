"""Findings as files other tools read; one small file an exporter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.plugins import hook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.export.base import Exporter


@hook
def exporters() -> Iterable[Exporter]:
    """The exporters that ship with inconcert."""
    from inconcert.export.csv import MembersCsv, TiesCsv
    from inconcert.export.findings_json import FindingsJson
    from inconcert.export.gexf import Gexf
    from inconcert.export.graphml import GraphMl
    from inconcert.export.ties_parquet import TiesParquet

    return (FindingsJson(), TiesParquet(), TiesCsv(), MembersCsv(), Gexf(), GraphMl())
