"""What each signal counts, and what it leaves to others."""

from __future__ import annotations

import pytest

from inconcert.signals import BUILT_IN
from inconcert.signals.fast_repost import FastRepost
from inconcert.signals.hashtag_sequence import HashtagSequence
from inconcert.signals.near_text import NearText
from inconcert.signals.same_domain import SameDomain
from inconcert.signals.same_link import SameLink
from inconcert.signals.same_media import SameMedia
from inconcert.signals.same_original import SameOriginal
from inconcert.signals.same_reply_target import SameReplyTarget
from inconcert.signals.same_template import SameTemplate
from inconcert.signals.same_text import SameText

TEXT = "The council has voted for the new bridge and work will begin before the end of this summer"
FAMILIES = {"link", "message", "tag", "reply", "media", "object"}


def test_seventeen_signals_in_six_families() -> None:
    assert len({made.name for made in BUILT_IN}) == 17
    assert {made.family for made in BUILT_IN} == FAMILIES


@pytest.mark.parametrize("signal", [SameLink, SameDomain, HashtagSequence, SameText, SameTemplate, NearText, SameMedia])
def test_reposts_belong_to_the_repost_signals(signal: type, bench) -> None:
    post = {"text": TEXT, "urls": ["http://example.org/a"], "hashtags": ["a", "b", "c"], "media": ["k"]}
    reposts = [{**post, "account_id": name, "kind": "repost", "repost_of": "9"} for name in "ab"]
    own = [{**post, "account_id": name} for name in "cd"]
    met = bench.meetings(signal(), [*reposts, *own])
    assert list(met.values()) == [["c", "d"]]


def test_the_outlet_of_a_link_is_its_own_site(bench) -> None:
    acts = bench.actions(
        SameLink(),
        [{"urls": ["http://news.example.co.uk/a", "http://example.org:8080/b", "https://youtu.be/abcDEF12345"]}],
    )
    assert {act["object"]: act["outlet"] for act in acts} == {
        "news.example.co.uk/a": "example.co.uk",
        "example.org:8080/b": "example.org",
        "youtube.com/watch?v=abcDEF12345": "youtube.com",
    }


def test_the_outlet_of_a_repost_is_its_author_and_of_a_reply_its_target(bench) -> None:
    rows = [{"repost_of": "9", "repost_of_account": "Anna"}, {"reply_to": "8", "reply_to_account": "Berta"}]
    assert [act["outlet"] for act in bench.actions(SameOriginal(), rows)] == ["x:Anna"]
    assert [act["outlet"] for act in bench.actions(SameReplyTarget(), rows)] == ["x:@berta"]


def test_fast_is_measured_from_the_original_where_it_is_known(bench) -> None:
    original = {"post_id": "9", "account_id": "o", "seconds": 0}
    reposts = [{"account_id": f"r{at}", "repost_of": "9", "seconds": at} for at in (5, 60, 61, 90)]
    assert [act["asset"] for act in bench.actions(FastRepost(), [original, *reposts])] == ["x:r5", "x:r60"]
    assert [act["asset"] for act in bench.actions(FastRepost(), reposts)] == ["x:r5", "x:r60", "x:r61"]


def test_a_coarse_original_starts_no_clock(bench) -> None:
    original = {"post_id": "9", "account_id": "o", "seconds": 0, "precision": 60.0}
    reposts = [{"account_id": f"r{at}", "repost_of": "9", "seconds": at} for at in (100, 130, 170)]
    assert [act["asset"] for act in bench.actions(FastRepost(), [original, *reposts])] == ["x:r100", "x:r130"]


def test_two_hashtags_are_too_few_and_order_counts(bench) -> None:
    rows = [
        {"account_id": name, "hashtags": tags.split()}
        for name, tags in (("a", "x y"), ("b", "x y"), ("c", "x y z"), ("d", "z y x"))
    ]
    assert bench.meetings(HashtagSequence(), rows) == {}


def test_ids_of_two_platforms_are_never_one(bench) -> None:
    rows = [{"platform": platform, "account_id": "a", "repost_of": "9"} for platform in ("x", "gab")]
    acts = bench.actions(SameOriginal(), rows)
    assert sorted((act["asset"], act["object"]) for act in acts) == [("gab:a", "gab:9"), ("x:a", "x:9")]


def test_texts_meet_across_platforms(bench) -> None:
    rows = [{"platform": platform, "account_id": platform, "text": TEXT} for platform in ("x", "gab")]
    assert list(bench.meetings(SameText(), rows).values()) == [["gab", "x"]]
