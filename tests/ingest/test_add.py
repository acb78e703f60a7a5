"""Adding files: receipts, repetitions, mappings, clocks, previews."""

import csv
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from inconcert.errors import MappingError
from inconcert.ingest.add import add, options_of, preview
from inconcert.ingest.receipt import Receipt, harmless

HEAD = "id,user,created_at,text\n"


def rows(count=50, time="2020-01-01T10:{minute:02d}:{second:02d}Z", text="hello {n}"):
    return "".join(
        f"{900 + n * 7},u{n % 3},{time.format(n=n, minute=n % 60, second=n * 13 % 60)},{text.format(n=n)}\n"
        for n in range(count)
    )


def test_a_receipt_says_what_became_of_every_row(put, folder):
    receipt = put(HEAD + rows() + "7,u,,x\n8,u,soon,x\n")
    assert receipt.rows == 52
    assert receipt.kept == {"posts": 50}
    assert [(each["reason"], each["count"]) for each in receipt.skipped] == [("no time", 1), ("time cannot be read", 1)]
    assert (receipt.first_at, receipt.last_at) == ("2020-01-01T10:00:00Z", "2020-01-01T10:49:37Z")
    assert receipt.precision == 1.0
    assert receipt.mapping == {"handle": "user", "time": "created_at", "id": "id", "text": "text"}
    assert not receipt.already
    assert (len(receipt.source), len(receipt.hash)) == (16, 64)
    stored = folder.sources()[0]
    assert Receipt.from_dict(stored) == receipt
    assert Receipt.from_dict(stored).to_dict() == receipt.to_dict() == stored
    assert "50 posts (generic, 52 rows" in receipt.text()
    assert "skipped 1: time cannot be read (row 53: soon)" in receipt.text()
    few = replace(receipt, rows=1, kept={"posts": 1, "accounts": 9}).text()
    assert "1 post, 9 descriptions of accounts (generic, 1 row," in few


def test_the_same_file_twice_adds_nothing(put, folder):
    first = put(HEAD + rows())
    content = (folder.path / "sources" / first.source / "posts.parquet").read_bytes()
    second = put(HEAD + rows(), "renamed.csv")
    assert second.already
    assert second.source == first.source
    assert "already there" in second.text()
    assert len(folder.sources()) == 1
    assert (folder.path / "sources" / first.source / "posts.parquet").read_bytes() == content
    assert not put(HEAD + rows(), mapping="account=user,time=created_at").already


def test_minute_stamps_are_known_by_form_and_by_content(put):
    assert put(HEAD + rows(time="2020-01-01T10:{minute:02d}Z")).precision == 60.0
    assert put(HEAD + rows(time="2020-01-01T10:{minute:02d}:00Z"), "b.csv").precision == 60.0
    days = HEAD + "".join(f"{900 + n * 7},u,2020-01-{n + 1:02d}T00:00:00Z,x\n" for n in range(28))
    assert put(days, "c.csv").precision == 86400.0


def test_a_late_second_takes_the_coarse_clock_back(put, posts):
    receipt = put(HEAD + rows(5000, time="2020-01-01T10:{minute:02d}:00Z") + "3,u,2020-01-01T10:00:01Z,x\n")
    assert receipt.precision == 1.0
    assert {post["precision"] for post in posts("precision")} == {1.0}


def test_a_coarse_clock_is_in_every_row(put, posts):
    put(HEAD + rows(5000, time="2020-01-01T10:{minute:02d}:00Z"))
    assert {post["precision"] for post in posts("precision")} == {60.0}


def test_missing_and_ruined_ids_get_the_same_stable_id(put, posts):
    ruined = put(HEAD + "8.01496E+17,u,2020-01-01T10:00:00Z,x\n8.01496E+17,u,2020-01-01T10:00:01Z,y\n")
    missing = put("user,created_at,text\nu,2020-01-01T10:00:00Z,x\nu,2020-01-01T10:00:01Z,y\n", "b.csv")
    assert ruined.ids_derived == missing.ids_derived == 2
    assert ruined.warnings[0]["count"] == 2
    assert "2 posts had no usable id" in ruined.text()
    assert len(posts()) == 2
    assert all(post["post_id"].startswith("derived-") for post in posts("post_id"))


def test_a_given_mapping_is_taken_at_its_word(put, posts):
    content = "who|said|when|n\nanna|hi|07-08-2015 16:54|3\n"
    mapping = "account=who,text=said,time=when,metric.like=n"
    receipt = put(content, mapping=mapping, time_format="%d-%m-%Y %H:%M", timezone="UTC", platform="x")
    assert receipt.why == ("the columns were given",)
    (post,) = posts("platform, account_id, text, metrics, precision")
    assert post == {"platform": "x", "account_id": "anna", "text": "hi", "metrics": [("like", 3.0)], "precision": 60.0}


@pytest.mark.parametrize(
    ("mapping", "says"), [("account=user,text=text", "at least a time"), ("time=no", "no column 'no'")]
)
def test_mappings_that_cannot_be_used_say_why(put, mapping, says):
    with pytest.raises(MappingError, match=says):
        put(HEAD + rows(), mapping=mapping)


def test_a_mapping_changes_single_columns_of_a_known_format(put, posts):
    content = "object_id,account_id,content_id,timestamp_share,words\no,a,1,1577872800,hi\n"
    assert put(content, format="coortweet", mapping="text=words").format == "coortweet"
    assert posts("shared_object, text") == [{"shared_object": "o", "text": "hi"}]


def test_a_preview_stores_nothing(folder, tmp_path):
    path = tmp_path / "posts.csv"
    path.write_text(HEAD + rows() + "7,u,,x\n")
    (seen,) = preview(folder, [path], options_of(folder.path))
    assert seen.format == "generic"
    assert seen.mapping["time"] == "created_at"
    assert len(seen.rows) == 20
    assert seen.recipe is not None
    assert folder.sources() == []
    (receipt,) = add(folder, [path], mapping=seen.recipe)
    assert receipt.kept["posts"] == 50


def test_accounts_are_stored_once_for_each_way_they_look(put, folder):
    put("user_id,screen_name,followers,created_at,text\n" + "".join(
        f"5,zoë,{10 + n // 25},2020-01-01T10:00:{n:02d}Z,t{n}\n" for n in range(50)))  # fmt: skip
    found = folder.connect().execute('SELECT account_id, handle, followers, "row" FROM accounts ORDER BY 4').fetchall()
    assert found == [("5", "zoë", 10, 2), ("5", "zoë", 11, 27)]


def test_rejects_open_in_a_spreadsheet(put, folder):
    receipt = put(HEAD + rows() + "7,u,-5,\"line\nbreak, 'ü'\"\n")
    with (folder.path / "sources" / receipt.source / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    assert table[0] == ["row", "reason", "value", "record"]
    assert table[1][:3] == ["52", "time cannot be read", "'-5"]
    assert "line\\nbreak, 'ü'" in table[1][3]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", " =1", "\t=1", "\r=1"])
def test_no_cell_of_the_rejects_is_a_formula(cell):
    assert harmless(cell) == "'" + cell


def test_plain_cells_of_the_rejects_stay_plain():
    assert harmless("a=b") == "a=b"
    assert harmless("") == ""
    assert harmless("a\ud800\0") == "a?"
    assert len(harmless("x" * 99_999)) == 32_000


def test_tables_hold_nothing_of_the_hour(put, folder, tmp_path):
    from inconcert.store.folder import Folder

    receipt = put(HEAD + rows())
    other = Folder.create(tmp_path / "other")
    add(other, [tmp_path / "posts.csv"])
    one, two = (each.path / "sources" / receipt.source / "posts.parquet" for each in (folder, other))
    assert one.read_bytes() == two.read_bytes()
    assert pq.read_metadata(one).num_rows == 50
