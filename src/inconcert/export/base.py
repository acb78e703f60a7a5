"""What an exporter is: a name, and one file written from the findings of a run."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from inconcert.errors import DiskFull, Place, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inconcert.profile.document import FindingSet


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


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A path to write to; at the end it takes the place of ``target``, on failure it disappears.

    Raises:
        DiskFull: there is no room.
        StoreError: the file cannot be written.
    """
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        yield partial
        partial.replace(target)
    except OSError as error:
        where = Place(target)
        if error.errno == errno.ENOSPC:
            raise DiskFull("the disk is full; nothing was written.", where=where, todo="Make room.") from error
        raise StoreError(f"cannot be written: {error.strerror}.", where=where, todo="Choose another place.") from error
    finally:
        partial.unlink(missing_ok=True)
