"""``inconcert audit prevalence``: whether topics are rarer or commoner on a platform than matched controls are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from inconcert.cli.audit.common import TABLE, files, give, leaving
from inconcert.cli.common import output
from inconcert.errors import UsageError


@click.command("prevalence", short_help="Compare how common topics are on two platforms, against matched controls.")
@files
@click.option("--of", "one", required=True, metavar="PLATFORM", help="Platform in question.")
@click.option("--against", "other", required=True, metavar="PLATFORM", help="Platform that it is compared with.")
@click.option("--register", type=click.Path(dir_okay=False, path_type=Path), metavar="PLAN",
              help="Write the terms in FILE down before anything is counted, with a hash, and stop.")  # fmt: skip
@click.option("--registration", type=TABLE, metavar="PLAN", help="The terms as written down; others are refused.")
@click.option("--both-since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY",
              help="Both platforms were open to the people in question since this day; you declare it.")  # fmt: skip
@click.option("--measure", type=click.Choice(("posts", "views")), default="posts", show_default=True,
              help="What is compared.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of the bootstrap.")
@leaving
def command(
    paths: tuple[str, ...],
    one: str,
    other: str,
    register: Path | None,
    registration: Path | None,
    both_since: datetime | None,
    measure: str,
    seed: int,
    out: Path | None,
    mapping: str,
    tlp: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Compare counts of terms on two platforms: topics in question against matched control topics.

    Columns of FILE: platform, topic, term, role (sensitive, control, placebo), period_start, period_end, posts;
    language, country, match (a set of topics alike in age and volume), views, source, retrieved_at where known. Both
    platforms must be counted over the same period; counts of all time are refused unless --both-since is declared.

    First write the terms down: `audit prevalence TERMS --of A --against B --register PLAN`, with topic, term, role,
    language, country, match. Give the hash to somebody, count, and come back with --registration PLAN.

    The result says lower or higher prevalence, and what else could explain it.
    """
    from inconcert.audits import Registration, prevalence_of
    from inconcert.audits import register as registered
    from inconcert.audits.rows import renamed

    if register is not None:
        if registration is not None or out is not None:
            raise UsageError("terms are registered before they are counted.", todo="Give --register alone, then count.")
        plan = registered(paths, one, other, datetime.now(UTC).isoformat(timespec="seconds"), renamed(mapping))
        plan.write(register)
        text = f"{len(plan.terms):,} terms are written down in {register}.\nSHA-256 {plan.hash}"
        output({"terms": len(plan.terms), "hash": plan.hash, "out": str(register)}, text, as_json=as_json, quiet=quiet)
        return
    plan_given = Registration.load(registration) if registration else None
    since = both_since.date().isoformat() if both_since else ""
    told = prevalence_of(paths, one, other, registration=plan_given, both_since=since, measure=measure,
                         mapping=renamed(mapping), seed=seed)  # fmt: skip
    give(told, out, tlp, as_json=as_json, quiet=quiet)
