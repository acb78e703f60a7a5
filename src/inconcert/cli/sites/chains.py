"""``inconcert sites chains``: where links lead, over which domains, and for whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from inconcert.cli.common import note, output, standard
from inconcert.errors import InputError, StoreError

PATH = click.Path(path_type=Path)
SHOWN = 10
"""Landings and cloaked links told on the screen."""


@click.command("chains", short_help="Follow redirect chains; find links that answer visitors differently.")
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="FILES...")
@click.option("--out", "out_to", type=click.Path(path_type=Path, dir_okay=False), help="Write every hop here (CSV).")
@click.option("--records", type=PATH, multiple=True, help="WHOIS or RDAP that says when domains were registered.")
@standard
def command(
    paths: tuple[Path, ...], out_to: Path | None, records: tuple[Path, ...], as_json: bool, quiet: bool
) -> None:
    """Follow redirect chains in FILES: HAR, WARC, or tables with the columns from, to, status, at, country, agent.

    Every address of a chain is a row, with its part (front, shortener, tracker, intermediary, landing) and how it leads
    on: a status of HTTP, a meta refresh, a script that is read as text. The same link that answers visitors of another
    country or agent differently is told in words. Nothing is fetched and nothing is run.
    """
    from inconcert.sites.chains.run import COLUMNS, follow, summary
    from inconcert.store.sheets import write_rows

    if out_to is not None and not out_to.parent.is_dir():
        raise StoreError(f"there is no folder '{out_to.parent}' for {out_to.name}.", todo="Make it, then run again.")
    found = follow(paths, records)
    if not found.chains:
        raise InputError("nothing in the input says where a link leads.", todo="; ".join(found.receipt.lines[:3]))
    if out_to is not None:
        write_rows(out_to, COLUMNS, found.rows())
    for line in found.receipt.lines:
        note(line, quiet=quiet)
    for reason, number in found.receipt.unread.items():
        note(f"Not read: {number} {reason}.", quiet=quiet)
    told = summary(found)
    output(told, _text(told), as_json=as_json, quiet=quiet)


def _text(told: dict[str, Any]) -> str:
    lines = [f"{told['chains']:,} chains, the longest of {told['longest']} hops."]
    lines += [f"  {one['chains']:,} land on {one['domain']}" for one in told["landings"][:SHOWN]]
    if told["cloaking"]:
        lines.append(f"{len(told['cloaking']):,} links answer visitors differently:")
        lines += [f"  {one['url']}: {one['answers']}" for one in told["cloaking"][:SHOWN]]
    if told["one_time_domains"]:
        lines.append(f"{len(told['one_time_domains']):,} domains stand in one chain only.")
    return "\n".join(lines)
