"""Tables for spreadsheets: ties and members. No cell can act as a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.export.base import Exporter
from inconcert.export.graph import asset
from inconcert.store.sheets import sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from inconcert.profile.document import FindingSet

_BATCH = 10_000


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
    with sheet(target, header, marked=True) as put:
        for row in rows:
            put(row)


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
