from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from inconcert.investigation import Investigation
from inconcert.watch.bluesky import PARTIAL, Bluesky, is_stream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("websockets")


def event(number: int) -> dict[str, Any]:
    record = {"$type": "app.bsky.feed.post", "text": f"post {number}", "createdAt": "2024-03-01T10:00:00Z"}
    commit = {"operation": "create", "collection": "app.bsky.feed.post", "rkey": f"k{number}", "record": record}
    return {"did": f"did:plc:{number}", "time_us": 1_709_287_200_000_000 + number, "kind": "commit", "commit": commit}


@contextmanager
def jetstream(sent: int, *, breaks: int = 0) -> Iterator[tuple[str, list[str]]]:
    """A stream of numbered events after a cursor; the first ``breaks`` connections end after two events."""
    from websockets.sync.server import serve

    asked = list[str]()

    def handle(socket: Any) -> None:
        asked.append(socket.request.path)
        cursor = int(parse_qs(urlsplit(socket.request.path).query).get("cursor", ["0"])[0])
        after = [event(n) for n in range(sent) if event(n)["time_us"] > cursor]
        for one in after[:2] if len(asked) <= breaks else after:
            socket.send(json.dumps(one))
        if len(asked) > breaks:
            socket.recv(timeout=20)

    with serve(handle, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}/subscribe", asked
        server.shutdown()
        thread.join()


def lines(folder: Path) -> list[dict[str, Any]]:
    files = sorted(folder.glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("word", "stream"), [("wss://a.example/subscribe", True), ("in/", False), ("https://a", False)]
)
def test_only_an_address_of_a_stream_is_one(word: str, stream: bool) -> None:
    assert is_stream(word) is stream


@pytest.mark.filterwarnings("ignore")
def test_a_stream_becomes_whole_files_that_can_be_added(tmp_path: Path) -> None:
    with jetstream(6) as (url, asked):
        assert Bluesky(url, tmp_path / "in").read(0.5) == 6
    assert "wantedCollections=app.bsky.feed.post" in asked[0]
    assert not (tmp_path / "in" / PARTIAL).exists()
    made = Investigation.create(tmp_path / "inv")
    (receipt,) = made.add(str(tmp_path / "in"))
    assert (receipt.format, receipt.kept["posts"]) == ("bluesky_jetstream", 6)


@pytest.mark.filterwarnings("ignore")
def test_a_connection_that_breaks_is_taken_up_where_it_was(tmp_path: Path) -> None:
    with jetstream(6, breaks=2) as (url, asked):
        Bluesky(url, tmp_path).read(0.8)
    assert [one["did"] for one in lines(tmp_path)] == [event(n)["did"] for n in range(6)]
    assert f"cursor={event(1)['time_us']}" in asked[1]


@pytest.mark.filterwarnings("ignore")
def test_what_a_killed_watch_left_is_kept_but_for_half_a_line(tmp_path: Path) -> None:
    (tmp_path / PARTIAL).write_text(json.dumps(event(0)) + "\n" + json.dumps(event(1))[:30], "utf-8")
    with jetstream(4) as (url, asked):
        Bluesky(url, tmp_path).read(0.4)
    assert f"cursor={event(0)['time_us']}" in asked[0]
    assert [one["did"] for one in lines(tmp_path)] == [event(n)["did"] for n in range(4)]


def test_nobody_there_is_no_error(tmp_path: Path) -> None:
    assert Bluesky("ws://127.0.0.1:9/subscribe", tmp_path).read(0.2) == 0
    assert lines(tmp_path) == []
