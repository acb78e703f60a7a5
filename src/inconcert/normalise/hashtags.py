"""Hashtags in their order of appearance, written one way."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from inconcert.normalise.text import HASHTAG, clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_CUT_TAG = re.compile(rf"{HASHTAG.pattern}\s*(?:…|\.\.\.)\s*$")


def normalise(tags: Iterable[str | None]) -> list[str]:
    """Tags without their sign, cleaned and case-folded, in order; empty ones left out."""
    return [one for tag in tags if tag and (one := _folded(tag))]


@lru_cache(maxsize=1 << 16)
def _folded(tag: str) -> str:
    return fold(clean(tag)).strip().lstrip("#＃")


def from_text(text: str) -> list[str]:
    """Hashtags written in a text, in order; one that was cut off by an ellipsis at the end is left out."""
    if "#" not in text and "＃" not in text:
        return []
    return normalise(HASHTAG.findall(_CUT_TAG.sub(" ", text) if text.rstrip().endswith(("…", "...")) else text))
