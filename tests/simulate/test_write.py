from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from inconcert.simulate.scenarios import simulate
from inconcert.simulate.write import write_world

if TYPE_CHECKING:
    from pathlib import Path


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_world(simulate("small-slow", seed=3, posts=4000), tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == ["accounts.parquet", "deletions.parquet", "posts.parquet", "truth.json"]
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_files_hold_the_world(tmp_path: Path) -> None:
    made = simulate("wire-news", seed=1, posts=4000)
    write_world(made, tmp_path)
    assert pq.read_table(tmp_path / "posts.parquet").equals(made.posts)
    assert pq.read_table(tmp_path / "deletions.parquet").equals(made.deletions)
    assert not (tmp_path / "ads.parquet").exists()
    assert json.loads((tmp_path / "truth.json").read_text("utf-8")) == made.truth


def test_reposts_repeat_their_original_with_its_links_and_tags() -> None:
    posts = {row["post_id"]: row for row in simulate("organic", seed=2, posts=3000).posts.to_pylist()}
    reposts = [row for row in posts.values() if row["kind"] == "repost"]
    assert len(reposts) > 500
    for row in reposts:
        original = posts[row["repost_of"]]
        head = f"RT @{original['handle']}: " if row["platform"] == "x" else ""
        assert row["text"] == head + original["text"]
        assert (row["urls"], row["hashtags"]) == (original["urls"], original["hashtags"])
        assert row["platform"] == original["platform"]
        assert row["account_id"] != original["account_id"] == row["repost_of_account"]


def test_text_shows_what_the_columns_say() -> None:
    for row in simulate("organic", seed=2, posts=1500).posts.to_pylist():
        assert all(f"#{tag}" in row["text"] for tag in row["hashtags"])
        assert all(url in row["text"] for url in row["urls"])
