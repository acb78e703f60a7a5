"""Hashtags are read in order and written one way."""

from __future__ import annotations

import pytest

from inconcert.normalise.hashtags import from_text, normalise


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#One two #THREE", ["one", "three"]),
        ("＃東京 #नमस्ते #สวัสดี #مرحبا_بكم", ["東京", "नमस्ते", "สวัสดี", "مرحبا_بكم"]),
        ("a#b http://x.org/#c &#39; #d", ["d"]),
        ("#one #tw…", ["one"]),
        ("#one #two...", ["one"]),
        ("no tags", []),
        ("#a #a", ["a", "a"]),
    ],
)
def test_tags_in_text(text: str, tags: list[str]) -> None:
    assert from_text(text) == tags


def test_given_tags_lose_sign_case_and_emptiness() -> None:
    assert normalise(["#One", "", None, "ＴＷＯ", "#"]) == ["one", "two"]
