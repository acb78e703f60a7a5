"""Reposts that are only written, and stand-ins for their originals."""

from __future__ import annotations

import pytest

from inconcert.normalise.reposts import Repost, named, stand_in, written
from inconcert.normalise.text import read


@pytest.mark.parametrize(
    ("text", "repost"),
    [
        ("RT @Anna: hello there", Repost("anna", "hello there", "")),
        ("rt @Anna hello", Repost("anna", "hello", "")),
        ('RT @Anna "hello"', Repost("anna", 'hello"', "")),
        ("RT “@Anna: hello”", Repost("anna", "hello”", "")),
        ("“@Anna: hello” so true", Repost("anna", "hello” so true", "")),
        ("MT @Anna: hello", Repost("anna", "hello", "")),
        ("RT @Berta: RT @Anna: hello", Repost("anna", "hello", "")),
        ("So true! RT @Anna: hello", Repost("anna", "hello", "So true!")),
        ('haha"@Anna: hello"', Repost("anna", 'hello"', "haha")),
        ("Retweeted Anna Lee (@Anna): hello", Repost("anna", "hello", "")),
    ],
)
def test_what_is_a_repost(text: str, repost: Repost) -> None:
    assert written(text) == repost


@pytest.mark.parametrize(
    "text", ["@Anna hello", "hello via @Anna", "START @Anna: x", "RT if you agree", 'he said "@Anna" once', ""]
)
def test_what_is_none(text: str) -> None:
    assert written(text) is None


LONG = "The council has voted for the new bridge and work will begin before the end of this very long and rainy summer"


def test_classic_cuts_and_link_spellings_share_a_stand_in() -> None:
    whole = stand_in("anna", f"{LONG} http://t.co/abc")
    assert whole == stand_in("anna", f"{LONG[:90]}…") == stand_in("anna", f"{LONG} http://t.co/ab…") is not None


def test_the_original_has_the_name_its_reposts_give_it() -> None:
    assert named("anna", LONG, read(LONG)) == stand_in("anna", LONG[:100] + "…")


def test_other_authors_and_other_texts_do_not() -> None:
    assert stand_in("anna", LONG) != stand_in("berta", LONG)
    assert stand_in("anna", LONG) != stand_in("anna", LONG[4:])


def test_a_bare_link_tells_an_original_apart() -> None:
    assert stand_in("anna", "http://t.co/a") not in (None, stand_in("anna", "http://t.co/b"))
    assert stand_in("anna", "😀 http://t.co/a") != stand_in("anna", "😀 http://t.co/b")


def test_without_an_author_the_text_must_carry_enough() -> None:
    assert stand_in("", "Yes!") is None
    assert stand_in("", LONG) is not None
    assert stand_in("anna", "") is None
