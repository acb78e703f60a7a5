import pytest

from inconcert.indicators.kinds import fits, kind


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a.example", "domain_name"),
        ("10.0.0.1", "ip"),
        ("https://a.example/x", "url"),
        ("a.example/x", "url"),
        ("https://t.me/name", "telegram_url"),
        ("d41d8cd98f00b204e9800998ecf8427e", "md5"),
        ("a" * 64, "sha256"),
        ("7,704 Facebook accounts", "count"),
        ("5 Groups", "count"),
        ("#hashtag", "hashtag"),
        ("someone@a.example", "email"),
        ("The network posted about floods", "text"),
        ("", "text"),
    ],
)
def test_what_a_value_is(value, expected):
    assert kind(value) == expected


def test_types_that_cannot_be_told_from_the_value_fit():
    assert fits("ios_app_id", "anything")
    assert fits("cib_url", "https://t.me/x")
    assert not fits("md5", "a.example")
