"""Everything that can be told of a confirmed case, gathered once, every number with its source.

::

    dossier = gather(book, actor, case.id, folder, Imprint(publisher="The Example"))
    form.write(dossier.redacted(book.pseudonyms), Path("report.html"))
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.doors import doors

if TYPE_CHECKING:
    from inconcert.dossier.form import Form, form_named
    from inconcert.dossier.gathering import gather
    from inconcert.dossier.imprint import Imprint
    from inconcert.dossier.parts import Asset, Chapter, Dossier, Number, Source, Technique

__all__ = ["Asset", "Chapter", "Dossier", "Form", "Imprint", "Number", "Source", "Technique", "form_named", "gather"]

_DOORS = {
    "Asset": "parts",
    "Chapter": "parts",
    "Dossier": "parts",
    "Form": "form",
    "Imprint": "imprint",
    "Number": "parts",
    "Source": "parts",
    "Technique": "parts",
    "form_named": "form",
    "gather": "gathering",
}

__getattr__ = doors(__name__, _DOORS)
