"""A document as plain blocks: every form prints the same sentences, and the linter reads them once for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from inconcert.indicators.defanging import inert
from inconcert.report.defang import still

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from inconcert.dossier.parts import Source

Voice = Literal["ours", "people", "judged", "quoted"]
"""Whose words they are: of this program, of the people of the case or the publisher, of a judgement on attribution, of
the material."""


@dataclass(frozen=True)
class Span:
    """A stretch of text in one voice."""

    text: str
    voice: Voice = "ours"
    strong: bool = False
    code: bool = False
    """Ids, hashes and the like: in letters of one width."""
    sources: tuple[Source, ...] = ()


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    line: Line
    lead: bool = False
    """Whether it is set off from the rest, as the caveat is."""


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[Line, ...]


@dataclass(frozen=True)
class Facts:
    """A box of labels and what stands beside each."""

    rows: tuple[tuple[str, tuple[Line, ...]], ...]
    title: str = ""


@dataclass(frozen=True)
class Table:
    """A table with headings."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...]
    """Shares of the width."""
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A chart."""

    svg: str
    caption: str
    alt: str
    """What it shows, for those who cannot see it."""


@dataclass(frozen=True)
class Sample:
    """Words of the material, as they were published."""

    text: str
    about: Line
    lang: str


Block = Paragraph | Bullets | Facts | Table | Figure | Sample


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it."""

    title: str
    blocks: tuple[Block, ...]
    parts: tuple[Section, ...] = ()
    fresh: bool = False
    """Whether it begins on a new page, where there are pages."""


@dataclass(frozen=True)
class Entry:
    """One piece of evidence in the annex."""

    number: int
    source: Source
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A document ready to be printed."""

    title: str
    subtitle: str
    tlp: str
    day: str
    """Day of publication, ISO 8601."""
    about: tuple[tuple[str, Line], ...]
    """Publisher, contact and so on."""
    sections: tuple[Section, ...]
    annex: tuple[Entry, ...] = ()
    language: str = "en"
    short: bool = False
    """Whether it must fit one page."""

    @property
    def numbers(self) -> dict[Source, int]:
        """Numbers of the pieces of evidence."""
        return {entry.source: entry.number for entry in self.annex}


def say(text: str, *sources: Source, voice: Voice = "ours", strong: bool = False, code: bool = False) -> Line:
    """One line of one span; no address in it can be clicked, and nothing turns the direction of writing."""
    return (Span(text if code else tidy(text), voice, strong, code, tuple(dict.fromkeys(sources))),)


def code(text: str, *sources: Source) -> Line:
    """An id or a hash, as it is."""
    return say(still(text), *sources, code=True)


def quoted(text: str) -> Line:
    """Words of the material."""
    return say(text, voice="quoted")


def tidy(text: str) -> str:
    """A text as it may stand in a document."""
    return inert(still(text))


def paragraph(text: str, *sources: Source, voice: Voice = "ours", lead: bool = False) -> Paragraph:
    """A paragraph of one span."""
    return Paragraph(say(text, *sources, voice=voice), lead)


def lines_of(blocks: Iterable[Block]) -> Iterator[Line]:
    """Every line of some blocks."""
    for block in blocks:
        match block:
            case Paragraph(line=line):
                yield line
            case Bullets(items=items):
                yield from items
            case Facts(rows=rows, title=title):
                yield (Span(title),)
                for label, lines in rows:
                    yield (Span(label),)
                    yield from lines
            case Table(heads=heads, rows=rows, note=note):
                yield from ((Span(head),) for head in (*heads, note))
                yield from (cell for row in rows for cell in row)
            case Figure(caption=caption, alt=alt):
                yield (Span(caption),)
                yield (Span(alt),)
            case Sample(text=text, about=about):
                yield (Span(text, "quoted"),)
                yield about


def all_lines(document: Document) -> Iterator[Line]:
    """Every line of a document, its headings and annex too."""
    yield (Span(document.title, "people"),)
    yield (Span(document.subtitle, "people"),)
    yield from (line for _, line in document.about)
    for section in document.sections:
        yield from _of(section)
    for entry in document.annex:
        yield (Span(entry.title),)
        yield from lines_of(entry.blocks)


def _of(section: Section) -> Iterator[Line]:
    yield (Span(section.title),)
    yield from lines_of(section.blocks)
    for part in section.parts:
        yield from _of(part)
