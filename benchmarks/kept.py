"""Which share of its things a simulated return still has, family by family, beside ``m`` as it was set by hand.

    python benchmarks/kept.py KEPT --seeds 50 [--set 40-42]

KEPT is a folder in which worlds are kept. With ``--set`` the pairs of the worlds of these other seeds of the five
operations are weighed with what was set by hand and with what was estimated.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from inconcert.evaluate.bench import Bench
from inconcert.evaluate.returns import KINDS, POSTS, STOCK, compared, world
from inconcert.returns import weights
from inconcert.returns.comparing import in_both


def estimated(bench: Bench, seeds: list[int]) -> dict[str, float]:
    """Mean over returns of (things kept + ½) / (things + 1), of each family of which a return's operation had any."""
    shares: dict[str, list[float]] = {}
    for scenario in KINDS:
        for seed in seeds:
            before, after = (world(bench, scenario, seed, turn, STOCK) for turn in (0, 1))
            for name, one in before.prints.items():
                kept = in_both(after.operations[name], one)
                for family in weights.KEPT:
                    had = sum(each.family == family for each in one.elements)
                    if had:
                        same = sum(each.family == family for each in kept)
                        shares.setdefault(family, []).append((same + 0.5) / (had + 1))
    return {family: sum(each) / len(each) for family, each in shares.items()}


def told(bench: Bench, seeds: list[int]) -> str:
    """Returns recognised and unrelated pairs called one."""
    rows = list(compared(bench, KINDS[0], seeds, STOCK))
    true, other = [row for row in rows if row.true], [row for row in rows if not row.true]
    found, wrong = (sum(row.match.candidate for row in some) for some in (true, other))
    return f"recognised {found} of {len(true)}; unrelated pairs called a return {wrong} of {len(other):,}"


def _span(given: str) -> list[int]:
    first, _, last = given.partition("-")
    return list(range(int(first), int(last or first) + 1))


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("kept", type=Path)
    asked.add_argument("--seeds", default="50")
    asked.add_argument("--set", dest="others")
    given = asked.parse_args()
    given.kept.mkdir(parents=True, exist_ok=True)
    bench = Bench(given.kept, None, 1, POSTS, print)
    found = estimated(bench, _span(given.seeds))
    print(*(f"{family:10} by hand {weights.KEPT[family]:.2f}  seen {m:.3f}" for family, m in found.items()), sep="\n")
    if given.others:
        print("by hand:", told(bench, _span(given.others)))
        weights.KEPT.update(found)
        print("estimated:", told(bench, _span(given.others)))


if __name__ == "__main__":
    main()
