"""Make the table of how registered names usually look: ``python scripts/background.py LIST…``.

A list is a text file with one domain a line or a JSON list of domains. Only half of the names is used, chosen by a hash
of the name, so that the other half stays for measuring. What is kept are counts of four signs that occur three times or
more; no name can be read from them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from inconcert.sites.families.background import counts
from inconcert.sites.families.labels import split

TARGET = Path(__file__).parents[1] / "src/inconcert/sites/families/background.npz"
LEAST = 3


def learned(name: str) -> bool:
    """Whether a name belongs to the half from which the table is made."""
    return not hashlib.sha256(name.encode()).digest()[0] & 1


def names(path: Path) -> list[str]:
    """The domains of one list."""
    text = path.read_text("utf-8")
    return json.loads(text) if path.suffix == ".json" else text.split()


def main(paths: list[str]) -> None:
    """Write the table."""
    labels = [split(name).label for path in paths for name in names(Path(path)) if learned(name)]
    seen = counts(labels)
    places = np.flatnonzero(seen >= LEAST)
    times = np.minimum(seen[places], np.iinfo(np.uint16).max).astype(np.uint16)
    steps = np.diff(places, prepend=0).astype(np.uint32)
    np.savez_compressed(TARGET, steps=steps, times=times)
    print(f"{len(labels)} names, {len(places)} counts, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
