from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from inconcert.pages.limits import Limits, tamed

MANY = 5000


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * MANY,
        "<b><p>" * MANY,
        "".join(f"<font id={at}><p>" for at in range(MANY)),
        "<a><div>" * MANY,
        "<table><tr><td>" * MANY,
        "</x>" * MANY + "<div>" * MANY,
        "<!--" + "<x>" * MANY + "--><div>" * MANY,
    ],
)
def test_pages_that_would_hold_up_a_parser_are_cut_and_told(hostile: str) -> None:
    html, told = tamed("<p>before</p>" + hostile)
    assert len(html) < len(hostile)
    assert html.startswith("<p>before</p>")
    assert "too deep" in told[0]


def test_elements_of_thousands_of_attributes_are_left_out() -> None:
    html, told = tamed("<p>before</p><div " + " ".join(f"a{at}=1" for at in range(MANY)) + "><p>after</p>")
    assert html.startswith("<p>before</p>")
    assert html.endswith("<p>after</p>")
    assert "<div" not in html
    assert "attributes" in told[0]


def test_long_pages_of_ordinary_shape_stay_whole() -> None:
    html = "<ul>" + "<li>item<br><img src=x>" * MANY + "</ul>" + "<p>text" * MANY + "<b>x</b>" * MANY
    assert tamed(html) == (html, [])


def test_a_long_picture_inside_an_address_is_one_attribute() -> None:
    html = f'<img alt="a b c" src="data:image/png;base64,{"A" * 100_000}">'
    assert tamed(html) == (html, [])


@given(st.text(alphabet="<>/abip \"'=!-", max_size=300))
def test_what_is_left_is_a_beginning_and_parses(html: str) -> None:
    left, _ = tamed(html, Limits(depth=3, formatting=3))
    assert html.startswith(left)
    assert LexborHTMLParser(left).root is not None or not left
