"""Documents as Markdown (CommonMark with tables and footnotes, as GitHub and Pandoc read it)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from inconcert.publish.blocks import Bullets, Facts, Figure, Paragraph, Sample, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.dossier.parts import Source
    from inconcert.publish.blocks import Block, Document, Entry, Line, Section, Span

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#+!|~^$&])")
_START = re.compile(r"^(\s*)(\d+)([.)])(\s)|^(\s*)([-=])")


def render(document: Document) -> str:
    """A document as Markdown."""
    return "\n".join(_Written(document).lines()) + "\n"


class _Written:
    def __init__(self, document: Document) -> None:
        self._document, self._numbers = document, document.numbers

    def lines(self) -> Iterator[str]:
        document = self._document
        yield f"**TLP:{document.tlp}**"
        yield f"\n# {plain(document.title)}\n"
        yield f"{plain(document.subtitle)}\n"
        for label, line in document.about:
            yield f"- {label}: {self.line(line)}"
        for section in document.sections:
            yield from self._section(section, 2)
        if document.annex:
            yield "\n## Annex: evidence\n"
            yield "Each footnote says where a figure stands, and what stands there.\n"
            for entry in document.annex:
                yield from self._entry(entry)
        yield f"\n---\n\nTLP:{document.tlp} · {plain(document.title)} · {document.day}"

    def line(self, line: Line) -> str:
        """A line with marks of footnotes."""
        return "".join(self._span(span) for span in line)

    def _span(self, span: Span) -> str:
        text = f"`{span.text.replace('`', 'ˋ')}`" if span.code and span.text.strip() else plain(span.text)
        text = f"**{text}**" if span.strong else text
        return text + "".join(self._mark(source) for source in span.sources)

    def _mark(self, source: Source) -> str:
        return f"[^{self._numbers[source]}]" if source in self._numbers else ""

    def _section(self, section: Section, level: int) -> Iterator[str]:
        yield f"\n{'#' * level} {plain(section.title)}\n"
        for block in section.blocks:
            yield from self._block(block)
        for part in section.parts:
            yield from self._section(part, min(level + 1, 5))

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph(line=line, lead=lead):
                yield f"{'> ' if lead else ''}{start(self.line(line))}\n"
            case Bullets(items=items):
                yield from (f"- {start(self.line(item))}" for item in items)
                yield ""
            case Facts(rows=rows):
                for label, lines in rows:
                    yield f"- **{plain(label)}:** {' '.join(self.line(line) for line in lines)}"
                yield ""
            case Table():
                yield from self._table(block)
            case Figure(caption=caption, alt=alt):
                yield f"*Chart (in the HTML, PDF and Word forms): {plain(caption)} {plain(alt)}*\n"
            case Sample(text=text, about=about):
                yield from (f"> {start(plain(part))}  " for part in text.splitlines() or [""])
                yield f">\n> ({self.line(about)})\n"

    def _table(self, table: Table) -> Iterator[str]:
        yield f"| {' | '.join(plain(head) for head in table.heads)} |"
        yield f"|{' --- |' * len(table.heads)}"
        for row in table.rows:
            yield f"| {' | '.join(self._cell(cell) for cell in row)} |"
        yield f"\n{plain(table.note)}\n" if table.note else ""

    def _cell(self, line: Line) -> str:
        # A line inside of code is not escaped, and a bar would end the cell.
        return self.line(line).replace("\n", " ").replace("\\|", "|").replace("|", "\\|")

    def _entry(self, entry: Entry) -> Iterator[str]:
        yield f"[^{entry.number}]: **{plain(entry.title)}**"
        for block in entry.blocks:
            for line in "\n".join(self._block(block)).splitlines():
                yield f"    {line}" if line else ""
        yield ""


def plain(text: str) -> str:
    """A text in which no sign acts as mark-up."""
    return _SIGNS.sub(r"\\\1", text.replace("\r", " "))


def start(line: str) -> str:
    """A line that begins no list, heading or rule by itself."""
    return _START.sub(lambda hit: f"{hit[1]}{hit[2]}\\{hit[3]}{hit[4]}" if hit[2] else f"{hit[5]}\\{hit[6]}", line)
