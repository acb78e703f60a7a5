"""Telegram Desktop, 4CAT, csds and minet."""

import pytest

from inconcert.errors import ZoneNeeded
from inconcert.ingest.mapping import map_record


def test_desktop_text_is_a_word_or_a_list_of_pieces(posts):
    texts = [post.get("text") for post in posts("telegram_desktop")]
    assert texts == ["plain words", "See this and https://example.org/b #Bridge@somebody", None, "a bold word"]


def test_desktop_links_tags_mentions_and_reactions(posts):
    post = posts("telegram_desktop")[1]
    assert post["urls"] == ["https://example.org/a", "https://example.org/b"]
    assert (post["hashtags"], post["mentions"]) == (["Bridge"], ["somebody"])
    assert post["metrics"] == {"reaction": 7.0}


def test_desktop_a_forward_is_a_repost_though_only_a_name_is_told(posts):
    post = posts("telegram_desktop")[1]
    assert (post["kind"], post["repost_of_account"]) == ("repost", "Other channel")
    assert "repost_of" not in post


def test_desktop_ids_belong_to_their_chat(posts):
    assert posts("telegram_desktop")[2]["post_id"] == "1234567890/12"
    assert posts("telegram_desktop")[2]["reply_to"] == "1234567890/10"


def test_desktop_a_channels_unsigned_message_is_the_channels(posts):
    assert posts("telegram_desktop")[3]["account_id"] == "channel1234567890"


def test_desktop_media_that_were_not_exported_are_none(posts):
    assert posts("telegram_desktop")[2]["media"] == ["photos/photo_1@01-05-2024.jpg"]
    assert "media" not in posts("telegram_desktop")[3]


def test_desktop_service_messages_are_left_out_by_name(mapped):
    assert mapped("telegram_desktop")[4].skipped == "service message"


def test_desktop_local_times_alone_are_asked_about(form, samples):
    old = {key: value for key, value in samples("telegram_desktop")[0].items() if key != "date_unixtime"}
    with pytest.raises(ZoneNeeded):
        map_record(form("telegram_desktop"), old)


def test_4cat_places_count_utf16_units(posts):
    post = posts("telegram_4cat")[0]
    assert post["urls"] == ["https://example.org/a", "https://example.org/hidden"]
    assert post["hashtags"] == ["Bridge"]


def test_4cat_forwards_answers_and_threads(posts, mapped):
    forward, answer = posts("telegram_4cat")
    assert (forward["repost_of"], forward["repost_of_account"]) == ("999/77", "channel999")
    assert (answer["reply_to"], answer["thread"]) == ("1234567890/501", "1234567890/400")
    assert mapped("telegram_4cat")[2].skipped == "service message"


def test_the_same_channel_is_the_same_account_in_desktop_and_4cat(posts):
    assert posts("telegram_4cat")[0]["account_id"] == posts("telegram_desktop")[0]["account_id"]
    assert posts("telegram_4cat")[1]["account_id"] == "user42"


def test_4cat_counts(posts):
    assert posts("telegram_4cat")[0]["metrics"] == {"view": 120.0, "repost": 3.0, "reply": 2.0, "reaction": 6.0}
    assert "view" not in posts("telegram_4cat")[1]["metrics"]


def test_csds_cells_hold_words_or_json(posts):
    assert [post["repost_of_account"] for post in posts("telegram_csds")] == ["999", "999"]
    assert posts("telegram_csds")[1]["reply_to"] == "1234567890/501"


def test_minet_ids_come_from_addresses(posts):
    assert [post["post_id"] for post in posts("minet_telegram")] == ["river/501", "river/502"]
    assert posts("minet_telegram")[0]["hashtags"] == ["Bridge"]
