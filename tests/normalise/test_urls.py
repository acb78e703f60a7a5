"""One page, one address, however a reader came to it; two pages stay two."""

from __future__ import annotations

import re
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.normalise import urls
from inconcert.normalise.urls import canonical, canonical_links, from_text, registered_domain, short_key
from inconcert.sites.names import split

SAME = {
    "example.org/news/a": [
        "http://example.org/news/a",
        "HTTPS://WWW.Example.ORG/news/a/",
        "//example.org/news/a",
        "example.org/news/a",
        "http://m.example.org:80/news/a#comments",
        "https://example.org:443/news/./x/../a",
        "http://example.org//news/a?utm_source=x&utm_medium=y&fbclid=z&gclid=q",
        "https://example.org/news/a/amp/",
        "https://amp.example.org/news/a.amp?amp=1",
        "https://www.google.com/amp/s/www.example.org/news/a",
        "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/news/a",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.example.org%2Fnews%2Fa%3Ffbclid%3Dx&h=AT0",
        "https://www.google.com/url?sa=t&url=http%3A%2F%2Fexample.org%2Fnews%2Fa",
        "http://user:secret@example.org/news/a",
        "http://example.org/%6Eews/a",
        "<http://example.org/news/a>",
        "http://example.org/news/a#:~:text=bridge",
    ],
    "example.org/?a=1&b=2": ["http://example.org/?b=2&a=1", "http://example.org/?a=1&b=2&utm_campaign=c"],
    "youtube.com/watch?v=abcDEF12345": [
        "https://youtu.be/abcDEF12345?si=x",
        "https://m.youtube.com/watch?v=abcDEF12345&feature=share&t=10s",
        "https://www.youtube.com/shorts/abcDEF12345",
        "https://www.youtube.com/embed/abcDEF12345",
        "https://youtube.com/watch?app=desktop&v=abcDEF12345&list=PL1",
    ],
    "x.com/i/status/123": ["https://twitter.com/anna/status/123?s=20", "https://mobile.twitter.com/i/web/status/123"],
    "de.wikipedia.org/wiki/K%C3%B6ln": [
        "https://de.m.wikipedia.org/wiki/Köln",
        "http://de.wikipedia.org/wiki/K%c3%b6ln",
    ],
    "xn--bcher-kva.example": ["http://bücher.example/", "http://BÜCHER.example/index.html"],
    "app.example.org#/route/1": ["https://app.example.org/#/route/1"],
    "t.me/channel/12": ["https://t.me/s/channel/12", "https://telegram.me/channel/12?single"],
    "bit.ly/AbC": ["http://bit.ly/AbC", "https://www.bit.ly/AbC?utm_source=x"],
    "example.org:8080/a": ["http://example.org:8080/a"],
    "192.0.2.1/a": ["http://192.0.2.1/a"],
}


@pytest.mark.parametrize(
    ("form", "address"), [(form.replace("/?", "?"), one) for form, many in SAME.items() for one in many]
)
def test_one_page_has_one_address(form: str, address: str) -> None:
    assert canonical(address).url == form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/a", "http://example.org/A"),
        ("http://example.org/?id=1", "http://example.org/?id=2"),
        ("http://forum.example.org/t?tid=1", "http://forum.example.org/t?tid=2"),
        ("http://a.example.org/x", "http://b.example.org/x"),
        ("http://example.org/a%2Fb", "http://example.org/a/b"),
        ("https://bit.ly/abc", "https://bit.ly/ABC"),
        ("https://youtu.be/abcDEF12345", "https://youtu.be/abcDEF12346"),
        ("https://app.example.org/#/a", "https://app.example.org/#/b"),
    ],
)
def test_two_pages_stay_two(one: str, other: str) -> None:
    assert canonical(one).url != canonical(other).url


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://t.co/abc", "t.co link that differs per post"),
        ("https://twitter.com/a/status/1/photo/1", "picture or video of a post"),
        ("mailto:a@example.org", "not a web address"),
        ("javascript:alert(1)", "not a web address"),
        ("http://[::1", "not a web address"),
        ("ftp://example.org/x", "not a web address"),
        ("", "not a web address"),
        ("bridge", "not a web address"),
    ],
)
def test_what_is_no_use_says_why(address: str, reason: str) -> None:
    assert canonical(address) == (None, None, reason)


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("http://news.example.co.uk/x", "example.co.uk"),
        ("http://anna.github.io/x", "anna.github.io"),
        ("https://youtu.be/abcDEF12345", None),
        ("https://bit.ly/abc", None),
        ("https://facebook.com/a/posts/1", None),
        ("http://192.0.2.1/a", "192.0.2.1"),
    ],
)
def test_outlets_are_registered_domains_but_no_platforms_or_shorteners(address: str, domain: str | None) -> None:
    assert canonical(address).domain == domain


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert registered_domain("never.seen.example.com.au") == "example.com.au"
    assert canonical("https://bit.ly/neverseen").url == "bit.ly/neverseen"


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("harbour.ltd.example", "harbour.ltd.example"),
        ("www.harbour.ltd.example", "harbour.ltd.example"),
        ("ltd.example", "ltd.example"),
        ("www.harbour.example", "harbour.example"),
        ("a.news.example", "news.example"),
        ("harbour.ltd", "harbour.ltd"),
        ("a.harbour.co.uk", "harbour.co.uk"),
    ],
)
def test_names_under_a_second_level_of_an_unknown_ending_are_not_taken_for_one(host: str, domain: str) -> None:
    assert registered_domain(host) == domain
    assert split(host).registered == domain


def test_links_are_distinct_and_expanded_from_the_data_only() -> None:
    raw = [
        "https://bit.ly/abc",
        "http://example.org/a",
        "http://www.example.org/a",
        "http://t.co/x",
        "http://t.co/known",
    ]
    found = {"bit.ly/abc": "http://example.com/b", "t.co/known": "http://example.net/c"}
    links, domains, dropped = canonical_links(raw, found)
    assert links == ["example.com/b", "example.org/a", "example.net/c"]
    assert domains == ["example.com", "example.org", "example.net"]
    assert dropped == ["t.co link that differs per post"]


def test_short_links_have_a_key() -> None:
    assert short_key("https://BIT.ly/AbC/") == "bit.ly/AbC"
    assert short_key("http://t.co/x") == "t.co/x"
    assert short_key("http://example.org/x") is None
    assert short_key("http://bit.ly/") is None


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see http://example.org/a, and www.example.com.", ["http://example.org/a", "www.example.com"]),
        ("(https://en.wikipedia.org/wiki/A_(b))", ["https://en.wikipedia.org/wiki/A_(b)"]),
        ("cut http://t.co/ab… off", []),
        ("看https://example.cn/a新桥", ["https://example.cn/a"]),
        ("http://", []),
        ("nothing here", []),
    ],
)
def test_links_in_text(text: str, links: list[str]) -> None:
    assert from_text(text) == links


@given(st.text(max_size=60))
def test_no_address_breaks_it(address: str) -> None:
    link = canonical(address)
    assert (link.url is None) == (link.dropped is not None)


PARTS = st.text(alphabet="abcXYZ019-_%~é", min_size=1, max_size=6)


@given(st.lists(PARTS, max_size=3), st.lists(st.tuples(PARTS, PARTS), max_size=3))
def test_a_canonical_link_is_its_own_canonical_form(path: list[str], query: list[tuple[str, str]]) -> None:
    address = "http://example.org/" + "/".join(path) + "?" + "&".join(f"q{key}={value}" for key, value in query)
    once = canonical(address).url
    assert once is not None
    assert canonical(once).url == once


@given(
    st.sampled_from(["http://", "https://", "HTTP://", "//", ""]),
    st.lists(st.sampled_from(["www", "m", "example", "Example", "org", "t", "co", "x-y", "a_b", "", "é"]), max_size=4),
    st.sampled_from(["", "/", ":80", ":81/", "/a/../b", "//a", "/%41%2f", "/é", "/a b", "/amp", "?", "#"]),
    st.text(alphabet="ab/?#&=%2.~:@'\"<>\\ é", max_size=12),
)
def test_ordinary_addresses_are_read_as_any_other(scheme: str, labels: list[str], path: str, rest: str) -> None:
    address = scheme + ".".join(labels) + path + rest
    short = urls._parts.__wrapped__(address)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "_PLAIN", re.compile("(?!)"))
        assert short == urls._parts.__wrapped__(address)
