import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.normalise.assets import asset

KNOWN = [
    ("https://t.me/s/News_Channel?before=12", "telegram", "channel", "news_channel"),
    ("https://telegram.me/news_channel", "telegram", "channel", "news_channel"),
    ("t.me/news_channel/42?single", "telegram", "post", "news_channel/42"),
    ("https://t.me/c/1234567/89", "telegram", "post", "c/1234567/89"),
    ("http://t[.]me/+ugoxkjuomho4nmy1", "telegram", "invite", "ugoxkjuomho4nmy1"),
    ("https://t.me/joinchat/AAAAAEkk2WdoDrB4", "telegram", "invite", "AAAAAEkk2WdoDrB4"),
    ("https://www.change.org/p/f%C3%BCr-alle", "change.org", "petition", "für-alle"),
    ("http://change[.]org/p/tsy-afaka/nftexp/fht-1-en-gb/cv_2/3", "change.org", "petition", "tsy-afaka"),
    ("https://chng.it/NYt5whb9Nr", "change.org", "petition", "chng.it/NYt5whb9Nr"),
    ("http://secure.avaaz.org/community_petitions/de/einheit_1?cvtyetb", "avaaz", "petition", "de/einheit_1"),
    ("https://www.petice[.]com/pozadavek_aby_vlada", "petice.com", "petition", "pozadavek_aby_vlada"),
    ("https://e-petice[.]cz/petitions/pozadavek-1.html", "e-petice.cz", "petition", "pozadavek-1"),
    ("https://marc-foreman.livejournal.com/", "livejournal", "blog", "marc-foreman"),
    ("https://users.livejournal.com/marc_foreman/", "livejournal", "blog", "marc-foreman"),
    ("https://marc-foreman.livejournal.com/1234.html?thread=5", "livejournal", "post", "marc-foreman/1234"),
    ("youtube.com/channel/UCabcdefghijklmnopqrstuv/about", "youtube", "channel", "UCabcdefghijklmnopqrstuv"),
    ("https://m.youtube.com/@Some.Handle/shorts", "youtube", "channel", "@some.handle"),
    ("https://youtube.com/c/SomeName", "youtube", "channel", "c/somename"),
    ("https://youtube.com/user/SomeName", "youtube", "channel", "user/somename"),
    ("https://youtu.be/dQw4w9WgXcQ?t=3&si=x", "youtube", "video", "dQw4w9WgXcQ"),
    ("https://www.youtube.com/watch?feature=share&v=dQw4w9WgXcQ", "youtube", "video", "dQw4w9WgXcQ"),
    ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "youtube", "video", "dQw4w9WgXcQ"),
    ("https://de-de.facebook.com/Some.Page/?ref=ts", "facebook", "page", "somepage"),
    ("https://www.facebook.com/profile.php?id=1000123", "facebook", "account", "1000123"),
    ("https://www.facebook.com/people/Some-Name/100012345678901/", "facebook", "page", "100012345678901"),
    ("https://m.facebook.com/groups/1234567/permalink/89/", "facebook", "post", "89"),
    ("https://www.facebook.com/groups/somegroup/", "facebook", "group", "somegroup"),
    ("https://m.facebook.com/story.php?story_fbid=5&id=9", "facebook", "post", "5"),
    ("https://www.facebook.com/watch/?v=77", "facebook", "video", "77"),
    ("https://www.instagram.com/Some.One/?igsh=1", "instagram", "account", "some.one"),
    ("https://instagram.com/p/CabcD_e/", "instagram", "post", "CabcD_e"),
    ("https://twitter[.]com/SaraSil39636921", "x", "account", "sarasil39636921"),
    ("https://mobile.twitter.com/a/status/12345?s=20", "x", "post", "12345"),
    ("https://x.com/i/web/status/12345/photo/1", "x", "post", "12345"),
    ("https://www[.]tiktok[.]com/@cecilia1256", "tiktok", "account", "cecilia1256"),
    ("https://www.tiktok.com/@a/video/7123?is_from_webapp=1", "tiktok", "video", "7123"),
    ("https://vk.com/id658771559", "vk", "account", "658771559"),
    ("https://m.vk.com/wall-12_34", "vk", "post", "-12_34"),
    ("https://vk.com/somewall?w=wall-12_34", "vk", "post", "-12_34"),
    ("https://vk.com/public123", "vk", "group", "123"),
    ("https://ok.ru/group/5312345", "ok", "group", "5312345"),
    ("https://ok.ru/profile/123456", "ok", "account", "123456"),
    ("https://old.reddit.com/user/Some_One/comments/", "reddit", "account", "some_one"),
    ("https://www.reddit.com/r/news/comments/abc123/some_title/?utm_source=share", "reddit", "post", "abc123"),
    ("https://redd.it/abc123", "reddit", "post", "abc123"),
    ("https://www[.]tumblr[.]com/meimei-w", "tumblr", "blog", "meimei-w"),
    ("https://meimei-w.tumblr.com/", "tumblr", "blog", "meimei-w"),
    ("https://medium.com/@teamilk951/", "medium", "account", "teamilk951"),
    ("notihonduras504.medium[.]com", "medium", "account", "notihonduras504"),
    ("https://es.quora.com/profile/Ada-Park", "quora", "account", "Ada-Park"),
    ("https://vimeo.com/user191638195", "vimeo", "account", "user191638195"),
    ("https://player.vimeo.com/video/76979871?h=8", "vimeo", "video", "76979871"),
    ("https://se.pinterest.com/pin/12345/", "pinterest", "pin", "12345"),
    ("https://www.pinterest.co.uk/pin/12345/", "pinterest", "pin", "12345"),
    ("https://some.substack.com/p/a-post?r=1abc&utm_medium=ios", "substack", "post", "some/a-post"),
    ("https://rumble.com/v2abcde-some-title.html", "rumble", "video", "v2abcde"),
    ("https://odysee.com/@Someone:a/video-title:b", "odysee", "video", "@Someone/video-title"),
    ("https://www.bitchute.com/video/AbCdEfGhIjKl/", "bitchute", "video", "AbCdEfGhIjKl"),
    ("https://gab.com/someone", "gab", "account", "someone"),
    ("https://truthsocial.com/@someone/posts/109", "truth social", "post", "109"),
    ("https://some.example/@user/109876543210987654", "mastodon", "post", "some.example/109876543210987654"),
    ("https://some.instance.example/@user", "mastodon", "account", "user@some.instance.example"),
    ("https://mastodon.social/@user@other.example", "mastodon", "account", "user@other.example"),
    ("https://bsky.app/profile/some.bsky.social/post/3kabc", "bluesky", "post", "some.bsky.social/3kabc"),
    ("https://www.threads.net/@some_one", "threads", "account", "some_one"),
    ("https://discord.gg/AbC123", "discord", "invite", "AbC123"),
    ("https://discord.com/invite/AbC123", "discord", "invite", "AbC123"),
    ("https://chat.whatsapp.com/AbCdEfGhIjK", "whatsapp", "invite", "AbCdEfGhIjK"),
    ("https://wa.me/491701234567?text=hi", "whatsapp", "account", "491701234567"),
    ("https://invite.viber.com/?g2=AQB123", "viber", "invite", "AQB123"),
    ("https://open.spotify.com/intl-de/show/4rOoJ6Egrf8K2IrywzwOMk?si=1", "spotify", "show", "4rOoJ6Egrf8K2IrywzwOMk"),
    ("https://soundcloud.com/some-one/some-track", "soundcloud", "track", "some-one/some-track"),
    ("https://github.com/Some/Repo.git", "github", "repository", "some/repo"),
    ("https://docs.google.com/document/d/1AbC-_d/edit#heading", "google docs", "document", "1AbC-_d"),
    ("https://drive.google.com/file/d/1AbC/view?usp=sharing", "google drive", "document", "1AbC"),
    ("https://drive.google.com/open?id=1AbC", "google drive", "document", "1AbC"),
    ("https://www.linkedin.com/pulse/some-article", "linkedin", "article", "some-article"),
    ("https://www.facebook.com/notes/some-one/a-title/10153855713574658", "facebook", "note", "10153855713574658"),
    ("https://itunes.apple.com/us/app/some-app/id1113824065?mt=8", "app store", "app", "1113824065"),
    ("https://www.example.com/", "web", "site", "example.com"),
    ("hxxps://news.example[.]co[.]uk/a/b.html?utm_source=x", "web", "page", "news.example.co.uk/a/b.html"),
]  # fmt: skip


@pytest.mark.parametrize(("link", "platform", "kind", "native"), KNOWN)
def test_what_a_link_leads_to(link, platform, kind, native):
    found = asset(link)
    assert found is not None
    assert found[:3] == (platform, kind, native)


@pytest.mark.parametrize(
    ("link", "native"),
    [
        ("https://web.archive.org/web/20220901000000/https://t.me/news_channel", "news_channel"),
        ("https://web.archive.org/web/2022id_/http:/t.me/news_channel", "news_channel"),
        ("https://archive.ph/o/AbCdE/https://t.me/news_channel", "news_channel"),
        ("https://archive.today/2022.09.01-101500/https://t.me/news_channel", "news_channel"),
        ("https://translate.google.com/translate?sl=de&u=https://t.me/news_channel", "news_channel"),
    ],
)
def test_archives_are_opened_and_said(link, native):
    found = asset(link)
    assert found is not None
    assert (found.platform, found.id, found.archived) == ("telegram", native, True)


@pytest.mark.parametrize(("link", "_platform", "_kind", "_native"), KNOWN)
def test_how_a_link_is_written_does_not_matter(link, _platform, _kind, _native):
    plain = asset(link)
    bare = re.sub(r"^h(?:tt|xx)ps?://", "", link)
    host, slash, rest = bare.partition("/")
    assert plain is not None
    for form in (
        bare,
        f"http://{bare}",
        f"https://{host.upper()}{slash}{rest}",
        f"hxxps://{host.replace('[.]', '.').replace('.', '[.]')}{slash}{rest}",
        f" “{link}” ".replace("“", '"').replace("”", '"'),
        _tracked(link),
        _slashed(link),
    ):
        assert asset(form) == plain, form


def _tracked(link):
    body, mark, fragment = link.partition("#")
    return f"{body}{'&' if '?' in body else '?'}utm_source=a&fbclid=b{mark}{fragment}"


def _slashed(link):
    return link if re.search(r"[?#]|//[^/]+$", link) else link.rstrip("/") + "/"


def test_names_that_can_change_are_aliases():
    found = asset("https://www.youtube.com/c/SomeName")
    assert found is not None
    assert found.aliases == ("@somename",)


@pytest.mark.parametrize(
    "text", ["", "no link", "mailto:a@b.example", "ftp://a.example/x", "12:30", "http://", "javascript:alert(1)"]
)
def test_what_is_no_web_address_is_no_asset(text):
    assert asset(text) is None


@pytest.mark.parametrize(
    "link", ["https://x.com/search?q=a", "https://www.facebook.com/sharer.php?x=1", "https://t.me/share"]
)
def test_pages_of_the_platform_itself_are_no_accounts(link):
    found = asset(link)
    assert found is None or found.platform == "web"


@given(st.text(max_size=60))
def test_any_text_is_answered(text):
    found = asset(text)
    assert found is None or (found.platform and found.kind and found.id)


@given(st.sampled_from(KNOWN), st.text("abcdefgh/?=&#.%@[]() ", max_size=30))
def test_any_end_of_a_link_is_answered(known, end):
    found = asset(known[0] + end)
    assert found is None or found.id


def test_links_of_published_lists_are_typed(data):
    links = set()
    for path in (data / "meta_indicators").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = {cell.strip() for row in csv.reader(file) for cell in row}
        links |= {cell for cell in cells if re.fullmatch(r"(?:https?://)?[\w.\[\]-]+\.?\]?[a-z]{2,}/\S*", cell)}
    typed = [link for link in links if (found := asset(link)) and found.platform != "web"]
    assert len(links) > 250
    assert len(typed) / len(links) >= 0.97


def test_accounts_of_media_are_on_the_platform_of_their_column(data):
    columns = {
        "Instagram Link": "instagram", "Facebook Link": "facebook", "Youtube Link": "youtube", "VK Link": "vk",
        "Telegram Link": "telegram", "Ok.ru link": "ok", "Tiktok Link": "tiktok", "Rutube Link": "rutube",
    }  # fmt: skip
    right = wrong = 0
    with (data / "state_media" / "State_Media_Matrix.csv").open(
        encoding="utf-8-sig", errors="replace", newline=""
    ) as file:
        for row in csv.DictReader(file):
            for column, platform in columns.items():
                for link in re.split(r"[\s,;]+", row.get(column) or ""):
                    if "." in link and "/" in link:
                        found = asset(link)
                        right += found is not None and found.platform == platform
                        wrong += found is None or found.platform != platform
    assert right > 900
    assert wrong <= 0.002 * right
