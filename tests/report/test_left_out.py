"""What was not looked at is said, on the page and in the terminal."""

from __future__ import annotations

from inconcert.report.searched import left_out

SEEN = {"actions": 10, "says": [], "windows_left_out": []}


def test_nothing_left_out_is_nothing_said() -> None:
    assert left_out({"features": {"left_out": {}, "links_left_out": {}}, "signals": {"same_text": SEEN}}) == []
    assert left_out({}) == []


def test_posts_and_links_left_out_are_told_with_the_reason() -> None:
    told = left_out(
        {"features": {"left_out": {"no time": 1}, "links_left_out": {"t.co link that differs per post": 18772}}}
    )
    assert told == ["1 post left out: no time.", "18,772 links not compared: t.co link that differs per post."]


def test_signals_that_stood_back_say_so_and_are_not_called_empty() -> None:
    says = "fast_repost stood back for 5 actions: clock of 60 s, it needs 1 s or finer."
    signals = {
        "fast_repost": {**SEEN, "actions": 0, "says": [says]},
        "same_link": {**SEEN, "actions": 0},
        "same_text": SEEN,
    }
    assert left_out({"signals": signals}) == [says, "The material has nothing for same_link."]


def test_windows_finer_than_the_clock_are_told() -> None:
    signals = {"same_text": {**SEEN, "windows_left_out": [60.0, 600.0]}}
    assert left_out({"signals": signals}) == [
        "same_text did not look within 1 minute and 10 minutes: the clock of the material is coarser."
    ]


def test_what_limits_on_audiences_kept_out_is_told_with_its_mass() -> None:
    bounded = [{"window": 3600.0, "limit": 3000, "objects": 1, "actions": 4100, "meetings": 7, "accounts": 12}]
    assert left_out({"signals": {"same_link": {**SEEN, "bounded": bounded}}}) == [
        "same_link did not compare within 1 hour 1 object of more than 3,000 accounts (4,100 actions; 12 accounts on "
        "enough of them to be paired)."
    ]
