"""Near-duplicates beside an exact join: which pairs of like texts meet, which end up together, and what is wrong."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from functools import cache
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from measure import ROOT

from inconcert.normalise.duplicates import LEAST, NearTexts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

STEPS = (0.7, 0.8, 0.9)
"""Least similarities of the bands in which pairs are counted."""
WRITTEN = {
    "Latin": "\u0041\u024f",
    "Cyrillic": "\u0400\u052f",
    "Arabic": "\u0600\u06ff",
    "Chinese, Japanese": "\u3040\u9fff",
}
"""First and last character of scripts that are told apart."""
REAL = {
    "IRA 2015": ("ira_2015/ira_2015_jul_aug_en.parquet", "content"),
    "GOP debate": ("organic/gop_debate.parquet", "text"),
    "PRC state tweets": ("prc_overt/prc_state_tweets.parquet", ""),
    "German politicians": ("organic/german_politicians.parquet", ""),
    "boxing match": ("organic/boxing_match.csv", "text"),
}
"""Files of real posts, and the column of their texts where it has no usual name."""
USUAL = ("text", "content", "full_text", "tweet", "post_text", "message", "body")


class Pair(NamedTuple):
    """Two texts that are alike."""

    one: int
    other: int
    alike: float
    """Jaccard similarity, exact."""


def real() -> dict[str, Path]:
    """Files of real posts by name; some may not be there."""
    folder = Path(os.environ.get("INCONCERT_DATA") or ROOT / "nowhere")
    return {name: folder / path for name, (path, _) in REAL.items()}


def near_forms(path: Path) -> list[str]:
    """Distinct near forms of the texts of a file, sorted."""
    import duckdb

    from inconcert.normalise import bulk, signs

    source = "read_csv" if path.suffix == ".csv" else "read_parquet"
    names = [row[0] for row in duckdb.sql(f"DESCRIBE FROM {source}('{path}')").fetchall()]
    column = next(name for name in USUAL if name in names)
    given = [row[0] for row in duckdb.sql(f"SELECT DISTINCT \"{column}\" FROM {source}('{path}')").fetchall() if row[0]]
    answers = bulk.study(given, [signs.FORMS] * len(given), [""] * len(given))
    return sorted({near for near in answers.near_text if near})


def runs(text: str) -> frozenset[str]:
    """Runs of five letters, of three where most letters are Chinese, Japanese or Korean."""
    wide = sum(
        "\u1100" <= sign <= "\u11ff" or "\u3040" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7af" for sign in text
    )
    width = 3 if 2 * wide > len(text) else 5
    return frozenset(text[at : at + width] for at in range(len(text) - width + 1))


def joined(sets: list[frozenset[str]]) -> list[Pair]:
    """All pairs of at least the least similarity: exact, by an index of the rarest runs (prefix filter)."""
    import numpy as np

    often = Counter(run for one in sets for run in one)
    number = {run: place for place, run in enumerate(sorted(often, key=lambda run: (often[run], run)))}
    lists = [sorted(map(number.__getitem__, one)) for one in sets]
    ends = np.cumsum([len(one) for one in lists], dtype=np.int64)
    flat = np.array([run for one in lists for run in one], np.int64)
    found = prefix_join()(flat, ends, len(number), LEAST)
    return [Pair(*pair) for pair in zip(*(column.tolist() for column in found), strict=True)]


@cache
def prefix_join() -> Any:
    """The join, compiled; it takes the runs of texts as numbers (rare ones first), where each ends, how many."""
    import numba
    import numpy as np

    from inconcert.normalise.kernels import jaccard

    @numba.njit(cache=True)  # type: ignore[untyped-decorator]
    def join(runs: Any, ends: Any, many: int, least: float) -> Any:
        heads, nexts, held = np.full(many, -1), [np.int64(-1)], [np.int64(-1)]
        stamp, ones, others, alike, start = np.full(len(ends), -1), [0], [0], [0.0], 0
        for text in range(len(ends)):
            size = ends[text] - start
            prefix = start + size - np.int64(least * size) + 1
            for at in range(start, min(prefix, ends[text])):
                entry = heads[runs[at]]
                while entry >= 0:
                    other = held[entry]
                    entry = nexts[entry]
                    if stamp[other] == text:
                        continue
                    stamp[other] = text
                    first = ends[other - 1] if other else 0
                    near = jaccard(runs, first, ends[other], start, ends[text], least)
                    if near >= least:
                        ones.append(other)
                        others.append(text)
                        alike.append(near)
            for at in range(start, min(prefix, ends[text])):
                nexts.append(heads[runs[at]])
                held.append(text)
                heads[runs[at]] = len(held) - 1
            start = ends[text]
        return np.array(ones)[1:], np.array(others)[1:], np.array(alike)[1:]

    return join


def representatives(texts: list[str]) -> list[int]:
    """The representative of each text."""
    with TemporaryDirectory() as folder:
        near = NearTexts(Path(folder))
        for start in range(0, len(texts), 10_000):
            near.add(texts[start : start + 10_000])
        found: list[int] = near.clusters().tolist()
    return found


def keys_of(texts: list[str]) -> Any:
    """Band keys ``(bands, texts)``."""
    import numpy as np

    from inconcert.normalise import kernels

    codes = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    keys = np.empty((kernels.BANDS, len(texts)), np.uint32)
    kernels.lows(codes, ends, keys, np.empty((len(texts), kernels.SIGNS // 16), np.uint64))
    return keys


def rows(texts: list[str]) -> list[dict[str, Any]]:
    """Counts of pairs by similarity and by script, and of what stands in the clusters."""
    sets, reps, keys = [runs(text) for text in texts], representatives(texts), keys_of(texts)
    pairs, sizes = joined(sets), Counter(reps)
    met = {(pair.one, pair.other): bool((keys[:, pair.one] == keys[:, pair.other]).any()) for pair in pairs}
    kinds: dict[str, Callable[[Pair], bool]] = {"all": lambda _: True}
    for low, high in zip(STEPS, (*STEPS[1:], 1.01), strict=True):
        kinds[f"{low} to {min(high, 1.0)}"] = lambda pair, low=low, high=high: low <= pair.alike < high
    scripts = [script(text) for text in texts]
    for name in sorted(set(scripts)):
        kinds[name] = lambda pair, name=name: scripts[pair.one] == name
    made = []
    for kind, fits in kinds.items():
        chosen = [pair for pair in pairs if fits(pair)]
        if chosen or kind == "all":
            made.append({"of": kind, "like_pairs": len(chosen)} | shares(chosen, reps, sizes, met))
    made[0] |= {"near_forms": len(texts)} | standing(reps, sets)
    return made


def shares(pairs: list[Pair], reps: list[int], sizes: Counter[int], met: dict[tuple[int, int], bool]) -> dict[str, Any]:
    """Shares of some pairs: that meet in a bucket, of which both are in clusters, that are in one cluster."""
    tests: dict[str, Callable[[Pair], bool]] = {
        "meet": lambda pair: met[pair.one, pair.other],
        "both_in_clusters": lambda pair: sizes[reps[pair.one]] > 1 < sizes[reps[pair.other]],
        "in_one_cluster": lambda pair: reps[pair.one] == reps[pair.other],
    }
    return {name: sum(map(test, pairs)) / len(pairs) for name, test in tests.items()} if pairs else {}


def standing(reps: list[int], sets: list[frozenset[str]]) -> dict[str, Any]:
    """How many texts have a representative, how many are unlike it, and the share of like pairs within clusters."""
    members: dict[int, list[int]] = defaultdict(list)
    for text, rep in enumerate(reps):
        members[rep].append(text)
    inside = [pair for group in members.values() for pair in combinations(group, 2)]
    joined_ = [(text, rep) for text, rep in enumerate(reps) if text != rep]
    return {
        "members": len(joined_),
        "unlike_their_representative": len(joined_) - _alike(joined_, sets),
        "pairs_of_a_cluster_that_are_alike": _alike(inside, sets) / max(len(inside), 1),
    }


def _alike(pairs: Iterable[tuple[int, int]], sets: list[frozenset[str]]) -> int:
    return sum(len(sets[a] & sets[b]) >= LEAST * len(sets[a] | sets[b]) for a, b in pairs)


def script(text: str) -> str:
    """The script of most letters."""
    many = Counter(name for sign in text for name, ends in WRITTEN.items() if ends[0] <= sign <= ends[1])
    return many.most_common(1)[0][0] if many else "other"
