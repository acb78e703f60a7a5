"""What an exporter is: a name, and one file written from the findings of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.store.sheets import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.profile.document import FindingSet

__all__ = ["Exporter", "replacing"]


class Exporter:
    """Writes the findings of a run as one file. A subclass sets the attributes and implements :meth:`write`."""

    name: str = ""
    """One word a user types: ``gexf``."""
    title: str = ""
    """What it is, in a few words: «GEXF graph for Gephi»."""
    suffix: str = ""
    """Ending of the file, with the dot."""
    stem: str = "findings"
    """Name of the file without ending, where the user gives a folder."""

    def write(self, finding_set: FindingSet, target: Path) -> None:
        """Write ``finding_set`` to ``target``, replacing what was there; on failure leave what was there.

        The same findings give the same bytes.

        Raises:
            DiskFull: there is no room.
            StoreError: the file cannot be written.
        """
        raise NotImplementedError
