import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.networks.marks import LONGEST, marks, tokens


def changed(a, b):
    return [(a[m[1] : m[2]], b[m[3] : m[4]]) for m in marks(a, b) if m[0] != "equal"]


def test_a_changed_word_is_marked_as_a_whole():
    assert changed("Nobody asked us", "Noone asked us") == [("Nobody", "Noone")]


def test_an_address_is_one_piece():
    assert changed("see https://a.example/x?y=1 now", "see https://a.example/x?y=2 now") == [
        ("https://a.example/x?y=1", "https://a.example/x?y=2")
    ]


def test_scripts_without_spaces_are_compared_sign_by_sign():
    assert changed("大桥的费用已经翻倍", "大桥的费用已经三倍") == [("翻", "三")]


def test_a_thai_sign_keeps_its_marks():
    assert "".join(tokens("ที่นี่")) == "ที่นี่"
    assert all(len(token) > 1 for token in tokens("ที่นี่"))


def test_an_emoji_is_not_torn_apart():
    assert "👩🏽‍🔧" in tokens("ask 👩🏽‍🔧 now")


def test_arabic_words_stay_whole():
    assert changed("لا أحد سألنا", "لا أحد أخبرنا") == [("سألنا", "أخبرنا")]


def test_the_same_text_has_no_changes():
    assert marks("same", "same") == [("equal", 0, 4, 0, 4)]


def test_nothing_against_something_is_an_insertion():
    assert marks("", "new words") == [("insert", 0, 0, 0, 9)]
    assert marks("", "") == []


def test_a_very_long_text_is_still_compared():
    long = "word " * LONGEST
    assert changed(long + "one", long + "two")
    assert marks(long, long) == [("equal", 0, len(long), 0, len(long))]


@given(st.text(max_size=60), st.text(max_size=60))
def test_marks_cover_both_texts_and_equal_means_equal(a, b):
    found = marks(a, b)
    assert "".join(a[m[1] : m[2]] for m in found) == a
    assert "".join(b[m[3] : m[4]] for m in found) == b
    assert all(a[m[1] : m[2]] == b[m[3] : m[4]] for m in found if m[0] == "equal")
    assert all(one[0] == "equal" or other[0] == "equal" for one, other in itertools.pairwise(found))


@pytest.mark.parametrize("text", ["a\u0301b", "plain words, and more", "זה 12 מילים", "\U0001f1e9\U0001f1ea!"])
def test_tokens_join_to_the_text(text):
    assert "".join(tokens(text)) == text
