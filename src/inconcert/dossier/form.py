"""What a form is: a name, and one file in which a confirmed case is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.errors import UsageError, nearest
from inconcert.plugins import registered
from inconcert.store.sheets import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.dossier.parts import Dossier

__all__ = ["Form", "form_named", "forms", "replacing"]


class Form:
    """Writes a confirmed case as one file. A subclass sets the attributes and implements :meth:`write`."""

    name: str = ""
    """Word that a user types: ``report-html``, ``stix``."""
    title: str = ""
    """What it is, in a few words."""
    suffix: str = ""
    """Ending of the file, with the dot."""
    stem: str = "case"
    """Name of the file without ending, where the user gives a folder."""
    live: str = ""
    """Why the format needs whole addresses that can be clicked, in a sentence; empty: every address is inert."""

    def write(self, dossier: Dossier, target: Path) -> None:
        """Write ``dossier`` to ``target``, replacing what was there; on failure leave what was there.

        The same dossier gives the same bytes. It was redacted before (:meth:`Dossier.redacted`): what is not in it must
        not be looked up elsewhere.

        Raises:
            InputError: the case cannot be told in this form as it is; the message says what must be mended.
            DiskFull: there is no room.
            StoreError: the file cannot be written.
        """
        raise NotImplementedError


def forms() -> dict[str, Form]:
    """All registered forms by name."""
    return registered("forms")


def form_named(name: str) -> Form:
    """The form of this name.

    Raises:
        UsageError: there is none.
    """
    known = forms()
    if name not in known:
        raise UsageError(f"there is no form '{name}'.", todo=nearest(name, known))
    return known[name]
