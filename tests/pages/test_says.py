from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inconcert.pages.page import Page
from inconcert.pages.says import Said, parsed, says
from inconcert.pages.traits import KINDS, traits

PAGE = """<!DOCTYPE html><html lang="de-DE"><head><title> Ein
 Titel </title><link rel="canonical" href="/a"><meta property="og:url" content="https://brand.example/a">
<meta property="og:site_name" content="Die Zeitung"><meta name="author" content="Ada Lovelace">
<meta property="article:published_time" content="2024-05-16T02:00:00+02:00">
<meta name="generator" content="WordPress 6">
<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="icon" href="/favicon.ico">
<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "author": [{"name": "Alan Turing"}],
"publisher": {"name": "Verlag"}}]}</script></head><body class="big box"><nav>
<p>Ein langer Satz in der Navigation der Seite, der keiner ist.</p></nav>
<img class="logo" src="https://cdn.brand.example/logo.svg"><a href="https://www.brand.example/b">b</a>
<a href="//other.co.uk/c">c</a><a href="javascript:alert(1)">d</a><a href="https://web.archive.org/web/2024/https://x.test/e">e</a>
<article><h1>Eine Überschrift des Textes</h1><p>Der erste Absatz ist lang genug, um als laufender Text zu gelten.</p>
<p>Der zweite Absatz <a href="/x">ist auch</a> lang genug, um als laufender Text zu gelten.</p>
<p><a href="/y">Dieser Absatz besteht nur aus einem Verweis auf einen anderen Text</a></p></article></body></html>"""


def said(html: str, url: str | None = "https://clone.example/dir/page") -> Said:
    return says(Page("a.html", url, None, html))


def test_what_a_page_says() -> None:
    found = said(PAGE)
    assert (found.title, found.language, found.generator) == ("Ein Titel", "de-DE", "WordPress 6")
    assert (found.canonical, found.og_url) == ("https://clone.example/a", "https://brand.example/a")
    assert (found.site_name, found.names) == ("Die Zeitung", ("Die Zeitung", "Verlag"))
    assert found.authors == ("Ada Lovelace", "Alan Turing")
    assert found.published_at == 1715817600000000
    assert found.feeds == ("https://clone.example/feed",)
    assert found.icons == ("https://clone.example/favicon.ico", "https://cdn.brand.example/logo.svg")


def test_links_by_registered_domain() -> None:
    found = said(PAGE)
    assert found.link_domains["brand.example"] == 1
    assert found.link_domains["other.co.uk"] == 1
    assert "https://x.test/e" in found.links
    assert not any("javascript" in link for link in found.links)
    assert found.asset_domains["brand.example"] == 1


def test_without_an_address_relative_links_stay_relative() -> None:
    found = said(PAGE, url=None)
    assert found.canonical == "/a"
    assert "clone.example" not in found.link_domains


def test_main_text_is_the_paragraphs_of_the_article() -> None:
    assert said(PAGE).text.split("\n") == [
        "Eine Überschrift des Textes",
        "Der erste Absatz ist lang genug, um als laufender Text zu gelten.",
        "Der zweite Absatz ist auch lang genug, um als laufender Text zu gelten.",
    ]


def test_a_time_without_a_zone_is_no_time() -> None:
    page = '<meta property="article:published_time" content="2024-05-16T02:00:00">'
    assert said(page).published_at is None


def test_traits_leave_scripts_and_numbered_names_out() -> None:
    html = '<div class="a b" id="main" data-x="1"><p id="post-123456">Wort</p>'
    html += '<script id="s" class="c">var q</script></div>'
    found = traits(parsed(html))
    assert found["classes"] == {"a", "b"}
    assert found["ids"] == {"main"}
    assert found["words"] == {"wort"}
    assert "data-x" in found["attributes"]


def test_traits_end_when_time_is_up() -> None:
    found = traits(parsed("<p class=a>" * 10), seconds=-1)
    assert len(found["classes"]) <= 1


@given(st.text(max_size=300) | st.sampled_from([PAGE[:at] for at in range(0, len(PAGE), 40)]))
def test_nothing_in_a_page_makes_it_fail(html: str) -> None:
    assert isinstance(said(html).text, str)
    assert set(traits(parsed(html))) == set(KINDS)


def test_lists_inside_lists_count_once() -> None:
    item = "Ein Punkt einer Liste, der lang genug ist, um als laufender Text zu gelten"
    html = f"<article><p>{item}, als Absatz.</p><ul><li>{item} eins<ul><li>{item} zwei</li></ul></li></ul></article>"
    assert said(html).text.count("zwei") == 1


def test_text_inside_hundreds_of_lists_does_not_hold_it_up() -> None:
    assert said("<ul><li>" * 250 + "wort " * 400_000).text.count("wort") <= 200_000
