"""Families of throw-away names on real lists: ``python benchmarks/families.py FOLDER [--million]``.

FOLDER holds the lists of look-alikes and of honest and newly registered names (``lookalike`` of the data). Printed are
the pairwise F1 on the scrambled names of 2022 among as many honest ones, whole and for each half by a hash of the name;
families per million among names that stayed out of the background, with a sample to judge by eye; and, with
``--million``, the cost of a list of a million names.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import resource
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from inconcert.sites.families.find import find
from inconcert.sites.families.reading import Candidate, host

if TYPE_CHECKING:
    from inconcert.sites.families.family import Family

PHRASES = {
    "affine": "offene meinung", "offine": "offene meinung", "all": "allerdings", "dass": "das sprachrohr",
    "de": "denk zuerst nach", "dk": "denk zuerst nach", "dn": "denk zuerst nach", "fari": "freie position",
    "fraiep": "freie position", "fraio": "freie position", "fer": "freiheit der wahl", "le": "lerne zu denken",
    "lr": "lerne zu denken", "ln": "lerne zu denken", "offe": "offenbarung", "warhheii": "wahrheit in den augen",
    "warhhein": "wahrheit in den augen", "wahrheitin": "wahrheit in den augen", "wa": "wahrheit", "wh": "wahrheit",
    "wr": "wahrheit",
}  # fmt: skip
"""Source phrases of the scrambled names, by how the names begin; the first that fits decides. Read by eye."""
SEEDS = 20


def half(name: str) -> int:
    """Which half a name belongs to; names of half 0 made the background."""
    return hashlib.sha256(name.encode()).digest()[0] & 1


def asked(names: list[str]) -> list[Family]:
    return find([Candidate(name, host(name)) for name in names])


def pairs(family_of: dict[str, str]) -> set[tuple[str, ...]]:
    groups = defaultdict(list)
    for name, family in family_of.items():
        groups[family].append(name)
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}


def score(scrambled: list[str], honest: list[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of names."""
    true = {name: next((PHRASES[start] for start in PHRASES if name.startswith(start)), name) for name in scrambled}
    found = {member: family.name for family in asked(scrambled + honest) for member in family.members}
    right, said = pairs(true), pairs(found)
    hit = len(right & said)
    return hit / max(len(said), 1), hit / max(len(right), 1), 2 * hit / max(len(right) + len(said), 1)


def scrambles(folder: Path, honest: list[str]) -> None:
    with (folder / "lookalike_dev_2022.csv").open(encoding="utf-8") as file:
        names = [row["domain"] for row in csv.DictReader(file) if row["role"].startswith("op_redirect")]
    for label, part in (("all", names), *((f"half {n}", [x for x in names if half(x) == n]) for n in (0, 1))):
        draws = [score(part, random.Random(seed).sample(honest, len(part))) for seed in range(SEEDS)]
        worst = min(draws, key=lambda one: one[2])
        print(f"{label}: {len(part)} scrambled among as many honest, {SEEDS} draws of the honest ones; worst: "
              f"precision {worst[0]:.4f}, recall {worst[1]:.4f}, F1 {worst[2]:.4f}")  # fmt: skip


def crowd(title: str, names: list[str], sample: int) -> None:
    began = time.process_time()
    families = asked(names)
    spent = time.process_time() - began
    inside = sum(len(family.members) for family in families)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{title}: {len(names):,} names, {len(families)} families ({1e6 * len(families) / len(names):.0f} per "
          f"million) with {inside} names; {spent:.0f} CPU s, peak {peak:.0f} MB")  # fmt: skip
    for family in random.Random(5).sample(families, min(sample, len(families))):
        print(f"  {family.kind}, {len(family.members)}: {' '.join(family.members[:6])}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--million", action="store_true")
    options.add_argument("--sample", type=int, default=0)
    given = options.parse_args()
    honest = json.loads((given.folder / "legit_registered_domains.json").read_text("utf-8"))
    new = (given.folder / "newly_registered_300k.txt").read_text("utf-8").split()
    scrambles(given.folder, honest)
    crowd("honest, left out of the background", [name for name in honest if half(name)], given.sample)
    crowd("new, left out of the background", [name for name in new if half(name)], given.sample)
    crowd("new, all", new, given.sample)
    if given.million:
        turned = [f"{name.partition('.')[0][::-1]}.{name.partition('.')[2]}" for name in new]
        crowd(
            "new, new turned round, and honest", (new + turned + honest + [f"the{name}" for name in new])[:1_000_000], 0
        )


if __name__ == "__main__":
    main()
