"""``inconcert sites hands``: which sites share an operator, by what they share and how rare it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.common import note, output, progress, standard
from inconcert.errors import InputError, StoreError

if TYPE_CHECKING:
    from inconcert.sites.hands.run import Found

TARGET = click.Path(path_type=Path, dir_okay=False)
SHOWN = 10
"""Groups told on the screen."""
REMARKS = 20
"""Lines of the receipt told on the screen."""


@click.command("hands", short_help="Find sites of the same hands by what they share and how rare it is.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DIR_OR_FILES...")
@click.option("--out", "out_to", type=TARGET, help="Write the joins here (CSV).")
@click.option("--groups", "groups_to", type=TARGET, help="Write the groups here (CSV of site and group).")
@click.option(
    "--fdr",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.01,
    show_default=True,
    help="False discovery rate over pairs of sites.",
)
@click.option("--leads", is_flag=True, help="Also write what pairs share that are not significant (pair_q says it).")
@standard
def command(
    paths: tuple[Path, ...],
    out_to: Path | None,
    groups_to: Path | None,
    fdr: float,
    leads: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Find sites of the same hands in saved pages and in exports of WHOIS, RDAP, DNS, certificates and urlscan.

    Read are HTML, WARC, HAR, MHTML, ads.txt, sellers.json, robots.txt and icons; certificates in PEM and DER; tables
    with a column of domains, wide (a column for each kind) or long (domain, type, value); answers of WHOIS, RDAP,
    crt.sh, urlscan, dig and passive DNS. Nothing is
    fetched. Every row of the result is one value that two joined sites share: its tier (0 open admission, 1 conclusive
    when valid, 2 associative, 3 tertiary), how many sites carry it, and p, the chance that an unrelated site of this
    material would. pair_q is of everything the two share together.
    """
    from inconcert.sites.hands.run import same_hands, summary, write_groups, write_joins

    for place in filter(None, (out_to, groups_to)):
        if not place.parent.is_dir():
            raise StoreError(f"there is no folder '{place.parent}' for {place.name}.", todo="Make it, then run again.")
    with progress(quiet=quiet) as bar:
        found = same_hands(paths, fdr, lambda done: bar("Reading", done, 0))
    if not found.material.sites:
        raise InputError("nothing in the input says anything of a site.", todo=" ".join(found.receipt.lines[:3]))
    if out_to is not None:
        write_joins(found, out_to, leads=leads)
    if groups_to is not None:
        write_groups(found, groups_to)
    told = summary(found)
    _remarks(found, quiet=quiet)
    output(told, _text(told), as_json=as_json, quiet=quiet)


def _remarks(found: Found, *, quiet: bool) -> None:
    lines = found.receipt.lines
    for line in lines[:REMARKS]:
        note(line, quiet=quiet)
    if len(lines) > REMARKS:
        note(f"… and {len(lines) - REMARKS} more lines; --json gives them all.", quiet=quiet)
    for reason, number in found.receipt.unread.items():
        note(f"Not read: {number} {reason}.", quiet=quiet)


def _text(told: dict[str, Any]) -> str:
    lines = [f"{told['sites']:,} sites; {told['pairs']:,} pairs joined, in {len(told['groups'])} groups."]
    for group in told["groups"][:SHOWN]:
        more = f" and {group['size'] - 5} more" if group["size"] > 5 else ""
        lines.append(f"  {group['size']} sites: {', '.join(group['sites'][:5])}{more}")
    if told["evidence"]:
        lines.append("By: " + ", ".join(f"{kind} ({number:,})" for kind, number in told["evidence"].items()) + ".")
    if told["left_out"]:
        lines.append("No evidence: " + ", ".join(f"{why} ({n:,})" for why, n in told["left_out"].items()) + ".")
    lines += [
        f"{one['evidence']} {one['value']} is on {one['shared_by']:,} sites: each was paired with the first only."
        for one in told["starred"][:SHOWN]
    ]
    lines.append("Shared infrastructure is a lead to a common operator, never by itself who that is.")
    return "\n".join(lines)
