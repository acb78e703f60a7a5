"""Who follows whom, from every format that says it, ends in one table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from inconcert.ingest.add import add
from inconcert.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

FOLLOW = {
    "did": "did:plc:aaa",
    "time_us": 1714557600000000,
    "kind": "commit",
    "commit": {
        "operation": "create",
        "collection": "app.bsky.graph.follow",
        "rkey": "3k9",
        "record": {"$type": "app.bsky.graph.follow", "subject": "did:plc:bbb"},
    },
}
ENDED = {**FOLLOW, "commit": {"operation": "delete", "collection": "app.bsky.graph.follow", "rkey": "3k9"}}


def added(tmp_path: Path, name: str, text: str) -> tuple[list[tuple[str, str, str]], str]:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    folder = Folder.create(tmp_path / f"case-{name}")
    (receipt,) = add(folder, [file])
    rows = folder.connect().execute("SELECT platform, follower, followed FROM follows ORDER BY ALL").fetchall()
    return rows, receipt.format


def test_a_list_with_our_columns(tmp_path: Path) -> None:
    text = "platform,follower,followed\nX,@anna,bert\nmastodon,1,2\nx,,bert\n"
    rows, form = added(tmp_path, "list.csv", text)
    assert form == "inconcert_follows"
    assert rows == [("mastodon", "1", "2"), ("x", "anna", "bert")]


def test_a_page_of_follows(tmp_path: Path) -> None:
    page = {"subject": {"did": "did:plc:aaa"}, "follows": [{"did": "did:plc:bbb"}, {"did": "did:plc:ccc"}]}
    rows, form = added(tmp_path, "follows.json", json.dumps(page))
    assert form == "bluesky_follows"
    assert rows == [("bluesky", "did:plc:aaa", f"did:plc:{who}") for who in ("bbb", "ccc")]


def test_a_page_of_followers(tmp_path: Path) -> None:
    page = {"subject": {"did": "did:plc:aaa"}, "followers": [{"did": "did:plc:bbb"}]}
    assert added(tmp_path, "followers.json", json.dumps(page))[0] == [("bluesky", "did:plc:bbb", "did:plc:aaa")]


def test_the_stream_tells_who_begins_to_follow(tmp_path: Path) -> None:
    rows, form = added(tmp_path, "stream.ndjson", "".join(json.dumps(one) + "\n" for one in (FOLLOW, ENDED, FOLLOW)))
    assert form == "bluesky_jetstream"
    assert set(rows) == {("bluesky", "did:plc:aaa", "did:plc:bbb")}
