from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

import inconcert
from inconcert.model.tables import schema

if TYPE_CHECKING:
    from pathlib import Path


def test_an_investigation_is_searched_in_one_call(tmp_path: Path) -> None:
    rows = [
        {"platform": "x", "post_id": str(n), "account_id": "1", "handle": "ana", "kind": "post", "precision": 1.0,
         "posted_at": 1_700_000_000_000_000 + n, "text": text}
        for n, text in enumerate(["the old bridge", "a new bridge"])
    ]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(rows, schema=schema("posts")), tmp_path / "posts.parquet")
    inv = inconcert.Investigation.create(tmp_path / "inv")
    inv.add(tmp_path / "posts.parquet")
    assert [row.id for row in inv.search("bridge", kinds=("post",)).rows] == ["x:1", "x:0"]
    assert [row.id for row in inv.search("old").rows] == ["x:0"]
    assert {row.kind for row in inv.search("from:ana").rows} == {"post", "account"}
