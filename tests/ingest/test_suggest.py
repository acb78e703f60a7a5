"""What the columns of an unknown table mean, by name and content."""

import pytest

from inconcert.errors import MappingError, UnknownFormat
from inconcert.ingest.material import Sample
from inconcert.ingest.suggest import day_first, month_first, suggest, time_forms, x_offset
from inconcert.model.times import reader

BASE = [{"user": f"u{n % 5}", "created": f"2020-01-0{n % 9 + 1} 10:00", "message": f"hello {n}"} for n in range(60)]


def suggested(**columns):
    records = tuple({**row, **{name: make(n) for name, make in columns.items()}} for n, row in enumerate(BASE))
    return suggest(Sample("csv", records, tuple(records[0])), "posts.csv").recipe


def test_names_and_content_together():
    assert suggested().columns == {"handle": "user", "time": "created", "text": "message"}


def test_a_count_of_rows_is_no_id():
    assert "id" not in suggested(id=lambda n: n + 1).columns
    assert suggested(id=lambda n: n + 1, tweet_id=lambda n: 7 * n + 900).columns["id"] == "tweet_id"
    assert suggested(id=lambda n: 7 * n + 900).columns["id"] == "id"


def test_a_column_must_hold_what_its_name_says():
    assert "urls" not in suggested(url=lambda n: f"no link {n}").columns
    assert suggested(url=lambda n: f"https://a.b/{n}").columns["urls"] == "url"
    assert "metric.like" not in suggested(likes=lambda n: "many").columns
    assert suggested(timestamp=lambda n: "?").columns["time"] == "created"


def test_the_posts_own_addresses_are_no_shared_links():
    found = suggested(post_id=lambda n: f"{n}77", link=lambda n: f"https://social.example/post/{n}77")
    assert found.columns["id"] == "post_id"
    assert "urls" not in found.columns


def test_ids_that_hold_the_instants_are_those_of_x():
    at = 1_577_836_800_000

    def snowflake(n):
        day = n % 9
        return str(((at + day * 86_400_000 + 36_000_000 - 1_288_834_974_657) << 22) + n)

    assert suggested(tweet_id=snowflake).platform == "x"
    assert suggested(tweet_id=lambda n: str(10**17 + n * 10**14)).platform == ""


def test_nothing_is_read_about_what_people_are():
    found = suggested(party=lambda n: "a", gender=lambda n: "b", religion=lambda n: "c")
    assert not {"party", "gender", "religion"} & set(found.columns.values())


def test_what_lacks_is_named():
    with pytest.raises(UnknownFormat, match="no column looks like a time or an account"):
        suggest(Sample("csv", ({"a": "1", "b": "2"},), ("a", "b")), "posts.csv")


@pytest.mark.parametrize(
    ("column", "forms"),
    [
        (["2020-01-01 10:00"], ("iso",)), (["1577872800"], ("unix",)), (["13/1/2020 10:00"], ("dmy",)),
        (["1/13/2020"], ("mdy",)), (["Sat May 08 20:50:50 +0000 2021"], ("%a %b %d %H:%M:%S %z %Y",)),
        ([1577872800.0, None], ("unix", "iso")), (["May 8, 2021 10:00"], ("%b %d, %Y %H:%M",)),
    ],
)  # fmt: skip
def test_forms_of_times(column, forms):
    assert time_forms(column, "f", "c", list) == forms


def test_forms_that_stay_open_are_asked_for():
    with pytest.raises(MappingError, match="day first or month first"):
        time_forms(["1/2/2020"], "f", "c", lambda: ["1/2/2020"] * 9000)
    assert time_forms(["1/2/2020"], "f", "c", lambda: ["1/2/2020"] * 9000 + ["25/2/2020"]) == ("dmy",)
    with pytest.raises(MappingError, match="in one column"):
        time_forms(["1/2/2020"], "f", "c", lambda: ["1/22/2020"] * 5000 + ["25/2/2020"] * 5000)
    with pytest.raises(MappingError, match="--time-format"):
        time_forms(["long ago"], "f", "c", list)


def test_the_zone_inside_ids():
    def pairs(hours, wobble=0):
        ats = [1_500_000_000_000 + n * 61_000 for n in range(40)]
        return [(str((at - 1_288_834_974_657) << 22), at * 1000 + hours * 3_600_000_000 + wobble * n * 10**9)
                for n, at in enumerate(ats)]  # fmt: skip

    assert x_offset(pairs(-4)) == -240
    assert x_offset(pairs(0)) == 0
    assert x_offset(pairs(5.5)) == 330
    assert x_offset(pairs(0, wobble=1)) is None
    assert x_offset(pairs(0)[:5]) is None


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("03/04/2021 10:00", "%d/%m/%Y %H:%M"),
        ("3-4-2021", "%d-%m-%Y"),
        ("03.04.21, 10:00:07", "%d.%m.%y, %H:%M:%S"),
        ("3/4/2021 9:05 pm", "%d/%m/%Y %I:%M %p"),
    ],
)
def test_the_pattern_to_copy_reads_the_value_it_was_made_of(text, pattern):
    assert day_first(text) == pattern
    assert reader((pattern,), "UTC")(text).at != reader((month_first(text),), "UTC")(text).at


def test_a_column_that_only_its_name_fits_is_told_with_what_it_holds():
    records = tuple({"author": {"name": "a"}, "time": "1970-01-01T00:00:00Z", "text": f"b{n}"} for n in range(9))
    with pytest.raises(UnknownFormat, match=r"no column looks like a time") as told:
        suggest(Sample("ndjson", records, ()), "posts.ndjson")
    assert "Column 'time' is named like a time, but holds '1970-01-01T00:00:00Z'" in str(told.value)
    assert "author (an object)" in str(told.value)


def test_a_time_that_cannot_be_read_is_told_by_itself():
    column = ["2024-03-01 10:00", "not a time", "2024-03-01 10:02", "neither"]
    with pytest.raises(MappingError, match="'not a time' is not a time"):
        time_forms(column, "posts.csv", "created", lambda: column)
