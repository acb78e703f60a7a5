"""Fix-ups that several formats share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.ingest.formats import shared

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_nothing_falls_over_on_odd_values(value):
    assert isinstance(shared.mapping(value), dict)
    assert all(isinstance(one, dict) for one in shared.objects(value))
    assert all(isinstance(one, str) and one for one in shared.texts(value))
    assert isinstance(shared.host(value), str)
    shared.last_part(value)
    shared.platform_of(value)
    shared.links_in_html(value)
    shared.name_in_html(value)


def test_texts_keep_the_order_and_drop_repetitions():
    assert shared.texts(["b", " a ", "b", "", None, 3, True]) == ["b", "a", "3"]


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        ("https://twitter.com/a/status/1", "x"),
        ("https://m.facebook.com/a", "facebook"),
        ("https://old.reddit.com/r/a", "reddit"),
        ("https://www.threads.net/@a/post/b", "threads"),
        ("https://nottwitter.com/a", None),
        ("https://x.com.evil.example/a", None),
        ("not an address", None),
        ("http://[broken", None),
        (None, None),
    ],
)
def test_platforms_by_address(url, platform):
    assert shared.platform_of(url) == platform


@pytest.mark.parametrize(
    ("url", "end"),
    [
        ("https://www.facebook.com/1/posts/2", "2"),
        ("https://www.facebook.com/1/posts/2/", "2"),
        ("https://www.facebook.com/groups/1/permalink/3/?x=1", "3"),
        ("https://www.facebook.com/permalink.php?story_fbid=4&id=1", "4"),
        ("https://www.facebook.com/watch/?v=5", "5"),
        ("https://www.facebook.com/", None),
        ("words", None),
        ("", None),
        (None, None),
    ],
)
def test_ids_at_the_end_of_addresses(url, end):
    assert shared.last_part(url) == end


def test_links_in_html_are_those_a_reader_would_follow():
    html = '<a href="https://a.example">a</a> <a class="u-url mention" href="/@b">b</a> <a>c</a> <a href="">d</a>'
    assert shared.links_in_html(html + '<a class="hashtag" href="/t">#t</a><a href="https://a.example">a</a>') == [
        "https://a.example"
    ]


def test_what_paths_give_together_is_in_order_and_once():
    record = {"a": "1", "b": ["2", "1"], "c": None}
    assert shared.gathered(record, "a", "b[]", "c", "d") == ["1", "2"]
    assert shared.collect("urls", "c", "d")(record, {"urls": ["kept"]}) == {"urls": ["kept"]}
    assert shared.paragraphs("text", "a", "b[]")(record, {}) == {"text": "1\n2"}


def test_steps_run_in_order():
    both = shared.steps(lambda _, row: {**row, "a": 1}, lambda _, row: {**row, "b": row["a"] + 1})
    assert both({}, {}) == {"a": 1, "b": 2}


def test_links_in_html_are_read_as_a_browser_reads_them():
    html = "<A HREF='https://a.example/?x=1&amp;y=2'>a</A> <a rel=nofollow href=https://b.example>b</a> <abbr href=c>"
    assert shared.links_in_html(html) == ["https://a.example/?x=1&y=2", "https://b.example"]
