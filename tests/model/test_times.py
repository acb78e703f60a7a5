"""Instants: forms, zones, precision."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.errors import UsageError, ZoneNeeded
from inconcert.model.times import Clock, UnreadableError, iso, micros, order_of, reader, zone_named

NOON = 1438966486_000_000  # 2015-08-07 16:54:46 UTC
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1))
offsets = st.integers(-14 * 60, 14 * 60)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("2015-08-07 09:54:46 -0700", -420),
        ("2015-08-07T16:54:46Z", 0),
        ("2015-08-07T16:54:46.000Z", 0),
        ("2015-08-07T18:54:46+02:00", 120),
        ("2015-08-07 12:54:46 EDT", -240),
        ("2015-08-07 16:54:46 UTC", 0),
    ],
)
def test_iso_stamps_keep_their_offset(text, offset):
    assert reader(("iso",))(text) == (NOON, offset, 0.0)


@pytest.mark.parametrize(
    "value", [1438966486, 1438966486.0, "1438966486", "1438966486.0", 1438966486000, NOON, NOON * 1000]
)
def test_unix_times_tell_their_unit_by_size(value):
    assert reader(("unix",))(value).at == NOON


@pytest.mark.parametrize(
    ("form", "text", "precision"),
    [
        ("%a %b %d %H:%M:%S %z %Y", "Fri Aug 07 16:54:46 +0000 2015", 0.0),
        ("%d-%m-%Y %H:%M", "07-08-2015 16:54", 60.0),
        ("%d.%m.%y", "07.08.15", 86400.0),
        ("%B %d, %Y %I:%M %p", "August 7, 2015 4:54 PM", 60.0),
        ("%Y-%m-%d %H:%M:%S %Z", "2015-08-07 16:54:46 GMT", 0.0),
    ],
)
def test_patterns_are_read_with_their_precision(form, text, precision):
    stamp = reader((form,), "UTC")(text)
    assert stamp.precision == precision
    assert NOON - 86400_000_000 < stamp.at <= NOON


def test_forms_are_tried_in_order():
    read = reader(("%d/%m/%Y", "unix"), "UTC")
    assert iso(read("03/04/2015").at) == "2015-04-03T00:00:00Z"
    assert read("1438966486").at == NOON


def test_a_stamp_without_a_zone_asks_for_one():
    with pytest.raises(ZoneNeeded, match="--timezone"):
        reader(("iso",))("2015-08-07 16:54:46")
    with pytest.raises(ZoneNeeded):
        reader(("unix", "iso"))(datetime(2015, 8, 7))


def test_days_and_whole_moments_from_typed_tables():
    read = reader(("iso",), "Europe/Berlin")
    assert read(date(2015, 8, 7)) == (micros(datetime(2015, 8, 6, 22)), None, 86400.0)
    assert read(datetime(2015, 8, 7, 18, 54, 46)).at == NOON
    assert read(datetime(2015, 8, 7, 16, 54, 46, tzinfo=UTC)).at == NOON


@pytest.mark.parametrize(
    "value", ["", "soon", "2015-13-01", "2015-02-30 10:00", None, [], {}, True, "nan", "1e400", "١٢"]
)
def test_what_is_no_time_is_said_to_be_none(value):
    with pytest.raises(UnreadableError):
        reader(("iso", "unix", "dmy"), "UTC")(value)


@pytest.mark.parametrize("form", ["%Q", "%d %d %m %Y", "%H:%M", "%"])
def test_patterns_that_say_too_little_are_refused(form):
    with pytest.raises(UsageError):
        reader((form,))


def test_unknown_zones_suggest_the_nearest():
    with pytest.raises(UsageError, match="Europe/Berlin"):
        zone_named("Europe/Berlni")
    assert zone_named("europe/berlin") == ZoneInfo("Europe/Berlin")
    assert zone_named("-04:00").utcoffset(None) == timedelta(hours=-4)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["8/4/2016 11:52", "1/26/2016 19:30"], "mdy"),
        (["26/1/2016", "4/8/2016"], "dmy"),
        (["4/8/2016", "5/6/2016"], "open"),
        (["26/1/2016", "1/26/2016"], "both"),
        (["2016-01-26"], ""),
        ([], ""),
    ],
)
def test_the_order_of_day_and_month_is_settled_by_the_rows(texts, order):
    assert order_of(texts) == order


@given(moments, offsets)
def test_iso_round_trip(moment, minutes):
    zone = timezone(timedelta(minutes=minutes))
    stamp = reader(("iso",))(moment.replace(tzinfo=zone).isoformat())
    assert stamp.at == micros(moment) - minutes * 60_000_000
    assert stamp.offset == minutes


@given(
    moments.map(lambda moment: moment.replace(microsecond=0)), st.sampled_from(["UTC", "+02:00", "America/New_York"])
)
def test_patterns_agree_with_iso_in_every_zone(moment, zone):
    pattern = reader(("%d/%m/%Y %H:%M:%S",), zone)(moment.strftime("%d/%m/%Y %H:%M:%S"))
    assert pattern == reader(("iso",), zone)(moment.isoformat(" "))


@given(st.integers(632_000_000, 4_000_000_000))
def test_seconds_milliseconds_and_text_mean_the_same_instant(seconds):
    read = reader(("unix",))
    assert {read(value).at for value in (seconds, str(seconds), seconds * 1000, float(seconds))} == {seconds * 10**6}


@given(st.text())
def test_no_text_breaks_a_reader(text):
    try:
        reader(("iso", "unix", "dmy", "%a %b %d %H:%M:%S %z %Y"), "UTC")(text)
    except UnreadableError as error:
        assert "not a time" in str(error) or "calendar" in str(error)


@pytest.mark.parametrize(("unit", "precision"), [(1, 0.0), (60, 60.0), (3600, 3600.0), (86400, 86400.0)])
def test_the_clock_sees_how_coarse_stamps_are(unit, precision):
    clock = Clock()
    for step in range(1, 40):
        clock.see((step * step + 17_000) * unit * 1_000_000, None)
    assert clock.precision() == precision


def test_few_stamps_do_not_make_a_clock_coarse():
    clock = Clock()
    for step in range(9):
        clock.see(step * 60_000_000, None)
    for _ in range(100):
        clock.see(0, None)
    assert clock.precision() == 0.0


@given(st.lists(st.integers(0, 10**9), min_size=10, unique=True))
def test_minutes_are_never_taken_for_seconds_nor_the_reverse(minutes):
    clock = Clock()
    for minute in minutes:
        clock.see(minute * 60_000_000, None)
    assert clock.precision() >= 60.0
    clock.see(61_000_000, None)
    assert clock.precision() == 0.0
