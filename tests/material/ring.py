"""A small table of posts in which six accounts post the same rare links within half a minute of each other."""

from __future__ import annotations

import csv
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RING = [f"ring{number}" for number in range(6)]
COLUMNS = ("post_id", "account_id", "text", "created_at")
BEGIN = 1_700_000_000


def posts(seed: int = 1) -> list[tuple[str, str, str, str]]:
    """Rows in the order of time: a crowd of eighty that links what is popular, and the ring that links its own."""
    random, rows = Random(seed), []
    for _ in range(1200):
        page = int(random.paretovariate(0.8)) % 400
        rows.append(
            (random.randrange(14 * 86400), f"user{random.randrange(80)}", f"https://news{page % 9}.example/{page}")
        )
    for story in range(9):
        at = random.randrange(14 * 86400)
        rows += [(at + random.randrange(30), name, f"https://ours.example/story-{story}") for name in RING]
    rows.sort()
    return [
        (str(10_000 + number), who, f"{_words(random)} {link}", str(BEGIN + at))
        for number, (at, who, link) in enumerate(rows)
    ]


def _words(random: Random) -> str:
    return " ".join(
        random.choice(("rain", "road", "bread", "lamp", "river", "train", "song", "stone")) for _ in range(6)
    )


def write(path: Path, seed: int = 1) -> Path:
    """The table as a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *posts(seed)])
    return path
