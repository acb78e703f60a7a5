"""Follow every figure of a report to its evidence, as a reader does, and say which are not there."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from inconcert.publish import lint
from inconcert.publish.blocks import Figure, Span, Table, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.publish.blocks import Document, Entry, Line, Section

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FIGURE = re.compile(r"(?<![\w.@#-])\d[\d,]*(?:\.\d+)?%?(?![\w@])")


_NO_FIGURE = re.compile(r"\b\d+\.\d+\.\d+\b|\(Nimmo 2020\)|\bUTC[+-]\d+")
"""Numbers of steps of the kill chain and of versions, the year of a book, zones."""


def figures(text: str) -> tuple[list[str], list[str]]:
    """Days and figures of a text, signs of thousands left out."""
    bare = _NO_FIGURE.sub(" ", _DAY.sub(" ", text))
    return _DAY.findall(text), [one.replace(",", "").rstrip(",") for one in _FIGURE.findall(bare)]


def said(line: Line) -> str:
    """What we say in a line: not words of the material, of people or of a judgement, and no ids."""
    return " ".join(span.text if span.voice == "ours" and not span.code else " " for span in line)


def body(document: Document) -> Iterator[Line]:
    """Every line of a report before the annex."""
    for section in document.sections:
        yield from _lines(section)


def _lines(section: Section) -> Iterator[Line]:
    for block in section.blocks:
        match block:
            case Table(rows=rows, note=note):  # a row is read as one, and leads where one of its cells leads
                yield from (tuple(span for cell in row for span in (*cell, Span(" "))) for row in rows)
                yield (Span(note),)
            case Figure():  # drawn from what the lines around it say
                pass
            case _:
                yield from lines_of([block])
    for part in section.parts:
        yield from _lines(part)


def missing(document: Document) -> list[tuple[str, list[str]]]:
    """Lines with sources, and those of their days and figures that stand in none of the entries they lead to."""
    entries = {entry.source: _text(entry) for entry in document.annex}
    found = []
    for line in body(document):
        sources = [source for span in line for source in span.sources]
        if sources:
            there = " ".join(entries[source] for source in sources)
            if lacking := _lacking(said(line), there):
                found.append((lint.whole(line), lacking))
    return found


def bare(document: Document) -> list[str]:
    """Lines that say a figure and lead nowhere."""
    return [lint.whole(line) for line in body(document)
            if figures(said(line))[1] and not any(span.sources for span in line)]  # fmt: skip


def _text(entry: Entry) -> str:
    return " ".join([entry.title, *(lint.whole(line) for line in lines_of(entry.blocks))])


def _lacking(text: str, there: str) -> list[str]:
    days, own = figures(text)
    known = {float(one.rstrip("%")) for one in figures(there.replace("T", " "))[1]}
    if len(days) == 2:  # the days between two days, both counted
        known.add((date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days + 1)
    return [day for day in days if day not in there] + [one for one in own if not _known(one, known)]


def _known(figure: str, known: set[float]) -> bool:
    """Whether a figure stands there: as it is, with fewer digits, or as a share of which it is the percentage."""
    value = float(figure.rstrip("%"))
    if figure.endswith("%"):
        return any(round(100 * one) == value or round(one) == value for one in known)
    digits = len(figure.partition(".")[2])
    return any(round(one, digits) == value or float(f"{one:.3g}") == value for one in known)
