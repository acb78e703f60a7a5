"""Whether the numbers that are said of a possible return are right: on simulated worlds that nothing was set on.

    python benchmarks/returning.py KEPT [--seeds 20-24] [--posts 24000]

KEPT is a folder in which worlds are kept, so that a stopped run goes on. All operations of the evaluation of returns
are fingerprinted, taken down and let return; every fingerprint is set against every group of all worlds of its kind.
Two tables come out: of 1,000 unrelated pairs how many reach each number of nats, beside what is said; and by the ratio
that was computed (all nats but the prior), the ratio that was seen: the share of returns in a class over the share
of unrelated pairs in it. Where a class has none of one side the ratio is a bound, with half a pair in its place.
"""

from __future__ import annotations

import argparse
import json
from itertools import pairwise
from math import log
from pathlib import Path

from inconcert.evaluate.bench import Bench
from inconcert.evaluate.returns import KINDS, POSTS, STOCK, compared
from inconcert.model.shares import wilson
from inconcert.returns import weights

CLASSES = (-99.0, -3.0, 0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 20.0, 99.0)
"""Ends of the classes of computed likelihood ratios, in nats."""
SAID = (0.0, 0.3, 0.6, 0.85, 0.95, 1.01)
"""Ends of the classes of probabilities that are said."""


def pairs(bench: Bench, seeds: list[int]) -> list[tuple[float, bool, bool]]:
    """Nats in all, whether it is the return, and whether it is called one."""
    return [
        (row.match.weighed, row.true, row.match.candidate)
        for kind in KINDS
        for row in compared(bench, kind, seeds, STOCK)
    ]


def stated(rows: list[tuple[float, bool, bool]]) -> list[str]:
    """Per 1,000 unrelated pairs, how many reach each start of :data:`inconcert.returns.weights.UNRELATED`."""
    other = [nats for nats, true, _ in rows if not true]
    lines = [f"of 1,000 unrelated pairs ({len(other):,}): nats from, said at most, seen (95 %)"]
    for start, said in weights.UNRELATED:
        reach = sum(nats >= start for nats in other)
        low, high = (1000 * end for end in wilson(reach, len(other)))
        lines.append(f"  {start:6.1f}  {said:7.1f}  {1000 * reach / len(other):7.2f} ({low:.2f} to {high:.2f})")
    return lines


def reliability(rows: list[tuple[float, bool, bool]]) -> list[str]:
    """Computed and seen likelihood ratios by class."""
    ratios = [(nats - weights.PRIOR, true) for nats, true, _ in rows]
    returns = sum(true for _, true in ratios)
    others = len(ratios) - returns
    lines = [f"likelihood ratio in nats: class, computed (mean), seen, returns of {returns}, unrelated of {others:,}"]
    for low, high in pairwise(CLASSES):
        some = [(nats, true) for nats, true in ratios if low <= nats < high]
        hit = sum(true for _, true in some)
        if not some:
            continue
        miss = len(some) - hit
        seen = log((hit or 0.5) / returns) - log((miss or 0.5) / others)
        bound = "at least " if not miss else "at most " if not hit else ""
        mean = sum(nats for nats, _ in some) / len(some)
        lines.append(f"  {low:6.1f} to {high:6.1f}  {mean:6.1f}  {bound}{seen:.1f}  {hit}  {miss:,}")
    return lines


def calibration(rows: list[tuple[float, bool, bool]]) -> list[str]:
    """Of candidates said to be returns with some probability, how many are; the prior is the share in these pairs."""
    returns = sum(true for _, true, _ in rows)
    start = log(returns / (len(rows) - returns))
    said = [(weights.right(start + weights.worth(nats - weights.PRIOR)), true) for nats, true, called in rows if called]
    lines = [f"said (mean), right, candidates; {returns} returns among {len(rows):,} pairs"]
    for low, high in pairwise(SAID):
        some = [(chance, true) for chance, true in said if low <= chance < high]
        if some:
            mean, hit = sum(chance for chance, _ in some) / len(some), sum(true for _, true in some)
            ends = wilson(hit, len(some))
            lines.append(f"  {mean:.2f}  {hit / len(some):.2f} ({ends[0]:.2f} to {ends[1]:.2f})  {hit} of {len(some)}")
    return lines


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("kept", type=Path)
    asked.add_argument("--seeds", default="20-24")
    asked.add_argument("--posts", type=int, default=POSTS)
    given = asked.parse_args()
    first, _, last = given.seeds.partition("-")
    given.kept.mkdir(parents=True, exist_ok=True)
    bench = Bench(given.kept, None, 1, given.posts, print)
    rows = pairs(bench, list(range(int(first), int(last or first) + 1)))
    (given.kept / "pairs.json").write_text(json.dumps(rows))
    true, wrong = [row for row in rows if row[1]], [row for row in rows if not row[1] and row[2]]
    print(f"returns recognised: {sum(row[2] for row in true)} of {len(true)}; unrelated pairs called one: {len(wrong)}")
    print("\n".join([*stated(rows), *reliability(rows), *calibration(rows)]))


if __name__ == "__main__":
    main()
