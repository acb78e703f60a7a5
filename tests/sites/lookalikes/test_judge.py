"""Each rule on made-up candidates: what it finds, how sure it is, and what it leaves alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.sites.lookalikes.brands import Brand, starter
from inconcert.sites.lookalikes.hits import ALERTS, Hit
from inconcert.sites.lookalikes.judge import Judge

BRANDS = [
    Brand("nordkurve.de", ("nordkurve-zeitung",)),
    Brand("welt.de"),
    Brand("t-online.de"),
    Brand("velodrama.co.uk"),
    Brand("mfa.gov.ua"),
    Brand("gouv.fr"),
    Brand("delfi.lv"),
    Brand("dw.com"),
    Brand("6tage.ch"),
    Brand("haaretz.com"),
    Brand("people.com.cn"),
    Brand("okaz.com.sa"),
    Brand("signal.org"),
    Brand("sharepoint.com"),
    Brand("linphone.org"),
]
JUDGE = Judge(BRANDS)


def best(candidate: str) -> Hit | None:
    found = JUDGE.hits(candidate)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("candidate", "brand", "rule"),
    [
        ("nordkurve.ltd", "nordkurve.de", "same_label"),
        ("nordkurve.co.com", "nordkurve.de", "same_label"),
        ("nordkurve.com.co", "nordkurve.de", "same_label"),
        ("welt.beauty", "welt.de", "same_label"),
        ("www.welt.live", "welt.de", "same_label"),
        ("nordkurve-zeitung.info", "nordkurve.de", "same_label"),
        ("diplomatie.gouv.fm", "gouv.fr", "same_label"),
        ("mfa-gov-ua.com", "mfa.gov.ua", "with_suffix"),
        ("nordkurve-de.live", "nordkurve.de", "with_suffix"),
        ("nordkurvede.live", "nordkurve.de", "with_suffix"),
        ("nord-kurve.de", "nordkurve.de", "hyphen"),
        ("tonline.life", "t-online.de", "hyphen"),
        ("n0rdkurve.com", "nordkurve.de", "look_alike"),
        ("vvelt.de", "welt.de", "look_alike"),
        ("ve1odrama.com", "velodrama.co.uk", "look_alike"),
        ("delfl.live", "delfi.lv", "look_alike"),
        ("nordkurvve.lol", "nordkurve.de", "one_edit"),
        ("weltt.lol", "welt.de", "one_edit"),
        ("nrodkurve.de", "nordkurve.de", "one_edit"),
        ("nordkrve.com", "nordkurve.de", "one_edit"),
        ("t-onlinl.today", "t-online.de", "one_edit"),
        ("nordkurve-news.com", "nordkurve.de", "brand_word"),
        ("nordkurvenachrichten.live", "nordkurve.de", "brand_word"),
        ("www-nordkurve.de", "nordkurve.de", "brand_word"),
        ("nordkurve-ukraine.com", "nordkurve.de", "brand_word"),
        ("nordkurvve-news.live", "nordkurve.de", "brand_word"),
        ("welt-aktuell.live", "welt.de", "brand_word"),
        ("dw-news.live", "dw.com", "brand_word"),
        ("nordkurve-qzxw.live", "nordkurve.de", "token"),
        ("nordkurve24.com", "nordkurve.de", "brand_word"),
        ("nordkurvejobs.com", "nordkurve.de", "brand_word"),
        ("thevelodrama.live", "velodrama.co.uk", "brand_word"),
        ("delfinews.com", "delfi.lv", "brand_word"),
        ("nordkurveqzxw.com", "nordkurve.de", "within"),
        ("qzxwnordkurve.de", "nordkurve.de", "within"),
        ("6tagexyz.live", "6tage.ch", "within"),
        ("6tage-qzw.com", "6tage.ch", "token"),
        ("6tagenews.com", "6tage.ch", "within"),
        ("signaldownload.com", "signal.org", "brand_word"),
        ("signal-premium-app.org", "signal.org", "brand_word"),
        ("get-sharepoint.net", "sharepoint.com", "brand_word"),
        ("sharepointsecurity.ddns.net", "sharepoint.com", "brand_word"),
        ("nordkurve-app.com", "nordkurve.de", "brand_word"),
        ("nordkurvegroup.com", "nordkurve.de", "brand_word"),
        ("הארץ.live", "haaretz.com", "other_script"),
        ("人民日报-qq.com", "people.com.cn", "other_script"),
        ("xn--" + "عكاظ".encode("punycode").decode() + ".com", "okaz.com.sa", "other_script"),
        ("nordkurve.de.example.live", "nordkurve.de", "subdomain"),
        ("www.velodrama.co.uk.example.com", "velodrama.co.uk", "subdomain"),
        ("nordkurve.com-news.info", "nordkurve.de", "subdomain"),
        ("nordkurve-de.example.live", "nordkurve.de", "subdomain"),
        ("nordkurvve.de.example.live", "nordkurve.de", "subdomain"),
        ("n\u043erdkurve.com", "nordkurve.de", "homoglyph"),
        ("xn--" + "n\u043erdkurve".encode("punycode").decode() + ".com", "nordkurve.de", "homoglyph"),
        ("n\u00f6rdkurve.live", "nordkurve.de", "accents"),
        ("нордкурве.live", "nordkurve.de", "other_script"),
        ("велодрама.live", "velodrama.co.uk", "other_script"),
    ],
)
def test_an_alert_with_its_reason(candidate: str, brand: str, rule: str) -> None:
    hit = best(candidate)
    assert hit is not None
    assert (hit.brand, hit.rule) == (brand, rule)
    assert hit.tier in ALERTS
    assert hit.benign == ""
    assert brand in hit.why


@pytest.mark.parametrize(
    "candidate",
    [
        "nordkurve.de",
        "www.nordkurve.de",
        "shop.velodrama.co.uk",
        "anything.gouv.fr",
        "mfa.gov.ua",
        "example.com",
        "weltraum.live",
        "umwelt.org",
        "online.live",
        "bestonline.shop",
        "adwords.live",
        "co.uk",
        "192.168.0.1",
        "localhost",
    ],
)
def test_nothing_is_said_of(candidate: str) -> None:
    assert JUDGE.hits(candidate) == []


@pytest.mark.parametrize(
    ("candidate", "because"),
    [
        ("welt.com", "everyday word"),
        ("mfa.gov.il", "only institutions can register"),
        ("velt.com", ""),
        ("welt.me", "many established sites are under .me"),
        ("nordkurvext.com", ""),
        ("a-welt.com", ""),
        ("7tage.live", ""),
        ("signalstudio.com", ""),
        ("signalcenter.com", ""),
        ("sharepoint.at", "under nearly every ending of a country"),
    ],
)
def test_at_most_a_lead(candidate: str, because: str) -> None:
    hit = best(candidate)
    assert hit is None or (hit.tier == "lead" and because in hit.benign)
    assert hit is not None or not because


@pytest.mark.parametrize("candidate", ["the-chronicle-news.com", "chronicle-online.com", "chronicle.me"])
def test_a_title_that_many_newspapers_share_is_at_most_a_lead(candidate: str) -> None:
    assert all(hit.tier == "lead" for hit in Judge([Brand("chronicle.com")]).hits(candidate))


@pytest.mark.parametrize(
    ("brand", "candidate"),
    [
        (Brand("nordkurve.com", ("nordkurv",), "de"), "nordkurv.de"),
        (Brand("kan.org.il"), "kaan.biz"),
        (Brand("fanpage.it"), "form-qzx-fanpage.live"),
        (Brand("foreignpolicy.com"), "foreignpolicyjournal.com"),
        (Brand("koreatimes.co.kr"), "qzxkoreatimes.com"),
        (Brand("parismatch.com"), "parimatchperu.com"),
        (Brand("bmi.bund.de"), "bmi.ir"),
    ],
)
def test_what_others_come_upon_is_at_most_a_lead(brand: Brand, candidate: str) -> None:
    assert {hit.tier for hit in Judge([brand]).hits(candidate)} <= {"lead"}


@pytest.mark.parametrize(
    ("brand", "candidate"),
    [
        (Brand("nordkurve.com", ("nordkurv",), "de"), "nordkurv.live"),
        (Brand("kan.org.il"), "kan.live"),
        (Brand("kan.org.il"), "kaan.live"),
        (Brand("foreignpolicy.com"), "foreignpolicy.live"),
        (Brand("koreatimes.co.kr"), "koreatimesnews.com"),
    ],
)
def test_the_same_names_still_alert_where_they_are_thrown_away(brand: Brand, candidate: str) -> None:
    assert {hit.tier for hit in Judge([brand]).hits(candidate)} & ALERTS


def test_words_of_programs_tell_a_service_and_not_an_outlet_of_the_same_name() -> None:
    service, outlet = Judge([Brand("signal.org")]), Judge([Brand("signal.rs")])
    assert [hit.tier for hit in service.hits("signaldownload.com")] == ["likely"]
    assert all(hit.tier == "lead" for hit in outlet.hits("signaldownload.com"))


def test_strong_outranks_likely_and_likely_outranks_leads() -> None:
    order = ["nordkurve.ltd", "nordkurvve.ltd", "nordkurve-qzxw.com"]
    scores = [hit.score for hit in map(best, order) if hit]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("brand", "candidate", "why"),
    [
        (Brand("nordkurve.de", also=("nordkurve.media",)), "nordkurve.media", None),
        (Brand("nordkurve.de", ("nordkurve.news",)), "nordkurve.news", None),
        (Brand("nordkurve.de", namesakes=("nordkurve.com",)), "nordkurve.com", "another owner's honest site"),
    ],
)
def test_what_is_known_of_the_owner_and_of_namesakes(brand: Brand, candidate: str, why: str | None) -> None:
    found = Judge([brand]).hits(candidate)
    assert (found == []) if why is None else (found[0].tier == "lead" and why in found[0].why)


def test_a_list_of_honest_domains_makes_a_lead_that_says_so() -> None:
    hit = Judge(BRANDS, honest={"nordkurve.ltd"}).hits("www.nordkurve.ltd")[0]
    assert (hit.tier, hit.benign) == ("lead", "nordkurve.ltd is on the list of honest domains")


def test_what_is_older_than_the_brand_did_not_copy_it() -> None:
    judge = Judge([Brand("nordkurve.de", since=2012)])
    assert judge.hits("nordkurve.com", 2004)[0].tier == "lead"
    assert "before nordkurve.de had its name" in judge.hits("nordkurve.com", 2004)[0].why
    assert judge.hits("nordkurve.com", 2024)[0].tier == "strong"
    assert judge.hits("nordkurve.com", None)[0].tier == "strong"


def test_a_cache_that_keeps_the_address_is_no_spoof() -> None:
    assert JUDGE.hits("www.nordkurve.de.edgekey.net") == []


def test_a_platform_gives_names_to_anybody() -> None:
    hit = best("nordkurve.blogspot.com")
    assert hit is not None
    assert "a platform that gives names away" in hit.why


def test_an_ending_that_does_not_exist_is_named() -> None:
    hit = best("nordkurve.nosuchsuffix")
    assert hit is not None
    assert "not on the public suffix list" in hit.why


def test_the_nearer_of_two_brands_is_named() -> None:
    judge = Judge([Brand("nordkurve.de"), Brand("nordkurwe.de")])
    assert [hit.brand for hit in judge.hits("nordkurve.ltd")] == ["nordkurve.de"]


def test_two_brands_of_one_name_are_both_named() -> None:
    judge = Judge([Brand("nordkurve.de"), Brand("nordkurve.at")])
    assert {hit.brand for hit in judge.hits("nordkurve.ltd")} == {"nordkurve.de", "nordkurve.at"}


@pytest.mark.parametrize("label", ["xn--zzzzzzzzzz99999", "xn--", "xn--" + "9" * 59])
def test_punycode_that_does_not_decode_is_an_error_of_its_own(label: str) -> None:
    with pytest.raises(UnicodeError):
        JUDGE.hits(f"{label}.com")


@given(st.sampled_from(sorted(starter())), st.sampled_from(["", "www.", "a.b."]))
def test_a_brand_is_never_reported(domain: str, before: str) -> None:
    assert ALL.hits(before + domain) == []


@given(st.sampled_from(sorted(starter())), st.sampled_from(["ltd", "live", "co.com", "beauty"]))
def test_every_name_of_the_shipped_list_is_found_under_a_throw_away_suffix(domain: str, suffix: str) -> None:
    found = ALL.hits(f"{domain.split('.')[0]}.{suffix}")
    assert any(hit.rule in ("same_label", "with_suffix") and hit.tier in ALERTS for hit in found)


ALL = Judge(list(starter().values()))


def test_order_of_brands_does_not_matter() -> None:
    names = ["nordkurvve.live", "welt-aktuell.live", "mfa-gov-ua.com", "delfl.live"]
    turned = Judge(BRANDS[::-1])
    assert [JUDGE.hits(name) for name in names] == [turned.hits(name) for name in names]
