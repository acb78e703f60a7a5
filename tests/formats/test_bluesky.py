"""Bluesky in all its exports."""

import hashlib
import json

from inconcert import Investigation
from inconcert.ingest.formats import atproto

DID, OTHER = "did:plc:" + "a" * 24, "did:plc:" + "b" * 24


def test_the_streams_posts(posts):
    post, reply, repost = posts("bluesky_jetstream")
    assert post["post_id"] == f"at://{DID}/app.bsky.feed.post/3kaaa"
    assert post["seen_at"] - post["posted_at"] == 1_111_567
    assert post["urls"] == ["https://example.org/a", "https://example.org/card"]
    assert (post["hashtags"], post["mentions"], post["lang"]) == (["Ponte"], [OTHER], "pt")
    assert (reply["kind"], reply["reply_to_account"]) == ("reply", OTHER)
    assert reply["quote_of"].endswith("/3kqqq")
    assert (repost["kind"], repost["repost_of_account"]) == ("repost", OTHER)
    assert repost["repost_of"].endswith("/3kzzz")


def test_the_streams_deletions(mapped):
    post, account = (one.deletion for one in mapped("bluesky_jetstream") if one.deletion)
    assert (post["post_id"], post["deleted_at"]) == (f"at://{DID}/app.bsky.feed.post/3kaaa", 1714557601234567)
    assert (account.get("post_id"), account["account_id"]) == (None, OTHER)


def test_the_streams_other_events_are_left_out_by_name(mapped):
    assert [one.skipped for one in mapped("bluesky_jetstream") if one.skipped] == [
        "app.bsky.feed.like record",
        "app.bsky.graph.follow record",
        "identity event",
        "account event",
    ]


def test_content_ids_hold_the_hash_of_the_file(posts):
    assert posts("bluesky_jetstream")[1]["media_hashes"] == ["sha256:" + hashlib.sha256(b"foo").hexdigest()]


def test_content_ids_of_other_kinds_hold_none():
    assert "media_hashes" in atproto.content({})
    image = {"embed": {"images": [{"image": {"ref": {"$link": "bafyreib"}}}, {"image": {"ref": {"$link": "Qm"}}}]}}
    found = atproto.content(image)
    assert (found["media"], found["media_hashes"]) == (["bafyreib", "Qm"], None)


def test_in_a_feed_a_repost_is_the_act_of_who_reposted(posts, mapped):
    repost = posts("bluesky_appview")[2]
    assert (repost["account_id"], repost["handle"]) == (OTHER, "other.example.org")
    assert repost["repost_of"] == f"at://{DID}/app.bsky.feed.post/3kaaa"
    assert repost["posted_at"] == 1714561200000000
    assert "metrics" not in repost
    assert mapped("bluesky_appview")[2].account.get("name") is None


def test_4cats_names_are_read_too(posts):
    post = posts("bluesky_appview")[3]
    assert (post["text"], post["metrics"]) == ("snake case", {"like": 4.0})


def test_minets_reposts_are_acts_of_their_own(mapped):
    post, repost, answer = mapped("minet_bluesky")
    assert post.post["text"] == "words"
    assert (repost.post["account_id"], repost.post["repost_of_account"]) == (OTHER, DID)
    assert repost.post["post_id"] != post.post["post_id"]
    assert "name" not in repost.account
    assert answer.post["quote_of"].endswith("/3kqqq")
    assert "like" not in answer.post["metrics"]


def test_a_claimed_time_is_not_the_time_of_collection(posts):
    for post in posts("bluesky_appview"):
        assert post["posted_at"] <= post["seen_at"]


def test_a_stream_of_nothing_but_accounts_is_recognised(tmp_path):
    gone = {"active": False, "did": OTHER, "seq": 7, "status": "takendown", "time": "2024-05-01T10:00:00.000Z"}
    event = {"did": OTHER, "time_us": 1714557601234567, "kind": "account", "account": gone}
    file = tmp_path / "stream.ndjson"
    file.write_text(f"{json.dumps(event)}\n", "utf-8")
    investigation = Investigation.create(tmp_path / "later")
    (receipt,) = investigation.add(file)
    assert receipt.format == "bluesky_jetstream"
    with investigation.folder.connect() as connection:
        assert connection.execute("SELECT account_id FROM deletions").fetchall() == [(OTHER,)]
