"""The documents as forms: each is composed, checked by the linter, and printed in one way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inconcert.dossier.form import Form, replacing
from inconcert.publish import composing, html, letters, lint, markdown, pdf, word

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from inconcert.dossier.parts import Dossier
    from inconcert.publish.blocks import Document

PRINTERS: dict[str, Callable[[Document], bytes]] = {
    ".html": lambda document: html.render(document).encode(),
    ".md": lambda document: markdown.render(document).encode(),
    ".pdf": pdf.render,
    ".docx": word.render,
}
"""What prints a document, by the ending of the file."""


@dataclass(frozen=True)
class Sort:
    """A sort of document, whatever it is printed as."""

    name: str
    """Word that a user types with ``--form``."""
    title: str
    compose: Callable[[Dossier], Document]
    suffixes: tuple[str, ...]


SORTS = {
    sort.name: sort
    for sort in (
        Sort("report", "Threat report", composing.threat_report, (".html", ".pdf", ".md", ".docx")),
        Sort("fact-sheet", "Fact sheet of one page", composing.fact_sheet, (".html", ".pdf")),
        Sort("notice", "Notice to those affected", letters.notice, (".md", ".docx")),
        Sort("right-of-reply", "Letter before publication", letters.right_of_reply, (".md", ".docx")),
    )
}
"""The documents by name."""


class Printed(Form):
    """A sort of document in one kind of file."""

    def __init__(self, sort: Sort, suffix: str) -> None:
        kind = suffix.removeprefix(".")
        self.name, self.suffix, self.stem = f"{sort.name}-{kind}", suffix, sort.name
        self.title = f"{sort.title} as {_KINDS[kind]}"
        self._sort = sort

    def document(self, dossier: Dossier, outsiders: Collection[str] = ()) -> Document:
        """The document, checked.

        Args:
            dossier: Redacted.
            outsiders: Names that may not stand in it: see :func:`inconcert.publish.lint.outsiders`.

        Raises:
            InputError: a sentence of it may not stand.
        """
        made = self._sort.compose(dossier)
        lint.check(made, dossier, outsiders)
        return made

    def write(self, dossier: Dossier, target: Path) -> None:
        """Write the document; a sentence that may not stand stops it before anything is written."""
        self.put(self.document(dossier), target)

    def put(self, document: Document, target: Path) -> None:
        """Write a document that was checked."""
        content = PRINTERS[self.suffix](document)
        with replacing(target) as partial:
            partial.write_bytes(content)


_KINDS = {"html": "a web page that needs nothing else", "pdf": "PDF", "md": "Markdown", "docx": "a Word document"}


def printed() -> tuple[Printed, ...]:
    """Every document in every kind of file."""
    return tuple(Printed(sort, suffix) for sort in SORTS.values() for suffix in sort.suffixes)
