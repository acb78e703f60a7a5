"""A label taken apart into a brand's name and the words around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from inconcert.sites.lookalikes.tables import words

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_WORDS = 3
"""Words on either side of a name."""


class Label(NamedTuple):
    """A label without its hyphens, and where they stood."""

    text: str
    marks: frozenset[int]
    """Places of hyphens in ``text``, its beginning and its end."""


def unhyphened(label: str) -> Label:
    """A label as letters and marks."""
    pieces, marks, place = label.split("-"), {0}, 0
    for piece in pieces:
        place += len(piece)
        marks.add(place)
    return Label("".join(pieces), frozenset(marks))


class Piece(NamedTuple):
    """A stretch of a label that may be a name, with the words left and right of it."""

    text: str
    start: int
    end: int
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def around(self) -> tuple[str, ...]:
        """All words beside the name."""
        return (*self.before, *self.after)


def pieces(label: Label) -> Iterator[Piece]:
    """Stretches of three letters or more, or two between hyphens, beside which stand known words only.

    The whole label is the first of them, when it is long enough.
    """
    before, after = _before(label), _after(label)
    found = [
        Piece(label.text[start:end], start, end, before[start], after[end])
        for start in before
        for end in after
        if end - start > 2 or (end - start == 2 and start in label.marks and end in label.marks)
    ]
    return iter(sorted(found, key=lambda piece: (len(piece.around), -len(piece.text), piece.start)))


def tokens(label: Label) -> Iterator[tuple[int, int]]:
    """Stretches between two marks, of three letters or more, that are not the whole label."""
    marks = sorted(label.marks)
    for number, start in enumerate(marks):
        for end in marks[number + 1 :]:
            if end - start > 2 and end - start < len(label.text):
                yield start, end


def _before(label: Label) -> dict[int, tuple[str, ...]]:
    """Places that words reach from the beginning, with the words."""
    reached: dict[int, tuple[str, ...]] = {0: ()}
    todo = [0]
    while todo:
        start = todo.pop()
        if len(reached[start]) == MOST_WORDS:
            continue
        for end in range(start + 1, len(label.text)):
            if end not in reached and is_word(label.text, start, end, label.marks):
                reached[end] = (*reached[start], label.text[start:end])
                todo.append(end)
    return reached


def _after(label: Label) -> dict[int, tuple[str, ...]]:
    """Places from which words reach the end, with the words."""
    size = len(label.text)
    reached: dict[int, tuple[str, ...]] = {size: ()}
    todo = [size]
    while todo:
        end = todo.pop()
        if len(reached[end]) == MOST_WORDS:
            continue
        for start in range(end - 1, 0, -1):
            if start not in reached and is_word(label.text, start, end, label.marks):
                reached[start] = (label.text[start:end], *reached[end])
                todo.append(start)
    return reached


def is_word(text: str, start: int, end: int, marks: frozenset[int]) -> bool:
    """Whether a stretch is a known word or a number.

    One letter has to stand between two marks, two letters before one; a number is whole.
    """
    size, stretch = end - start, text[start:end]
    if stretch.isdigit():
        cut = text[start - 1 : start].isdigit() or text[end : end + 1].isdigit()
        return size < 5 and not cut
    if size < 2 or (size == 2 and end not in marks):
        return size == 1 and start in marks and end in marks
    return stretch in words()
