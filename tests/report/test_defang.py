import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.report.defang import defang, defang_object, printable, still


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


def test_control_signs_are_shown_and_do_nothing():
    assert printable("a\x00\x1b\tb\n") == "a␀␛\tb\n"
    assert printable("one\r\ntwo\rthree") == "one\ntwo␍three"
    assert printable("\x9b31m\x7f") == "�31m�"


@given(st.text())
def test_a_terminal_gets_nothing_to_obey(text):
    left = set(still(text)) - {"\n", "\t"}
    assert not left & {chr(sign) for sign in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), 0x200F)}
    assert still(still(text)) == still(text)
