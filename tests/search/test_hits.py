"""What the index answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inconcert.errors import StoreError, UsageError
from inconcert.search import SearchIndex, hits
from inconcert.search.marking import spans
from inconcert.search.query import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Search = Callable[..., SearchIndex]


def ids(index: SearchIndex, query: str, **how: object) -> list[str]:
    return [row.id for row in index.query(query, kinds=("post",), **how).rows]  # type: ignore[arg-type]


@pytest.fixture
def bridge(search: Search) -> SearchIndex:
    return search(
        "The new bridge costs too much",
        "A bridge too far",
        {"text": "Café prices: https://www.News.example/cafe", "lang": "fr", "platform": "telegram"},
        {"text": "Nothing here", "hashtags": ["Bridge"], "account_id": "2", "handle": "bo"},
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("bridge", ["x:3", "x:1", "x:0"]),
        ("BRIDGE costs", ["x:0"]),
        ('"bridge too"', ["x:1"]),
        ("bridge -far", ["x:3", "x:0"]),
        ("far OR cafe", ["telegram:2", "x:1"]),
        ("pric*", ["telegram:2"]),
        ("from:ana_b bridge", ["x:1", "x:0"]),
        ("from:@Bo", ["x:3"]),
        ("from:2", ["x:3"]),
        ("from:ana", []),
        ("lang:fr", ["telegram:2"]),
        ("on:telegram", ["telegram:2"]),
        ("site:news.example", ["telegram:2"]),
        ("-bridge", None),
        ("after:2023-11-16 before:2023-11-17", ["telegram:2"]),
        ("bridge before:2023-11-15", ["x:0"]),
        ("-site:news.example bridge", ["x:3", "x:1", "x:0"]),
    ],
)
def test_operators(bridge: SearchIndex, query: str, found: list[str] | None) -> None:
    if found is None:
        with pytest.raises(UsageError, match="only says what to leave out"):
            ids(bridge, query)
    else:
        assert ids(bridge, query) == found


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Příliš žluťoučký kůň", "zlutoucky"),
        ("Der Straßenbau", "strassenbau"),
        ("لَا أَحَدَ سَأَلَنَا", "سألنا"),
        ("Новый мост слишком дорогой", "НОВЫИ"),
        ("奥维拉大桥的费用已经翻倍", "大桥"),
        ("奥维拉大桥的费用已经翻倍", "桥"),
        ("オルヴェラ橋の鉄は薄すぎる", "鉄は薄"),
        ("สะพานออร์เวลาแพงเกินไป", "แพง"),
        ("다리는 너무 비싸다", "다리"),
        ("पुल बहुत महँगा है", "महँगा"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
    ],
)
def test_scripts_and_accents_are_folded(search: Search, text: str, query: str) -> None:
    index = search(text, "nothing of the kind")
    (row,) = index.query(query, kinds=("post",)).rows
    assert row.id == "x:0"
    assert row.snippet == text
    assert row.marks


def test_signs_of_a_word_must_follow_each_other(search: Search) -> None:
    assert ids(search("大海和桥梁"), "大桥") == []


def test_marks_are_where_the_words_stand_in_the_text_as_published(search: Search) -> None:
    text = "x " * 200 + "Ein CAFÉ, zwei Cafés und ein café."
    (row,) = search(text).query("café", kinds=("post",)).rows
    assert [row.snippet[first:last] for first, last in row.marks] == ["CAFÉ", "café"]
    assert len(row.snippet) <= 240


def test_accounts_and_sites_are_found(bridge: SearchIndex) -> None:
    account, site = bridge.query("from:bo").rows[-1], bridge.query("news", kinds=("site",)).rows[0]
    assert (account.kind, account.id, account.platform) == ("account", "x:2", "x")
    assert (site.kind, site.id, site.snippet) == ("site", "news.example", "news.example · 1 post")


def test_rows_go_on_across_kinds(search: Search) -> None:
    index = search(*["harbour"] * 5, {"text": "x", "account_id": "9", "handle": "harbour"})
    assert index.query("harbour").total_at_least == 6
    pages = [index.query("harbour", limit=2, offset=offset).rows for offset in (0, 2, 4, 6)]
    assert [len(page) for page in pages] == [2, 2, 2, 0]
    assert len({(row.kind, row.id) for page in pages for row in page}) == 6


def test_more_hits_than_are_looked_at_count_as_at_least(search: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "MOST", 3)
    assert search(*["harbour"] * 5).query("harbour", kinds=("post",)).total_at_least == 3


def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no index"):
        SearchIndex(tmp_path / "none.sqlite").query("word")


def test_an_unknown_kind_is_refused(bridge: SearchIndex) -> None:
    with pytest.raises(UsageError, match="no kind 'posts'"):
        bridge.query("word", kinds=("posts",))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(query=st.text(st.sampled_from("ab\"-*:(). ORé大å'#_"), max_size=12))
def test_no_query_breaks_the_index(bridge: SearchIndex, query: str) -> None:
    """Whatever is typed is answered or refused with a reason: nothing of it reaches the database as its language."""
    try:
        parse(query)
    except UsageError:
        return
    bridge.query(query)


@given(st.text(st.sampled_from("aeéÅß大橋 .-ıİﬁ"), max_size=20))
def test_marks_lie_inside_the_text(text: str) -> None:
    for first, last in spans(text, [clause for some in parse("e a fi 大").wanted for clause in some]):
        assert 0 <= first < last <= len(text)
