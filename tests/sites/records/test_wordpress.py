"""Answers of WordPress say who writes and what was uploaded, as far as that is not everybody's."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.sites.hands.run import same_hands
from inconcert.sites.known import is_of_sites
from inconcert.sites.records.fact import Receipt
from inconcert.sites.records.reading import read_facts
from inconcert.sites.records.wordpress import is_wordpress, read_wordpress

if TYPE_CHECKING:
    from pathlib import Path

HASH = "5f3bab2503fb87a4df17fb875f3bab25"


def user(slug: str, link: str = "https://a.org/author/x/", avatar: str = HASH) -> dict[str, Any]:
    avatars = {"24": f"https://secure.gravatar.com/avatar/{avatar}?s=24&d=mm&r=g"}
    return {"id": 1, "name": slug, "link": link, "slug": slug, "avatar_urls": avatars, "_links": {}}


def post(html: str, link: str = "https://a.org/2022/06/story/") -> dict[str, Any]:
    guid = {"rendered": "https://a.org/?p=7"}
    return {"id": 7, "slug": "story", "guid": guid, "link": link, "author": 1, "content": {"rendered": html}}


def said(found: Any, site: str | None = None) -> set[tuple[str, str, str]]:
    return {fact[:3] for fact in read_wordpress(found, site, "t", Receipt()) if fact.kind}


def test_users_give_slugs_and_hashes_of_addresses_and_the_site_they_link_to() -> None:
    assert said([user("olga-petrowa-77"), user("admin", avatar="0" * 32)]) == {
        ("a.org", "wordpress-author", "olga-petrowa-77"),
        ("a.org", "gravatar", HASH),
    }


@pytest.mark.parametrize("slug", ["admin", "wpadmin", "editor-2", "redaktion", "test1", "12345", "olga", "a-newspaper"])
def test_slugs_that_everybody_has_are_passed_over(slug: str) -> None:
    found = said([user(slug, "https://anewspaper.org/author/x/", "d41d8cd98f00b204e9800998ecf8427e")])
    assert not found


def test_posts_give_the_month_and_name_of_own_uploads() -> None:
    html = (
        '<img src="https:\\/\\/www.a.org\\/x" /><img src="https://www.a.org/wp-content/uploads/2022/06/'
        'Kanzler-vor-dem-Werk-1024x683.jpg"><img src="https://a.org/wp-content/uploads/2022/06/IMG_20220601_1.jpg">'
        '<img src="https://paper.example/wp-content/uploads/2022/06/somebody-elses-picture.jpg">'
        '<img src="https://a.org/wp-content/uploads/2022/06/pexels-photo-1234567.jpeg">'
    )
    digits = f'<img src="https://a.org/wp-content/uploads/{"1" * 280}x.jpg">'
    assert said([post(html + digits)]) == {("a.org", "wordpress-upload", "2022/06/kanzler-vor-dem-werk")}


def test_files_are_known_by_their_content_also_when_they_are_long(tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text(json.dumps([user("olga-petrowa-77")]), "utf-8")
    (tmp_path / "posts.json").write_text(json.dumps([post("word " * 40_000)] * 3), "utf-8")
    (tmp_path / "tweets.json").write_text(json.dumps([{"id": 1, "text": "x", "slug": "y"}]), "utf-8")
    assert {path.name for path in tmp_path.iterdir() if is_of_sites(path)} == {"users.json", "posts.json"}
    receipt = Receipt()
    assert {fact.site for fact in read_facts([tmp_path / "users.json"], receipt)} == {"a.org"}
    assert receipt.files["WordPress"] == 1


def test_a_recording_holds_them_and_one_author_is_a_lead(tmp_path: Path) -> None:
    def answer(url: str, found: Any) -> dict[str, Any]:
        text = base64.b64encode(json.dumps(found).encode()).decode()
        body = {"mimeType": "application/json", "encoding": "base64", "text": text}
        return {"request": {"url": url}, "response": {"status": 200, "content": body}}

    entries = [
        answer("https://a.org/wp-json/wp/v2/users", [user("olga-petrowa-77")]),
        answer(
            "https://b.net/?rest_route=/wp/v2/users", [user("olga-petrowa-77", "https://b.net/author/x/", "0" * 32)]
        ),
        answer("https://c.com/wp-json/", {"name": "c", "namespaces": []}),
    ]
    (tmp_path / "a.har").write_text(json.dumps({"log": {"entries": entries}}), "utf-8")
    rows = "domain,ga_code\n" + "".join(f"crowd{i}.org,UA-{7000000 + i * 13}-1\n" for i in range(60))
    (tmp_path / "crowd.csv").write_text(rows, "utf-8")
    told = same_hands([tmp_path])
    assert told.groups() == []
    (lead,) = told.joins(leads=True)
    assert (lead["site_a"], lead["site_b"], lead["evidence"]) == ("a.org", "b.net", "wordpress-author")
    assert told.receipt.lines == []


_KEYS = st.sampled_from(["slug", "avatar_urls", "guid", "link", "content"])
_LEAVES = st.none() | st.integers() | st.text(max_size=20)


@given(st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=5)))
def test_no_document_breaks_it(found: Any) -> None:
    is_wordpress(found)
    list(read_wordpress(found, None, "t", Receipt()))
