"""Hosts in their parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.sites.names import Name, split

LABELS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("host", "parts"),
    [
        ("www.spiegel.de", ("www", "spiegel", "de")),
        ("SPIEGEL.DE.", ("", "spiegel", "de")),
        ("theguardian.co.com", ("", "theguardian", "co.com")),
        ("a.b.kobe.jp", ("", "a", "b.kobe.jp")),
        ("www.ck", ("", "www", "ck")),
        ("x.blogspot.com", ("", "x", "blogspot.com")),
        ("gov.pl", ("", "", "gov.pl")),
        ("правда.рф", ("", "правда", "рф")),
        ("xn--80aafg6avvi.xn--p1ai", ("", "xn--80aafg6avvi", "xn--p1ai")),
        ("spiegel.nosuchsuffix", ("", "spiegel", "")),
        ("192.168.0.1", ("", "", "")),
        ("localhost", ("", "", "")),
        ("a..b", ("", "", "")),
        ("", ("", "", "")),
    ],
)
def test_parts(host: str, parts: tuple[str, str, str]) -> None:
    assert tuple(split(host))[1:] == parts


def test_what_was_registered_stands_under_an_unknown_ending_too() -> None:
    assert split("www.spiegel.nosuchsuffix").registered == "spiegel.nosuchsuffix"
    assert split("www.spiegel.de").registered == "spiegel.de"
    assert split("co.uk").registered == ""


@given(st.lists(LABELS, min_size=2, max_size=6))
def test_parts_make_the_host_again(labels: list[str]) -> None:
    name = split(".".join(labels))
    if name.label:
        assert ".".join(part for part in (name.subdomain, name.label, name.ending) if part) == name.host
    assert isinstance(name, Name)


def test_the_list_is_the_one_tldextract_reads() -> None:
    from tldextract import TLDExtract

    read = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
    for host in ("a.b.co.uk", "x.y.compute.amazonaws.com", "www.city.kawasaki.jp", "a.github.io", "b.com.co"):
        found = read.extract_str(host)
        assert (found.subdomain, found.domain, found.suffix) == tuple(split(host))[1:]
