"""X in all its exports."""

import json
from datetime import UTC, datetime

from inconcert.ingest.mapping import map_record, map_records
from inconcert.ingest.paths import Context


def at(*parts):
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * 1_000_000


def test_a_retweet_in_a_page_shows_its_original_whole(posts):
    retweet = posts("x_api_v2")[0]
    assert retweet["kind"] == "repost"
    assert retweet["repost_of"] == "1500000000000000001"
    assert retweet["repost_of_account"] == "1000000000000000002"
    assert retweet["text"].endswith("see all the pictures https://t.co/bb #bridge")
    assert retweet["urls"] == ["https://example.org/bridge"]
    assert retweet["hashtags"] == ["bridge"]
    assert retweet["posted_at"] == at(2022, 3, 5, 8, 0, 9)


def test_a_page_and_a_flattened_tweet_say_the_same(posts):
    paged, flat = posts("x_api_v2")[0], posts("x_api_v2")[2]
    for column in ("text", "urls", "hashtags", "mentions", "media", "repost_of", "repost_of_account", "handle"):
        assert paged[column] == flat[column], column


def test_a_streamed_page_gives_what_a_whole_page_gives(form, samples, posts):
    page = samples("x_api_v2")[0]
    context = Context({"includes.users": page["includes"]["users"], "includes.tweets": page["includes"]["tweets"]})
    streamed = [map_record(form("x_api_v2"), {**tweet, "_context": context}).post for tweet in page["data"]]
    assert streamed == posts("x_api_v2")[:2]


def test_long_posts_are_read_whole_and_answer_and_quote_at_once(posts):
    reply = posts("x_api_v2")[1]
    assert reply["text"].startswith("Sehr gut, und noch viel länger")
    assert reply["kind"] == "reply"
    assert reply["reply_to"] == "1500000000000000001"
    assert reply["quote_of"] == "1400000000000000001"
    assert reply["urls"] == ["https://example.org/c"]
    assert reply["metrics"]["view"] == 99.0


def test_the_account_comes_from_the_includes(mapped):
    account = mapped("x_api_v2")[0].account
    assert account["followers"] == 12
    assert account["created_at"] == at(2019, 3, 4, 5, 6, 7)
    assert account["url"] == "https://river.example.org"


def test_a_tweet_with_default_fields_only_makes_no_account(mapped):
    assert mapped("x_api_v2")[3].account is None


def test_v1_reads_extended_tweets_and_originals(posts):
    retweet, reply = posts("x_api_v1")
    assert retweet["text"].startswith("The whole words")
    assert retweet["hashtags"] == ["one", "Two"]
    assert retweet["source_app"] == "Some App"
    assert reply["text"].startswith("@other cut no more")
    assert reply["reply_to_account"] == "1000000002"
    assert "quote_of" not in reply


def test_v1_keeps_deletion_notices_and_names_others(mapped):
    assert [one.deletion for one in mapped("x_api_v1") if one.deletion] == [
        {
            "source": "",
            "row": None,
            "platform": "x",
            "post_id": "800000000000000003",
            "account_id": "1000000001",
            "deleted_at": 1479290999000000,
        }
    ]
    assert mapped("x_api_v1")[3].skipped == "stream notice 'limit'"


def test_the_archive_has_a_clock_of_minutes(posts):
    assert {post["precision"] for post in posts("x_archive")} == {60}
    assert posts("x_archive")[0]["posted_at"] == at(2019, 2, 28, 23, 59)


def test_the_archives_lists_have_no_quotes(posts):
    first, second, _ = posts("x_archive")
    assert first["urls"] == ["https://example.org/a", "https://example.org/b"]
    assert first["hashtags"] == ["One", "two"]
    assert first["mentions"] == ["22", "33"]
    assert "hashtags" not in second


def test_the_archives_second_variant_is_the_same_format(mapped):
    third = mapped("x_archive")[2]
    assert third.post["repost_of"] == "1099999999999999997"
    assert third.post["repost_of_account"] == "44"
    assert (third.account["followers"], third.account["following"]) == (7, 8)


def test_the_archives_ruined_references_are_left_out_and_reported(mapped):
    answer = mapped("x_archive")[1]
    assert "quote_of" not in answer.post
    assert answer.post["reply_to"] == "1099999999999999998"
    assert [problem.column for problem in answer.problems] == ["quote_of"]


def test_the_archives_float_references_lose_their_fraction(form, samples):
    record = {**samples("x_archive")[1], "in_reply_to_userid": "22.0"}
    assert map_record(form("x_archive"), record).post["reply_to_account"] == "22"


def test_a_retweet_without_an_original_stays_one(form, samples):
    record = {**samples("x_archive")[0], "retweet_tweetid": "", "retweet_userid": ""}
    assert map_record(form("x_archive"), record).post["kind"] == "repost"


def test_missing_counts_are_missing(posts):
    assert posts("x_archive")[0]["metrics"] == {"quote": 0.0, "reply": 0.0, "like": 3.0}


def test_twarc_cells_hold_json_objects_or_words(posts):
    objects, words = posts("twarc_csv")
    assert objects["urls"] == ["https://example.org/bridge"]
    assert objects["hashtags"] == ["Bridge"]
    assert words["hashtags"] == ["one", "Two"]
    assert words["kind"] == "reply"


def test_a_broken_cell_does_not_cost_the_row(form, samples):
    record = {**samples("twarc_csv")[0], "entities.urls": '[{"url": ', "public_metrics.like_count": "many"}
    result = map_record(form("twarc_csv"), record)
    assert result.post["post_id"] == "1500000000000000500"
    assert "metric.like" in [problem.column for problem in result.problems]


def test_ira_stamps_agree_with_the_ids_that_hold_the_instant(posts):
    for post in posts("ira_538")[:1]:
        instant = ((int(post["post_id"]) >> 22) + 1_288_834_974_657) * 1000
        assert 0 <= instant - post["posted_at"] < 60_000_000


def test_ira_kinds_languages_and_links(posts):
    post, retweet, quote = posts("ira_538")
    assert [one["kind"] for one in (post, retweet, quote)] == ["post", "repost", "quote"]
    assert (post["lang"], retweet.get("lang"), quote["lang"]) == ("en", None, "zh-Hans")
    assert post["urls"] == ["https://example.org/1", "https://example.org/2"]


def test_ira_accounts_are_whole_ids_or_handles_never_ruined_ones(posts):
    assert [post["account_id"] for post in posts("ira_538")] == ["905874659358453760"] * 2 + ["SOME_HANDLE"]


def test_ira_mirrors_by_author_are_read_too(form):
    record = {
        "author_id": "Some_Handle",
        "content": "words",
        "language": "English",
        "publish_date": "2015-07-30 16:54:00",
        "following": "135",
        "followers": "77",
        "updates": "24",
        "post_type": None,
        "account_category": "whatever",
    }
    post = map_record(form("ira_538"), record).post
    assert (post["account_id"], post["precision"], post["id_derived"]) == ("Some_Handle", 60, True)
    assert post["posted_at"] == at(2015, 7, 30, 16, 54)
    assert "whatever" not in json.dumps(post)


def test_tcat_lists_and_zone(mapped):
    first = mapped("tcat")[0]
    assert first.post["urls"] == ["https://example.org/a", "https://example.org/b"]
    assert first.post["hashtags"] == ["one", "two"]
    assert first.post["metrics"] == {"repost": 0.0}
    assert first.account["created_at"] == at(2013, 3, 4, 5, 6, 7)


def test_minet_tweets(posts):
    post, retweet, reply = posts("minet_tweets")
    assert post["urls"] == ["https://example.org/a", "https://example.org/b"]
    assert post["posted_at"] == at(2022, 3, 5, 8, 0, 9)
    assert (retweet["kind"], retweet["repost_of_account"]) == ("repost", "5")
    assert (reply["kind"], reply["reply_to"]) == ("reply", "1500000000000000001")


def test_the_web_clients_tweets(posts, mapped):
    post, retweet, answer = posts("zeeschuimer_x")
    assert post["handle"] == "river_news"
    assert post["seen_at"] > post["posted_at"]
    assert (retweet["repost_of"], retweet["repost_of_account"]) == ("1700000000000000001", "1000000002")
    assert retweet["text"] == "the whole original words"
    assert "handle" not in retweet
    assert answer["reply_to_account"] == "other"
    assert "view" not in answer["metrics"]
    assert mapped("zeeschuimer_x")[3].skipped == "promoted post"


def test_a_page_of_nothing_gives_nothing(form):
    assert map_records(form("x_api_v2"), {"meta": {"result_count": 0}, "data": []}) == []
