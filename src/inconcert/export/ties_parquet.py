"""``ties.parquet``: every tie that was tested, with its figures and its posts."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from inconcert.export.base import Exporter, replacing

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.profile.document import FindingSet


class TiesParquet(Exporter):
    """The table of ties as it is: also the ties that are not significant, so that a threshold can be moved."""

    name, title, suffix, stem = "ties", "Ties as Parquet", ".parquet", "ties"

    def write(self, finding_set: FindingSet, target: Path) -> None:
        """Copy the table; a target that is the table itself stays as it is."""
        if target.exists() and target.samefile(finding_set.ties):
            return
        with replacing(target) as partial:
            shutil.copyfile(finding_set.ties, partial)
