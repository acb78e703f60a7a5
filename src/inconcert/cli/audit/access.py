"""``inconcert audit access``: from where user data was read, out of an organisation's own log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.audit.common import TABLE, files, give, leaving, left, tidied, zone
from inconcert.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command("access", short_help="From where user data was read, out of an access log.")
@files
@click.option(
    "--region",
    "regions",
    multiple=True,
    metavar="NAME=CODES",
    help="Countries inside of a subject's region, as APAC=JP,KR; EU, EEA and UK are known; repeatable.",
)
@click.option("--minutes", type=click.IntRange(1), default=30, show_default=True,
              help="A query so soon after a request from another country is access by proxy.")  # fmt: skip
@click.option("--request", "requests", multiple=True, default=("request",), show_default=True, metavar="ACTION",
              help="Actions that ask for data instead of reading them; repeatable.")  # fmt: skip
@click.option("--breadth", type=click.FloatRange(0, 1, min_open=True), default=0.5, show_default=True,
              help="Share of all datasets from which an actor is a super-user.")  # fmt: skip
@click.option("--thresholds", type=TABLE, help="What is bulk: data_class, subjects, source; 28 CFR 202.205 otherwise.")
@click.option("--protected", type=TABLE, help="Salted hashes of protected subjects, made by `audit protect`.")
@click.option("--salt", type=TABLE, help="File with the salt of these.")
@click.option("--reviewed", type=TABLE, help="Events on which reviewers wrote; unexplained.csv in --out otherwise.")
@click.option("--key", type=TABLE, help="File with a key, for pseudonyms of actors that stay the same.")
@click.option("--keep-days", type=click.IntRange(1, 3650), default=90, show_default=True,
              help="Days that the lists of events stay.")  # fmt: skip
@click.option("--memory", metavar="SIZE", default="1GB", show_default=True, help="Memory limit; the rest is on disk.")
@zone
@leaving
def command(
    paths: tuple[str, ...],
    regions: tuple[str, ...],
    minutes: int,
    requests: tuple[str, ...],
    breadth: float,
    thresholds: Path | None,
    protected: Path | None,
    salt: Path | None,
    reviewed: Path | None,
    key: Path | None,
    keep_days: int,
    memory: str,
    timezone: str,
    out: Path | None,
    mapping: str,
    tlp: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Audit access logs in FILES (CSV, NDJSON, Parquet): place by class of data by action, and what is unexplained.

    Columns: at, actor, session_country, dataset, data_class, action; event_id, sequence, log, actor_entity,
    actor_country (HR), device_country, tool, purpose_ticket, subject_region, rows, subjects, subject, approver,
    result, break_glass where known. What a cell does not say is unknown, never zero and never home.

    With --out, unexplained.csv lists events for reviewers, under pseudonyms: fill in `explained` (yes or no), `by` and
    `note`, and run again. A log proves access that it records, not that there was no other; a country is not a
    nationality.
    """
    from inconcert.audits import AccessSettings, access_of
    from inconcert.audits.access import lists
    from inconcert.audits.access.settings import BULK, REGIONS, region
    from inconcert.audits.access.settings import thresholds as limits
    from inconcert.audits.rows import renamed

    if (protected is None) != (salt is None):
        raise UsageError("a list of protected subjects and its salt go together.", todo="Give --protected with --salt.")
    settings = AccessSettings(
        regions={**REGIONS, **dict(map(region, regions))}, minutes=minutes, breadth=breadth,
        thresholds=limits(thresholds) if thresholds else BULK,
        requests=tuple(word.strip().lower() for word in requests), memory=memory, timezone=timezone, days=keep_days,
    )  # fmt: skip
    tidied(out, quiet=quiet)
    with access_of(
        paths, settings, protected=lists.hashes(protected) if protected else (),
        salt=lists.salt_in(salt) if salt else "", reviewed=reviewed or left(out, "unexplained.csv"),
        key=lists.salt_in(key) if key else "", mapping=renamed(mapping),
    ) as told:  # fmt: skip
        give(told, out, tlp, as_json=as_json, quiet=quiet)
