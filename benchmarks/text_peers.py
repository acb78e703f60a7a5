"""Pairs of texts that may be alike, by another library; runs in an environment of its own, by ``near_text.py``.

    python benchmarks/text_peers.py rensa near.txt

Each line is a text. 64 hashes, 16 bands of four, the least similarity that such bands are made for: as its users do it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HASHES, BANDS, LEAST, WIDTH = 64, 16, 0.7, 5


def runs(text: str) -> list[str]:
    """Distinct runs of five letters."""
    return list({text[at : at + WIDTH] for at in range(max(len(text) - WIDTH + 1, 1))})


def rensa(texts: list[str]) -> int:
    """Candidates that its index answers, each text asked before it is put in."""
    from rensa import RMinHash, RMinHashLSH

    index, found = RMinHashLSH(threshold=LEAST, num_perm=HASHES, num_bands=BANDS), 0
    for place, text in enumerate(texts):
        sketch = RMinHash(num_perm=HASHES, seed=1)
        sketch.update(runs(text))
        found += len(index.query(sketch))
        index.insert(place, sketch)
    return found


def datasketch(texts: list[str]) -> int:
    """The same with its index."""
    from datasketch import MinHash, MinHashLSH

    index, found = MinHashLSH(params=(BANDS, HASHES // BANDS), num_perm=HASHES), 0
    made: Any = MinHash.generator(([run.encode() for run in runs(text)] for text in texts), num_perm=HASHES)
    for place, sketch in enumerate(made):
        found += len(index.query(sketch))
        index.insert(place, sketch)
    return found


if __name__ == "__main__":
    ways = {"rensa": rensa, "datasketch": datasketch}
    lines = Path(sys.argv[2]).read_text("utf-8").splitlines()
    print(json.dumps({"near_forms": len(lines), "candidates": ways[sys.argv[1]](lines)}))
