"""Reworded texts: what of handmade pairs is found amid other texts, what is taken for the same wrongly, what it costs.

python benchmarks/reworded.py PAIRS.toml [FILE.parquet COLUMN LANGUAGE [texts]]
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple

import duckdb

from inconcert.normalise.rewordings import Rewordings
from inconcert.normalise.text import forms


class Pair(NamedTuple):
    """Two texts in their near form."""

    language: str
    one: str
    other: str


def near(text: str) -> str:
    return forms(text).near or text.lower()


def pairs(path: str) -> tuple[list[Pair], list[Pair]]:
    """Pairs that say the same, and pairs that look like it and do not."""
    same, unlike = [], []
    for language, groups in tomllib.loads(Path(path).read_text("utf-8")).items():
        for group in groups:
            said = [near(text) for text in (group["message"], *group["copies"])]
            same += [Pair(language, said[one], said[other]) for other in range(len(said)) for one in range(other)]
            unlike += [Pair(language, said[0], near(text)) for text in group["unlike"]]
    return same, unlike


def background(path: str, column: str, language: str, most: str = "20000") -> dict[str, str]:
    """Near forms of a column, and their language."""
    rows = duckdb.execute(f'SELECT DISTINCT "{column}" FROM \'{path}\' WHERE "{column}" IS NOT NULL').fetchall()
    return dict.fromkeys(sorted({form for (text,) in rows if (form := forms(text).near)})[: int(most)], language)


def clustered(texts: dict[str, str]) -> tuple[dict[str, int], float]:
    """Cluster of each text, and the seconds of CPU it took."""
    order = sorted(texts)
    with TemporaryDirectory() as folder:
        begun = process_time()
        found = Rewordings(Path(folder))
        found.add(order, [texts[text] for text in order])
        clusters = found.clusters().tolist()
    return dict(zip(order, clusters, strict=True)), process_time() - begun


def main(path: str, *real: str) -> None:
    """Print the figures."""
    same, unlike = pairs(path)
    ours = {text: pair.language for pair in (*same, *unlike) for text in (pair.one, pair.other)}
    others = background(*real) if real else {}
    clusters, seconds = clustered(others | ours)
    for language in dict.fromkeys(pair.language for pair in same):
        told = [sum(clusters[pair.one] == clusters[pair.other] for pair in kind if pair.language == language)
                for kind in (same, unlike)]  # fmt: skip
        many = [sum(pair.language == language for pair in kind) for kind in (same, unlike)]
        print(f"{language}: {told[0]} of {many[0]} rewordings found, {told[1]} of {many[1]} opposites taken for them")
    strangers = {clusters[text] for text in others} & {clusters[text] for text in ours}
    print(f"{len(clusters)} texts, {len(clusters) / seconds:.0f} a second; clusters with strangers: {len(strangers)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
