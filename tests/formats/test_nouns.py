"""What `inconcert simulate` writes is recognised by itself and comes back as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.ingest.add import add
from inconcert.simulate.scenarios import simulate
from inconcert.simulate.write import write_world
from inconcert.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_made_up_world_comes_back_as_it_was(tmp_path: Path) -> None:
    made = simulate("feed-mirror", seed=4, posts=2500)
    write_world(made, tmp_path / "world")
    folder = Folder.create(tmp_path / "case")
    receipts = add(folder, [tmp_path / "world" / "posts.parquet", tmp_path / "world" / "accounts.parquet"])
    assert [receipt.format for receipt in receipts] == ["inconcert_posts", "inconcert_accounts"]
    con = folder.connect()
    for noun, table, key in (("posts", made.posts, "post_id"), ("accounts", made.accounts, "account_id")):
        back = con.sql(f"SELECT * EXCLUDE (source, row) FROM {noun} ORDER BY {key}").to_arrow_table()
        # Parquet states the zone, so what comes back says «UTC» where the world said nothing.
        for column in set(table.column_names) - {"utc_offset"}:
            # An empty list and none say the same: nothing was given. Zero and false do not.
            ours, theirs = (
                [
                    None if value in ([], {}) else value
                    for value in part.sort_by(key)[column].to_pylist(maps_as_pydicts="strict")
                ]
                for part in (table, back)
            )
            assert theirs == ours, column
