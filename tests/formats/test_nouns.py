"""What `inconcert simulate` writes is recognised by itself and comes back as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def test_deletions_and_ads_come_back_too(tmp_path: Path) -> None:
    made = simulate("large-crude", seed=4, posts=8000)
    assert made.ads is not None
    write_world(made, tmp_path / "world")
    folder = Folder.create(tmp_path / "case")
    receipts = add(folder, [tmp_path / "world" / "deletions.parquet", tmp_path / "world" / "ads.parquet"])
    assert [receipt.format for receipt in receipts] == ["inconcert_deletions", "inconcert_ads"]
    con = folder.connect()
    gone = con.sql("SELECT platform, post_id, account_id, deleted_at FROM deletions").to_arrow_table().to_pylist()

    def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return sorted(rows, key=lambda row: (row["deleted_at"], row["post_id"]))

    assert in_order(gone) == in_order(made.deletions.to_pylist())
    ads = con.sql("SELECT * EXCLUDE (source, row) FROM ads ORDER BY ad_id").to_arrow_table().to_pylist()
    told = [{name: value or None for name, value in row.items()} for row in made.ads.sort_by("ad_id").to_pylist()]
    assert [{name: value or None for name, value in row.items()} for row in ads] == told
