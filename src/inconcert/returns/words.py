"""Texts as pairs of words, so that a text is known again when some of its words were replaced."""

from __future__ import annotations

import re
from functools import lru_cache

from inconcert.normalise.text import WIDE, read, template_form

REACH = 2
"""Words after a word that make a pair with it: a replaced word spoils some pairs and leaves others."""
DENSE = re.compile(f"[{WIDE}]")
MASK = re.compile("[\x01-\x05]")


@lru_cache(maxsize=1 << 15)
def pairs(text: str | None) -> frozenset[str]:
    """Pairs of words at most ``REACH`` apart of a text, in order, without names, numbers, links, mentions, hashtags.

    Scripts without spaces between words are read sign by sign. Empty where too little is left to compare.
    """
    form = template_form(read(text).marked) if text else None
    if form is None:
        return frozenset()
    bare = MASK.sub(" ", form)
    words = list(bare.replace(" ", "")) if DENSE.search(bare) else bare.split()
    return frozenset(
        f"{word} {other}" for place, word in enumerate(words) for other in words[place + 1 : place + 1 + REACH]
    )


def handle_form(handle: str) -> str:
    """How a handle is made: runs of letters as ``a``, digits by their number: «Anna_K83» → ``a_a99``."""
    letters = re.sub(r"[^\W\d_]+", "a", handle)
    return re.sub(r"\d", "9", letters)
