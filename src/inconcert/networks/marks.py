"""What differs between two texts, word by word where a script has words, else sign by sign."""

from __future__ import annotations

import re
from itertools import accumulate

from rapidfuzz.distance import Indel

Mark = tuple[str, int, int, int, int]
"""(operation, from and to in the first text, from and to in the second), in characters.
Operations: ``equal``, ``insert``, ``delete``, ``replace``."""

LONGEST = 4000
"""Tokens of a text that are compared; what follows counts as it stands: equal only if the rest is the same."""

# Scripts written without spaces are compared sign by sign, each with its marks, so that no cluster is torn apart.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_COMBINING = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059"
    "\u17b4-\u17d3\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_TOKEN = re.compile(
    rf"https?://[!-~]+|[{_UNSPACED}][{_COMBINING}]*|[^\W{_UNSPACED}](?:[^\W{_UNSPACED}]|[\u0300-\u036f'’])*|\s+|"
    "[\U0001f1e6-\U0001f1ff]{2}|.(?:\u200d.|[\ufe0f\U0001f3fb-\U0001f3ff])*",
    re.DOTALL,
)


def tokens(text: str) -> list[str]:
    """Pieces of a text that are compared as wholes; joined they are the text again."""
    pieces = _TOKEN.findall(text)
    return pieces if len(pieces) <= LONGEST else [*pieces[:LONGEST], "".join(pieces[LONGEST:])]


def marks(a: str, b: str) -> list[Mark]:
    """How ``a`` becomes ``b``: operations in order that cover both texts."""
    left, right = tokens(a), tokens(b)
    at_left, at_right = ([0, *accumulate(map(len, side))] for side in (left, right))
    operations = Indel.opcodes(left, right)
    return _join(
        [
            (op.tag, at_left[op.src_start], at_left[op.src_end], at_right[op.dest_start], at_right[op.dest_end])
            for op in operations
        ]
    )


def _join(found: list[Mark]) -> list[Mark]:
    """Neighbouring changes told as one: a deletion beside an insertion is a replacement."""
    joined: list[Mark] = []
    for mark in found:
        if joined and joined[-1][0] != "equal" and mark[0] != "equal":
            last = joined.pop()
            joined.append(_named(last[1], mark[2], last[3], mark[4]))
        else:
            joined.append(mark)
    return joined


def _named(a0: int, a1: int, b0: int, b1: int) -> Mark:
    return ("replace" if a1 > a0 and b1 > b0 else "delete" if a1 > a0 else "insert", a0, a1, b0, b1)
