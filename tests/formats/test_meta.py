"""Facebook, Instagram, Threads and Meta's libraries."""

import pytest

from inconcert.errors import ZoneNeeded
from inconcert.ingest.mapping import map_record


def test_mcl_nested_and_flattened(posts):
    nested, flat = posts("mcl")
    assert (nested["account_id"], nested["handle"], nested["urls"]) == (
        "600000001",
        "rio",
        ["https://example.org/puente"],
    )
    assert nested["media"] == ["77"]
    assert (flat["kind"], flat["repost_of"], flat["surface"]) == ("repost", "500000001", "Un grupo")
    assert flat["metrics"] == {"repost": 0.0, "view": 1200.0}


def test_crowdtangle_stamps_name_their_zone(posts):
    first, second = posts("crowdtangle_facebook")
    assert first["utc_offset"] == -240
    assert second["posted_at"] - first["posted_at"] == -(3 * 3600 + 3300) * 1_000_000


@pytest.mark.parametrize("stamp", ["2021-07-01 08:00:01 BST", "2021-07-01 08:00:01 IST", "2021-07-01 08:00:01"])
def test_crowdtangle_stamps_of_an_unclear_zone_are_asked_about(form, samples, stamp):
    with pytest.raises(ZoneNeeded):
        map_record(form("crowdtangle_facebook"), {**samples("crowdtangle_facebook")[0], "Post Created": stamp})


def test_crowdtangle_ids_come_from_addresses(posts):
    assert [post["post_id"] for post in posts("crowdtangle_facebook")] == ["4000000000000001", "4000000000000002"]
    assert [post["post_id"] for post in posts("crowdtangle_instagram")] == ["CQxAbCdEf12", "CQxAbCdEf13"]


def test_crowdtangle_a_link_to_anothers_post_is_a_share(posts):
    plain, share = posts("crowdtangle_facebook")
    assert plain["kind"] == "post"
    assert (share["kind"], share["repost_of"], share["repost_of_account"]) == (
        "repost",
        "4000000000000000",
        "otherpage",
    )


def test_crowdtangle_a_link_to_the_pages_own_photo_is_none(form, samples):
    own = {
        **samples("crowdtangle_facebook")[0],
        "Link": "https://www.facebook.com/RiverNews/photos/1/2",
        "Final Link": "",
    }
    assert map_record(form("crowdtangle_facebook"), own).post["kind"] == "post"


def test_crowdtangle_counts(posts, mapped):
    assert posts("crowdtangle_facebook")[0]["metrics"] == {
        "interaction": 1234.0, "like": 1000.0, "reply": 0.0, "repost": 20.0,
    }  # fmt: skip
    assert "like" not in posts("crowdtangle_facebook")[1]["metrics"]
    assert mapped("crowdtangle_facebook")[0].account["followers"] == 5000


def test_crowdtangle_a_pages_birth_without_a_zone_is_left_out(mapped):
    without, given = mapped("crowdtangle_facebook")
    assert "created_at" not in without.account
    assert given.account["created_at"] == 1325491445000000


def test_instagram_item_lists_graph_forms_and_advertisements(posts, mapped):
    item, carousel, graph = posts("zeeschuimer_instagram")
    assert item["media"] == ["https://cdn.example.org/1.jpg"]
    assert carousel["media"] == ["https://cdn.example.org/2.jpg", "https://cdn.example.org/3.jpg"]
    assert (graph["post_id"], graph["text"], graph["metrics"]) == ("C6aBcDeFgHk", "old form", {"like": 4.0})
    assert mapped("zeeschuimer_instagram")[3].skipped == "advertisement"


def test_threads_links_are_unwrapped(posts):
    first, second = posts("zeeschuimer_threads")
    assert first["urls"] == ["https://example.org/a"]
    assert (second["kind"], second["reply_to_account"], second["quote_of"]) == ("reply", "56", "C6bThreads0")


def test_ads_have_bounds_days_and_a_payer(mapped):
    ad, old, _, table = (one.ad for one in mapped("meta_ad_library"))
    assert (ad["spend_lower"], ad["spend_upper"], ad["currency"]) == (0.0, 99.0, "EUR")
    assert (ad["impressions_lower"], ad["impressions_upper"]) == (1000, 4999)
    assert (ad["payer"], ad["precision"]) == ("Friends of Bridges", 86400.0)
    assert ad["text"] == "Vote for bridges\nBridges now"
    assert (old["spend_lower"], old["spend_upper"]) == (100.0, 199.0)
    assert "impressions_upper" not in old
    assert "payer" not in old
    assert "stopped_at" not in old
    assert (table["spend_lower"], table["impressions_upper"]) == (300.0, 34999)


def test_an_exporters_access_token_is_not_kept(mapped):
    assert "SECRET" not in repr(mapped("meta_ad_library"))


def test_facebook_comments_answer_by_the_ids_they_are_kept_under(posts):
    first, answer = posts("minet_facebook_comments")
    assert answer["reply_to"] == first["post_id"]
    assert answer["kind"] == "comment"
    assert "reaction" not in answer.get("metrics", {})


def test_equal_bounds_are_the_topmost_step_which_is_open(form, samples):
    table = {**samples("meta_ad_library")[3], "min_impressions": "1000000", "max_impressions": "1000000"}
    ad = map_record(form("meta_ad_library"), table).ad
    assert ad["impressions_lower"] == 1_000_000
    assert "impressions_upper" not in ad
