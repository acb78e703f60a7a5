"""The same facts and signs in other words or another language; never what other signals say already."""

from __future__ import annotations

from typing import Any

import pytest

from inconcert.signals.translated_copy import FEW, TranslatedCopy

EN = "The council gave twelve new buses to the villages by the lake"
DE = "Der Rat hat den Dörfern am See zwölf neue Busse gegeben"
RU = "Совет передал деревням у озера двенадцать новых автобусов"


def post(account: str, text: str, **more: Any) -> dict[str, Any]:
    return {"account_id": account, "text": text, **more}


def test_the_same_numbers_link_and_sign_in_three_languages_meet(bench: Any) -> None:
    tail = "1,250 {} 🚌 https://example.org/a"
    rows = [post("a", f"{EN} {tail}"), post("b", f"{DE} 1.250 🚌 https://example.org/a?utm_source=x"),
            post("c", f"{RU} ١٢٥٠ 🚌 http://www.example.org/a")]  # fmt: skip
    rows[0]["text"] = rows[0]["text"].replace(" {}", "")
    met = bench.meetings(TranslatedCopy(), rows)
    assert met == {"emoji:🚌 + link:example.org/a + number:1250": ["a", "b", "c"]}


@pytest.mark.parametrize(
    "same",
    [
        {"urls": ["https://example.org/a"]},
        {"urls": ["https://example.org/a", "https://example.org/b", "https://example.org/c"]},
        {"hashtags": ["one", "two", "three"]},
        {"media_hashes": ["md5:ab12"]},
        {},
    ],
    ids=["a link", "three links", "three tags", "a picture", "nothing"],
)
def test_what_other_signals_ask_is_not_asked_again(same: dict[str, Any], bench: Any) -> None:
    assert bench.meetings(TranslatedCopy(), [post("a", EN, **same), post("b", DE, **same)]) == {}


def test_a_tag_and_a_mention_are_only_a_topic(bench: Any) -> None:
    rows = [post("a", f"{EN} with @mayor", hashtags=["bus"]), post("b", f"{DE} mit @mayor", hashtags=["bus"])]
    assert bench.meetings(TranslatedCopy(), rows) == {}
    more = [{**row, "text": f"{row['text']} 🚌"} for row in rows]
    assert list(bench.meetings(TranslatedCopy(), more).values()) == [["a", "b"]]


def test_copied_words_do_not_count_and_the_first_to_have_them_stands_for_them(bench: Any) -> None:
    tail = "250 🚌"
    rows = [post("a", f"{EN} {tail}"), post("b", f"{EN} {tail}"), post("c", f"{EN} {tail} now")]
    assert bench.meetings(TranslatedCopy(), rows) == {}
    translated = [*rows, post("d", f"{DE} {tail}")]
    assert list(bench.meetings(TranslatedCopy(), translated).values()) == [["a", "d"]]


def test_items_that_many_posts_have_say_nothing(bench: Any) -> None:
    crowd = [post(f"c{number}", f"{RU} {number}{number}{number} 🚌", seconds=number) for number in range(1, FEW)]
    rows = [post("a", f"{EN} 77 🚌"), post("b", f"{DE} 77 🚌")]
    assert len(bench.meetings(TranslatedCopy(), [*rows, *crowd[: FEW - 2]])) == 1
    assert bench.meetings(TranslatedCopy(), [*rows, *crowd]) == {}


def test_reposts_are_left_to_their_signals(bench: Any) -> None:
    rows = [post("a", f"{EN} 77 🚌"), post("b", f"{DE} 77 🚌", kind="repost", repost_of="1")]
    assert bench.meetings(TranslatedCopy(), rows) == {}


def test_it_looks_no_further_than_two_days() -> None:
    assert max(TranslatedCopy.windows) == 2 * 86_400
    assert not TranslatedCopy.rarity
