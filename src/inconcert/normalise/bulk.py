"""Many texts made comparable at once: the answers of :mod:`inconcert.normalise.text`, compiled once there are many.

Compiling takes longer than the rules themselves take for some ten thousand texts, so the first texts of a process go to
the rules. Both give the same answers. In the compiled pass, a text goes to the rules, one by one, where a character's
cleaned form depends on its neighbours (marks that combine), where it is very long, and where capitals outside of ASCII
must be lowered.
"""

from __future__ import annotations

import html
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.normalise import language, reposts, signs, text
from inconcert.normalise.signs import FORMS, NAME, TONGUE

if TYPE_CHECKING:
    from collections.abc import Sequence

FEW = 20_000
"""Texts of a process that go to the rules before anything is compiled: a second of work; compiling takes thirty."""


class Answers(NamedTuple):
    """Lists with one entry a text; ``None`` where there is none."""

    exact: list[str | None]
    """Name (see :mod:`inconcert.normalise.digest`) of the exact form."""
    template: list[str | None]
    near: list[str | None]
    """Name of the near form."""
    near_text: list[str | None]
    """The near form itself."""
    own: list[str | None]
    """Name of the text as an original, as :func:`inconcert.normalise.reposts.named` says."""
    language: list[str]
    """Inferred where it was asked for, else «und»."""


class _Tally:
    """How many texts of this process have gone to the rules."""

    by_rules = 0


def study(texts: Sequence[str], asked: Sequence[int], authors: Sequence[str]) -> Answers:
    """Answers to what is ``asked`` of each text (bits), by these ``authors``."""
    if _Tally.by_rules >= FEW:
        return by_compiled(texts, asked, authors)
    _Tally.by_rules += sum(map(bool, asked))
    return by_rules(texts, asked, authors)


def by_rules(texts: Sequence[str], asked: Sequence[int], authors: Sequence[str]) -> Answers:
    """As :func:`study`, one text after the other."""
    rows = [_ruled(*one) for one in zip(texts, asked, authors, strict=True)]
    exact, template, near, near_text, own, readable = ([row[place] for row in rows] for place in range(6))
    return Answers(exact, template, near, near_text, own, language.infer(readable))


def by_compiled(texts: Sequence[str], asked: Sequence[int], authors: Sequence[str]) -> Answers:
    """As :func:`study`, compiled at the first call."""
    import numpy as np

    from inconcert.normalise import study as compiled

    plain = [html.unescape(one) if "&" in one else one for one in texts]
    codes, ends = _characters(plain)
    names = [author.encode("utf-8", "surrogatepass") for author in authors]
    name_ends = np.cumsum([len(name) for name in names], dtype=np.int64)
    table = signs.table()
    new = np.unique(codes[table.signs.flags[codes] == 0])
    if len(new):
        table.learn(new.tolist())
    found = compiled.study(
        codes, ends, np.array(asked, np.uint8), np.frombuffer(b"".join(names), np.uint8), name_ends, table.signs
    )
    answers = _answers(found)
    left = np.flatnonzero(found.what & compiled.LEFT).tolist()
    if left:
        chosen = [texts[at] for at in left], [asked[at] for at in left], [authors[at] for at in left]
        _replace(answers, left, by_rules(*chosen))
    return answers


def _replace(answers: Answers, places: list[int], ruled: Answers) -> None:
    """Put the answers of some texts, by their places, in place of those that are there."""
    columns: zip[tuple[list[Any], list[Any]]] = zip(answers, ruled, strict=True)
    for column, values in columns:
        for at, value in zip(places, values, strict=True):
            column[at] = value


def _characters(texts: Sequence[str]) -> tuple[Any, Any]:
    import numpy as np

    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    return codes, np.cumsum([len(one) for one in texts], dtype=np.int64)


def _answers(found: Any) -> Answers:
    """What the compiled pass found, as lists."""
    from inconcert.normalise import study as compiled

    what = found.what
    exact, template, near, own = (
        _hex(found.names[:, place], what & bit)
        for place, bit in enumerate((compiled.EXACT, compiled.TEMPLATE, compiled.NEAR, compiled.OWN))
    )
    written = found.near[: found.near_ends[-1] if len(what) else 0].tobytes().decode("utf-32-le")
    texts = [written[start:stop] or None for start, stop in pairwise([0, *found.near_ends.tolist()])]
    return Answers(exact, template, near, texts, own, language.infer_bytes(found.tongue, found.tongue_ends))


def _hex(numbers: Any, there: Any) -> list[str | None]:
    digits = numbers.tobytes().hex()
    places = enumerate(there.tolist())
    return [digits[16 * at : 16 * at + 16] if one else None for at, one in places]


def _ruled(raw: str, asked: int, author: str) -> tuple[str | None, ...]:
    """Answers of one text; its readable words in place of its language."""
    if not asked:
        return (None,) * 6
    cleaned = text.clean(raw)
    read = text.reading(cleaned)
    exact, template, near = text.forms_of(read) if asked & FORMS else (None, None, None)
    return (
        *map(text.name, (exact, template, near)),
        near,
        reposts.named(author, cleaned, read) if asked & NAME else None,
        language.readable(read.words) if asked & TONGUE else None,
    )
