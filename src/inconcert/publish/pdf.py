"""Documents as PDF, set by the bundled compiler of Typst: no network, and the same document gives the same bytes.

Words go in as string literals, so no sign of the material acts as mark-up.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from inconcert.networks.words import listed
from inconcert.publish.blocks import Bullets, Facts, Figure, Paragraph, Sample, Table, all_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.publish.blocks import Block, Document, Line, Section, Span

BODY = ("Libertinus Serif",)
"""Comes with the compiler; Latin, Greek, Cyrillic."""
SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5)
"""Sizes of letters in points; the first for all but a document of one page."""
BREAKABLE = 28
"""Signs of an id or a hash from which it may be broken."""
LONG = 24
"""Signs of a part of an address from which it may be broken too."""
_PARTS = re.compile(r"[^/?&=._-]*[/?&=._-]+|[^/?&=._-]+")


TLP_COLOURS = {"CLEAR": "#ffffff", "GREEN": "#33ff00", "AMBER": "#ffc000", "RED": "#ff2b2b"}
"""Colours of the labels on black (TLP 2.0)."""


class Script(NamedTuple):
    """A script that needs a font of its own."""

    name: str
    signs: re.Pattern[str]
    fonts: tuple[str, ...]
    """Families that have it, the best first; one suffices."""


SCRIPTS = (
    Script(
        "Arabic",
        re.compile("[\u0600-\u06ff\u0750-\u077f]"),
        ("Noto Naskh Arabic", "Noto Sans Arabic", "Amiri", "DejaVu Sans"),
    ),
    Script("Hebrew", re.compile("[\u0590-\u05ff]"), ("Noto Serif Hebrew", "Noto Sans Hebrew", "DejaVu Sans")),
    Script(
        "Chinese, Japanese and Korean",
        re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"),
        (
            "Noto Serif CJK SC",
            "Noto Sans CJK SC",
            "Noto Sans SC",
            "Source Han Sans SC",
            "WenQuanYi Zen Hei",
            "Droid Sans Fallback",
        ),
    ),
    Script(
        "Devanagari",
        re.compile("[\u0900-\u097f]"),
        ("Noto Serif Devanagari", "Noto Sans Devanagari", "Lohit Devanagari"),
    ),
    Script("emoji", re.compile("[\U0001f300-\U0001faff]"), ("Noto Emoji", "Noto Color Emoji", "Symbola")),
    Script("Thai", re.compile("[\u0e00-\u0e7f]"), ("Noto Serif Thai", "Noto Sans Thai", "Loma")),
)
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LTR = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u058f\u3040-\u9fff\uac00-\ud7af]")


def render(document: Document) -> bytes:
    """A document as PDF. A short one is set smaller until it fits one page, as far as it can still be read."""
    import typst

    size = SIZES[0]
    if document.short:
        size = next((size for size in SIZES if _pages(source(document, size)) == 1), SIZES[-1])
    made = typst.compile(source(document, size).encode(), timestamp=_stamp(document.day))
    return bytes(made)


def _pages(text: str) -> int:
    import typst

    return int(json.loads(typst.query(text.encode(), "<pages>", field="value", one=True)))


def _stamp(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def lacking(document: Document) -> list[str]:
    """Scripts in the document for which no font is installed: their signs would be empty boxes."""
    text = "".join(span.text for line in all_lines(document) for span in line)
    return [script.name for script in SCRIPTS if script.signs.search(text) and not _has(script)]


def _has(script: Script) -> bool:
    return any(font in _families() for font in script.fonts)


@cache
def _families() -> frozenset[str]:
    import typst

    return frozenset(typst.Fonts().families())


def source(document: Document, size: float) -> str:
    """The document in the language of Typst."""
    return "\n".join(_Set(document, size).lines())


class _Set:
    def __init__(self, document: Document, size: float) -> None:
        self._document, self._size, self._numbers = document, size, document.numbers

    def lines(self) -> Iterator[str]:
        document = self._document
        year, month, day = document.day.split("-")
        fonts = [*BODY, *sorted({font for script in SCRIPTS for font in script.fonts if font in _families()})]
        at = f"datetime(year: {int(year)}, month: {int(month)}, day: {int(day)})"
        yield f"#set document(title: {literal(document.title)}, date: {at})"
        yield f"#let tlp = {literal('TLP:' + document.tlp)}"
        yield f"#let tlp-colour = rgb({literal(TLP_COLOURS.get(document.tlp.partition('+')[0], '#ffffff'))})"
        yield f"#let running = {literal(f'{document.title} · {document.day}')}"
        yield f"#let faces = ({', '.join(map(literal, fonts))},)"
        yield f"#let size = {self._size}pt"
        yield f"#set text(lang: {literal(document.language[:2])})"
        yield files("inconcert.publish").joinpath("templates/document.typ").read_text("utf-8")
        yield f"#title-block({literal(document.title)}, {literal(document.subtitle)})"
        rows = ", ".join(f"({literal(label)}, [{self._line(line)}])" for label, line in document.about)
        yield f"#about(({rows},))"
        if scripts := lacking(document):
            said = f"Signs of these scripts are missing here, for want of a font on the machine: {listed(scripts)}."
            yield f"#note({literal(said)})"
        for section in document.sections:
            yield from self._section(section, 1)
        if document.annex:
            yield "#pagebreak(weak: true)"
            yield f"= #{literal('Annex: evidence')};"
            for entry in document.annex:
                yield f"#entry({entry.number}, {literal(entry.title)}) <e{entry.number}>"
                for block in entry.blocks:
                    yield from self._block(block)
        yield "#context [#metadata(counter(page).final().first()) <pages>]"

    def _section(self, section: Section, level: int) -> Iterator[str]:
        if section.fresh and not self._document.short:
            yield "#pagebreak(weak: true)"
        yield f"{'=' * level} #{literal(section.title)};"
        for block, after in zip_longest(section.blocks, section.blocks[1:]):
            made = "\n".join(self._block(block))
            # A sentence about a chart does not stay behind on the page before it.
            stays = isinstance(block, Paragraph) and isinstance(after, Figure)
            yield f"#block(sticky: true)[\n{made}\n]" if stays else made
        for part in section.parts:
            yield from self._section(part, min(level + 1, 4))

    def _line(self, line: Line) -> str:
        return "".join(self._span(span) for span in line)

    def _span(self, span: Span) -> str:
        shown = f"#code({literal(broken(span.text))});" if span.code else f"#{literal(span.text)};"
        shown = f"#quoted[{shown}]" if span.voice == "quoted" else shown
        marks = [self._numbers[source] for source in span.sources if source in self._numbers]
        return shown + "#mark-between;".join(f"#link(<e{number}>)[#mark({number})]" for number in marks)

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph(line=line, lead=lead):
                yield f"#{'lead' if lead else 'para'}[{self._line(line)}]"
            case Bullets(items=items):
                yield f"#list({', '.join(f'[{self._line(item)}]' for item in items)})"
            case Facts(rows=rows):
                told = ", ".join(
                    f"({literal(label)}, [{' #linebreak() '.join(self._line(line) for line in lines)}])"
                    for label, lines in rows
                )
                yield f"#facts(({told},))"
            case Table():
                yield self._table(block)
            case Figure(svg=svg, caption=caption, alt=alt):
                yield f"#chart(bytes({literal(svg)}), {literal(caption)}, {literal(alt)})"
            case Sample(text=text, about=about):
                way = "rtl" if leans(text) else "ltr"
                yield f"#sample({literal(text)}, {way}, [{self._line(about)}])"

    def _table(self, table: Table) -> str:
        shares = ", ".join(f"{width}fr" for width in table.widths)
        heads = ", ".join(f"[#{literal(head)};]" for head in table.heads)
        cells = ", ".join(f"[{self._line(cell)}]" for row in table.rows for cell in row)
        made = f"#rows(({shares},), ({heads},), ({cells}{',' if cells else ''}))"
        return made + (f"\n#note({literal(table.note)})" if table.note else "")


def literal(text: str) -> str:
    """A string of Typst."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", " ").replace("\r", "")
    return f'"{inner}"'


def broken(text: str) -> str:
    """An id that may be broken where it is long, an address between its parts; the sign has no width."""
    return re.sub(rf"[^\s]{{{BREAKABLE},}}", lambda hit: "\u200b".join(pieces(hit[0])), text)


def pieces(word: str) -> list[str]:
    """Where a long word may be broken: behind the signs that part it, and every eight signs where there are none."""
    parts = _PARTS.findall(word)
    return (
        [part[at : at + LONG] for part in parts for at in range(0, len(part), LONG)]
        if len(parts) > 1
        else [word[at : at + 8] for at in range(0, len(word), 8)]
    )


def leans(text: str) -> bool:
    """Whether a text runs from right to left: by its first sign that has a direction."""
    rtl, ltr = _RTL.search(text), _LTR.search(text)
    return rtl is not None and (ltr is None or rtl.start() < ltr.start())
