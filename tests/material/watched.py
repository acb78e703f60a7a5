"""A small ring in a small crowd as JSON lines, so that a watch has something to find within a second or two."""

from __future__ import annotations

import json
import os
import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

FAST: dict[str, Any] = {"signals": ("same_link", "same_text"), "shuffles": 2}
"""Settings under which a look takes a second or two."""
START = 1_700_000_000
WORDS = [f"{a}{b}{c}o" for a in "bdfgklmnprst" for b in "aei" for c in ("ra", "lu", "ne", "so", "ti")]


def ring(first: int, size: int, links: int, *, seed: int = 0, day: int = 0) -> list[dict[str, Any]]:
    """Posts of ``size`` accounts that push ``links`` pages with the same words within seconds."""
    rng = random.Random(seed)
    rows = []
    for number in range(links):
        at, text = START + day * 86400 + rng.randrange(86400), " ".join(rng.sample(WORDS, 14))
        rows += [_post(f"ring{first + who}", at + rng.randrange(20), f"{text} https://push{seed}.example/{seed}-{number}-{at}")
                 for who in range(size)]  # fmt: skip
    return rows


def crowd(size: int, posts: int, *, seed: int = 100, day: int = 0) -> list[dict[str, Any]]:
    """Posts of accounts that have nothing to do with each other and read the same forty pages."""
    rng = random.Random(seed)
    return [
        _post(f"person{rng.randrange(size)}", START + day * 86400 + rng.randrange(86400),
              f"{' '.join(rng.sample(WORDS, 12))} https://news{rng.randrange(8)}.example/story-{rng.randrange(40)}")
        for _ in range(posts)
    ]  # fmt: skip


def _post(account: str, at: int, text: str) -> dict[str, Any]:
    return {"platform": "x", "post_id": f"{account}-{at}-{abs(hash(text)) % 10**6}", "account_id": account,
            "handle": account, "text": text, "posted_at": at}  # fmt: skip


def write(place: Path, rows: Sequence[dict[str, Any]], *, settled: bool = True) -> Path:
    """Write posts as lines of JSON; a settled file looks as if nobody had touched it for an hour."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    if settled:
        settle(place)
    return place


def settle(*places: Path) -> None:
    """Make files look as if nobody had touched them for an hour."""
    for place in places:
        at = place.stat().st_mtime - 3600
        os.utime(place, (at, at))


def members(rows: Iterable[dict[str, Any]]) -> set[str]:
    """Accounts of posts."""
    return {f"x:{row['account_id']}" for row in rows}
