"""Near-duplicate texts against brute force: what is found, what is missed, what it costs.

python benchmarks/near_text.py FILE.parquet COLUMN [texts]
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import duckdb

from inconcert.normalise.duplicates import LEAST, NearTexts
from inconcert.normalise.text import forms


def texts(path: str, column: str, most: int) -> list[str]:
    """Distinct near forms of a column, sorted."""
    rows = duckdb.execute(f'SELECT DISTINCT "{column}" FROM {_literal(path)} WHERE "{column}" IS NOT NULL').fetchall()
    return sorted({near for (text,) in rows if (near := forms(text).near)})[:most]


def true_pairs(found: list[str]) -> list[tuple[int, int]]:
    """All pairs with at least the similarity asked for, by an inverted index of rarest runs (prefix filter): exact."""
    sets = [_runs(text) for text in found]
    often = Counter(run for runs in sets for run in runs)
    index: dict[str, list[int]] = defaultdict(list)
    pairs = []
    for at, runs in enumerate(sets):
        ordered = sorted(runs, key=lambda run: (often[run], run))
        prefix = ordered[: len(runs) - int(LEAST * len(runs)) + 1]
        for other in {other for run in prefix for other in index[run]}:
            common = len(runs & sets[other])
            if common >= LEAST * (len(runs) + len(sets[other]) - common):
                pairs.append((other, at))
        for run in prefix:
            index[run].append(at)
    return pairs


def main(path: str, column: str, most: str = "50000") -> dict[str, Any]:
    """Figures of one file."""
    found = texts(path, column, int(most))
    with TemporaryDirectory() as folder:
        _cluster(found[:10], Path(folder))
        begun = process_time()
        reps = _cluster(found, Path(folder))
        spent = process_time() - begun
    pairs = true_pairs(found)
    sets, sizes = [_runs(text) for text in found], Counter(reps)
    wrong = sum(len(sets[at] & sets[rep]) < LEAST * len(sets[at] | sets[rep]) for at, rep in enumerate(reps))
    return {
        "texts": len(found),
        "microseconds a text": round(1e6 * spent / max(len(found), 1), 1),
        "true pairs": len(pairs),
        "both in clusters": sum(sizes[reps[a]] > 1 and sizes[reps[b]] > 1 for a, b in pairs),
        "in one cluster": sum(reps[a] == reps[b] for a, b in pairs),
        "members unlike their representative": wrong,
    }


def _runs(text: str) -> frozenset[str]:
    wide = sum(
        "\u1100" <= sign <= "\u11ff" or "\u3040" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7af" for sign in text
    )
    width = 3 if 2 * wide > len(text) else 5
    return frozenset(text[at : at + width] for at in range(len(text) - width + 1))


def _cluster(found: list[str], folder: Path) -> list[int]:
    near = NearTexts(folder)
    for start in range(0, len(found), 20_000):
        near.add(found[start : start + 20_000])
    reps: list[int] = near.clusters().tolist()
    return reps


def _literal(path: str) -> str:
    return "'" + path.replace("'", "''") + "'"


if __name__ == "__main__":
    for name, value in main(*sys.argv[1:]).items():
        print(f"{name}: {value}")
