"""Kinds of names that people make of a newspaper's, thought of without any list: told with a reason in words."""

from __future__ import annotations

import pytest

from inconcert.sites.lookalikes.brands import Brand
from inconcert.sites.lookalikes.derived import derived
from inconcert.sites.lookalikes.hits import ALERTS
from inconcert.sites.lookalikes.judge import Judge
from inconcert.sites.lookalikes.sieve import Sifter

BRANDS = [Brand("nordkurve.de"), Brand("welt.de"), Brand("vlt.pl"), Brand("lidovezpravy.cz"), Brand("lavelodrame.fr"),
          Brand("hinterlandtimes.com"), Brand("ostseezeitung.de"), Brand("bild.de"), Brand("tagblick.ch"),
          Brand("kievnik.ua", ("the-kievnik-post",))]  # fmt: skip
JUDGE = Judge(BRANDS)
SIFT = Sifter(JUDGE.forms)


@pytest.mark.parametrize(
    ("candidate", "told"),
    [
        ("nrdkrv.live", "without its vowels"),
        ("nrdkrv.com", "without its vowels"),
        ("nrdkrv-news.live", "without its vowels"),
        ("zeitungostsee.live", "with its parts turned"),
        ("zeitung-ostsee.live", "with its parts turned"),
        ("timeshinterland.live", "with its parts turned"),
        ("lidovenews.live", "without its word of news"),
        ("lidove-novinky.live", "without its word of news"),
        ("wwwnordkurve.com", "'www' and the name"),
        ("wwwwelt.de", "'www' and the name"),
        ("wwwbild.live", "'www' and the name"),
        ("wwwvlt.com", "'www' and the name"),
        ("www-nordkurve-de.com", "joined to 'www'"),
        ("weltde.com", "the whole address"),
        ("nordkurvecom.live", "joined to 'com'"),
        ("nordkurves.live", "the letter s added"),
        ("nordkurrve.com", "the letter r doubled"),
        ("nordkurve-2024.com", "joined to '2024'"),
        ("nordkurve20241129.com", "inside a longer label"),
        ("vlt-lisbon.live", "joined to 'lisbon'"),
        ("vlt-covid.live", "joined to 'covid'"),
        ("welt-meinung.live", "joined to 'meinung'"),
        ("welt-novyny.live", "joined to 'novyny'"),
        ("nordkurve.neocities.org", "a platform that gives names away"),
        ("nordkurve-news.blogspot.com", "a platform that gives names away"),
        ("xn--" + "wеlt".encode("punycode").decode() + ".com", "letters of other alphabets"),
    ],
)
def test_a_kind_of_name_that_is_told(candidate: str, told: str) -> None:
    hits = JUDGE.hits(candidate)
    assert hits
    assert any(told in hit.why for hit in hits)
    assert SIFT(f"{candidate}\n".encode())[0]


@pytest.mark.parametrize("candidate", ["nrdkrv.com", "zeitungostsee.live", "lidovenews.live", "wwwwelt.de",
                                       "wwwvlt.com", "vlt-lisbon.live",
                                       "welt-novyny.live", "nordkurve.telegra.ph"])  # fmt: skip
def test_it_is_an_alert(candidate: str) -> None:
    assert JUDGE.hits(candidate)[0].tier in ALERTS


@pytest.mark.parametrize("candidate", ["timeshinterland.com", "lidove.live", "lidovenews.com", "vlt-lisbon.com",
                                       "hinterlandnews.live", "welt-lisbon.live", "vlts.com", "wlt.live"])  # fmt: skip
def test_it_says_little_where_others_have_such_names(candidate: str) -> None:
    assert all(hit.tier == "lead" for hit in JUDGE.hits(candidate))


@pytest.mark.parametrize("text", ["welt", "dailynews", "abc", "nordkurve", "人民日报"])
def test_what_is_short_or_made_of_words_of_news_alone_is_not_remade(text: str) -> None:
    assert not {"turned", "stem"} & {kind for kind, _ in derived(text)}
