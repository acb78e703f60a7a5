"""Features depend on the posts and on nothing else; what is left out is counted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pytest

from inconcert.errors import Cancelled, UsageError
from inconcert.model.tables import schema
from inconcert.normalise import bulk
from inconcert.signals import features, finishing, making
from inconcert.signals.material import sample_posts

if TYPE_CHECKING:
    from pathlib import Path

BRIDGE = "The council has voted for the new bridge and work will begin before the end of this long summer"
UNCOUNTED = {"posts", "kept", "left_out"}


def test_the_columns_are_those_of_the_noun(bench) -> None:
    bench.features(sample_posts())
    from pyarrow import parquet

    assert parquet.read_schema(bench.folder / "features.parquet").names == schema("features").names


def test_posts_are_numbered_by_time_then_name(bench) -> None:
    rows = bench.features([{"seconds": 5}, {"seconds": 1, "post_id": "b"}, {"seconds": 1, "post_id": "a"}])
    assert [(row["post"], row["post_ref"]) for row in rows] == [(0, "x:a"), (1, "x:b"), (2, "x:1")]


def test_what_cannot_be_used_is_left_out_and_counted(bench) -> None:
    rows = bench.features([{}, {"posted_at": None}, {"account_id": None}, {"post_id": None}])
    assert len(rows) == 1
    assert bench.told["left_out"] == {"no time": 1, "no account": 1, "no id": 1}
    assert (bench.told["posts"], bench.told["kept"]) == (4, 1)


def test_nothing_in_nothing_out(bench) -> None:
    assert bench.features([]) == []
    assert bench.told["kept"] == 0


def test_the_order_of_posts_does_not_matter(bench) -> None:
    whole = sample_posts()
    first, told = bench.features(whole), bench.told
    again = bench.features(whole.take(list(range(whole.num_rows))[::-1]))
    assert first == again
    assert told == bench.told


def test_small_batches_and_threads_give_the_same_bytes(bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.features(sample_posts())
    whole = (bench.folder / "features.parquet").read_bytes()
    monkeypatch.setattr(making, "BATCH", 7)
    monkeypatch.setattr(finishing, "SLAB", 10)
    bench.features(sample_posts())
    assert (bench.folder / "features.parquet").read_bytes() == whole


def test_an_unknown_clock_is_taken_for_a_minute(bench) -> None:
    assert bench.features([{"precision": None}])[0]["precision"] == making.UNKNOWN_CLOCK == 60.0


def test_microseconds_are_kept(bench) -> None:
    at = datetime(2024, 3, 1, 9, 0, 0, 123_456, tzinfo=UTC)
    assert bench.features([{"posted_at": at}])[0]["at"] == int(at.timestamp()) * 1_000_000 + 123_456


def test_reposts_written_as_text_are_recognised(bench) -> None:
    rows = bench.features(
        [{"text": f"RT @Anna: {BRIDGE[:90]}…"}, {"text": f"Yes! RT @Anna: {BRIDGE}"}, {"text": BRIDGE}]
    )
    assert [row["kind"] for row in rows] == ["repost", "quote", "post"]
    assert [row["original_account"] for row in rows] == ["x:@anna", None, None]
    assert [row["text_exact"] is None for row in rows] == [True, True, False]
    assert bench.told["reposts recognised by their text"] == 1


def test_a_stand_in_gives_way_to_the_one_original_in_the_data(bench) -> None:
    repost = {"account_id": "b", "text": f"RT @Anna: {BRIDGE}", "seconds": 60}
    rows = bench.features([{"account_id": "7", "handle": "anna", "text": BRIDGE, "seconds": 0}, repost])
    assert (rows[1]["original"], rows[1]["original_account"]) == ("x:1", "x:7")


@pytest.mark.parametrize(
    "others",
    [
        [{"account_id": "7", "handle": "anna", "text": BRIDGE}, {"account_id": "7", "handle": "anna", "text": BRIDGE}],
        [{"account_id": "7", "handle": "anna", "text": BRIDGE, "seconds": 120}],
        [{"account_id": "8", "handle": "berta", "text": BRIDGE}],
    ],
    ids=["two of them", "only later", "another author"],
)
def test_a_stand_in_stays_where_the_original_is_in_doubt(bench, others) -> None:
    repost = {"post_id": "r", "account_id": "b", "text": f"RT @Anna: {BRIDGE}", "seconds": 60}
    row = next(row for row in bench.features([*others, repost]) if row["post_ref"] == "x:r")
    assert row["original"].startswith("x:~")


def test_stated_originals_are_taken_as_they_are(bench) -> None:
    row = bench.features([{"text": "whatever", "repost_of": "9", "repost_of_account": "Anna"}])[0]
    assert (row["kind"], row["original"], row["original_account"]) == ("repost", "x:9", "x:Anna")


def test_replies(bench) -> None:
    rows = bench.features(
        [
            {"reply_to": "9", "reply_to_account": "Anna", "kind": "reply"},
            {"text": "@Anna hello"},
            {"text": "2/2", "reply_to": "9", "reply_to_account": "A"},
            {"kind": "comment", "thread": "video"},
            {"text": "hello @Anna"},
        ]
    )
    assert [row["reply_target"] for row in rows] == ["x:9", "x:@anna", None, "x:video", None]
    assert [row["reply_account"] for row in rows] == ["x:@anna", "x:@anna", "x:@a", None, None]
    assert [row["kind"] for row in rows] == ["reply", "reply", "post", "comment", "post"]


def test_links_are_counted_where_they_are_no_use(bench) -> None:
    rows = bench.features([{"text": "a http://t.co/x"}, {"urls": ["http://example.org/a", "http://t.co/y"]}])
    assert [row["links"] for row in rows] == [[], ["example.org/a"]]
    assert bench.told["links_left_out"] == {"t.co link that differs per post": 2}


def test_short_links_are_expanded_by_the_posts_that_know(bench) -> None:
    rows = bench.features(
        [
            {"text": "a http://t.co/x b https://bit.ly/y", "urls": ["http://example.org/a", "http://example.org/b"]},
            {"text": "http://t.co/x"},
            {"text": "", "urls": ["https://bit.ly/y"]},
            {"text": "http://t.co/unknown"},
        ]
    )
    assert [row["links"] for row in rows] == [
        ["example.org/a", "example.org/b"],
        ["example.org/a"],
        ["example.org/b"],
        [],
    ]
    assert bench.told["short links expanded"] == 2


def test_short_links_that_posts_expand_differently_stay_short(bench) -> None:
    known = [{"text": "https://bit.ly/y", "urls": [f"http://example.org/{end}"]} for end in "ab"]
    rows = bench.features([*known, {"text": "https://bit.ly/y"}])
    assert rows[2]["links"] == ["bit.ly/y"]


def test_languages_are_stated_inferred_or_open(bench) -> None:
    rows = bench.features(
        [{"text": BRIDGE, "lang": "en-GB"}, {"text": BRIDGE}, {"text": "ok"}, {"text": BRIDGE, "lang": "und"}]
    )
    assert [row["lang"] for row in rows] == ["en", "en", "und", "en"]
    assert bench.told["languages inferred"] == 3


def test_near_texts_are_clustered_equal_ones_too_and_lone_ones_not(bench) -> None:
    lone = "Completely different words about gardens, music and the weather of last autumn in the hills"
    rows = bench.features([{"text": BRIDGE}, {"text": f"{BRIDGE} and winter"}, {"text": lone}, {"text": BRIDGE}])
    near = [row["text_near"] for row in rows]
    assert near[0] == near[1] == near[3] is not None
    assert near[2] is None


SCRIPTS = {
    "Cyrillic": ("Городской совет проголосовал за новый мост через реку 24 апреля", "вчера", "#мост"),
    "Arabic": ("صوّت مجلس المدينة الليلة لصالح بناء ٢٤ جسرا جديدا فوق النهر الكبير", "أمس", "#الجسر"),
    "Devanagari": ("नगर परिषद ने आज रात 24 नए पुलों के निर्माण के पक्ष में मतदान किया", "कल", "#पुल_निर्माण"),
    "Chinese": ("市议会今晚投票通过了24座新桥的建设方案大家都很高兴地庆祝到了深夜", "吗", "#新桥"),
    "emoji": ("🌉 the council 👍🏽 has voted for 24 new bridges ❤️ over the river 🇪🇺", "🎉", "#bridge"),
}


@pytest.mark.parametrize("few", [0, 10_000], ids=["compiled", "by the rules"])
def test_no_step_erases_the_letters_of_any_script(bench, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each script two equal texts and one with a word more; whoever lost their letters would mix or drop them."""
    monkeypatch.setattr(bulk, "FEW", few)
    monkeypatch.setattr(bulk._Tally, "by_rules", 0)
    posts = [{"text": f"{text}{end} {tag}"} for text, more, tag in SCRIPTS.values() for end in ("", "", f" {more}")]
    rows = bench.features([*posts, {"text": "👍🏽 ❤️ 🎉 🌉"}])
    assert [rows[-1][name] for name in ("text_exact", "text_template", "text_near")] == [None] * 3
    for first, (script, (_, _, tag)) in zip(range(0, 15, 3), SCRIPTS.items(), strict=True):
        one, same, longer = rows[first : first + 3]
        for name in ("text_exact", "text_template", "text_near"):
            assert one[name] == same[name] is not None, (script, name)
        assert one["text_near"] == longer["text_near"], script
        assert one["hashtags"] == [tag[1:]], script
    for name in ("text_exact", "text_template", "text_near"):
        assert len({row[name] for row in rows[:15:3]}) == len(SCRIPTS), name


def test_pictures_of_one_cluster_share_a_name(bench) -> None:
    base = "0123456789abcdef" * 4
    rows = bench.features([{"media_hashes": [f"pdq:{base}"]}, {"media_hashes": [f"pdq:{base[:-1]}e", "md5:ab12"]}])
    assert rows[0]["media"][0] in rows[1]["media"]
    assert "md5:ab12" in rows[1]["media"]
    assert bench.told["clusters of like pictures"] == 1


def test_hashes_come_before_addresses(bench) -> None:
    row = bench.features([{"media": ["https://example.org/a.jpg"], "media_hashes": ["md5:ab12"]}])[0]
    assert row["media"] == ["md5:ab12"]


def test_a_run_can_be_stopped_and_leaves_nothing(bench, tmp_path: Path) -> None:
    def stop(_step: str, _done: int, _total: int) -> None:
        raise Cancelled("stopped.")

    with pytest.raises(Cancelled):
        bench.features(sample_posts(), progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_failing_disk_is_not_hidden_by_the_way_out(bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pyarrow.parquet.ParquetWriter", refuse)
    with pytest.raises(OSError, match="No space left on device"):
        bench.features(sample_posts())


def test_progress_ends_at_the_number_of_posts(bench) -> None:
    seen: list[tuple[str, int, int]] = []
    bench.features(sample_posts(), progress=lambda *said: seen.append(said))
    assert seen[-1][1] == seen[-1][2] == bench.told["kept"]


def test_memory_is_an_amount_and_is_given_back(tmp_path: Path) -> None:
    with duckdb.connect() as con:
        con.register("posts", sample_posts())
        con.execute("SET memory_limit = '777MB'")
        was = con.execute("SELECT current_setting('memory_limit')").fetchall()
        features.build(con, tmp_path / "features.parquet", "1GB")
        assert con.execute("SELECT current_setting('memory_limit')").fetchall() == was
        with pytest.raises(UsageError, match="amount of memory"):
            features.build(con, tmp_path / "features.parquet", "much")


def test_views_of_the_store_serve_as_posts(tmp_path: Path) -> None:
    with duckdb.connect() as con:
        con.register("given", sample_posts())
        con.execute("CREATE VIEW posts AS SELECT * FROM given")
        assert features.build(con, tmp_path / "features.parquet")["kept"] == sample_posts().num_rows - 1


def test_odd_posts_break_nothing(bench) -> None:
    odd = [
        {"text": text, "urls": [text], "hashtags": [text], "media": [text], "lang": text}
        for text in ("", "\u202e", "@", "RT @", "#", "http://", "\x00", "🏳️‍🌈" * 50)
    ]
    assert (
        len(bench.features([*odd, {"urls": [None], "hashtags": [None], "media": [None], "media_hashes": [None]}])) == 9
    )


def test_missing_platforms_are_said_to_be_unknown(bench) -> None:
    row = bench.features(
        pa.Table.from_pylist(
            [{"post_id": "1", "account_id": "a", "posted_at": datetime.now(UTC)}], schema=schema("posts")
        )
    )[0]
    assert (row["platform"], row["asset"], row["post_ref"]) == ("unknown", "unknown:a", "unknown:1")
