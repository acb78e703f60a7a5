"""Texts of nearly the same words that say different things are told apart; rewordings are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.normalise import text
from inconcert.normalise.polarity import languages, mark, opposed


def near(words: str) -> str:
    return text.near_form(words) or " ".join(words.lower().replace("'", " ").split())


def differ(language: str, one: str, other: str) -> bool:
    return opposed(mark(near(one), language), mark(near(other), language))


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "the water is safe", "the water is not safe"),
        ("en", "the water is safe", "the water isn't safe"),
        ("en", "the water is safe", "the water is unsafe"),
        ("en", "the man was arrested", "the man was not arrested"),
        ("en", "the man was arrested", "the man was released"),
        ("en", "prices will rise", "prices will fall"),
        ("en", "three shops burned", "nine shops burned"),
        ("en", "12 shops burned", "21 shops burned"),
        ("de", "das Wasser ist sicher", "das Wasser ist nicht sicher"),
        ("de", "das Wasser ist sicher", "das Wasser ist unsicher"),
        ("de", "ein Mann wurde festgenommen", "kein Mann wurde festgenommen"),
        ("fr", "l'eau est potable", "l'eau n'est plus potable"),
        ("fr", "un homme a été arrêté", "un homme a été libéré"),
        ("es", "el agua es segura", "el agua no es segura"),
        ("es", "el agua es segura", "el agua es insegura"),
        ("ru", "вода безопасна", "вода не безопасна"),
        ("ru", "вода безопасна", "вода опасна"),
        ("zh", "警方逮捕了一名男子", "警方没有逮捕男子"),
        ("zh", "自来水安全", "自来水危险"),
        ("zh", "取消了四十个航班", "取消了十四个航班"),
        ("de", "vierzig Flüge fielen aus", "vierzehn Flüge fielen aus"),
        ("ru", "отменили сорок рейсов", "отменили четырнадцать рейсов"),
        ("ja", "水は安全です", "水は安全ではない"),
        ("ko", "물은 안전하다", "물은 안전하지 않다"),
        ("tr", "adam geldi", "adam gelmedi"),
        ("pl", "woda jest bezpieczna", "woda nie jest bezpieczna"),
        ("pt", "a água é segura", "a água não é segura"),
        ("it", "l'acqua è sicura", "l'acqua non è sicura"),
        ("nl", "het water is veilig", "het water is niet veilig"),
        ("ar", "الماء آمن", "الماء ليس آمنا"),
        ("th", "น้ำปลอดภัย", "น้ำไม่ปลอดภัย"),
    ],
)
def test_a_negation_another_number_and_an_opposite_make_another_statement(language: str, one: str, other: str) -> None:
    assert differ(language, one, other)
    assert differ(language, other, one)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "two thousand trees were planted", "helpers planted 2000 young trees"),
        ("en", "the union closes the bridge", "the ion bridge is shut by the union"),
        ("de", "die Brücke ist gesperrt", "die Brücke wurde geschlossen"),
        ("en", "the bridge never opened", "the bridge was not open"),
        ("zh", "种植了两千多棵树", "种下了2000多棵树"),
        ("zh", "周二一名男子被拘捕", "一名男子被拘捕"),
        ("zh", "三百二十五棵树", "325 棵树"),
        ("en", "one man came to the party", "a man came to the party"),
    ],
)
def test_other_words_alone_do_not(language: str, one: str, other: str) -> None:
    assert not differ(language, one, other)


def test_it_holds_across_languages() -> None:
    safe, dangerous = mark("das wasser ist sicher", "de"), mark("the water is dangerous", "en")
    assert opposed(safe, dangerous)
    assert not opposed(safe, mark("the water is safe", "en"))
    assert opposed(mark("drei läden", "de"), mark("nine shops", "en"))
    assert not opposed(mark("drei läden", "de"), mark("three shops", "en"))


@given(st.sampled_from(sorted(languages())), st.text(), st.text())
def test_any_text_agrees_with_itself_and_order_does_not_matter(language: str, one: str, other: str) -> None:
    first, second = mark(one, language), mark(other, language)
    assert not opposed(first, first)
    assert opposed(first, second) == opposed(second, first)


def test_a_number_of_many_digits_is_read() -> None:
    assert mark("9" * 5000, "en").numbers


SAID = ("water", "not", "safe", "unsafe", "never", "won", "lost", "rise", "fall", "isnt", "the", "arrested", "released")


@given(st.lists(st.sampled_from(SAID), max_size=8), st.randoms(use_true_random=False))
def test_a_text_says_what_its_words_say_in_any_order(words, random):
    turned = random.sample(words, len(words))
    whole = mark(" ".join(words), "en")
    assert whole == mark(" ".join(turned + words), "en")
    alone = [mark(word, "en") for word in words]
    assert whole.negated == any(one.negated for one in alone)
    first, second = (
        {bit for one in alone for bit in range(64) if getattr(one, side) >> bit & 1} for side in ("first", "second")
    )
    assert whole.first == sum(1 << bit for bit in first - second)
    assert whole.second == sum(1 << bit for bit in second - first)
