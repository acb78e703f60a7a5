"""JSON documents: pages, exports of chats, one record a line."""

import json

import pytest

from inconcert.ingest import detect, documents
from inconcert.ingest.format import Format
from inconcert.ingest.inputs import Input, guarded_reading
from inconcert.ingest.material import Material
from inconcert.ingest.tally import Repairs

PAGES = Format(
    "pages", "Pages", (("items[].id", "users"),), records_at=("items", "chats.list[].items"),
    context=("users", "name", "chats.list[].name"), timezone="UTC",
    posts={"post_id": "id", "account_id": "by", "posted_at": "at", "text": "text", "surface": "_context.name"},
)  # fmt: skip


def items(*ids):
    return [{"id": str(each), "by": "u", "at": "2020-01-01 10:00:00", "text": f"t{each}"} for each in ids]


@pytest.fixture
def lines(tmp_path):
    def lines(content, form=PAGES, name="a.json"):
        path = tmp_path / name
        path.write_text(content)
        return list(Material(Input(str(path), path), tmp_path).lines(form))

    return lines


def test_context_that_follows_the_records_is_given_to_them(lines):
    found = lines(json.dumps({"items": items(1, 2), "users": [{"id": "u", "n": 1}], "name": "here"}, indent=1))
    assert [line.row for line in found] == [1, 2]
    assert found[0].record["_context"].find("users", "id", "u") == {"id": "u", "n": 1}
    assert found[1].record["_context"]["name"] == "here"


def test_each_chat_has_its_own_context(lines):
    chats = [{"name": "a", "items": items(1, 2)}, {"name": "empty", "items": []}, {"items": items(3), "name": "c"}]
    found = lines(json.dumps({"about": "x", "chats": {"list": chats}}))
    assert [(line.row, line.record["id"], line.record["_context"]["name"]) for line in found] == [
        (1, "1", "a"), (2, "2", "a"), (3, "3", "c"),
    ]  # fmt: skip


def test_pages_one_a_line_are_unfolded_with_the_number_of_their_line(lines):
    page = {"items": items(1, 2), "users": [], "name": "p"}
    found = lines(json.dumps(page) + "\n\n" + json.dumps({**page, "items": items(3)}) + "\n", name="a.ndjson")
    assert [(line.row, line.record["id"], line.record["_context"]["name"]) for line in found] == [
        (1, "1", "p"), (1, "2", "p"), (3, "3", "p"),
    ]  # fmt: skip


def test_a_page_goes_through_the_door(put, posts, monkeypatch):
    monkeypatch.setattr(detect, "formats", lambda: {"pages": PAGES})
    receipt = put(json.dumps({"items": items(1, 2), "users": [], "name": "here"}), "a.json")
    assert receipt.format == "pages"
    assert posts('"row", surface') == [{"row": 1, "surface": "here"}, {"row": 2, "surface": "here"}]


def test_what_is_no_object_is_refused(lines):
    found = lines('{"id":"1"}\n[1]\nnot json\n7\n{"id":"2"}\n', name="a.ndjson")
    assert [(line.row, getattr(line.record, "reason", "")) for line in found] == [
        (1, ""), (2, "not a JSON object"), (3, "not valid JSON"), (4, "not a JSON object"), (5, ""),
    ]  # fmt: skip
    assert [getattr(line.record, "reason", "") for line in lines('[{"id":"1"}, 7]')] == ["", "not a JSON object"]


def test_long_numbers_keep_their_digits(put, posts):
    rows = [{"id": 9007199254740993 + n * 2, "user": "u", "created_at": 1577872800, "text": "x"} for n in range(3)]
    rows[2]["id"] = 10**25 + 1
    for name, content in (("a.json", json.dumps(rows)), ("b.ndjson", "\n".join(map(json.dumps, rows[:2])))):
        put(content, name)
    assert {post["post_id"] for post in posts("post_id")} == {
        "9007199254740993", "9007199254740995", "10000000000000000000000001",
    }  # fmt: skip


def test_an_escape_across_pieces_is_not_torn(tmp_path):
    text = "\\u0438" * 40_000 + "\\ud83d\\ude00" * 30_000 + "\\ud83d"
    path = tmp_path / "a.json"
    path.write_text('[{"text":"' + text + '"}]')
    repairs = Repairs()
    clean = documents.Clean(lambda: path.open("rb"))
    (line,) = documents.document(clean, [], (), repairs, guarded_reading("a.json"))
    assert line.record["text"] == "и" * 40_000 + "😀" * 30_000 + "\ufffd"
    assert repairs.tally.total() == 1


def test_a_sketch_keeps_the_shape_and_little_else(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"a": [{"b": [n] * 100} for n in range(500)], "z": 1}))
    with path.open("rb") as stream:
        sketch = documents.skeleton(stream)
    assert sketch["z"] == 1
    assert len(sketch["a"]) == documents.WIDTH
    assert sketch["a"][7] == {"b": [7] * documents.WIDTH}
