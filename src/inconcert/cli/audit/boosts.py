"""``inconcert audit boosts``: a log of manual boosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.audit.common import TABLE, files, give, leaving, zone
from inconcert.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command("boosts", short_help="Add up a log of manual boosts: by place, label, relation, topic.")
@files
@click.option("--all-views", type=click.IntRange(1), metavar="N", help="All views of which boosted ones are a share.")
@click.option("--all-views-are", default="", metavar="TEXT", help="What they count: where, from when to when.")
@click.option("--organic", type=TABLE, help="Views by topic that were not boosted (topic, views).")
@zone
@leaving
def command(
    paths: tuple[str, ...],
    all_views: int | None,
    all_views_are: str,
    organic: Path | None,
    timezone: str,
    out: Path | None,
    mapping: str,
    tlp: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Add up a log of boosts: what share of views, whether viewers were told, from where, whose items, which topics.

    Columns: boost_id, at, operator, operator_country, item, topic, delivered_views, label_shown; target_views,
    policy_basis, relation (self, associate, none) where known. A share is given only with what it is a share of.
    """
    from inconcert.audits import Total, boosts_of
    from inconcert.audits.rows import renamed

    if (all_views is None) != (not all_views_are):
        raise UsageError("a number of views and what they are go together.",
                         todo="Give --all-views with --all-views-are.")  # fmt: skip
    total = None if all_views is None else Total(all_views, all_views_are)
    told = boosts_of(paths, total, organic=[organic] if organic else [], timezone=timezone, mapping=renamed(mapping))
    give(told, out, tlp, as_json=as_json, quiet=quiet)
