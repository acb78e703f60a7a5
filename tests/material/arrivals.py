"""Posts of a few days in which one post explains another: short links, reposts by text, near texts, like pictures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from inconcert.model.tables import schema

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    Row = dict[str, Any]

BEGIN = datetime(2024, 3, 1, tzinfo=UTC)
DAYS = 5
_LINES = (
    "The council has voted for the new bridge and work will begin before the end of this long summer",
    "Nobody asked the ferry workers what the new bridge will cost them and all of their families",
    "Городская библиотека снова открывается в понедельник утром после долгого ремонта",
)
_PICTURE = "0123456789abcdef" * 4


def posts(seed: int = 0, count: int = 260) -> list[Row]:
    """Posts of forty accounts, six of which write the same within seconds of each other."""
    random, rows = Random(seed), []
    for number in range(count):
        at = BEGIN + timedelta(seconds=random.randrange(DAYS * 86400), microseconds=number)
        rows.append(_post(random, f"n{number}", f"u{random.randrange(40)}", at))
    for story in range(8):
        at = BEGIN + timedelta(seconds=random.randrange(DAYS * 86400 - 60))
        text = f"{_LINES[story % 3]} {story} https://ours.example/{story}"
        for member in range(6):
            moment = at + timedelta(seconds=random.randrange(30), microseconds=member)
            rows.append(_base(f"r{story}-{member}", f"u{member}", moment) | {"text": text})
    return rows


def _base(name: str, account: str, at: datetime) -> Row:
    return {"platform": "x", "post_id": name, "account_id": account, "handle": account, "posted_at": at,
            "precision": 1.0}  # fmt: skip


def _post(random: Random, name: str, account: str, at: datetime) -> Row:
    line, short = random.choice(_LINES), f"https://bit.ly/s{random.randrange(6)}"
    kinds: tuple[Row, ...] = (
        {"text": f"{line} {random.choice(('', 'now', 'and winter'))}"},
        {"text": f"see {short}"},
        {"text": f"see {short}", "urls": [f"http://example.org/{short[-1]}"]},
        {"text": f"look {short}", "urls": [short]},
        {"text": f"RT @u{random.randrange(40)}: {line}"},
        {"text": "look", "media_hashes": [f"pdq:{_PICTURE[:-1]}{random.randrange(8):x}"]},
        {"text": f"#one #two #t{random.randrange(3)} http://t.co/{name}"},
        {"shared_object": f"o{random.randrange(4)}"},
        {"text": "", "kind": "repost", "repost_of": f"n{random.randrange(20)}"},
    )
    return _base(name, account, at) | random.choice(kinds)


def write(rows: Sequence[Row], path: Path) -> Path:
    """The posts as a file of the noun ``posts``."""
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema("posts")), path)
    return path


def first_of_each(files: Sequence[Sequence[Row]]) -> list[Row]:
    """The posts that count when these files are added in this order: of repeated ones the first."""
    kept: dict[tuple[str, str | None], Row] = {}
    for rows in files:
        for row in rows:
            kept.setdefault((row["post_id"], row.get("shared_object")), row)
    return list(kept.values())
