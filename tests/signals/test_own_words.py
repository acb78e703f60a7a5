"""Own words are sentences of one's own, with nothing that could have been passed on."""

from __future__ import annotations

from typing import Any

import pytest

from inconcert.coordination.windows import LISTED, of_signal
from inconcert.settings import DEFAULTS
from inconcert.signals.own_words import OwnWords

TEXT = "My grandmother always told us that the river would take the old bridge away before long"
NEAR = "My grandmother always told us the river would take the old bridge away before long!"
OTHER = "Nobody in my street has heard anything about a new bridge from the city council"


def met(bench: Any, *posts: dict[str, Any]) -> list[list[str]]:
    return list(bench.meetings(OwnWords(), list(posts)).values())


def test_the_same_sentence_and_a_variant_of_it_are_one(bench) -> None:
    posts = [{"account_id": name, "text": text} for name, text in zip("abcd", (TEXT, TEXT, NEAR, OTHER), strict=True)]
    assert met(bench, *posts) == [["a", "b", "c"]]


def test_a_sentence_that_nobody_varied_is_one_as_well(bench) -> None:
    assert met(bench, {"account_id": "a", "text": TEXT}, {"account_id": "b", "text": TEXT}) == [["a", "b"]]


@pytest.mark.parametrize(
    "passed_on",
    [
        {"urls": ["http://example.org/a"]},
        {"text": f"{TEXT} https://example.org/a"},
        {"text": f"{TEXT} https://bit.ly/abc"},
        {"media": ["k"]},
        {"kind": "repost", "repost_of": "9"},
    ],
)
def test_what_could_have_been_passed_on_is_left_out(bench, passed_on: dict[str, Any]) -> None:
    own = [{"account_id": name, "text": TEXT} for name in "ab"]
    others = [{"account_id": name, "text": TEXT, **passed_on} for name in "cd"]
    assert met(bench, *own, *others) == [["a", "b"]]


def test_few_words_are_no_sentence(bench) -> None:
    posts = [{"account_id": name, "text": "Good morning to everybody here"} for name in "ab"]
    assert met(bench, *posts) == []


def test_its_only_window_has_no_end_and_the_settings_do_not_change_that() -> None:
    used = of_signal(OwnWords(), DEFAULTS, 3600.0)
    assert used.seconds == (float("inf"),)
    assert used.audiences.tolist() == [LISTED]
