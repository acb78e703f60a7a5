"""Texts that a person takes for the same are the same, and those that say too little are not compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.normalise.text import carries, clean, fold, forms, near_form, read, weigh

BASE = "Our city council has voted for the new bridge tonight"


@pytest.mark.parametrize(
    "variant",
    [
        "our CITY council has voted for the new bridge tonight",
        "Our city council has voted for the new bridge tonight http://t.co/AbC123",
        "@mayor @press Our city council has voted for the new bridge tonight",
        "Our  city council\nhas voted for the new bridge tonight.",
        "Our city council has voted for the new bridge tonight https://t.co/ab…",
        "Our city council has voted for the new bridge tonight htt…",
        "O\u200bur ci\u00adty council has voted for the new \u202ebridge\u202c tonight",
        "Ｏｕｒ ｃｉｔｙ council has voted for the new bridge tonight",
        "𝐎𝐮𝐫 𝐜𝐢𝐭𝐲 council has voted for the new bridge tonight",
        "Оur сity counсil has voted for the new bridge tonight",
        "Our city council has voted for the new bridge tonight \ufffd\ufffd\ufffd",
        "“Our city council has voted for the new bridge tonight”",
        "Our city council has voted for the new bridge tonight pic.twitter.com/XyZ",
    ],
)
def test_variants_are_the_same_text(variant: str) -> None:
    assert forms(variant).exact == forms(BASE).exact


@pytest.mark.parametrize(
    "other",
    [
        "Our city council has voted against the new bridge tonight",
        "Our city council has voted for the new bridge tonight #bridge",
        "Our city council has voted for the new bridge tonight 😀",
    ],
)
def test_other_texts_are_not(other: str) -> None:
    assert forms(other).exact != forms(BASE).exact


@pytest.mark.parametrize(
    "text", ["", "Yes!", "good morning", "😀😀😀 🎉", "#one #two #three #four", "12 345 67 89 10", "@a @b @c @d"]
)
def test_short_texts_emoji_and_rows_of_hashtags_are_not_compared(text: str) -> None:
    assert forms(text) == (None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "本日、新しい橋の建設が市議会で可決されました",
        "市议会今晚投票通过了新桥的建设方案大家都很高兴",
        "시의회가 오늘 밤 새 다리 건설을 찬성했다고 합니다",
        "สภาเมืองลงมติเห็นชอบการก่อสร้างสะพานใหม่ในคืนนี้",
        "صوّت مجلس المدينة الليلة لصالح بناء الجسر الجديد",
        "नगर परिषद ने आज रात नए पुल के निर्माण के पक्ष में मतदान किया",
        "Городской совет сегодня вечером проголосовал за новый мост",
        "Το δημοτικό συμβούλιο ψήφισε απόψε υπέρ της νέας γέφυρας",
    ],
)
def test_every_script_has_all_forms(text: str) -> None:
    assert None not in forms(text)


def test_arabic_vowel_marks_and_stretching_do_not_count() -> None:
    assert (
        forms("صوّت مجلسُ المدينة الليلة لصالح الجســـر الجديد").exact
        == forms("صوت مجلس المدينة الليلة لصالح الجسر الجديد").exact
    )


def test_a_link_ends_where_chinese_begins() -> None:
    assert read("看这里https://t.co/abc新桥的建设").words.split() == ["看这里", "新桥的建设"]


def test_html_entities_are_resolved() -> None:
    assert clean("Tom &amp; Jerry &lt;3") == "Tom & Jerry <3"


def test_emails_are_no_mentions() -> None:
    assert "me@example.org" in read("write to me@example.org").bare


def test_a_word_of_another_script_is_left_alone() -> None:
    assert fold("мост") == "мост"
    assert fold("brоwn") == "brown"  # with a Cyrillic о


TEMPLATES = [
    (
        "Hurry, 24 people in the town of Lakeside have already signed http://t.co/a #act",
        "Hurry, 3 people in the town of Springfield have already signed http://t.co/b #now",
    ),
    (
        "I just walked 5.2 km with @walker and it was great fun",
        "I just walked 11 km with @runner_9 and it was great fun",
    ),
]


@pytest.mark.parametrize(("one", "other"), TEMPLATES)
def test_templates_mask_names_numbers_links_mentions_and_hashtags(one: str, other: str) -> None:
    assert forms(one).exact != forms(other).exact
    assert forms(one).template == forms(other).template is not None


def test_headlines_keep_their_capitals_as_words() -> None:
    assert "bridge" in (forms("City Council Votes For New Bridge After Long Debate").template or "")


def test_a_template_needs_enough_words_of_its_own() -> None:
    assert forms("Now Anna Smith meets @x at 12:30 http://a.b/c with Berta Jones").template is None


def test_framing_hashtags_do_not_make_texts_differ() -> None:
    one, other = forms(f"#bridge {BASE}").near, forms(f"{BASE} #bridge #city").near
    assert one == other == forms(BASE).near is not None
    assert "bridge" in (near_form("vote for the #bridge in the city council tonight") or "")


@given(st.text(max_size=80))
def test_cleaning_twice_changes_little(text: str) -> None:
    once = clean(text)
    assert unicodedata.is_normalized("NFKC", once)
    assert not set(once) & {"\x00", "\x01", "\u200b", "\u202e", "\ufeff", "\ufffd"}


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs", "S", "M"]), max_size=60))
def test_no_text_breaks_the_forms(text: str) -> None:
    found = forms(text)
    assert found.exact is not None or found == (None, None, None)
    assert found.near is None or found.near == " ".join(found.near.split())


@given(st.text(alphabet="ab1 .,#é日ก-\n", max_size=60), st.integers(1, 6), st.integers(1, 20))
def test_the_quick_look_agrees_with_the_weight(text: str, words: int, letters: int) -> None:
    weight = weigh(text)
    assert carries(text, words, letters) == (weight.words >= words and weight.letters >= letters)


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "# " * 20_000, "@" * 50_000, "1." * 20_000, "h" * 30_000 + "…", "…" * 30_000]
)
def test_long_odd_texts_take_no_time(text: str) -> None:
    forms(text)  # a pattern that goes back over itself would not come to an end
