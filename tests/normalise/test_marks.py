"""What stays of a text when it is translated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.normalise.marks import MOST, marks


@pytest.mark.parametrize("written", ["12,500", "12.500", "12 500", "12\u202f500", "12'500", "١٢٬٥٠٠", "१२,५००"])
def test_a_number_is_the_same_in_the_spelling_of_any_country(written: str) -> None:
    assert marks(f"They gave {written} euros") == ["number:12500"]


def test_a_single_digit_and_a_number_inside_a_word_say_nothing() -> None:
    assert marks("5 shops, see Bet365") == []
    assert marks("共12人") == ["number:12"]


def test_two_numbers_apart_are_two() -> None:
    assert marks("10 and 20 of 300") == ["number:10", "number:20", "number:300"]


def test_mentions_count_but_for_those_a_reply_begins_with() -> None:
    assert marks("@Anna @berta thanks, @Carl") == ["mention:carl"]
    assert marks("thanks @Anna and @ANNA") == ["mention:anna"]


def test_emoji_lose_skin_and_variant() -> None:
    assert marks("well done 👍🏽 ❤️ 🇩🇪") == sorted(["emoji:👍", "emoji:❤", "emoji:🇩🇪"])


def test_names_in_capitals_stay_unless_the_text_shouts() -> None:
    assert marks("Организация UNESCO и COVID-19") == ["name:covid-19", "name:unesco"]
    assert marks("LOOK AT THIS RIGHT NOW") == []
    assert marks("I am here") == []


def test_links_and_hashtags_are_features_of_their_own() -> None:
    assert marks("see https://example.org/2024/1234?UTM=99 #RSG15 #2024") == []


def test_a_list_has_no_marks() -> None:
    assert len(marks(" ".join(f"{number}x, " for number in range(100, 100 + MOST)))) == MOST
    assert marks(" and ".join(str(number) for number in range(100, 101 + MOST))) == []


@given(st.text())
def test_any_text_has_sorted_distinct_marks_of_known_kinds(body: str) -> None:
    found = marks(body)
    assert found == sorted(set(found))
    assert {mark.split(":")[0] for mark in found} <= {"mention", "number", "name", "emoji"}
