"""``inconcert takedown plan``: a first plan from a confirmed network."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import case_id, working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.cli.takedown.offices import at_takedowns
from inconcert.errors import UsageError
from inconcert.takedown.plan import Pace
from inconcert.takedown.words import ACTIONS

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.takedown import Takedowns

_PACE = Pace()


@click.command("plan", short_help="Make a plan for a network that two people confirmed.")
@click.argument("folder", type=FOLDER)
@click.argument("case")
@click.option("--network", metavar="ID", help="The network of the case; not needed when it holds one.")
@click.option("--action", type=click.Choice(ACTIONS), required=True, help="What is asked of the platform.")
@click.option("--reason", required=True, metavar="TEXT", help="Why, as it is told to the platform.")
@click.option("--policy", "policies", required=True, multiple=True, metavar="NAME", help="Policy it rests on; several.")
@click.option("--policy-version", default="", metavar="WORD", help="Version of the policies, such as 2026-11.")
@click.option("--notice", default="", metavar="TEXT", help="What the owners are told.")
@click.option("--appeal", default="", metavar="TEXT", help="Where and until when they can object.")
@click.option("--until", metavar="DAY", help="Day on which it ends, such as 2027-03-01.")
@click.option("--weak-too", is_flag=True, help="Also act on members by weak ties, which are held back otherwise.")
@click.option("--first", type=click.IntRange(1), default=_PACE.first, show_default=True, help="Items of stage one.")
@click.option(
    "--wait", type=click.FloatRange(0), default=_PACE.wait_seconds, show_default=True, help="Seconds after stage one."
)
@click.option(
    "--per-minute",
    type=click.FloatRange(0, min_open=True),
    default=_PACE.per_minute,
    show_default=True,
    help="Most items a minute.",
)
@working
@standard
def command(
    folder: Path,
    case: str,
    network: str | None,
    action: str,
    reason: str,
    policies: tuple[str, ...],
    policy_version: str,
    notice: str,
    appeal: str,
    until: str | None,
    weak_too: bool,
    first: int,
    wait: float,
    per_minute: float,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Plan what is done to the members of a network of CASE, and say whom that would touch.

    Members that say who runs them, have a harmless explanation, or belong by weak ties only are held back. Who makes
    the plan cannot approve it.
    """
    from inconcert.cli.takedown import telling
    from inconcert.takedown import Wish

    with at_takedowns(folder, casebook, name) as (takedowns, actor):
        key = case_id(takedowns.book.desk(actor), case)
        wish = Wish(
            action,  # type: ignore[arg-type]  # click has checked it
            reason, policies, policy_version, notice, appeal, _day(until), Pace(first, wait, per_minute), weak_too,
        )  # fmt: skip
        made = takedowns.plan(actor, key, network or _only(takedowns, key), wish)
    output(made.document, telling.draft(made), as_json=as_json, quiet=quiet)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is no day.", todo="Write it as 2027-03-01.") from None


def _only(takedowns: Takedowns, case: str) -> str:
    names = takedowns.networks(case)
    if len(names) != 1:
        raise UsageError(
            f"the case holds {len(names)} networks.", todo=f"Say which: --network {' or '.join(names) or 'ID'}."
        )
    return names[0]
