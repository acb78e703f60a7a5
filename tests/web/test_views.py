"""Whatever strangers wrote stays text."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inconcert.web.searching import pieces
from inconcert.web.views import environment, number, share, size, when

if TYPE_CHECKING:
    from collections.abc import Iterable

NASTY = st.one_of(
    st.text(),
    st.sampled_from([
        "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "{{ 7 * 7 }}",
        "{% raw %}",
        "</textarea></title><svg onload=alert(1)>", "\u202ehttps://evil.example\u202c", "' autofocus onfocus='x",
        "\x00\x1b[2J",
    ]),
)  # fmt: skip


class _Tags(HTMLParser):
    """Tags and attribute names of a page, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))


def tags(page: str) -> list[tuple[str, tuple[str, ...]]]:
    parser = _Tags()
    parser.feed(page)
    return parser.found


def preview(text: str, handle: str) -> str:
    row = {"posted_at": 1_700_000_000_000_000, "handle": handle, "text": text, "post_id": handle, "kind": "post"}
    seen: dict[str, Any] = {
        "file": handle, "error": "", "todo": "", "title": text, "why": (text,), "rows": (row,), "timezone": "",
        "first": None, "last": None, "looked_at": 1, "warnings": (text,), "usable": True,
        "skipped": ({"count": 1, "reason": text, "examples": ({"row": 1, "value": text},)},),
    }  # fmt: skip
    return environment().get_template("parts/preview.html").render(seen=[seen])


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(NASTY, NASTY)
def test_any_text_and_handle_render_inert(text: str, handle: str) -> None:
    assert tags(preview(text, handle)) == tags(preview("plain", "plain")) or not (text and handle)
    assert "\x00" not in preview(text, handle)


def test_addresses_in_texts_cannot_be_followed() -> None:
    page = preview("see https://evil.example/x", "x")
    assert "hxxps://evil[.]example/x" in page
    assert "https://evil.example" not in page.partition("<tbody>")[2]


@given(st.text(), st.data())
def test_pieces_of_a_snippet_are_the_snippet(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    marks = list(zip(cuts[::2], cuts[1::2], strict=False))
    if "://" not in text and "[.]" not in text:
        assert "".join(piece for piece, _ in pieces(text, marks)) == text
    assert all(piece for piece, _ in pieces(text, marks))


def test_a_mark_in_the_middle_of_an_address_does_not_make_it_live() -> None:
    text = "see https://bridge-truth.example/8 now."
    found = pieces(text, [(12, 18), (35, 38)])
    assert found == [
        ("see hxxps://", False),
        ("bridge", True),
        ("-truth[.]example/8 ", False),
        ("now", True),
        (".", False),
    ]


def test_what_is_missing_is_never_zero() -> None:
    missing: Iterable[object] = (number(None), share(None), size(None), when(None))
    assert set(missing) == {"–"}
    assert number(0) == "0"
    assert size(1_500_000) == "1.5 MB"
    assert "12:30 UTC" in when("2024-03-01T13:30:00+01:00")
