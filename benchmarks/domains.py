"""Look-alike domains: what many candidates against a thousand brands cost, and what is found and wrongly found.

    python benchmarks/domains.py --names 10000000 --rounds 1
    python benchmarks/domains.py --accuracy

``match`` is ``inconcert domains match`` on a plain list of names; ``read`` reads the same file and counts its lines,
without which nothing can be said of it. Candidates are really registered new names where ``INCONCERT_DATA`` names their
folder, repeated with a prefix that differs for each copy; else made-up ones. Brands are the shipped list and made-up
names up to a thousand. Writes ``bench-data/domains-<names>.json``.

``--accuracy`` needs the real lists. It counts separately the halves of each list by a hash of the name: rules were made
looking at the first halves only. Spoofs by others stand in ``spoofs.csv``, with the rule by which they were judged.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

from measure import DATA, Contender, machine, rounds_of, save, show, summary

from inconcert.sites.lookalikes.brands import Brand, starter
from inconcert.sites.lookalikes.candidates import Reading
from inconcert.sites.lookalikes.judge import Judge
from inconcert.sites.lookalikes.matching import look
from inconcert.sites.lookalikes.sieve import Sifter

LISTS = Path(os.environ.get("INCONCERT_DATA", "../shared/data")) / "lookalike"
BRANDS = 1000
READ = """
import sys
count = 0
with open(sys.argv[1], "rb") as file:
    while block := file.read(1 << 22):
        count += block.count(b"\\n")
print(count)
"""


def names() -> list[str]:
    """Names to copy."""
    real = LISTS / "newly_registered_300k.txt"
    if real.exists():
        return real.read_text("utf-8").split()
    random.seed(0)
    letters = "eeeetaoinshrdlucmfwypvbgkjqxz"
    return [f"{''.join(random.choices(letters, k=random.randint(5, 16)))}.com" for _ in range(300_000)]


def write_names(count: int) -> Path:
    """A file of ``count`` names, all different."""
    path = DATA / f"names-{count}.txt"
    if path.exists():
        return path
    DATA.mkdir(exist_ok=True)
    some = names()
    with path.open("w", encoding="utf-8") as file:
        for copy in range(-(-count // len(some))):
            prefix = f"{_letters(copy)}" if copy else ""
            part = some[: count - copy * len(some)]
            file.write("\n".join(f"{prefix}{name}" for name in part) + "\n")
    return path


def _letters(number: int) -> str:
    return "".join("bcdfghjklmnpqrstvwxz"[number // 20**place % 20] for place in range(3))


def write_brands() -> Path:
    """A thousand brands: the shipped list, and made-up names."""
    random.seed(1)
    found = dict.fromkeys(starter())
    while len(found) < BRANDS:
        parts = random.choices(["ba", "ko", "ri", "ten", "sol", "mar", "vi", "dan", "lu", "post", "ner", "ga"], k=4)
        found["".join(parts) + random.choice([".com", ".de", ".fr"])] = None
    path = DATA / "brands.txt"
    path.write_text("\n".join(list(found)[:BRANDS]) + "\n", "utf-8")
    return path


def speed(count: int, rounds: int) -> None:
    """Measure reading and matching in turn."""
    path, about = write_names(count), machine()
    brands, out = write_brands(), DATA / "domains.csv"
    command = (sys.executable, "-m", "inconcert", "domains", "match", "--brands", brands, "--candidates", path,
               "--out", out, "--quiet", "--json")  # fmt: skip
    contenders = [Contender("read", ((sys.executable, "-c", READ, path),)), Contender("match", (command,))]
    costs = rounds_of(contenders, rounds)
    rows = summary(costs, against=("read",))
    for row in rows:
        row["million_per_s"] = count / row["wall"] / 1e6
    show(rows)
    save("domains", count, rows, about=about, costs=costs, brands=BRANDS, bytes=path.stat().st_size)


def first_half(name: str) -> bool:
    """Whether a name is of the half that was looked at."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def table(name: str) -> list[dict[str, str]]:
    """Rows of one of the lists."""
    with (LISTS / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def accuracy() -> None:
    """Count what is found and wrongly found, by half."""
    clones, hard = table("clones_2022.csv"), table("hard_negatives.csv")
    others = table("lookalike_dev_2022.csv")
    honest = json.loads((LISTS / "legit_registered_domains.json").read_text("utf-8"))
    sets = {
        "clones": [row["domain"] for row in clones],
        "other spoofs of the same operation": [row["domain"] for row in others if row["role"] == "spoof_brand"],
        "its own names and redirects": [row["domain"] for row in others if row["role"] != "spoof_brand"],
        "hard negatives": [row["domain"] for row in hard],
        "honest domains": honest,
        "newly registered": names(),
    }
    of_lists = {row["brand"] for row in (*clones, *hard)} | {row["target"] for row in others if row["target"]}
    for label, brands in (("the lists' brands", sorted(of_lists)), ("the shipped brands", sorted(starter()))):
        judge = Judge([Brand(domain) for domain in brands])
        sift = Sifter(judge.forms)
        print(f"{len(brands)} brands: {label}, with what is known of them")
        for what, candidates in sets.items():
            for half, chosen in (("first", True), ("other", False)):
                some = [name for name in candidates if first_half(name) is chosen]
                print(f"  {what:36}{half:7}{_line(judge, sift, some)}")


ALIASES = {"briarproject.org": ("briar",), "videolan.org": ("vlc",)}
"""Names that go by another one than their domain."""


def spoofs() -> None:
    """Count what is found of spoofs by others, by source and half, with the brands that they imitate."""
    with Path(__file__).with_name("spoofs.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if line[0] != "#"))
    judge = Judge([Brand(domain, ALIASES.get(domain, ())) for domain in sorted({row["brand"] for row in rows})])
    print(f"{len(judge.brands)} brands: those that others imitate, with what is known of them")
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        tiers = [hit.tier for hit in judge.hits(row["domain"])]
        found[row["source"], "first" if first_half(row["domain"]) else "other"][tiers[0] if tiers else "nothing"] += 1
    for (source, half), counts in sorted(found.items()):
        alerts = counts["strong"] + counts["likely"]
        print(f"  {source:36}{half:7}{alerts:6,} of {counts.total():7,} are alerts {'':16} {dict(counts)}")


def _line(judge: Judge, sift: Sifter, candidates: list[str]) -> str:
    counts = dict.fromkeys(("strong", "likely", "lead"), 0)
    lines, _ = sift("".join(f"{name}\n" for name in candidates).encode())
    for line in lines:
        for hit in look(judge, line.decode(), Reading())[:1]:
            counts[hit.tier] += 1
    alerts = counts["strong"] + counts["likely"]
    per = f"{alerts / len(candidates) * 1e6:,.0f} per million" if len(candidates) > 10_000 else ""
    return f"{alerts:6,} of {len(candidates):7,} are alerts {per:16} {counts}"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="What look-alike domains cost, and what is found of them.")
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--accuracy", action="store_true")
    asked = parser.parse_args()
    if asked.accuracy:
        accuracy()
        spoofs()
    else:
        speed(asked.names, asked.rounds)


if __name__ == "__main__":
    main()
