"""What every character is to the rules of :mod:`inconcert.normalise.text`, as tables for the compiled pass.

A character is looked up in those rules once, when a text first holds it: the tables say what the rules say.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.normalise import text as rules

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMS, NAME, TONGUE = 1, 2, 4
"""What may be asked of a text: its forms, its name as an original, its language."""
KNOWN, SPACE, WORD, LETTER, DIGIT = 1, 1 << 1, 1 << 2, 1 << 3, 1 << 4
WIDE, THIN, SYMBOL, LINK_ENDS, TAGGED = 1 << 5, 1 << 6, 1 << 7, 1 << 8, 1 << 9
UPPER, ALNUM, LOWER, OTHER, FRAME, CLOSES = 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15
ODD = 1 << 16
"""Characters whose cleaned form depends on their neighbours, or is long: their texts are left to the rules."""
MARK = 24
"""Bits from here on: the combining class, which says in which order marks on one letter belong."""
SEVERAL = 0x80000000
"""Flag of an entry that stands for none or several characters: their place in ``spelt`` and, in two bits, how many."""
_SIZE = 0x110000
_MOST = 3
JOINING = frozenset(
    "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u030f\u0311\u0313\u0314\u031b\u0323\u0324"
    "\u0325\u0326\u0327\u0328\u032d\u032e\u0330\u0331\u0338\u0342\u0345\u05b4\u05b7\u05b8\u05b9\u05bc\u05bf\u05c1\u05c2\u0653"
    "\u0654\u0655\u093c\u09bc\u09be\u09d7\u0a3c\u0b3c\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0c56\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dca"
    "\u0dcf\u0ddf\u0f72\u0f74\u0f80\u0fb5\u0fb7\u102e\u1b35\u3099\u309a\U000110ba\U00011127\U0001133e\U00011357\U000114b0"
    "\U000114ba\U000114bd\U000115af\U00011930\U0001d165\U0001d16e\U0001d16f\U0001d170\U0001d171\U0001d172"
) | frozenset(map(chr, (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))))
"""Marks and vowels that can become one character with the one before them (canonical decompositions, Hangul)."""


class Signs(NamedTuple):
    """Tables over all characters of Unicode; only the pages in use take memory."""

    flags: Any
    """What a character is (bits)."""
    cleaned: Any
    """The character it is cleaned to, or a place in ``spelt``."""
    folded: Any
    """The character it is case-folded to, or a place in ``spelt``."""
    spelt: Any
    """Characters of those that become none or several."""


class Table:
    """The tables, filled as characters are met."""

    def __init__(self) -> None:
        import numpy as np

        self._spelt: list[int] = [0]
        flags, cleaned, folded = (np.zeros(_SIZE, np.uint32) for _ in range(3))
        self.signs = Signs(flags, cleaned, folded, np.zeros(1, np.uint32))
        self.learn(range(0x80))

    def learn(self, codes: Iterable[int]) -> None:
        """Look up characters in the rules, and those that they become."""
        import numpy as np

        flags, cleaned, folded, _ = self.signs
        waiting = list(codes)
        while waiting:
            code = waiting.pop()
            sign = chr(code)
            plain = _cleaned(sign)
            flags[code] = KNOWN | _flags(sign) | (ODD if plain is None else _rank(plain) << MARK)
            cleaned[code] = self._entry(plain or "")
            folded[code] = self._entry(sign.casefold())
            waiting += [ord(one) for one in (plain or "") + sign.casefold() if not flags[ord(one)]]
        self.signs = self.signs._replace(spelt=np.array(self._spelt, np.uint32))

    def _entry(self, spelling: str) -> int:
        if len(spelling) == 1:
            return ord(spelling)
        place = len(self._spelt)
        self._spelt.extend(map(ord, spelling))
        return SEVERAL | place << 2 | len(spelling)


@cache
def table() -> Table:
    """The tables of this process."""
    return Table()


@cache
def _rules() -> tuple[tuple[int, re.Pattern[str]], ...]:
    """The bits that a regular expression of the rules gives."""
    return (
        (SPACE, re.compile(r"\s")),
        (WORD, re.compile(r"\w")),
        (LETTER, re.compile(r"[^\W\d_]")),
        (DIGIT, re.compile(r"\d")),
        (WIDE, re.compile(f"[{rules.WIDE}]")),
        (THIN, re.compile(f"[{rules.UNSPACED}]")),
        (SYMBOL, rules.SYMBOLS),
        (TAGGED, re.compile(rules.TAG_SIGN)),
        (OTHER, rules.OTHER_ALPHABETS),
    )


def _flags(sign: str) -> int:
    found = sum(bit for bit, rule in _rules() if rule.fullmatch(sign))
    found |= LINK_ENDS * (rules.LINK.fullmatch(f"www.{sign}") is None)
    found |= UPPER * sign.isupper() | ALNUM * sign.isalnum()
    found |= LOWER * (sign.islower() or unicodedata.category(sign) == "Lt")
    return found | FRAME * (sign in rules.FRAME) | CLOSES * (sign in rules.CLOSING)


def _rank(plain: str) -> int:
    """Combining class of the first character."""
    return unicodedata.combining(plain[0]) if plain else 0


def _cleaned(sign: str) -> str | None:
    """What cleaning makes of a character wherever it stands; ``None`` when its neighbours or its length matter."""
    if "\ud800" <= sign <= "\udfff":
        return None
    plain = rules.clean(sign) if sign != "&" else sign
    marks = any(map(unicodedata.combining, plain)) and plain != sign
    return None if marks or len(plain) > _MOST or not JOINING.isdisjoint(plain) else plain
