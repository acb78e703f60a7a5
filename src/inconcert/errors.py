"""Every error inconcert raises on purpose.

::

    InconcertError
    ├── UsageError              the call itself is wrong (exit code 2)
    ├── InputError              material that cannot be used as it is (exit code 1)
    │   ├── UnknownFormat       no adapter claims the file, or several do equally
    │   ├── MappingError        a column is missing, doubled or cannot mean what was said
    │   ├── ZoneNeeded          times carry no zone and none was given
    │   └── BrokenFile          truncated, changed while read, not decodable
    ├── StoreError              the investigation folder cannot be opened or written
    │   ├── NotAnInvestigation
    │   ├── Locked              another process is writing
    │   ├── Unreachable         the server of the database does not answer; it may in a moment
    │   └── DiskFull
    ├── CaseworkError           casework refuses what was asked
    │   ├── NotAllowed          the person's role does not suffice, or the rule of two persons forbids it
    │   ├── Conflict            somebody else changed it in the meantime; nothing was written
    │   └── NoSuchThing         no case, decision, review … has this id
    ├── PluginError             a plug-in breaks the contract of its hook
    ├── BudgetError             a step cannot keep within the memory setting
    ├── EngineError             the engine failed at a step for a reason of its own
    └── Cancelled               the user stopped the run; what was finished is kept

A message says what happened, where (file, row, column) and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True)
class Place:
    """Where in the material something went wrong; unknown parts stay ``None``."""

    file: Path | str | None = None
    row: int | None = None
    """Row as a spreadsheet or editor numbers it: a header is row 1."""
    column: str | None = None

    def __str__(self) -> str:
        parts = [str(self.file)] if self.file is not None else []
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column '{self.column}'")
        return ", ".join(parts)


class InconcertError(Exception):
    """Base of all errors raised on purpose."""

    exit_code = 1

    def __init__(self, what: str, *, where: Place | None = None, todo: str = "") -> None:
        self.what, self.where, self.todo = what, where, todo
        place = f"{where}: " if where is not None and str(where) else ""
        super().__init__(f"{place}{what}" + (f" {todo}" if todo else ""))


class UsageError(InconcertError):
    """The call itself is wrong."""

    exit_code = 2


class InputError(InconcertError):
    """Material that cannot be used as it is."""


class UnknownFormat(InputError):
    """No adapter claims the file, or several claim it equally."""


class MappingError(InputError):
    """A column is missing, doubled or cannot mean what was said."""


class ZoneNeeded(InputError):
    """Times carry no zone and none was given; zones are never guessed."""


class BrokenFile(InputError):
    """The file is truncated, changed while it was read, or cannot be decoded."""


class StoreError(InconcertError):
    """The investigation folder cannot be opened or written."""


class NotAnInvestigation(StoreError):
    """The folder holds no investigation."""


class Locked(StoreError):
    """Another process is writing to the investigation."""


class Unreachable(StoreError):
    """The server of the database does not answer now; the same may work in a moment."""


class DiskFull(StoreError):
    """The disk is full; nothing half-written was kept."""


class CaseworkError(InconcertError):
    """Casework refuses what was asked."""


class NotAllowed(CaseworkError):
    """The person's role does not suffice, or the rule of two persons forbids it."""


class Conflict(CaseworkError):
    """Somebody else changed it in the meantime; nothing was written.

    ``by`` and ``at`` say who and when, where that is known.
    """

    def __init__(self, what: str, *, by: str = "", at: datetime | None = None, todo: str = "") -> None:
        self.by, self.at = by, at
        super().__init__(what, todo=todo)


class NoSuchThing(CaseworkError):
    """No case, decision, review or other thing has this id."""


class PluginError(InconcertError):
    """A plug-in breaks the contract of its hook."""


class BudgetError(InconcertError):
    """A step cannot keep within the memory setting."""


class EngineError(InconcertError):
    """The engine failed at a step for a reason of its own."""


class Cancelled(InconcertError):
    """The user stopped the run; what was finished is kept."""


def nearest(word: str, known: Iterable[str]) -> str:
    """What to do about a word that is not known: «Did you mean …?», else all that are."""
    from difflib import get_close_matches

    words = sorted(known)
    near = get_close_matches(word, words, n=3)
    return f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(words)}."
