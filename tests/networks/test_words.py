import pytest

from inconcert.networks.words import count, duration, listed, moment, number, plural, probability, share, short


@pytest.mark.parametrize(
    ("noun", "many"),
    [
        ("link", "links"),
        ("reply", "replies"),
        ("hash", "hashes"),
        ("day", "days"),
        ("reply target", "reply targets"),
        ("row of hashtags", "rows of hashtags"),
        ("text, more or less,", "texts, more or less,"),
    ],
)
def test_plurals(noun, many):
    assert plural(noun) == many


def test_an_afterthought_is_left_out():
    assert [short("text, more or less,"), short("link")] == ["text", "link"]


def test_counts():
    assert [count(1, "account"), count(0, "account"), count(12345, "reply")] == [
        "1 account",
        "0 accounts",
        "12,345 replies",
    ]


@pytest.mark.parametrize(
    ("figure", "said"),
    [(0, "0"), (0.1, "0.1"), (0.0123, "0.01"), (0.00004, "fewer than 0.001"), (1, "1"), (2.54, "2.5"), (0.99, "1"),
     (99.96, "100"), (1234.5, "1,234")],
)  # fmt: skip
def test_numbers(figure, said):
    assert number(figure) == said


@pytest.mark.parametrize(
    ("p", "said"), [(0.05, "0.05"), (0.00123, "0.0012"), (3.2e-9, "3e-09"), (0.0, "below 1e-99"), (1.0, "1")]
)
def test_probabilities(p, said):
    assert probability(p) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "less than 1 second"), (1, "1 second"), (60, "1 minute"), (75, "75 seconds"), (600, "10 minutes"),
     (3600, "1 hour"), (5400, "1.5 hours"), (86400, "1 day"), (604800, "1 week"), (21600, "6 hours"),
     (100, "1.7 minutes")],
)  # fmt: skip
def test_durations(seconds, said):
    assert duration(seconds) == said


def test_lists():
    assert [listed(list(items)) for items in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]


def test_shares_never_round_to_all_or_nothing():
    assert [share(1, 1000), share(999, 1000), share(0, 5), share(5, 5), share(1, 3)] == [
        "under 1%", "over 99%", "0%", "100%", "33%",
    ]  # fmt: skip


def test_an_instant_is_told_no_finer_than_its_clock():
    at = 1_439_388_213_000_000
    assert moment(at) == "2015-08-12 14:03:33 UTC"
    assert moment(at, 60) == "2015-08-12 14:03 UTC"
    assert moment(at, 86400) == "2015-08-12"
