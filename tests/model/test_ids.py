"""Ids are text, and ruined ones are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.model.ids import Id, derived, identifier, x_instant


@pytest.mark.parametrize(
    "value", ["8.01496E+17", "8.01496e+17", "8,01496E+17", 8.01496e17, 2.0**53, "801496123456789000.0"]
)
def test_ids_that_lost_digits_are_ruined(value):
    assert identifier(value) == Id(None, True)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (801496123456789012, "801496123456789012"),
        (10**30 + 7, str(10**30 + 7)),
        (" 12 ", "12"),
        ("0012", "0012"),
        (123.0, "123"),
        ("123.0", "123"),
        ("at://did:plc:x/app.bsky.feed.post/3k", "at://did:plc:x/app.bsky.feed.post/3k"),
        ("5E3", "5E3"),
        ("1.2345E+4", "1.2345E+4"),
    ],
)
def test_ids_keep_all_their_digits(value, text):
    assert identifier(value) == Id(text)


@pytest.mark.parametrize("value", [None, "", "nan", "None", "NULL", float("nan"), True, [], {}])
def test_no_id_is_no_id(value):
    assert identifier(value) == Id(None)


@given(st.integers(0, 2**63))
def test_whole_numbers_are_their_digits(number):
    assert identifier(number).text == identifier(str(number)).text == str(number)


@given(st.integers(10**15, 10**18))
def test_a_float_column_never_gives_a_wrong_id(number):
    found = identifier(float(number))
    assert found.ruined or found.text == str(number)


@given(st.text(max_size=5), st.text(max_size=5), st.integers(0, 10**16), st.text())
def test_derived_ids_are_stable_and_tell_posts_apart(platform, account, at, text):
    one = derived(platform, account, at, text)
    assert one == derived(platform, account, at, text)
    assert len({one, derived(platform, account, at + 1, text), derived(platform, account + "x", at, text)}) == 3


def test_the_instant_inside_an_x_id():
    assert x_instant("629697200650592256") // 10**6 == 1438966486
    assert x_instant("20") is None
    assert x_instant("at://x") is None
