"""A small crowd on two platforms, with pairs planted in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from inconcert.model.tables import schema
from inconcert.signals.features import build

if TYPE_CHECKING:
    from pathlib import Path

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]


def word(random: Random, size: int = 3) -> str:
    return "".join(random.choice(SYLLABLES) for _ in range(size))


TEXTS = [" ".join(word(Random(n * 9 + k)) for k in range(9)) for n in range(40)]


class World:
    """Strangers to which pairs are added."""

    def __init__(self, each: int = 150) -> None:
        self.random, self.accounts, self.posts = Random(3), list[dict[str, Any]](), list[dict[str, Any]]()
        for number in range(each):
            for platform in ("x", "telegram"):
                self.add(platform, f"s{number}")

    def add(self, platform: str, account: str, **known: Any) -> str:
        """An account like any other, except for what is ``known`` of it; it posts three things of its own."""
        random = self.random
        usual = {
            "handle": f"{word(random)}_{word(random)}{random.randrange(100)}",
            "name": f"{word(random)} {word(random)}",
            "description": " ".join(word(random) for _ in range(6)),
            "avatar": f"https://img.example/{random.random()}.jpg",
            "created_at": BEGIN - timedelta(days=random.randrange(3000)),
        }
        self.accounts.append({"platform": platform, "account_id": account} | usual | known)
        for number in range(3):
            self.post(platform, account, " ".join(word(random) for _ in range(9)), number * 50 + random.randrange(40))
        return f"{platform}:{account}"

    def post(self, platform: str, account: str, text: str, hour: float, **more: Any) -> None:
        at = BEGIN + timedelta(hours=hour)
        row = {"platform": platform, "account_id": account, "text": text, "posted_at": at, "precision": 1.0}
        self.posts.append({"post_id": str(len(self.posts)), "kind": "post", "lang": "en", **row, **more})

    def laid(self, folder: Path) -> tuple[duckdb.DuckDBPyConnection, Path]:
        """A connection with the views, and the file of features."""
        con, features = duckdb.connect(), folder / "features.parquet"
        for noun, rows in (("posts", self.posts), ("accounts", self.accounts)):
            con.register("given", pa.Table.from_pylist(rows, schema=schema(noun)))
            con.execute(f"CREATE TABLE {noun} AS FROM given")
        build(con, features)
        return con, features
