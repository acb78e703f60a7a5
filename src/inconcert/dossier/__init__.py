"""Everything that can be told of a confirmed case, gathered once, every number with its source.

::

    dossier = gather(book, actor, case.id, folder, Imprint(publisher="The Example"))
    form.write(dossier.redacted(book.pseudonyms), Path("report.html"))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

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


def __getattr__(name: str) -> Any:
    if name not in _DOORS:
        raise AttributeError(f"module 'inconcert.dossier' has no attribute '{name}'")
    value = globals()[name] = getattr(import_module(f"inconcert.dossier.{_DOORS[name]}"), name)
    return value
