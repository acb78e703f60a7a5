import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.report.defang import defang, defang_object


@pytest.mark.parametrize(
    ("text", "inert"),
    [
        ("see https://a.example.com/x.html?y=1", "see hxxps://a[.]example[.]com/x.html?y=1"),
        ("HTTP://A.EXAMPLE", "hxxp://A[.]EXAMPLE"),
        ("two http://a.b https://c.d", "two hxxp://a[.]b hxxps://c[.]d"),
        ("no address. Really.", "no address. Really."),
        ("اقرأ https://a.example/ش", "اقرأ hxxps://a[.]example/ش"),
    ],
)
def test_addresses_in_texts(text, inert):
    assert defang(text) == inert


@pytest.mark.parametrize(
    ("thing", "inert"),
    [("a.example/x", "a[.]example/x"), ("b.a.example", "b[.]a[.]example"), ("https://a.example", "hxxps://a[.]example"),
     ("tag another", "tag another"), ("x:12345", "x:12345")],
)  # fmt: skip
def test_objects_without_a_scheme(thing, inert):
    assert defang_object(thing) == inert


@given(st.text())
def test_no_clickable_scheme_is_left(text):
    assert "https://x" not in defang(f"{text} https://x.example")
