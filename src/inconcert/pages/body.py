"""The main text of a page: the paragraphs of the element that holds most of them, without what is mostly links."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING

from inconcert.pages.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCKS = "p, blockquote, h1, h2, h3, li"
_INNER = "p, ul, ol"
_AROUND = frozenset(("nav", "aside", "footer", "header", "form", "figure", "button", "dialog"))
_UP = 4
"""Levels up to which the length of a paragraph speaks for an element."""
_LINKED = 0.5
"""Share of a paragraph that may be links."""
_BLOCK_LIMIT = 5000
_LONGEST = 500_000
"""Characters of a main text."""


def main_text(tree: LexborHTMLParser) -> str:
    """Paragraphs of the main text, one a line; empty when the page has no running text."""
    blocks = list(_blocks(tree, time.monotonic() + LIMITS.seconds))
    weight: dict[int, float] = defaultdict(float)
    above: dict[int, list[int]] = {}
    for at, (node, text) in enumerate(blocks):
        above[at] = _ancestors(node)
        if node.tag in {"p", "blockquote"}:
            # A nearer element weighs more, so that the whole page does not always win.
            for level, place in enumerate(above[at][:_UP]):
                weight[place] += len(text) * 0.75**level
    if not weight:
        return ""
    best = max(weight, key=weight.__getitem__)
    lines = (text for at, (_, text) in enumerate(blocks) if best in above[at])
    return "\n".join(dict.fromkeys(lines))[:_LONGEST]


def _blocks(tree: LexborHTMLParser, until: float) -> Iterator[tuple[LexborNode, str]]:
    """Blocks of running text, those inside others by themselves, as far as the time goes."""
    for node in tree.css(_BLOCKS)[:_BLOCK_LIMIT]:
        if time.monotonic() > until:
            return
        if node.tag in {"li", "blockquote"} and node.css_first(_INNER) is not None:
            continue
        text = _running(node)
        if text:
            yield node, text


def _ancestors(node: LexborNode) -> list[int]:
    found: list[int] = []
    parent = node.parent
    while parent is not None and len(found) < 12:
        found.append(parent.mem_id)
        parent = parent.parent
    return found


def _running(node: LexborNode) -> str:
    """The text of a block when it is running text: long enough, not mostly links, not beside the article."""
    if _beside(node):
        return ""
    text = " ".join(node.text(separator="").split())
    if len(text) < (15 if node.tag in {"h1", "h2", "h3"} else 40):
        return ""
    linked = sum(len(link.text()) for link in node.css("a"))
    return text if linked <= _LINKED * len(text) else ""


def _beside(node: LexborNode) -> bool:
    parent, level = node.parent, 0
    while parent is not None and level < 8:
        if parent.tag in _AROUND:
            return True
        parent, level = parent.parent, level + 1
    return False
