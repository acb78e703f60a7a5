import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.normalise.defanged import is_defanged, refang


@pytest.mark.parametrize(
    "text",
    [
        "hxxps://a[.]example/x", "hxxps[:]//a.example/x", "https[://]a[.]example/x", "hXXps://a(.)example/x",
        "h**ps://a{.}example/x", "https://a[dot]example/x", "https://a\\.example/x", "https:/a.example/x",
        "https://a [.] example/x", "https://a[.example/x", "https://a\u200b.example/x", "https://a[.]example[/]x",
    ],
)  # fmt: skip
def test_ways_to_make_an_address_inert(text):
    assert refang(text) == "https://a.example/x"
    assert is_defanged(text)


def test_mail_addresses():
    assert refang("a[at]b[.]example") == refang("a[@]b(dot)example") == "a@b.example"


@pytest.mark.parametrize("text", ["https://a.example/x?y=[1]&z=(2)", "plain text (see below). Next", "a.example"])
def test_other_text_stays(text):
    assert refang(text) == text
    assert not is_defanged(text)


@given(st.text())
def test_twice_is_once(text):
    assert refang(refang(text)) == refang(text)
