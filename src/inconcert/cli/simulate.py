"""``inconcert simulate``: make a world with planted operations and decoys, and the truth about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.common import output, standard
from inconcert.errors import StoreError, UsageError

if TYPE_CHECKING:
    from inconcert.simulate.made import Made


class Scenarios(click.ParamType[str]):
    """The name of a scenario."""

    name = "scenario"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, or a usage error that lists the names."""
        from inconcert.simulate.scenarios import SCENARIOS

        if value not in SCENARIOS:
            self.fail(f"There is no scenario '{value}'. There are: {', '.join(SCENARIOS)}.", param, ctx)
        return str(value)


@click.command("simulate", short_help="Make a world with planted operations and decoys.")
@click.option("--scenario", type=Scenarios(), required=True, help="What is planted; 'mixed' has some of everything.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of everything random.")
@click.option("--posts", type=click.IntRange(200), default=30_000, show_default=True, help="Number of posts.")
@click.option(
    "--takedowns",
    type=click.IntRange(0),
    metavar="N",
    help="Operations were taken down so often and came back; 0 is their first time, as their returns know it.",
)
@click.option(
    "--stock",
    type=click.IntRange(0),
    metavar="SEED",
    help="Seed of languages, hashtags and sites, for worlds that have them in common; from --seed when not given.",
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write to.")
@standard
def command(
    scenario: str,
    seed: int,
    posts: int,
    takedowns: int | None,
    stock: int | None,
    out: Path,
    as_json: bool,
    quiet: bool,
) -> None:
    """Make a world: an organic crowd in which operations, or decoys that only look like one, are planted.

    Writes posts.parquet, accounts.parquet and deletions.parquet (and ads.parquet, where somebody advertises), which
    `inconcert investigate` and `inconcert add` read, and truth.json with the members of every planted group and the
    pairs of accounts that one operator has on two platforms. Words, hosts and accounts are invented. Equal options give
    equal files.

    Scenarios: organic; small-slow, large-crude, large-diluted, repost-ring, woken, mixed; the decoys fan-army,
    wire-news, share-kit, disaster-relief, giveaway, feed-mirror, live-sport, diaspora-protest; and an adversary that
    adapts (adversary-jitter-24h, adversary-framing-6-posts, ring-150-slow and others, all listed in the guide).
    """
    from inconcert.simulate.scenarios import simulate
    from inconcert.simulate.write import write_world

    try:
        made = simulate(scenario, seed=seed, posts=posts, takedowns=takedowns, stock=stock)
    except ValueError as error:
        raise UsageError(str(error)) from error
    try:
        write_world(made, out)
    except OSError as error:
        raise StoreError(f"'{out}' cannot be written: {error.strerror}.", todo="Choose another folder.") from error
    output(_told(made, out), _sentences(made, out), as_json=as_json, quiet=quiet)


def _told(made: Made, out: Path) -> dict[str, Any]:
    return {**made.truth, "accounts": made.accounts.num_rows, "out": str(out)}


def _sentences(made: Made, out: Path) -> str:
    lines = [f"{made.posts.num_rows:,} posts by {made.accounts.num_rows:,} accounts are in {out}."]
    for word, key in (("Operation", "operations"), ("Decoy", "decoys")):
        lines += [f"{word} {group['name']}: {len(group['members'])} members." for group in made.truth[key]]
    return "\n".join(lines if len(lines) > 1 else [*lines, "Nothing is planted."])
