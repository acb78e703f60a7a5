"""Chains are followed from front to landing, whatever leads on, and differing answers are told."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.sites.chains.follow import DEEPEST, chains, cloaked, roles, tracker
from inconcert.sites.chains.hop import Hop, led, plain
from inconcert.sites.chains.run import Found, follow

if TYPE_CHECKING:
    from pathlib import Path


def hop(start: str, end: str | None, **more: Any) -> Hop:
    told = {"source": "t", "status": 302 if end else 200, "how": "HTTP 302" if end else "", "at": None}
    told |= {"country": None, "agent": None}
    return Hop(start=plain(start), end=plain(end) if end else None, **(told | more))


def table(place: Path, text: str) -> Found:
    file = place / "urls.csv"
    file.write_text(text, "utf-8")
    return follow([file])


CHAIN = """from,to,status,at,country,agent
https://bit.ly/abc,http://front-one.life/x,301,2022-09-01T10:00:00Z,DE,Firefox
http://front-one.life/x,https://middle.example/a,200,2022-09-01T10:00:01Z,DE,Firefox
https://middle.example/a,https://track.example/click.php?lp=1,302,2022-09-01T10:00:01Z,DE,Firefox
https://track.example/click.php?lp=1,https://paper.ltd/article,302,2022-09-01T10:00:02Z,DE,Firefox
https://paper.ltd/article,,200,2022-09-01T10:00:03Z,DE,Firefox
https://bit.ly/abc,http://front-one.life/x,301,2022-09-01T10:00:00Z,US,Firefox
http://front-one.life/x,,200,2022-09-01T10:00:01Z,US,Firefox
"""


def test_a_table_of_hops_becomes_chains_with_the_part_of_each_domain(tmp_path: Path) -> None:
    found = table(tmp_path, CHAIN)
    rows = list(found.rows())
    first = [(row["domain"], row["role"]) for row in rows if row["chain"] == 1]
    assert first == [
        ("bit.ly", "shortener"),
        ("front-one.life", "front"),
        ("middle.example", "intermediary"),
        ("track.example", "tracker"),
        ("paper.ltd", "landing"),
    ]
    assert "Keitaro: a lead only" in rows[3]["why"]


def test_a_link_that_answers_another_country_differently_is_told_in_words(tmp_path: Path) -> None:
    found = table(tmp_path, CHAIN)
    assert found.cloaked == {
        "https://bit.ly/abc": "from DE with Firefox lands on paper.ltd; from US with Firefox lands on front-one.life"
    }


def test_the_same_answer_for_everybody_is_no_cloaking() -> None:
    same = [hop("http://a.life/", "http://b.org/", country=country) for country in ("DE", "US")]
    assert cloaked(chains(same)) == {}


def test_what_a_page_itself_leads_to_is_read_and_not_run() -> None:
    assert led("http://a.org/x", '<META content="0; URL=/y?a=1&amp;b=2" http-equiv=refresh>') == (
        "http://a.org/y?a=1&b=2",
        "meta refresh",
    )
    assert led("http://a.org/", "<script>window.location.href = 'https://b.org/z';</script>") == (
        "https://b.org/z",
        "script",
    )
    assert led("http://a.org/", "<script>location.replace('https://b.org/z')</script>") == ("https://b.org/z", "script")
    assert led("http://a.org/", "<p>the location = somewhere</p>") is None
    assert led("http://a.org/", "<script>location='https://b.org/'</script>" + "x" * 60_000) is None


def test_a_recording_of_a_browser_is_followed_and_its_pictures_left_out(tmp_path: Path) -> None:
    def entry(url: str, status: int, to: str = "", text: str = "", kind: str = "document") -> dict[str, Any]:
        content = {"mimeType": "text/html" if kind == "document" else "image/gif", "text": text}
        return {
            "pageref": "p1",
            "_resourceType": kind,
            "startedDateTime": "2022-09-01T10:00:00Z",
            "request": {"url": url, "headers": [{"name": "User-Agent", "value": "Test"}]},
            "response": {"status": status, "redirectURL": to, "content": content},
        }

    entries = [
        entry("http://a.life/1", 302, "/2"),
        entry("http://a.life/2", 200, text='<meta http-equiv="refresh" content="0;url=https://b.org/">'),
        entry("https://pixel.example/p.gif", 302, "https://other.example/q.gif", kind="image"),
        entry("https://b.org/", 200, text="<p>news</p>"),
        {"broken": True},
    ]
    (tmp_path / "visit.har").write_text(json.dumps({"log": {"entries": entries}}), "utf-8")
    found = follow([tmp_path])
    (rows,) = [[(row["url"], row["how"], row["agent"]) for row in found.rows()]]
    assert rows == [
        ("http://a.life/1", "HTTP 302", "Test"),
        ("http://a.life/2", "meta refresh", "Test"),
        ("https://b.org/", "", "Test"),
    ]
    assert found.receipt.unread["entries of a HAR that are no pages"] == 2


def test_an_archive_is_followed_until_it_is_cut_off(tmp_path: Path) -> None:
    pytest.importorskip("warcio")

    def record(url: str, http: str) -> bytes:
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2022-09-01T10:00:00Z\r\n"
        kind = "Content-Type: application/http; msgtype=response\r\n"
        return f"{head}{kind}Content-Length: {len(http)}\r\n\r\n{http}\r\n\r\n".encode()

    away = record("http://a.life/1", "HTTP/1.1 302 Found\r\nLocation: http://b.org/\r\n\r\n")
    page = record("http://b.org/", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + "<p>news</p>" * 500)
    (tmp_path / "whole.warc").write_bytes(away + page)
    (tmp_path / "cut.warc").write_bytes((away + page)[:-3000])
    whole = [row["url"] for row in follow([tmp_path / "whole.warc"]).rows()]
    assert whole == ["http://a.life/1", "http://b.org/"]
    assert "http://a.life/1" in [row["url"] for row in follow([tmp_path / "cut.warc"]).rows()]


@pytest.mark.parametrize("packed", [False, True])
def test_wherever_an_archive_is_cut_the_receipt_says_so(tmp_path: Path, *, packed: bool) -> None:
    def record(url: str, http: str) -> bytes:
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2022-09-01T10:00:00Z\r\n"
        kind = "Content-Type: application/http; msgtype=response\r\n"
        plain = f"{head}{kind}Content-Length: {len(http)}\r\n\r\n{http}\r\n\r\n".encode()
        return gzip.compress(plain) if packed else plain

    away = record("http://a.life/1", "HTTP/1.1 302 Found\r\nLocation: http://b.org/\r\n\r\n")
    page = record("http://b.org/", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + "<p>news</p>" * 9)
    file = tmp_path / ("a.warc.gz" if packed else "a.warc")
    for end in range(12, len(away + page) + 1):
        file.write_bytes((away + page)[:end])
        told = [line for line in follow([file]).receipt.lines if "is cut short" in line]
        whole = any(size - 4 * (not packed) <= end <= size for size in (len(away), len(away + page)))
        assert len(told) == (not whole), (end, told)


def test_circles_and_endless_ways_end() -> None:
    circle = chains([hop("http://a.org/", "http://b.org/"), hop("http://b.org/", "http://a.org/")])
    assert [chain.cut for chain in circle] == ["it leads in a circle"]
    endless = chains(hop(f"http://a.org/{i}", f"http://a.org/{i + 1}") for i in range(100))
    assert len(endless[0].hops) == DEEPEST


def test_a_link_tried_a_thousand_times_is_one_chain() -> None:
    tried = [
        hop(f"http://{name}.org/", f"http://{end}.org/", at=str(i)) for i in range(1000) for name, end in ("ab", "bc")
    ]
    assert len(chains(tried)) == 1


def test_young_and_one_time_domains_are_told(tmp_path: Path) -> None:
    (tmp_path / "whois.csv").write_text("domain,created\nfront-one.life,2022-08-20T01:02:03Z\n", "utf-8")
    (tmp_path / "urls.csv").write_text(
        "from,to,at\nhttp://front-one.life/x,http://b.org/,2022-09-01T10:00:00Z\n"
        "http://many.life/1,http://b.org/,2022-09-01T10:00:00Z\nhttp://many.life/2,http://b.org/,2022-09-01T10:00:00Z\n",
        "utf-8",
    )
    found = follow([tmp_path / "urls.csv"], [tmp_path / "whois.csv"])
    why = {row["domain"]: row["why"] for row in found.rows()}
    assert why["front-one.life"] == "a domain that only this chain uses; registered 12 days before"
    assert why["many.life"] == ""


@pytest.mark.parametrize(
    ("url", "whose"),
    [
        ("http://x.org/?_lp=1&_token=abc", "Keitaro"),
        ("http://x.org/click.php?key=1", "Keitaro"),
        ("http://x.org/lander/offer/index.php", "Keitaro"),
        ("http://x.org/go?to=1", "a tracker"),
        ("http://x.org/a?subid=1&clickid=2", "a tracker"),
        ("http://x.org/news/2022/09/story.html?page=2", None),
    ],
)
def test_marks_of_trackers_are_leads(url: str, whose: str | None) -> None:
    assert tracker(url) == whose


def test_files_that_are_no_recordings_get_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.har").write_text('{"log": 3}', "utf-8")
    (tmp_path / "b.csv").write_text("colour\nred\n", "utf-8")
    (tmp_path / "c.json").write_text("{broken", "utf-8")
    found = follow([tmp_path, tmp_path / "missing.csv"])
    assert found.chains == []
    assert len(found.receipt.lines) == 4


@given(st.lists(st.tuples(st.integers(0, 8), st.one_of(st.none(), st.integers(0, 8))), max_size=30))
def test_every_address_is_in_a_chain_and_no_chain_visits_one_twice_but_at_its_end(
    pairs: list[tuple[int, int | None]],
) -> None:
    hops = [hop(f"http://s{a}.org/", None if b is None else f"http://s{b}.org/") for a, b in pairs]
    found = chains(hops)
    assert {h.start for h in hops} <= {url for chain in found for url in chain.urls}
    for chain in found:
        assert len(set(chain.urls[:-1])) == len(chain.urls[:-1])
        assert len(roles(chain)) == len(chain.urls)
