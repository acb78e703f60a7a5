"""Documents for word processors (DOCX), with links inside the document from every figure to its evidence."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from inconcert.publish.blocks import Bullets, Facts, Figure, Paragraph, Sample, Table

if TYPE_CHECKING:
    from inconcert.publish.blocks import Block, Document, Line, Section, Span

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
EPOCH = (1980, 1, 1, 0, 0, 0)
"""Stamp of every part in the archive, so that the same document gives the same bytes."""
WIDTH_CM = 16.5
TABLE_PT = 8
"""Size of letters in tables, in points."""


def render(document: Document) -> bytes:
    """A document as DOCX."""
    return _Word(document).made()


class _Word:
    def __init__(self, document: Document) -> None:
        from docx import Document as Empty
        from docx.shared import Cm, Pt

        self._document, self._numbers = document, document.numbers
        self._out = Empty()
        normal = self._out.styles["Normal"]
        normal.font.name, normal.font.size = "Liberation Serif", Pt(10.5)
        for section in self._out.sections:
            section.page_width, section.page_height = Cm(21.0), Cm(29.7)
            section.left_margin = section.right_margin = Cm(2.2)
            section.top_margin = section.bottom_margin = Cm(2.0)

    def made(self) -> bytes:
        """The bytes of the file."""
        document = self._document
        self._frame()
        self._out.add_heading(_legal(document.title), 0)
        self._out.add_paragraph(_legal(document.subtitle), style="Subtitle")
        for label, line in document.about:
            self._line(self._out.add_paragraph(), line, before=f"{label}: ")
        for section in document.sections:
            self._section(section, 1)
        if document.annex:
            self._out.add_page_break()  # type: ignore[no-untyped-call]  # the library's
            self._out.add_heading("Annex: evidence", 1)
        for entry in document.annex:
            head = self._out.add_heading(f"{entry.number}  {_legal(entry.title)}", 4)
            _bookmark(head, entry.number)
            for block in entry.blocks:
                self._block(block)
        return self._saved()

    def _frame(self) -> None:
        """TLP in the header of every page, title and day in the footer, dates of the file."""
        section, document = self._out.sections[0], self._document
        head = section.header.paragraphs[0]
        head.text, head.alignment = f"TLP:{document.tlp}", 2
        section.footer.paragraphs[0].text = _legal(f"{document.title} · {document.day} · TLP:{document.tlp}")
        about = self._out.core_properties
        about.title, about.author, about.comments = _legal(document.title)[:255], "", ""
        about.created = about.modified = datetime.fromisoformat(document.day).replace(tzinfo=UTC)

    def _section(self, section: Section, level: int) -> None:
        self._out.add_heading(_legal(section.title), level)
        for block in section.blocks:
            self._block(block)
        for part in section.parts:
            self._section(part, min(level + 1, 4))

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph(line=line, lead=lead):
                self._line(self._out.add_paragraph(style="Intense Quote" if lead else None), line)
            case Bullets(items=items):
                for item in items:
                    self._line(self._out.add_paragraph(style="List Bullet"), item)
            case Facts(rows=rows):
                table = self._table((28, 72), len(rows))
                for row, (label, lines) in zip(table.rows, rows, strict=True):
                    row.cells[0].paragraphs[0].add_run(_legal(label)).bold = True
                    for place, line in enumerate(lines):
                        cell = row.cells[1]
                        self._line(cell.paragraphs[0] if place == 0 else cell.add_paragraph(), line)
            case Table():
                self._rows(block)
            case Figure():
                self._figure(block)
            case Sample(text=text, about=about):
                quote = self._out.add_paragraph(style="Quote")
                self._run(quote, text)
                self._line(self._out.add_paragraph(), about)

    def _rows(self, given: Table) -> None:
        from docx.oxml import OxmlElement

        table = self._table(given.widths, len(given.rows) + 1)
        first = table.rows[0]
        first._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  # the library has no call for it
        for cell, head in zip(first.cells, given.heads, strict=True):
            cell.paragraphs[0].add_run(_legal(head)).bold = True
        for row, lines in zip(list(table.rows)[1:], given.rows, strict=True):
            for cell, line in zip(row.cells, lines, strict=True):
                self._line(cell.paragraphs[0], line)
        _small(table)
        self._out.add_paragraph(_legal(given.note))

    def _table(self, widths: tuple[int, ...], rows: int) -> Any:
        from docx.oxml import OxmlElement
        from docx.shared import Cm

        table = self._out.add_table(rows, len(widths), style="Table Grid")
        table.autofit = False
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  # the library has no call for it
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(WIDTH_CM * width / sum(widths))
        return table

    def _figure(self, figure: Figure) -> None:
        import vl_convert
        from docx.shared import Cm

        picture = self._out.add_picture(io.BytesIO(vl_convert.svg_to_png(figure.svg, scale=2)), width=Cm(WIDTH_CM))
        self._out.paragraphs[-1].paragraph_format.keep_with_next = True
        picture._inline.docPr.set("descr", figure.alt)  # noqa: SLF001  # the library has no call for it
        self._out.add_paragraph(_legal(figure.caption), style="Caption")

    def _line(self, paragraph: Any, line: Line, before: str = "") -> None:
        if before:
            paragraph.add_run(_legal(before)).bold = True
        for span in line:
            self._span(paragraph, span)

    def _span(self, paragraph: Any, span: Span) -> None:
        run = self._run(paragraph, span.text)
        run.bold = True if span.strong else None
        if span.code:
            run.font.name = "Liberation Mono"
        marks = [self._numbers[source] for source in span.sources if source in self._numbers]
        for place, number in enumerate(marks):
            _link(paragraph, number, "," if place < len(marks) - 1 else "")

    def _run(self, paragraph: Any, text: str) -> Any:
        run = paragraph.add_run(_legal(text))
        if _RTL.search(text):
            run.font.rtl = True
        return run

    def _saved(self) -> bytes:
        """The archive with every part stamped alike."""
        raw, out = io.BytesIO(), io.BytesIO()
        self._out.save(raw)
        with zipfile.ZipFile(raw) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
            for name in given.namelist():
                kept.writestr(zipfile.ZipInfo(name, EPOCH), given.read(name), zipfile.ZIP_DEFLATED)
        return out.getvalue()


def _legal(text: str) -> str:
    """A text without signs that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)


def _small(table: Any) -> None:
    """Letters of a size at which the words of narrow columns stay whole."""
    from docx.shared import Pt

    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    run.font.size = Pt(TABLE_PT)


def _bookmark(paragraph: Any, number: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"e{number}")
    paragraph._p.insert(0, start)  # noqa: SLF001  # the library has no call for it
    paragraph._p.append(end)  # noqa: SLF001  # the library has no call for it


def _link(paragraph: Any, number: int, behind: str = "") -> None:
    """A raised figure that leads to a piece of evidence, with what parts it from the next."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), f"e{number}")
    run = paragraph.add_run(f"{number}{behind}")
    run.font.superscript = True
    link.append(run._r)  # noqa: SLF001  # the library has no call for it
    paragraph._p.append(link)  # noqa: SLF001  # the library has no call for it
