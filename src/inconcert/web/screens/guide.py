"""Pages about charts out of the documentation: headings, paragraphs, lists and tables of plain Markdown."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

PLACES = (Path(__file__).parents[1] / "help", Path(__file__).parents[4] / "docs" / "charts")
"""Where the pages stand: in an installed package, and in a checkout."""

_INLINE = ((re.compile(r"`([^`]+)`"), r"<code>\1</code>"), (re.compile(r"\*\*([^*]+)\*\*"), r"<b>\1</b>"),
           (re.compile(r"\*([^*]+)\*"), r"<i>\1</i>"), (re.compile(r"!?\[([^\]]+)\]\([^)]*\)"), r"\1"))  # fmt: skip


@cache
def guide(name: str) -> dict[str, Any] | None:
    """The page of that name as ``title`` and ``blocks`` of ``(kind, content)``; ``None`` when there is none."""
    if not re.fullmatch(r"[a-z0-9-]+", name):
        return None
    place = next((folder / f"{name}.md" for folder in PLACES if (folder / f"{name}.md").exists()), None)
    if place is None:
        return None
    blocks = [_block(part) for part in re.split(r"\n\s*\n", place.read_text("utf-8").strip()) if part.strip()]
    title = blocks[0][1] if blocks and blocks[0][0] == "h1" else escape(name)
    return {"title": title, "blocks": [block for block in blocks if block[0] != "h1"]}


def _block(text: str) -> tuple[str, Any]:
    """One paragraph, heading, list or table."""
    lines = text.strip().splitlines()
    head = re.match(r"(#{1,4})\s+(.*)", lines[0])
    if head:
        return f"h{len(head[1])}", _inline(head[2])
    if all(re.match(r"\s*([-*]|\d+\.)\s|\s{2,}", line) for line in lines):
        items = re.split(r"\n(?=\s*(?:[-*]|\d+\.)\s)", text.strip())
        return "list", [_inline(re.sub(r"^\s*([-*]|\d+\.)\s+", "", item)) for item in items]
    if lines[0].lstrip().startswith("|"):
        rows = [[_inline(cell.strip()) for cell in line.strip().strip("|").split("|")] for line in lines]
        return "table", [row for row in rows if not all(re.fullmatch(r":?-+:?", str(cell)) for cell in row)]
    return "p", _inline(" ".join(lines))


def _inline(text: str) -> Markup:
    """Code, emphasis and the words of links; everything else is escaped."""
    shown = str(escape(text))
    for pattern, replacement in _INLINE:
        shown = pattern.sub(replacement, shown)
    return Markup(shown)  # noqa: S704  # escaped above; only our own marks are added
