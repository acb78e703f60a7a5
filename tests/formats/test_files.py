"""Whole files of every source, through the same door a user takes."""

import csv
import json

import pytest

from inconcert.ingest import formats as built_in
from inconcert.ingest.add import add
from inconcert.ingest.mapping import map_records
from inconcert.store.folder import Folder

FORMATS = {form.name: form for form in built_in.formats()}
NAMED_ONLY = {"bluesky_communalytic"}
CHATS = {"telegram_desktop"}


@pytest.fixture
def folder(tmp_path):
    return Folder.create(tmp_path / "investigation")


def written(path, records):
    """The records as a table where all values are text, else one a line."""
    if all(isinstance(value, str) for record in records for value in record.values()):
        with path.with_suffix(".csv").open("w", newline="", encoding="utf-8") as sheet:
            writer = csv.DictWriter(sheet, list(records[0]))
            writer.writeheader()
            writer.writerows(records)
        return path.with_suffix(".csv")
    path.with_suffix(".ndjson").write_text("".join(json.dumps(each) + "\n" for each in records), "utf-8")
    return path.with_suffix(".ndjson")


def document(path, content):
    path.write_text(json.dumps(content), "utf-8")
    return path


def stored(folder, noun="posts"):
    with folder.connect() as con:
        return con.sql(f"SELECT * FROM {noun}").to_arrow_table().to_pylist()


@pytest.mark.parametrize("name", sorted(set(FORMATS) - CHATS))
def test_a_file_gives_what_its_records_give(name, folder, samples, tmp_path):
    records = samples(name)
    expected = {
        (one.post["platform"], one.post["post_id"])
        for record in records
        for one in map_records(FORMATS[name], record)
        if one.post is not None
    }
    [receipt] = add(folder, [written(tmp_path / name, records)], format=name if name in NAMED_ONLY else None)
    assert receipt.format == name
    assert {(post["platform"], post["post_id"]) for post in stored(folder)} == expected
    assert {post["source"] for post in stored(folder)} <= {receipt.source}


@pytest.mark.parametrize(
    ("name", "around"),
    [
        ("x_api_v1", "statuses"),
        ("mastodon", "statuses"),
        ("youtube_comments", "items"),
        ("bluesky_appview", "posts"),
        ("bluesky_appview", "feed"),
    ],
)
def test_a_response_of_an_interface_is_a_document(name, around, folder, samples, tmp_path):
    [first] = [samples(name)[0]]
    inside = {"post": first} if around == "feed" else first
    [receipt] = add(folder, [document(tmp_path / "response.json", {around: [inside], "cursor": None})])
    assert receipt.format == name
    assert {post["post_id"] for post in stored(folder)} == {
        one.post["post_id"] for one in map_records(FORMATS[name], first)
    }


def test_a_page_of_x_knows_its_authors(folder, samples, tmp_path):
    [receipt] = add(folder, [document(tmp_path / "page.json", samples("x_api_v2")[0])])
    assert (receipt.format, receipt.rows) == ("x_api_v2", 2)
    posts = {post["post_id"]: post for post in stored(folder)}
    assert posts["1500000000000000100"]["handle"] == "river_news"
    assert posts["1500000000000000100"]["text"].startswith("The bridge opens today, read the whole story")
    assert stored(folder, "accounts")[0]["followers"] == 12


def test_pages_of_tiktok_research(folder, samples, tmp_path):
    [receipt] = add(folder, [document(tmp_path / "videos.json", samples("tiktok_research")[1])])
    assert receipt.format == "tiktok_research"
    assert [post["post_id"] for post in stored(folder)] == ["7300000000000000002"]


def messages(records):
    return [{key: value for key, value in one.items() if key != "_context"} for one in records]


def test_a_telegram_chat(folder, samples, tmp_path):
    chat = {"name": "River channel", "type": "public_channel", "id": 1234567890}
    content = {**chat, "messages": messages(samples("telegram_desktop"))}
    [receipt] = add(folder, [document(tmp_path / "result.json", content)])
    assert receipt.format == "telegram_desktop"
    assert receipt.kept["posts"] == 4
    assert [each["reason"] for each in receipt.skipped] == ["service message"]
    assert {post["surface"] for post in stored(folder)} == {"River channel"}


def test_all_telegram_chats_of_an_account_stay_apart(folder, samples, tmp_path):
    both = [
        {"name": name, "type": "public_channel", "id": number, "messages": messages(samples("telegram_desktop"))}
        for name, number in (("One", 11), ("Two", 22))
    ]
    [receipt] = add(folder, [document(tmp_path / "result.json", {"about": "", "chats": {"about": "", "list": both}})])
    assert receipt.format == "telegram_desktop"
    assert {post["post_id"] for post in stored(folder)} == {f"{c}/{m}" for c in (11, 22) for m in (10, 11, 12, 13)}
    assert {(post["surface"], post["post_id"][:2]) for post in stored(folder)} == {("One", "11"), ("Two", "22")}


def test_deletions_of_a_stream_are_kept_apart(folder, samples, tmp_path):
    add(folder, [written(tmp_path / "stream", samples("bluesky_jetstream"))])
    assert [each["post_id"] is None for each in stored(folder, "deletions")] == [False, True]


def test_advertisements_go_to_their_own_table(folder, samples, tmp_path):
    add(folder, [written(tmp_path / "ads", samples("meta_ad_library"))])
    assert stored(folder) == []
    assert {each["currency"] for each in stored(folder, "ads")} == {"EUR", "USD"}


def test_backslashes_escape_quotes_in_youtube_data_tools(folder, tmp_path):
    path = tmp_path / "comments.csv"
    path.write_text(
        "id,replyCount,likeCount,publishedAt,authorName,text,authorChannelId,isReply,isReplyTo\n"
        'c1,0,1,2024-05-01T10:00:00Z,@fan,"he said \\"so true\\", twice",UCb,0,\n',
        "utf-8",
    )
    [receipt] = add(folder, [path])
    assert receipt.format == "ytdt_comments"
    assert stored(folder)[0]["text"] == 'he said "so true", twice'


def test_the_platform_can_be_said_where_a_table_does_not(folder, samples, tmp_path):
    add(folder, [written(tmp_path / "table", samples("qut_toolkit"))], platform="x")
    assert {post["platform"] for post in stored(folder)} == {"x"}
