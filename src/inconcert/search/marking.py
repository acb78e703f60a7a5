"""Where in a text stands what was looked for, and the stretch around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from inconcert.normalise.text import UNSPACED, WIDE
from inconcert.search.fold import mapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inconcert.search.query import Clause

LENGTH, BEFORE = 240, 60
"""Characters of a snippet, and of those before the first mark."""
_SIGN = re.compile(f"[{WIDE}{UNSPACED}]")


def snippet(text: str, wanted: Sequence[Clause]) -> tuple[str, list[tuple[int, int]]]:
    """A stretch of a text around the first of what was looked for, and where all of it stands in the stretch."""
    found = spans(text, wanted)
    start = max(0, found[0][0] - BEFORE) if found else 0
    if start and (space := text.find(" ", start, found[0][0])) >= 0:
        start = space + 1
    end = start + LENGTH
    return text[start:end], [(first - start, min(last, end) - start) for first, last in found if start <= first < end]


def spans(text: str, wanted: Sequence[Clause]) -> list[tuple[int, int]]:
    """First character, and the first after it, of each place where one of these stands; none overlaps another."""
    folded, places = mapped(text)
    hits = (hit for clause in wanted for hit in _pattern(clause).finditer(folded) if hit.end() > hit.start())
    found = [(places[hit.start()], places[hit.end() - 1] + 1) for hit in hits]
    kept: list[tuple[int, int]] = []
    for first, last in sorted(found):
        if not kept or first >= kept[-1][1]:
            kept.append((first, last))
    return kept


def _pattern(clause: Clause) -> re.Pattern[str]:
    """Words that follow each other, with anything but words between; signs of scripts without spaces need no edge."""
    words = clause.text.split()
    parts = [re.escape(word) for word in words]
    before = "" if _SIGN.match(words[0]) else r"(?<![^\W_])"
    after = "" if clause.prefix or _SIGN.match(words[-1]) else r"(?![^\W_])"
    return re.compile(before + r"[\W_]*".join(parts) + after)
