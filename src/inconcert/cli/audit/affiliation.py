"""``inconcert audit affiliation``: state-media jobs in a file of employment entries, in aggregate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.audit.common import TABLE, files, give, leaving, left, tidied, today
from inconcert.cli.common import note
from inconcert.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@click.command("affiliation", short_help="Count state-media jobs in a file of employment entries; never who.")
@files
@click.option("--register", type=TABLE, required=True, help="Outlets: the State Media Matrix, or a table of your own.")
@click.option("--purpose", required=True, metavar="TEXT", help="What the disclosure is for.")
@click.option("--dpia", required=True, metavar="REF", help="Reference of the data protection impact assessment.")
@click.option("--confirmed", type=TABLE, help="Table of matches that people filled in; matches.csv in --out otherwise.")
@click.option("--model", "models", multiple=True, metavar="MODEL", help="Only outlets of this model; repeatable.")
@click.option(
    "--by", type=click.Choice(("outlet", "country", "model")), default="outlet", show_default=True,
    help="What the second table is about.",
)  # fmt: skip
@click.option("--base-rate", type=click.FloatRange(0, 1), help="Share among comparable people, such as 0.04.")
@click.option("--base-source", default="", metavar="TEXT", help="Whose share that is, and where it is from.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the disclosure; today when not given.")
@click.option(
    "--keep-days", type=click.IntRange(1, 3650), default=30, show_default=True, help="Days that working papers stay."
)
@leaving
def command(
    paths: tuple[str, ...],
    register: Path,
    purpose: str,
    dpia: str,
    confirmed: Path | None,
    models: tuple[str, ...],
    by: str,
    base_rate: float | None,
    base_source: str,
    day: datetime | None,
    keep_days: int,
    out: Path | None,
    mapping: str,
    tlp: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Count people whose jobs were with state media, by unit, past and concurrent, out of FILES that you may use.

    A row is one job: person, employer; from, to, current, unit where known. Persons are hashed as they are read, and
    no output holds one. Columns about what people are or think are dropped unread.

    The first run writes matches.csv: which names of employers may mean which outlet, and why. Fill in `confirmed`
    (yes or no) and `by`, and run again: only what a person confirmed is counted. Figures under five are not shown,
    nor those from which one could be worked out. matches.csv goes after --keep-days (see `audit purge`).
    """
    from inconcert.audits import BaseRate, Terms, affiliation_of
    from inconcert.audits.rows import renamed

    if (base_rate is None) != (not base_source):
        raise UsageError("a base rate and its source go together.", todo="Give --base-rate with --base-source.")
    terms = Terms(purpose, dpia, keep_days)
    tidied(out, quiet=quiet)
    told = affiliation_of(
        paths, register, terms, day=day.date() if day else today(), confirmed=confirmed or left(out, "matches.csv"),
        models=models, by=by, base=None if base_rate is None else BaseRate(base_rate, base_source),
        mapping=renamed(mapping),
    )  # fmt: skip
    if told.waiting:
        where = f"in {out / 'matches.csv'}" if out is not None else "with --out FOLDER"
        note(f"Matches wait for a person to confirm them {where}.", quiet=quiet)
    give(told, out, tlp, as_json=as_json, quiet=quiet)
