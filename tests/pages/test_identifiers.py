"""Identifiers are found where services put them, and nowhere else."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.pages.identifiers import denied, identifiers

if TYPE_CHECKING:
    from pathlib import Path

UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
OTHER = "f8d1672c-fd81-46f8-a4b1-92292c3646ec"
OBJECT = "5f3bab2503fb87a4df17fb87"
SEEN = [
    ("<script src='https://www.googletagmanager.com/gtag/js?id=G-QL4M88Q7ES'></script>", "ga4", "G-QL4M88Q7ES"),
    ("gtag('config', 'G-GYZPQD721W');", "ga4", "G-GYZPQD721W"),
    ("gtag('config', 'G-DE00071656');", "ga4", "G-DE00071656"),
    ('{\\"measurementId\\":\\"G-9HD1K76044\\"}', "ga4", "G-9HD1K76044"),
    ("&quot;ga&quot;:&quot;G-9HD1K76044&quot;", "ga4", "G-9HD1K76044"),
    ("_gaq.push(['_setAccount', 'UA-4024516-12']);", "ua", "UA-4024516"),
    ("_gaq.push(['_setAccount', 'UA-4024516-12']);", "ua-property", "UA-4024516-12"),
    ('<iframe src="https://www.googletagmanager.com/ns.html?id=GTM-K7M776T" height=0>', "gtm", "GTM-K7M776T"),
    ("gtag('config', 'AW-987654321/AbC-D_efG');", "google-ads", "AW-987654321"),
    ("gtag('config', 'GT-5N7QBQ8');", "google-tag", "GT-5N7QBQ8"),
    ('<ins data-ad-client="ca-pub-7093365481881392">', "adsense", "pub-7093365481881392"),
    ("google.com, pub-7093365481881392, DIRECT, f08c47fec0942fa0", "adsense", "pub-7093365481881392"),
    ("openx.com, 540191398, DIRECT, 6a698e2ec38604c6", "ads-txt", "openx.com 540191398"),
    ("fbq('init', '1612819098956034');", "facebook-pixel", "1612819098956034"),
    ('fbq(\n "init" , 157204581336210 )', "facebook-pixel", "157204581336210"),
    ('<img src="https://www.facebook.com/tr?ev=PageView&id=157204581336210&noscript=1">', "facebook-pixel", None),
    ('{"fbPixelId":"157204581336210"}', "facebook-pixel", "157204581336210"),
    ("h._hjSettings={hjid:2224713,hjsv:6};", "hotjar", "2224713"),
    ('(c,l,a,r,i,t,y)})(window, document, "clarity", "script", "5q9xk2mzpd");', "clarity", "5q9xk2mzpd"),
    ('ym(10970266, "init", {clickmap:true});', "yandex-metrica", "10970266"),
    ('<img src="https://mc.yandex.ru/watch/10970266" alt="">', "yandex-metrica", "10970266"),
    ("new Ya.Metrika({id:10970266, webvisor:true})", "yandex-metrica", "10970266"),
    ("ttq.load('CLOPD8JC77UFQEIN36F0');", "tiktok-pixel", "CLOPD8JC77UFQEIN36F0"),
    ('_linkedin_partner_id = "3410276";', "linkedin-insight", "3410276"),
    ("pintrk('load', '2612345678901');", "pinterest-tag", "2612345678901"),
    (f"snaptr('init', '{UUID}', {{}});", "snap-pixel", UUID),
    ('_qevents.push({qacct:"p-94D6e1NDscLvI"});', "quantcast", "p-94D6e1NDscLvI"),
    ('_comscore.push({ c1: "2", c2: "3005670" });', "comscore", "3005670"),
    ('tp.push(["setAid", "qWeRtY1234"]);', "piano", "qWeRtY1234"),
    ("_sf_async_config.uid = '67027';", "chartbeat", "67027"),
    ('window.criteo_q.push({ event: "setAccount", account: 41583 });', "criteo", "41583"),
    ("'https://cdn.taboola.com/libtrc/some-network/loader.js'", "taboola", "some-network"),
    ("var OB_ADV_ID = '00a1b2c3d4e5f60718293a4b5c6d7e8f90';", "outbrain", "00a1b2c3d4e5f60718293a4b5c6d7e8f90"),
    ('<a href="https://www.amazon.de/dp/B00?ref=x&amp;tag=meinblog-21">', "amazon-associate", "meinblog-21"),
    ('_tmr.push({id: "3128432", type: "pageView"});', "mailru-top", "3128432"),
    ("'//counter.yadro.ru/hit;mygroup?r'", "liveinternet", "mygroup"),
    ("<meta name=google-site-verification content=h1NcK5rJchVkNqpP09vblwK30SWA>", "verify-google", None),
    ("<meta content='ca35e36c6696f217' name='yandex-verification' />", "verify-yandex", "ca35e36c6696f217"),
    ('<meta name="p:domain_verify" content="5e6f8944a0f0462fa57d29e7a31dab4a"/>', "verify-pinterest", None),
    ('<meta name="facebook-domain-verification" content="abc123def456">', "verify-facebook", "abc123def456"),
    ('<meta name="msvalidate.01" content="38C91D064B7E276791191C393B93EB23">', "verify-bing", None),
    ("(d.src = '//voice-of.disqus.com/embed.js')", "disqus", "voice-of"),
    ('<a href="https://wa.me/491701234567">', "contact-whatsapp", "491701234567"),
    ('<a href="tel:+49 (170) 123-4567">', "contact-phone", "491701234567"),
    ('<a href="mailto:Desk@Example.org?subject=x">', "contact-email", "desk@example.org"),
    ('Shopify.shop = "Kaphjw-EG.myshopify.com";', "shopify-shop", "kaphjw-eg.myshopify.com"),
    (f'{{"data":{{"site":{{"metaSiteId":"{UUID}","userId":"{OTHER}","siteId":"x"', "wix-site", UUID),
    (f'{{"data":{{"site":{{"metaSiteId":"{UUID}","userId":"{OTHER}","siteId":"x"', "wix-user", OTHER),
    (f'var rendererModel = {{"metaSiteId":"{UUID}","siteInfo":{{}}}};', "wix-site", UUID),
    ('<div id="allrecords" class="t-records" data-tilda-project-id="9433043">', "tilda-project", "9433043"),
    (f'Static.SQUARESPACE_CONTEXT = {{"a":1,"website":{{"id":"{OBJECT}","identifier":"x"', "squarespace-site", OBJECT),
    (f'<html data-wf-page="5f859ca9d0fbbe66d1ee962f" data-wf-site="{OBJECT}">', "webflow-site", OBJECT),
]


@pytest.mark.parametrize(("text", "kind", "value"), SEEN)
def test_an_identifier_is_found_in_the_code_of_its_service(text: str, kind: str, value: str | None) -> None:
    found = dict(identifiers(text))
    assert kind in found
    assert value is None or found[kind] == value


@pytest.mark.parametrize(
    "text",
    [
        "<p>ISIN: 'G-DE0007165631'</p><td data-isin=\"G-DE0007165631\">",
        "<a href='/G-Themen'>G-Themen</a>",
        '{"models":["GT-P1000","GT-I9100","GT-S5830"]}',
        '<h2 title="G-UNIVERSITY">',
        "<p>The GTM-TESTED and UA-1234-5 of yesterday</p>",
        "<meta content='ca-host-pub-1556223355139109' name='google-adsense-platform-account'/>",
        "google.com, pub-7093365481881392, RESELLER, f08c47fec0942fa0",
        "gtag('config', 'G-XXXXXXXXXX'); 'UA-XXXXXXX-X'; 'GTM-XXXXXXX'; 'UA-0000000-1'",
        "<meta name=google-site-verification>",
        '<a href="https://shop.example/x?tag=summer-21">',
        "1d1ffcb3b1fc38c54e266ed85e22145a 375wuzp8HNPTkpR2WM5CxzsGyKk",
        "setSiteId', '1']",
        # Shops that others' pages name, and those of manuals and demonstrations.
        '<a href="https://kaphjw-eg.myshopify.com/products/x">',
        'Shopify.shop = "hydrogen-preview.myshopify.com"; Shopify.shop = "<handle>.myshopify.com";',
        # Apps and templates of Wix are on all its sites.
        f'"appDefinitionId":"{UUID}","siteId":"{UUID}","metaSiteId":"{UUID}","templateId":"{UUID}"',
        '{"metaSiteId":"00000000-0000-0000-0000-000000000000","userId":"none"}',
        '<div data-tilda-project-id="1234567"> <div data-tilda-page-id="48914927">',
        f'"templateId":"{OBJECT}","website":{{"id":"{OBJECT}"}} static1.squarespace.com/static/ta/{OBJECT}/9/',
        f'Static.SQUARESPACE_CONTEXT = {{"templateWebsiteId":"{OBJECT}","templateId":"{OBJECT}"}};',
        f'<div data-wf-site="{OBJECT}"> <html data-wf-page="{OBJECT}">',
    ],
)
def test_what_only_looks_like_an_identifier_is_none(text: str) -> None:
    assert identifiers(text) == []


def test_a_platforms_own_account_says_nothing_whoever_carries_it() -> None:
    blog = '<ins data-ad-client="ca-pub-1556223355139109"> _setAccount\', \'UA-7870337-1\' qacct:"p-18-mFEk4J448M"'
    assert identifiers(blog) == []
    assert denied("adsense", "pub-1556223355139109")


def test_matomo_is_a_tracker_and_a_number() -> None:
    code = """var u="//stats.example.org/m/"; _paq.push(['setTrackerUrl', u+'matomo.php']); p(['setSiteId', '7']);"""
    image = '<img src="https://stats.example.org/m/matomo.php?idsite=7&amp;rec=1">'
    assert identifiers(code) == [("matomo", "stats.example.org/m 7")]
    assert identifiers(image) == identifiers(code)


def test_an_identifier_is_told_once_and_kinds_do_not_mix() -> None:
    text = "'GTM-K7M776T' \"GTM-K7M776T\" =GTM-K7M776T&"
    assert identifiers(text) == [("gtm", "GTM-K7M776T")]


@given(st.text(max_size=400))
def test_any_text_is_survived(text: str) -> None:
    assert all(kind and value for kind, value in identifiers(text))


@given(st.text("<>\"'=:/&;\\GAUTM-0123456789pub- \nx", max_size=200), st.sampled_from(SEEN))
def test_noise_around_it_does_not_hide_an_identifier(noise: str, seen: tuple[str, str, str | None]) -> None:
    text, kind, value = seen
    found = identifiers(f"{noise.replace('<', '')}\n{text}\n")
    assert any(k == kind and value in {None, v} for k, v in found)


def test_real_pages_give_every_identifier_that_a_loose_pattern_sees_in_code(data: Path) -> None:
    loose = {
        "ga4": r"""["'=](G-[A-Z0-9]{10})["'&]""",
        "ua-property": r"""["'=](UA-\d{4,10}-\d{1,4})["'&]""",
        "gtm": r"""["'=](GTM-[A-Z0-9]{4,9})["'&]""",
    }
    seen = dict.fromkeys(loose, 0)
    for file in sorted((data / "pages").glob("*/*.gz")):
        html = gzip.decompress(file.read_bytes()).decode("utf-8", "replace")
        found = identifiers(html)
        for kind, pattern in loose.items():
            expected = set(re.findall(pattern, html)) - {v for v in re.findall(pattern, html) if denied(kind, v)}
            assert expected <= {v for k, v in found if k == kind}, file.name
            seen[kind] += bool(expected)
    assert seen == {"ga4": 3, "ua-property": 8, "gtm": 56}
