"""Records become rows as a format's table of paths says."""

from dataclasses import replace

import pytest

from inconcert.errors import ZoneNeeded
from inconcert.ingest.format import Format
from inconcert.ingest.mapping import Mapper, map_record, map_records

FORM = Format(
    "sample",
    "Sample",
    (),
    platform="x",
    times=("iso", "unix"),
    posts={
        "post_id": "id", "account_id": "user.id", "handle": "user.name", "posted_at": "at", "text": "text",
        "hashtags": "tags", "urls": "links", "repost_of": "of", "reply_to": "to", "quote_of": "quote", "kind": "kind",
    },
    accounts={"account_id": "user.id", "handle": "user.name", "created_at": "user.since", "followers": "user.fans"},
    metrics={"like": "likes", "view": "views"},
)  # fmt: skip
RECORD = {
    "id": 801496123456789012, "user": {"id": 5, "name": "@zoë", "since": "2011-03-01", "fans": "12"},
    "at": "2020-01-01T10:00:00+02:00", "text": "hi", "tags": ["#a", "b"], "likes": "1,200", "views": "",
}  # fmt: skip


def post(**changes):
    return map_record(replace(FORM, timezone="UTC"), {**RECORD, **changes}).post


def test_a_record_becomes_a_post_and_an_account():
    mapped = map_record(replace(FORM, timezone="UTC"), RECORD)
    assert mapped.post == {
        "source": "", "row": None, "platform": "x", "post_id": "801496123456789012", "id_derived": False,
        "account_id": "5", "handle": "zoë", "posted_at": 1_577_865_600_000_000, "utc_offset": 120, "precision": 1.0,
        "text": "hi", "hashtags": ["a", "b"], "metrics": {"like": 1200.0}, "kind": "post",
    }  # fmt: skip
    assert mapped.account["followers"] == 12
    assert mapped.account["created_precision"] == 86400.0
    assert mapped.problems == ()
    assert mapped.skipped is None


def test_a_missing_count_is_missing_and_zero_is_zero():
    assert post(likes=None)["text"] == "hi"
    assert "metrics" not in post(likes=None)
    assert post(likes=0)["metrics"] == {"like": 0.0}
    assert map_record(replace(FORM, timezone="UTC"), {**RECORD, "likes": "many"}).problems[0][:2] == (
        "metric.like", "not a number",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "kind"),
    [({"of": "1"}, "repost"), ({"to": "1"}, "reply"), ({"quote": "1"}, "quote"), ({"to": "1", "of": "2"}, "repost"),
     ({"kind": "RETWEETED"}, "repost"), ({"kind": "comment"}, "comment"), ({"kind": "odd", "to": "1"}, "reply")],
)  # fmt: skip
def test_kinds_are_stated_or_follow_from_references(changes, kind):
    assert post(**changes)["kind"] == kind


def test_missing_and_ruined_ids_are_derived_alike():
    missing, ruined = post(id=None), post(id="8.01496E+17")
    assert missing["id_derived"]
    assert missing["post_id"] == ruined["post_id"]
    assert missing["post_id"] != post(id=None, text="other")["post_id"]
    assert map_record(replace(FORM, timezone="UTC"), {**RECORD, "id": 8.01496e17}).problems[0].column == "post_id"


def test_ruined_references_are_left_out_and_ruined_accounts_need_a_handle():
    mapped = map_record(replace(FORM, timezone="UTC"), {**RECORD, "of": "8.01496E+17"})
    assert "repost_of" not in mapped.post
    assert mapped.problems[0].column == "repost_of"
    assert post(user={"id": "8.01496E+17", "name": "a"})["account_id"] == "a"
    skipped = map_record(replace(FORM, timezone="UTC"), {**RECORD, "user": {"id": "8.01496E+17"}})
    assert skipped.skipped == "account id ruined by a spreadsheet"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"at": None}, "no time"), ({"at": "soon"}, "time cannot be read"), ({"user": {}}, "no account"),
     ({"at": 0}, "time before 1990 (an empty or broken clock)"), ({"at": "2990-01-01T00:00Z"}, "time in the future")],
)  # fmt: skip
def test_rows_that_prove_nothing_are_skipped_with_their_reason(changes, reason):
    mapped = map_record(replace(FORM, timezone="UTC"), {**RECORD, **changes})
    assert (mapped.post, mapped.account, mapped.skipped) == (None, None, reason)


def test_an_empty_record_is_an_empty_row():
    assert map_record(FORM, {}).skipped == "empty row"


def test_a_zone_is_never_guessed():
    with pytest.raises(ZoneNeeded):
        map_record(FORM, {**RECORD, "at": "2020-01-01T10:00:00"})


def test_coarse_stamps_carry_their_precision():
    assert post(at="2020-01-01T10:00Z")["precision"] == 60.0
    assert post(at="2020-01-01")["precision"] == 86400.0
    assert map_record(replace(FORM, precision=60.0), RECORD).post["precision"] == 60.0


def test_functions_of_a_format_have_their_say():
    form = replace(
        FORM,
        timezone="UTC",
        split=lambda record: [record, {**record, "id": 2}],
        skip=lambda record: "not wanted" if record.get("bad") else None,
        finish=lambda record, row: {**row, "text": None, "surface": "here"},
        deletion=lambda record: {"post_id": "9"} if record.get("gone") else None,
    )
    first, second = map_records(form, RECORD)
    assert (first.post["post_id"], second.post["post_id"]) == ("801496123456789012", "2")
    assert "text" not in first.post
    assert first.post["surface"] == "here"
    assert map_record(form, {**RECORD, "bad": 1}).skipped == "not wanted"
    assert map_record(form, {"gone": 1}).deletion == {"source": "", "row": None, "platform": "x", "post_id": "9"}


def test_html_becomes_text():
    form = replace(FORM, html=True, timezone="UTC")
    text = "<p>one &amp; two</p><p>three<br>four<script>no</script></p>"
    assert map_record(form, {**RECORD, "text": text}).post["text"] == "one & two\nthree\nfour"


def test_pseudonyms_of_two_files_are_never_joined():
    form = replace(FORM, pseudonymous=True, timezone="UTC")
    one, two = (Mapper(form, source=source).map(RECORD) for source in ("aa", "bb"))
    assert (one.post["account_id"], two.post["account_id"]) == ("aa/5", "bb/5")
    assert one.account["account_id"] == "aa/5"


@pytest.mark.parametrize(
    ("cell", "how", "found"),
    [
        ("a|b", "", ["a", "b"]), ("#a #b", "", ["a", "b"]), ("a, b", "", ["a", "b"]), ('["a", "b"]', "", ["a", "b"]),
        ("['a', 'b']", "", ["a", "b"]), ("[a, b]", "", ["a", "b"]), ("[]", "", None), ("a b", " ", ["a", "b"]),
        ("a;b", ";", ["a", "b"]), (["a", None, {"x": 1}, " "], "", ["a"]),
    ],
)  # fmt: skip
def test_lists_are_read_however_they_are_written(cell, how, found):
    assert map_record(replace(FORM, lists=how, timezone="UTC"), {**RECORD, "tags": cell}).post.get("hashtags") == found


def test_links_with_commas_stay_whole():
    links = "https://a.b/c,d, https://e.f/g"
    assert post(links=links)["urls"] == ["https://a.b/c,d", "https://e.f/g"]
