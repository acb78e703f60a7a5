import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.indicators.defanging import cleaned, defang, mentioned
from inconcert.normalise.defanged import refang

HOSTS = st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8}){1,2}", fullmatch=True)


@pytest.mark.parametrize(
    ("value", "inert"),
    [
        ("a.example", "a[.]example"),
        ("https://a.example/x.html", "hxxps://a[.]example/x.html"),
        ("10.0.0.1", "10[.]0[.]0[.]1"),
        ("someone@a.example", "someone[@]a[.]example"),
        ("a sentence about a.example", "a sentence about a.example"),
        ("d41d8cd98f00b204e9800998ecf8427e", "d41d8cd98f00b204e9800998ecf8427e"),
    ],
)
def test_values_made_inert(value, inert):
    assert defang(value) == inert


@given(HOSTS, st.sampled_from(["", "http://", "https://"]), st.sampled_from(["", "/x", "/a.b?c=d.e"]))
def test_what_was_made_inert_comes_back(host, scheme, rest):
    value = scheme + host + rest
    assert refang(defang(value)) == value
    assert cleaned(defang(value))[0] == value
    assert defang(refang(defang(value))) == defang(value)


def test_addresses_inside_a_sentence():
    text = "Configure a[.]example with Titan.email, see hxxps://b[.]example/x."
    assert mentioned(text) == ["a.example", "Titan.email", "https://b.example/x"]
