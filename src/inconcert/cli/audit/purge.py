"""``inconcert audit purge``: delete working papers of audits whose day is over."""

from __future__ import annotations

from pathlib import Path

import click

from inconcert.cli.audit.common import today
from inconcert.cli.common import output, standard


@click.command("purge", short_help="Delete working papers of audits whose last day is over.")
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER…",
                type=click.Path(exists=True, file_okay=False, path_type=Path))  # fmt: skip
@click.option("--now", is_flag=True, help="Delete them whether or not their day has come.")
@standard
def command(folders: tuple[Path, ...], now: bool, as_json: bool, quiet: bool) -> None:
    """Delete matches.csv and lists of events in FOLDERS that audits wrote, when their last day is over.

    Pages and figures in aggregate stay. A program that does not run deletes nothing: let a scheduler run this every
    night. An audit that writes to the same folder does it too. The files that you gave are yours to delete.
    """
    from inconcert.audits import purge

    done = [purge(folder, today(), now=now) for folder in folders]
    lines = [f"{one.folder}: deleted {', '.join(one.gone)}." if one.gone else
             f"{one.folder}: {', '.join(one.kept)} stay until {one.last_day}." if one.kept else
             f"{one.folder}: nothing left to delete." for one in done]  # fmt: skip
    told = [{"folder": str(one.folder), "last_day": one.last_day, "gone": one.gone, "kept": one.kept} for one in done]
    output({"folders": told}, "\n".join(lines), as_json=as_json, quiet=quiet)
