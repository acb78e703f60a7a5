"""Mastodon and its relatives, Gab, TikTok, YouTube, Reddit, 4CAT's table and tables made for other tools."""

from inconcert.ingest.mapping import map_record


def test_mastodon_text_links_and_warning(posts):
    post = posts("mastodon")[0]
    assert post["text"] == "politique\nLisez ceci\nvite & bien #Pont"
    assert post["urls"] == ["https://example.org/a", "https://example.org/card"]
    assert post["hashtags"] == ["Pont"]


def test_mastodon_accounts_and_posts_go_by_addresses(posts):
    post, boost, without = posts("mastodon")
    assert post["account_id"] == "https://social.example.org/users/river"
    assert post["post_id"] == "https://social.example.org/users/river/statuses/112"
    assert (boost["kind"], boost["repost_of"]) == ("repost", "https://else.example.org/users/o/statuses/9")
    assert boost["repost_of_account"] == "https://else.example.org/users/o"
    assert boost["text"].startswith("Lisez")
    assert without["account_id"] == "https://social.example.org/@river"
    assert "reply" not in boost["metrics"]


def test_mastodon_a_boost_keeps_its_own_text_apart_from_an_empty_warning(posts):
    assert not posts("mastodon")[1]["text"].startswith("\n")


def test_mastodon_relatives_are_told_apart(form, samples):
    truth = {**samples("mastodon")[0], "url": "https://truthsocial.com/@a/1", "uri": "https://truthsocial.com/@a/1"}
    truth["account"] = {"id": "1", "acct": "a", "url": "https://truthsocial.com/@a"}
    assert map_record(form("mastodon"), truth).post["platform"] == "truth"
    assert map_record(form("mastodon"), samples("mastodon")[0]).account["platform"] == "mastodon"


def test_mastodon_a_declared_bot_is_noted(form, samples):
    bot = samples("mastodon")[0]
    bot["account"]["bot"] = True
    assert map_record(form("mastodon"), bot).account["declared_bot"] is True


def test_truth_social(posts):
    post, boost, reply = posts("zeeschuimer_truth")
    assert (post["text"], post["urls"]) == ("Read this #x", ["https://example.org/a"])
    assert (boost["repost_of"], boost["repost_of_account"]) == ("111999999999999999", "108")
    assert (reply["reply_to"], reply["reply_to_account"]) == ("112000000000000001", "108")
    assert reply["urls"] == ["https://example.org/card", "https://example.org/a"]
    assert "reply" not in reply["metrics"]


def test_gab(posts):
    first, second = posts("zeeschuimer_gab")
    assert (first["text"], first["urls"], first["handle"]) == ("words", ["https://example.org/a"], "river")
    assert (second["surface"], second["media"]) == ("Group", ["https://cdn.example.org/9.jpg"])
    assert "reaction" not in second["metrics"]


def test_tiktok_authors_are_objects_or_handles(posts):
    assert [(post["account_id"], post["handle"]) for post in posts("zeeschuimer_tiktok")] == [("66", "river")] * 2


def test_tiktok_tags_duets_and_counts(posts, mapped):
    video, duet = posts("zeeschuimer_tiktok")
    assert (video["hashtags"], duet["hashtags"], video["mentions"]) == (["River"], ["River"], ["99"])
    assert "quote_of" not in video
    assert duet["quote_of"] == "7300000000000000001"
    assert duet["metrics"] == {"like": 1.0, "repost": 0.0}
    assert mapped("zeeschuimer_tiktok")[2].skipped == "advertisement"


def test_tiktok_comments_answer_a_comment_or_the_video(posts):
    first, second = posts("zeeschuimer_tiktok_comments")
    assert (first["kind"], first["reply_to"]) == ("comment", "7300000000000000001")
    assert second["reply_to"] == "7310000000000000001"
    assert "reply" not in second["metrics"]


def test_tiktok_research(posts):
    first, second = posts("tiktok_research")
    assert (first["post_id"], first["hashtags"], first["precision"]) == ("7300000000000000001", ["River", "two"], 1.0)
    assert (second["hashtags"], second["mentions"]) == (["Info"], ["river"])
    assert "metrics" not in second
    assert [post["hashtags"] for post in posts("tiktok_research_csv")] == [["River", "two"]] * 2


def test_youtube_videos(posts, mapped):
    video, found, listed = posts("youtube_videos")
    assert video["text"] == "Bridge opens\nSee https://example.org/a"
    assert video["metrics"] == {"view": 1200.0, "like": 3.0}
    assert found["post_id"] == "aBcDeFgHiJl"
    assert listed == video
    assert mapped("youtube_videos")[2].skipped == "search result that is not a video"


def test_youtube_threads_give_the_comment_and_its_replies(posts):
    first, reply, single, paged = posts("youtube_comments")
    assert (first["reply_to"], first["thread"], first["metrics"]["reply"]) == ("aBcDeFgHiJk", "aBcDeFgHiJk", 1.0)
    assert (reply["reply_to"], reply["thread"]) == ("Ugx1", "aBcDeFgHiJk")
    assert single["account_id"] == "fan"
    assert paged["post_id"] == "Ugx3"
    assert {post["kind"] for post in posts("youtube_comments")} == {"comment"}


def test_youtube_data_tools(posts):
    video, bare = posts("ytdt_videos")
    assert (video["text"], video["hashtags"]) == ("Bridge opens\nSee, all", ["bridge", "river town"])
    assert "like" not in video["metrics"]
    assert bare["text"] == "Next"
    assert posts("ytdt_comments")[1]["reply_to"] == "Ugx1"


def test_reddit_submissions(posts, mapped):
    link, own, crosspost = posts("reddit_submissions")
    assert (link["post_id"], link["urls"], link["surface"]) == ("t3_1abcde", ["https://example.org/a"], "river")
    assert (own["post_id"], own["text"]) == ("t3_1abcdf", "Bridge opens\nlong words")
    assert "urls" not in own
    assert (crosspost["kind"], crosspost["repost_of"], crosspost["media"]) == (
        "repost",
        "t3_1abcde",
        ["https://i.redd.it/x.jpg"],
    )
    assert crosspost["text"] == "Bridge opens"
    assert mapped("reddit_submissions")[3].skipped == "author deleted"


def test_reddit_comments(posts, mapped):
    first, second = posts("reddit_comments")
    assert (first["reply_to"], first["thread"], first["kind"]) == ("t3_1abcde", "t3_1abcde", "comment")
    assert (second["post_id"], second["reply_to"]) == ("t1_kabcdf", "t1_kabcde")
    assert "score" not in second["metrics"]
    assert mapped("reddit_comments")[2].skipped == "author deleted"


def test_4cats_table_names_its_platform_by_address(posts, mapped):
    retweet, reply = posts("fourcat_csv")
    assert (retweet["platform"], reply["platform"]) == ("x", "tiktok")
    assert (retweet["kind"], retweet["repost_of_account"]) == ("repost", "other")
    assert (reply["kind"], reply["reply_to_account"]) == ("reply", "other")
    assert retweet["urls"] == ["https://example.org/a", "https://example.org/b"]
    assert mapped("fourcat_csv")[2].skipped == "no account"


def test_4cats_table_without_an_address_is_not_guessed(form, samples):
    record = {**samples("fourcat_csv")[0], "link": ""}
    assert map_record(form("fourcat_csv"), record).post["platform"] == "web"


def test_minets_videos(posts):
    first, duet = posts("minet_tiktok")
    assert (first["account_id"], first["hashtags"]) == ("66", ["River", "two"])
    assert (duet["account_id"], duet["quote_of"]) == ("other", "7300000000000000001")
    assert posts("minet_youtube_videos")[0]["hashtags"] == ["bridge", "river town"]
    assert posts("minet_youtube_comments")[1]["reply_to"] == "Ugx1"


def test_a_prepared_table_keeps_every_object_of_a_post(form):
    row = {"object_id": "a", "account_id": "u", "content_id": "c", "timestamp_share": "1623881091"}
    one, two = (map_record(form("coortweet"), {**row, "object_id": name}).post for name in ("a", "b"))
    assert (one["shared_object"], two["shared_object"]) == ("a", "b")
    assert one["thread"] == two["thread"] == "c"
    assert one["post_id"] != two["post_id"]


def test_the_toolkits_links_are_separated_by_blanks(posts):
    first, repost, reply = posts("qut_toolkit")
    assert first["urls"] == ["https://example.org/a", "https://example.org/b"]
    assert (repost["kind"], reply["kind"]) == ("repost", "reply")
