"""``inconcert show``: the findings in the terminal, with the posts behind them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from inconcert.cli.common import FOLDER, note, output, standard

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = 3
"""Pairs of posts shown of each tie, when one network is looked at."""


@click.command()
@click.argument("folder", type=FOLDER)
@click.argument("network", required=False)
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="Networks shown in full.")
@click.option("--ties", type=click.IntRange(0), help="Ties shown with their posts (1; with NETWORK all that are kept).")
@click.option(
    "--casebook", metavar="URL", envvar="INCONCERT_CASEBOOK",
    help="The casebook that says which operations hold as confirmed; else that of FOLDER.",
)  # fmt: skip
@click.option("--site", metavar="DOMAIN", help="Show who spread this site, who was first, and who paid.")
@standard
def command(
    folder: Path,
    network: str | None,
    limit: int,
    ties: int | None,
    casebook: str | None,
    site: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Show what the latest run in FOLDER found.

    NETWORK is the place of one network in the list (1 is the strongest), its id, or the beginning of its id.
    """
    from inconcert.investigation import Investigation
    from inconcert.report.sites import about
    from inconcert.report.terminal import finding, findings
    from inconcert.returns.keeping import warn, with_returns

    found = Investigation.open(folder).found()
    warn(found.folder, found.path.name, casebook, partial(note, quiet=quiet))
    if site is not None:
        told = found.site(site)
        output(told, about(told), as_json=as_json, quiet=quiet)
    elif network is None:
        data = with_returns(found.data, found.returned(casebook))
        output(data, findings(data, limit, 1 if ties is None else ties), as_json=as_json, quiet=quiet)
    else:
        chosen = found.network(network)
        place = found.networks.index(chosen) + 1
        data = {**chosen.data, "returns": found.returned(casebook).get(chosen.id, [])}
        output(data, finding(data, place, ties=ties, pairs=PAIRS), as_json=as_json, quiet=quiet)
