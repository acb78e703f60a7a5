"""``inconcert sites clones``: which saved pages are copies of a newspaper's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.common import note, output, progress, standard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.pages.page import Oddity
    from inconcert.sites.clones import Comparison

EXISTING = click.Path(path_type=Path, exists=True)
TARGET = click.Path(path_type=Path, dir_okay=False)
COLUMNS = ("page", "brand_page", "evidence", "score", "verdict", "brand")
SHOWN = 20
"""Lines shown when no file is asked for, and remarks shown at most."""


@click.command("clones", short_help="Find pages that are copies of a newspaper's.")
@click.option(
    "--brand-pages",
    type=EXISTING,
    required=True,
    multiple=True,
    help="Saved pages of the protected sites, of any day: folder, file or archive; may be repeated.",
)
@click.option(
    "--pages", type=EXISTING, required=True, multiple=True, help="Saved pages to look at: folder, file or archive."
)
@click.option("--owners", type=EXISTING, help="CSV of domain,owner: sites of one owner are not called clones.")
@click.option("--out", type=TARGET, help="Write the result here (.csv).")
@standard
def command(
    brand_pages: tuple[Path, ...],
    pages: tuple[Path, ...],
    owners: Path | None,
    out: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Say of each saved page whether it is a copy of a protected site's page: clone, same owner, unlike.

    Pages are HTML (plain, .gz, .zst; as SingleFile and browsers save them), MHTML, WARC and HAR. Build, pointers home,
    the name it gives itself, reporters and copied text are compared with the nearest of the site's own pages. Nothing
    in a page is run and nothing is fetched. The column evidence holds a JSON list of sentences.
    """
    from inconcert.pages.reading import read_pages
    from inconcert.sites.clones import clones
    from inconcert.sites.clones.owners import read_owners

    oddities: list[Oddity] = []
    known = read_owners(owners) if owners else {}
    with progress(quiet=quiet) as tell:
        found = list(clones(read_pages(brand_pages, oddities), read_pages(pages, oddities), known, tell))
    if out is not None:
        _write(out, found)
    told(oddities, quiet=quiet)
    rows = [_row(line) for line in found]
    output(
        {"comparisons": rows, "oddities": [_oddity(one) for one in oddities]},
        _text(found, out),
        as_json=as_json,
        quiet=quiet,
    )


def told(oddities: Iterable[Oddity], *, quiet: bool) -> None:
    """What was odd about the files, a line each on standard error."""
    for oddity in oddities:
        note(str(oddity), quiet=quiet)


def _write(out: Path, found: list[Comparison]) -> None:
    import orjson

    from inconcert.store.sheets import write_rows

    rows = ({**_row(line), "evidence": orjson.dumps(line.evidence).decode()} for line in found)
    write_rows(out, COLUMNS, rows)


def _row(line: Comparison) -> dict[str, Any]:
    return {name: list(value) if name == "evidence" else value for name, value in line._asdict().items()}


def _oddity(one: Oddity) -> dict[str, str]:
    return {"source": one.source, "what": one.what, "todo": one.todo}


def _text(found: list[Comparison], out: Path | None) -> str:
    from inconcert.sites.clones.judging import ADDRESS_UNKNOWN

    clones = [line for line in found if line.verdict == "clone"]
    pages = len({line.page for line in found})
    lines = [f"{len({line.page for line in clones})} of {pages} pages are copies of a protected site's page."]
    silent = len({line.page for line in clones if line.evidence[-1].startswith(ADDRESS_UNKNOWN)})
    if silent:
        lines.append(f"{silent} of them do not say where they were saved from: such a page may be the original itself.")
    for line in sorted(clones, key=lambda line: -line.score)[:SHOWN]:
        lines += [f"\n{line.page}\n  like {line.brand_page} ({line.brand}), score {line.score:.2f}"]
        lines += [f"  • {sentence}" for sentence in line.evidence]
    if len(clones) > SHOWN:
        lines.append(f"\n… and {len(clones) - SHOWN} more.")
    if out is not None:
        lines.append(f"\nWritten to {out}.")
    return "\n".join(lines)
