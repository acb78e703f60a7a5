"""The documents about a confirmed case: threat report, fact sheet, notice to the affected, right of reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.plugins import hook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.dossier.form import Form


@hook
def forms() -> Iterable[Form]:
    """The documents that ship with inconcert."""
    from inconcert.publish.printing import printed

    return printed()
