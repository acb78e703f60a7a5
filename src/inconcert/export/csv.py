"""Tables for spreadsheets: ties and members. No cell can act as a formula."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

from inconcert.export.base import Exporter, replacing
from inconcert.export.graph import asset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from inconcert.profile.document import FindingSet

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMERAL = re.compile(r"[+-]?\d+(?:\.\d+)?")
_BATCH = 10_000


def safe_cell(value: Any) -> Any:
    """A value that a spreadsheet shows and never runs: text that could start a formula gets a ``'`` in front."""
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return value
    value = value.replace("\0", "")
    # A signed numeral is no formula, and ids such as -1001234 must come out as they went in.
    harmless = not value.startswith(FORMULA_STARTS) or _NUMERAL.fullmatch(value)
    return value if harmless else f"'{value}"


class TiesCsv(Exporter):
    """The ties that are significant or bind a network, one row a pair and signal; lists are JSON in their cell."""

    name, title, suffix, stem = "csv", "Ties as CSV", ".csv", "ties"

    def write(self, finding_set: FindingSet, target: Path) -> None:
        """Write the ties with q up to the false discovery rate of the run and the leads that bind, in batches."""
        from inconcert.model.tables import tables

        _write(target, tables()["ties"].columns, _standing(finding_set))


class MembersCsv(Exporter):
    """The members of all networks, one row a member."""

    name, title, suffix, stem = "members", "Members of networks as CSV", ".csv", "members"
    columns = ("network", "grade", "alert", "platform", "account_id", "handle", "ties", "strength")

    def write(self, finding_set: FindingSet, target: Path) -> None:
        """Write the members, strongest network first."""
        rows = (
            [network["id"], network["grade"], network["alert"], *(member[key] for key in self.columns[3:])]
            for network in finding_set.networks
            for member in network["members"]
        )
        _write(target, self.columns, rows)


def _write(target: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    # The mark at the beginning tells spreadsheets that the file is UTF-8; without it they garble other scripts.
    with replacing(target) as partial, partial.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([safe_cell(cell) for cell in row] for row in rows)


def _standing(finding_set: FindingSet) -> Iterator[list[Any]]:
    import pyarrow.parquet as pq

    from inconcert.coordination.pairs import LEAD

    led = {
        asset(member): network["id"]
        for network in finding_set.networks
        if network.get("of_leads")
        for member in network["members"]
    }

    def stands(row: dict[str, Any]) -> bool:
        if row["q"] is not None and row["q"] <= finding_set.fdr:
            return True
        inside = row["a"] in led and led[row["a"]] == led.get(row["b"])
        return inside and row["chance"] is not None and row["chance"] <= LEAD

    with pq.ParquetFile(finding_set.ties) as file:
        for batch in file.iter_batches(_BATCH):
            yield from (list(row.values()) for row in batch.to_pylist() if stands(row))
