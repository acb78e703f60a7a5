"""``inconcert audit feed``: what sock-puppets of different arms were shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.audit.common import files, give, leaving

if TYPE_CHECKING:
    from pathlib import Path


@click.command("feed", short_help="Compare what sock-puppets of different arms were shown.")
@files
@click.option("--ethics", required=True, metavar="REF", help="Where ethics and terms of service were signed off.")
@click.option("--experiment", default="", metavar="ID", help="The experiment, when the file has several.")
@click.option("--surface", default="", metavar="NAME", help="Only what was shown on this surface.")
@click.option("--from-step", "first_step", type=click.IntRange(0), default=0, show_default=True,
              help="Steps before this one taught the feed and do not count.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of the permutations.")
@leaving
def command(
    paths: tuple[str, ...],
    ethics: str,
    experiment: str,
    surface: str,
    first_step: int,
    seed: int,
    out: Path | None,
    mapping: str,
    tlp: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Compare how often each label was shown to puppets of different arms. inconcert runs no puppets.

    Columns: experiment_id, arm, puppet_id, step, shown_item_id, rank, label, labeller; seed_set, location,
    device_profile, surface, watched_s, label_conf, engagement where known. An item that two people labelled has a row
    for each. Labels are your own words and mean nothing to inconcert; all arms are treated alike.
    """
    from inconcert.audits import feed_of
    from inconcert.audits.rows import renamed

    told = feed_of(paths, ethics=ethics, experiment=experiment, surface=surface, first_step=first_step,
                   mapping=renamed(mapping), seed=seed)  # fmt: skip
    give(told, out, tlp, as_json=as_json, quiet=quiet)
