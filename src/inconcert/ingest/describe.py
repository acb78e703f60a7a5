"""The part of a format's docs page that is read off the format: what is mapped from where.

``python -m inconcert.ingest.describe docs/formats`` writes it between the marks of the pages.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from inconcert.model.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.ingest.format import Format, Paths

_MARKED = re.compile(r"<!-- mapped: ([a-z0-9_]+) -->\n.*?<!-- end -->", re.DOTALL)
_OURS = frozenset({"source", "row", "id_derived", "platform", "precision", "utc_offset", "kind", "metrics"})
_MADE = {"_": "worked out from the record"}


def mapped_table(form: Format) -> str:
    """The format's name, tells, clock and mapped columns, as Markdown between two marks."""
    lines = [f"<!-- mapped: {form.name} -->", f"`{form.name}`: {form.title}.", ""]
    lines += ["Tell: " + (" or ".join(_listed(tell) for tell in form.tells) or "none; name the format") + "."]
    zone = form.timezone or "as the stamps say; asked for where they say nothing"
    lines += [f"Clock: {form.precision:g} s. Zone: {zone}.", ""]
    for noun in ("posts", "accounts", "ads", "sites"):
        if getattr(form, noun):
            lines += [f"| {noun} | from |", "| --- | --- |"]
            lines += [f"| {column} | {_origin(paths)} |" for column, paths in sorted(getattr(form, noun).items())]
            lines += [""]
    if form.metrics:
        lines += ["| count | from |", "| --- | --- |"]
        lines += [f"| {name} | {_origin(paths)} |" for name, paths in form.metrics.items()]
        lines += [""]
    return "\n".join([*lines, "<!-- end -->"])


def unfilled(form: Format) -> list[str]:
    """Columns of ``posts`` that the format's table does not fill (a fix-up may still fill some)."""
    return [name for name in tables()["posts"].columns if name not in form.posts and name not in _OURS]


def refresh(folder: Path, forms: Iterable[Format]) -> list[Path]:
    """Rewrite the marked parts of the pages in ``folder``; the pages that changed.

    Raises:
        KeyError: a page marks a format that does not exist.
    """
    known = {form.name: mapped_table(form) for form in forms}
    changed = []
    for path in sorted(folder.glob("*.md")):
        page = path.read_text("utf-8")
        fresh = _MARKED.sub(lambda match: known[match[1]], page)
        if fresh != page:
            path.write_text(fresh, "utf-8")
            changed.append(path)
    return changed


def _listed(tell: tuple[str, ...]) -> str:
    return ", ".join(f"`{path}`" for path in tell)


def _origin(paths: Paths) -> str:
    given = (paths,) if isinstance(paths, str) else paths
    return ", else ".join(_said(path) for path in given)


def _said(path: str) -> str:
    """A path in words for a page: fields that a fix-up adds to the record start with an underscore."""
    if path.startswith("_shown."):
        return f"`{path.removeprefix('_shown.')}` of what is shown (the original of a repost)"
    return _MADE["_"] if re.match(r"_[a-z]", path) and not path.startswith("__") else f"`{path}`".replace("|", "\\|")


if __name__ == "__main__":
    from inconcert.plugins import registered

    for changed in refresh(Path(sys.argv[1]), registered("formats").values()):
        sys.stdout.write(f"{changed}\n")
