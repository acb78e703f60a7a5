"""Make the list of ordinary words that look-alike rules use, out of two packages of the package registry.

    pip install --target FOLDER pyspellchecker names
    python scripts/words.py FOLDER

Words come from the frequency lists of ``pyspellchecker`` (MIT), names of people from those of the United States census
(public domain) as the package ``names`` (MIT) carries them. Only the words are kept, no counts: first the everyday
ones, then, after a blank line, rarer ones.
"""

from __future__ import annotations

import gzip
import json
import lzma
import re
import sys
import unicodedata
from pathlib import Path

from inconcert.sites.lookalikes.readings import by_sound

EVERYDAY = {"en": 12_000, "de": 9_000, "fr": 8_000, "es": 8_000, "it": 8_000, "pt": 8_000, "nl": 8_000, "lv": 4_000,
            "ru": 5_000, "last": 1_500, "female.first": 400, "male.first": 400}  # fmt: skip
RARER = {"en": 60_000, "de": 40_000, "fr": 30_000, "es": 30_000, "it": 30_000, "pt": 30_000, "nl": 30_000, "lv": 12_000,
         "ru": 15_000, "last": 20_000, "female.first": 9_999, "male.first": 9_999}  # fmt: skip
OUT = Path(__file__).parents[1] / "src/inconcert/sites/lookalikes/words.txt.xz"


def ranked(folder: Path, source: str) -> list[str]:
    """Words of one source, the most frequent first, in letters a-z."""
    counts = folder / f"spellchecker/resources/{source}.json.gz"
    if counts.exists():
        table = json.loads(gzip.decompress(counts.read_bytes()))
        words = sorted(table, key=lambda word: -table[word])
    else:
        words = [line.split()[0] for line in (folder / f"names/dist.{source}").read_text("utf-8").splitlines()]
    return [plain(word.lower()) for word in words]


def plain(word: str) -> str:
    """A word without its marks; Cyrillic read in Latin letters."""
    word = unicodedata.normalize("NFKD", word.replace("ß", "ss"))
    return "".join(by_sound().get(letter, letter) for letter in word if not unicodedata.combining(letter))


def chosen(folder: Path, limits: dict[str, int]) -> set[str]:
    """Words of all sources down to their limits, three to fourteen letters long."""
    files = {"last": "all.last"}
    found = (word for source, most in limits.items() for word in ranked(folder, files.get(source, source))[:most])
    return {word for word in found if re.fullmatch("[a-z]{3,14}", word)}


def main() -> None:
    """Write the list."""
    folder = Path(sys.argv[1])
    everyday = chosen(folder, EVERYDAY)
    rarer = chosen(folder, RARER) - everyday
    text = "\n".join([*sorted(everyday), "", *sorted(rarer)])
    OUT.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(everyday):,} everyday words, {len(rarer):,} rarer ones")


if __name__ == "__main__":
    main()
