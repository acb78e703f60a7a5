from __future__ import annotations

import pytest

from inconcert.returns.words import handle_form, pairs

TEXT = "the bridge over the harbour will fall before winter comes to the northern towns"


def test_a_reworded_text_keeps_pairs_of_words() -> None:
    other = TEXT.replace("harbour", "bay").replace("winter", "frost")
    assert 0 < len(pairs(TEXT) & pairs(other)) < len(pairs(TEXT))


def test_names_links_and_numbers_are_no_pairs() -> None:
    assert pairs(f"{TEXT} https://a.example/1 @anna") == pairs(f"{TEXT} https://b.example/2 @bert")


def test_too_little_is_nothing() -> None:
    assert pairs("good morning") == frozenset()
    assert pairs(None) == frozenset()


def test_scripts_without_spaces_are_read_sign_by_sign() -> None:
    assert len(pairs("海边的大桥将在冬天到来之前倒塌请大家转发给北方城镇的所有居民看看")) > 20


@pytest.mark.parametrize(
    ("handle", "form"), [("Anna_K83", "a_a99"), ("bo1955", "a9999"), ("тут12", "a99"), ("plain", "a")]
)
def test_the_form_of_a_handle_keeps_digits_and_signs(handle: str, form: str) -> None:
    assert handle_form(handle) == form
