"""The ring of :mod:`ring` with profiles: its accounts were made on two days and have one profile text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from ring import BEGIN, RING, posts

from inconcert.model.tables import schema

if TYPE_CHECKING:
    from pathlib import Path

BIO = "Grandmother of three, gardener, and a friend of the river"


def write(folder: Path, *, profiles: bool = True) -> list[Path]:
    """Write ``posts.parquet`` and, with ``profiles``, ``accounts.parquet``; return where they are."""
    rows = [
        {"platform": "x", "post_id": one, "account_id": who, "handle": who, "kind": "post", "lang": "en", "text": text,
         "posted_at": datetime.fromtimestamp(int(at), UTC), "precision": 1.0}
        for one, who, text, at in posts()
    ]  # fmt: skip
    tables = {"posts": rows} | ({"accounts": [*map(_member, range(6)), *map(_user, range(80))]} if profiles else {})
    for noun, made in tables.items():
        pq.write_table(pa.Table.from_pylist(made, schema=schema(noun)), folder / f"{noun}.parquet")
    return [folder / f"{noun}.parquet" for noun in tables]


def _member(place: int) -> dict[str, Any]:
    made = datetime.fromtimestamp(BEGIN, UTC) - timedelta(days=40, hours=7 * place)
    return {"platform": "x", "account_id": RING[place], "created_at": made, "description": BIO, "followers": 12}


def _user(place: int) -> dict[str, Any]:
    made = datetime.fromtimestamp(BEGIN, UTC) - timedelta(days=60 + 37 * place)
    about = f"{('walks', 'sings', 'bakes', 'reads')[place % 4]} in the town of {chr(97 + place % 26) * 9}"
    return {"platform": "x", "account_id": f"user{place}", "created_at": made, "description": about, "followers": 90}
