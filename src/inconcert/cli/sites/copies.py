"""``inconcert sites copies``: articles that stand on several sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.common import output, progress, standard
from inconcert.cli.sites.clones import EXISTING, SHOWN, TARGET, told

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.pages.page import Oddity
    from inconcert.sites.copies import Copy


@click.command("copies", short_help="Find articles copied or translated between sites, and who was first.")
@click.argument("pages", type=EXISTING, nargs=-1, required=True)
@click.option("--owners", type=EXISTING, help="CSV of domain,owner: sites of one owner carry a text once.")
@click.option("--out", type=TARGET, help="Write the result here (.csv).")
@standard
def command(pages: tuple[Path, ...], owners: Path | None, out: Path | None, as_json: bool, quiet: bool) -> None:
    """Find articles that stand on more than one site: verbatim, near, from one template, translated.

    PAGES are saved pages: files, folders, archives. The main text of each is compared; the earlier of two is told by
    the times that the pages give. Texts that many unrelated owners carry are marked as likely agency copy.
    """
    from inconcert.pages.reading import read_pages
    from inconcert.sites.clones.owners import read_owners
    from inconcert.sites.copies import Copy, copies
    from inconcert.store.sheets import write_rows

    oddities: list[Oddity] = []
    known = read_owners(owners) if owners else {}
    with progress(quiet=quiet) as tell:
        found = copies(read_pages(pages, oddities), known, tell)
    rows = [copy._asdict() for copy in found]
    if out is not None:
        write_rows(out, Copy._fields, rows)
    told(oddities, quiet=quiet)
    data = {
        "copies": rows,
        "oddities": [{"source": one.source, "what": one.what, "todo": one.todo} for one in oddities],
    }
    output(data, _text(found, out), as_json=as_json, quiet=quiet)


def _text(found: list[Copy], out: Path | None) -> str:
    sites = {site for copy in found for site in (copy.site_a, copy.site_b)}
    lines = [f"{len(found)} pairs of articles of {len(sites)} sites are copies."]
    for copy in found[:SHOWN]:
        first = f", first on {copy.first} by {copy.gap:,} s" if copy.first else ""
        lines += [f"\n{copy.kind}{first}\n  {copy.article_a}\n  {copy.article_b}\n  • {copy.why}"]
    if len(found) > SHOWN:
        lines.append(f"\n… and {len(found) - SHOWN} more.")
    if out is not None:
        lines.append(f"\nWritten to {out}.")
    return "\n".join(lines)
