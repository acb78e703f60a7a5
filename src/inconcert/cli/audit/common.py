"""What the audits of records share: options, folders, and how a result leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.common import FILES, _stack, note, output, standard
from inconcert.report.defang import still

if TYPE_CHECKING:
    from inconcert.publish.audited.writing import Audit
    from inconcert.publish.blocks import Document

TLP = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
TABLE = click.Path(exists=True, dir_okay=False, path_type=Path)

files = click.argument("paths", nargs=-1, required=True, type=FILES, metavar="FILE…")
"""Files that are read; the function gets ``paths``."""

leaving = _stack(
    click.option("--out", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path),
                 help="Write a page (Markdown, HTML), the figures (JSON) and tables (CSV) here."),
    click.option("--map", "mapping", metavar="COLUMNS", default="",
                 help="Names of columns in the file, as at=timestamp,tool=app."),
    click.option("--tlp", type=click.Choice(TLP), default="AMBER", show_default=True,
                 help="How far the page may be passed on."),
    standard,
)  # fmt: skip
"""How a result leaves; the function gets ``out, mapping, tlp, as_json, quiet``."""

zone = click.option("--timezone", metavar="ZONE", default="", help="Zone of times that carry none, such as UTC.")


def today() -> date:
    """The present day, UTC."""
    return datetime.now(UTC).date()


def tidied(out: Path | None, *, quiet: bool) -> None:
    """Delete working papers of an earlier audit in the same folder when their day is over."""
    from inconcert.audits.keeping import overdue

    done = overdue(out, today()) if out is not None else None
    if done is not None and done.gone:
        note(f"Working papers of an earlier audit were deleted, as their last day was {done.last_day}.", quiet=quiet)


def left(out: Path | None, name: str) -> Path | None:
    """A paper of an earlier audit in the same folder that people may have filled in."""
    return out / name if out is not None and (out / name).is_file() else None


def give(told: Audit, out: Path | None, tlp: str, *, as_json: bool, quiet: bool) -> None:
    """Write a result and tell it."""
    from inconcert.publish.audited import writing

    day = today()
    document = writing.page(told, tlp, day.isoformat())
    names = writing.write(told, out, tlp, day) if out is not None else []
    for sentence in (*sorted(told.receipt.dropped), *told.receipt.notes):
        note(still(sentence), quiet=quiet)
    if as_json:
        output(writing.data(told), "", as_json=True)
        return
    output({}, still("\n".join([*_text(document), *_wrote(names, out)])), as_json=False, quiet=quiet)


def _text(document: Document) -> list[str]:
    """The first section of a page, or the first table of it, as lines."""
    from inconcert.publish.blocks import Bullets, Paragraph, Table

    lines = [document.title, *(f"{label}: {''.join(span.text for span in line)}" for label, line in document.about)]
    for section in document.sections[:2]:
        lines += ["", section.title]
        for block in section.blocks:
            if isinstance(block, Bullets):
                lines += ["• " + "".join(span.text for span in item) for item in block.items]
            elif isinstance(block, Paragraph):
                lines.append("".join(span.text for span in block.line))
            elif isinstance(block, Table):
                lines += _rows(block)
    return lines


def _rows(block: Any) -> list[str]:
    rows = [[*block.heads], *([*("".join(span.text for span in cell) for cell in row)] for row in block.rows[:15])]
    widths = [max(len(row[place]) for row in rows) for place in range(len(block.heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    more = len(block.rows) - 15
    return [*lines, *([f"… and {more:,} more"] if more > 0 else []), *([block.note] if block.note else [])]


def _wrote(names: list[str], out: Path | None) -> list[str]:
    return ["", f"Written to {out}: {', '.join(names)}"] if names else []
