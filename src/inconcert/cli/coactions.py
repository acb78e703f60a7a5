"""``inconcert coactions``: CooRTweet's pairs and edges, exactly."""

from __future__ import annotations

from heapq import nlargest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.common import note, output, standard
from inconcert.errors import StoreError
from inconcert.model.durations import seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from inconcert.coordination.coactions import Coactions
    from inconcert.coordination.shares import Shares

TARGET = click.Path(path_type=Path, dir_okay=False)
SHOWN = 10
"""Strongest edges shown when no file is asked for."""


class Duration(click.ParamType[float]):
    """An option that takes a duration and gives seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Seconds, or a usage error that shows how to write a duration."""
        try:
            return value if isinstance(value, float) else seconds(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command("coactions", short_help="Give exact pairs and edges of accounts that share objects (CooRTweet's form).")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--window", type=Duration(), default="10s", show_default=True, help="Largest gap: 60s, 10min, 1h, 3600.")
@click.option(
    "--min-participation", type=click.IntRange(0), default=2, show_default=True, help="Shares an account needs."
)
@click.option(
    "--edge-weight",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Quantile of weights above which weight_threshold is 1.",
)
@click.option("--keep-loops", is_flag=True, help="Keep pairs of one account or post with itself, and missing objects.")
@click.option("--timezone", metavar="ZONE", help="Zone of times that carry none.")
@click.option("--pairs", "pairs_to", type=TARGET, help="Write the pairs here (.csv or .parquet).")
@click.option("--edges", "edges_to", type=TARGET, help="Write the edges here (.csv or .parquet).")
@standard
def command(
    file: Path,
    timezone: str | None,
    pairs_to: Path | None,
    edges_to: Path | None,
    as_json: bool,
    quiet: bool,
    **rules: Any,
) -> None:
    """Give the exact co-actions in FILE: every pair of posts that share an object within the window.

    FILE is a CSV, TSV or Parquet table (also .gz) with the columns object_id, account_id, content_id and
    timestamp_share (seconds since 1970, or ISO 8601). The definition is that of CooRTweet's detect_groups and
    generate_coordinated_network. Nothing here says whether chance explains an edge: `inconcert investigate` does.

    edge_symmetry_score is the smaller over the larger number of distinct posts of the two accounts (n_contents_a,
    n_contents_b): 0.01 when one account has a hundred posts in the edge and the other one. CooRTweet divides the
    numbers of earlier and of later posts, whoever's they are (n_content_id, n_content_id_y); its value is in
    edge_symmetry_score_coortweet. object_ids lists the distinct objects, joined with commas; n_objects counts them.
    """
    from inconcert.coordination.coactions import Coactions, Rules
    from inconcert.coordination.shares import read_shares

    for place in filter(None, (pairs_to, edges_to)):
        if not place.parent.is_dir():
            raise StoreError(f"there is no folder '{place.parent}' for {place.name}.", todo="Make it, then run again.")
    shares = read_shares(file, timezone)
    if shares.zoneless:
        note("The times carry no zone. Gaps are right unless the clocks changed; give --timezone.", quiet=quiet)
    found = Coactions(shares, Rules(**rules))
    summary = {**counts(shares), **rules, **results(found, pairs_to, edges_to)}
    output(summary, sentences(summary), as_json=as_json, quiet=quiet)


def counts(shares: Shares) -> dict[str, int]:
    """What the table holds."""
    return {
        "rows": len(shares),
        "accounts": len(shares.accounts),
        "objects": len(shares.objects),
        "posts": len(shares.contents),
    }


def results(found: Coactions, pairs_to: Path | None, edges_to: Path | None) -> dict[str, Any]:
    """Write what was asked for, and count pairs and edges."""
    from inconcert.coordination.coaction_edges import EDGES, edges, write
    from inconcert.coordination.coactions import PAIRS

    pairs = write(found.pairs(), PAIRS, pairs_to) if pairs_to else found.count_pairs()
    tally: dict[str, Any] = {"pairs": pairs, "edges": 0, "edges_over_threshold": 0, "strongest": []}
    counted = _tallied(edges(found), tally)
    if edges_to:
        write(counted, EDGES, edges_to)
    for _ in counted:  # without a file nobody else draws them
        pass
    return tally


def _tallied(batches: Iterator[pa.RecordBatch], tally: dict[str, Any]) -> Iterator[pa.RecordBatch]:
    """Pass ``batches`` on and keep count: edges, edges over the threshold, the strongest few."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for batch in batches:
        tally["edges"] += batch.num_rows
        tally["edges_over_threshold"] += pc.sum(batch["weight_threshold"]).as_py() or 0
        top = pc.select_k_unstable(batch["weight"], SHOWN, sort_keys=[("", "descending")])
        rows = pa.Table.from_batches([batch]).take(top).to_pylist()
        tally["strongest"] = nlargest(SHOWN, [*tally["strongest"], *rows], key=_strength)
        yield batch


def _strength(edge: dict[str, Any]) -> tuple[int, str, str]:
    return edge["weight"], edge["account_id"], edge["account_id_y"]


def sentences(summary: dict[str, Any]) -> str:
    """The summary for a person."""
    number = {name: several(summary[name], name.rstrip("s")) for name in ("accounts", "objects", "pairs", "edges")}
    lines = [
        f"{several(summary['rows'], 'share')} by {number['accounts']} of {number['objects']}.",
        f"Within {summary['window']:g} s: {number['pairs']}, {number['edges']}.",
        f"{summary['edges_over_threshold']:,} heavier than the {summary['edge_weight']:g} quantile of weights.",
    ]
    return "\n".join(lines + [_line(edge) for edge in summary["strongest"]])


def _line(edge: dict[str, Any]) -> str:
    pairs, objects = several(edge["weight"], "pair"), several(edge["n_objects"], "object")
    return (
        f"  {edge['account_id']} and {edge['account_id_y']}: {pairs} on {objects}, "
        f"{edge['avg_time_delta']:.3g} s apart on average"
    )


def several(number: int, noun: str) -> str:
    """``1 pair``, ``2 pairs``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
