"""Pieces that the pages of all audits share: tables, figures with their intervals, the receipt, and words not said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from inconcert.errors import InputError
from inconcert.publish.blocks import Bullets, Facts, Section, Table, all_lines, quoted, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from inconcert.audits.figures import Interval
    from inconcert.audits.receipt import Receipt
    from inconcert.publish.blocks import Block, Document, Line

HIDDEN = "not shown"
UNKNOWN = "not known"
SHOWN = 30
"""Rows of a table on a page; the tables beside it hold all."""

WORDS = {
    "affiliation": (re.compile(r"\b(?:agents?|spy|spies|infiltrat\w*|loyal\w*|operatives?)\b", re.IGNORECASE),
                    "A job is no loyalty. Say what was counted."),
    "prevalence": (re.compile(r"\b(?:suppress\w*|censor\w*|shadow.?bann?\w*)\b", re.IGNORECASE),
                   "Counts show lower or higher prevalence; why takes a policy, a log or code."),
}  # fmt: skip
"""Words that no page of an audit may use, and what to do instead."""


def check(document: Document, kind: str) -> None:
    """Let a page through whose own words keep to what was counted.

    Raises:
        InputError: a sentence of ours or of the publisher claims more.
    """
    if kind not in WORDS:
        return
    pattern, todo = WORDS[kind]
    for line in all_lines(document):
        for span in line:
            if span.voice != "quoted" and (hit := pattern.search(span.text)):
                raise InputError(f"the page may not say '{hit[0]}': «{span.text[:120]}».", todo=todo)


def table(heads: Sequence[str], rows: Iterable[Sequence[str | Line]], note: str = "", words: int = 1) -> Table:
    """A table whose first columns, so many as ``words`` says, are words of the material."""
    made = tuple(
        tuple((quoted(cell) if place < words else say(cell)) if isinstance(cell, str) else cell
              for place, cell in enumerate(row))
        for row in rows
    )  # fmt: skip
    rest = min(70, max(4, round(100 / (len(heads) + 1)))) if len(heads) > 1 else 70
    first = min(70, max(4, 100 - rest * (len(heads) - 1)))
    return Table(tuple(heads), made, (first, *[rest] * (len(heads) - 1)), note)


def bullets(*sentences: str) -> Bullets:
    """A list of sentences."""
    return Bullets(tuple(say(one) for one in sentences if one))


def facts(*rows: tuple[str, str]) -> Facts:
    """Labels with what stands beside them."""
    return Facts(tuple((label, (say(text),)) for label, text in rows))


def section(title: str, *blocks: Block | None) -> Section:
    """A heading with its blocks."""
    return Section(title, tuple(block for block in blocks if block is not None))


def count(number: int | None, missing: str = UNKNOWN) -> str:
    """A number, or that there is none."""
    return missing if number is None else f"{number:,}"


def percent(span: Interval | None, missing: str = UNKNOWN) -> str:
    """A share with its interval, in per cent."""
    if span is None:
        return missing
    return f"{span.value:.1%}{_between(span, '.1%')}"


def points(span: Interval | None, missing: str = UNKNOWN) -> str:
    """A difference of shares in percentage points, with its interval."""
    if span is None:
        return missing
    scaled = type(span)(span.value * 100, *(None if one is None else one * 100 for one in span[1:]))
    return f"{scaled.value:+.1f} points{_between(scaled, '+.1f')}"


def factor(span: Interval | None, missing: str = UNKNOWN) -> str:
    """A difference of logarithms as a factor, with its interval."""
    from math import exp

    if span is None:
        return missing
    grown = type(span)(exp(span.value), *(None if one is None else exp(one) for one in span[1:]))
    return f"× {grown.value:.2f}{_between(grown, '.2f')}"


def _between(span: Interval, form: str) -> str:
    if span.low is None or span.high is None:
        return " (no interval: too few)"
    return f" ({span.low:{form}} to {span.high:{form}})"


def receipt(read: Receipt) -> Section:
    """What was read, and what was not."""
    rows = [(one.file.rpartition("/")[2], f"{one.rows:,}", one.sha256[:16]) for one in read.files]
    said = [*sorted(read.dropped), *read.notes]
    return section(
        "What was read",
        table(("File", "Rows", "SHA-256 begins"), rows),
        Bullets(tuple(map(quoted, said))) if said else None,
    )


def chance(p: float | None) -> str:
    """A p or q."""
    return UNKNOWN if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}"
