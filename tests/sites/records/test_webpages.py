"""Saved pages say whose they are and what they carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from inconcert.sites.records.fact import Receipt
from inconcert.sites.records.reading import read_facts
from inconcert.sites.records.webpages import page_facts, template

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<!doctype html><html><head><link rel="canonical" href="https://paper.de/a">
<link rel="alternate" type="application/rss+xml" href="https://feeds.other.org/all.xml">
<script src="https://www.googletagmanager.com/gtm.js?id=GTM-K7M776T"></script>
<link rel=stylesheet href="/wp-content/themes/homemade-news/style.css">
<script type="application/ld+json">{"author": {"@type": "Person", "name": "Jane Q. Doe"}}</script></head>
<body class="one two">text</body></html>"""


def said(source: str, url: str | None, html: str = PAGE) -> tuple[set[tuple[str, str, str]], Receipt]:
    receipt = Receipt()
    return {fact[:3] for fact in page_facts(source, url, html, receipt) if fact.kind}, receipt


def test_a_page_gives_identifiers_theme_author_feed_and_what_it_calls_itself() -> None:
    facts, _ = said("x.html", "https://paper.ltd/a")
    assert facts == {
        ("paper.ltd", "called", "paper.de"),
        ("paper.ltd", "gtm", "GTM-K7M776T"),
        ("paper.ltd", "theme", "homemade-news"),
        ("paper.ltd", "author", "Jane Q. Doe"),
        ("paper.ltd", "feed", "feeds.other.org/all.xml"),
    }


@pytest.mark.parametrize(
    ("source", "url", "site"),
    [
        ("pages/x.html", "https://www.paper.ltd/a", "paper.ltd"),
        ("pages/paper.ltd.html.gz", None, "paper.ltd"),
        ("pages/paper.ltd/2022/article.v2.html", None, "paper.ltd"),
        ("pages/Paper_2022_01_02.html", None, "paper.de"),
    ],
)
def test_the_site_is_where_it_was_saved_from_before_what_it_calls_itself(
    source: str, url: str | None, site: str
) -> None:
    facts, receipt = said(source, url)
    assert {fact[0] for fact in facts} == {site}
    assert (site, "called", "paper.de") in facts
    assert bool(receipt.unread) == (site == "paper.de")


def test_a_page_that_names_no_site_is_told() -> None:
    facts, receipt = said("x.html", None, "<html><body>nothing</body></html>")
    assert facts == set()
    assert "nothing says which site" in receipt.lines[0]


def test_pages_built_alike_share_bands_and_others_do_not() -> None:
    def page(names: list[str]) -> set[tuple[str, str]]:
        return set(template("".join(f'<div class="{name}">' for name in names)))

    ours = [f"teaser-{c}{d}x" for c in "abcdefgh" for d in "abcdefgh"]
    theirs = [f"box-{c}{d}y" for c in "abcdefgh" for d in "abcdefgh"]
    assert page(ours) & page([*ours, "extra-one", "extra-two"])
    assert not page(ours) & page(theirs)
    assert page(ours[:5]) == set()


def test_files_of_pages_are_read_with_their_receipt(tmp_path: Path) -> None:
    pytest.importorskip("inconcert.pages.reading")
    (tmp_path / "paper.ltd.html").write_text(PAGE, "utf-8")
    (tmp_path / "broken.org.html").write_bytes(b"")
    receipt = Receipt()
    facts = {fact[:2] for fact in read_facts([tmp_path], receipt) if fact.kind}
    assert ("paper.ltd", "gtm") in facts
    assert receipt.files["page"] == 1
    assert any("broken.org.html" in line for line in receipt.lines)
