from io import StringIO

from rich.console import Console

from inconcert.report.found import hits
from inconcert.search.hits import Hit, Hits


def drawn(found):
    out = StringIO()
    Console(file=out, width=100).print(hits(found))
    return out.getvalue()


def test_hits_are_shown_still_and_counted():
    text = "see https://a.example\x1b[31m bridge"
    row = Hit("post", "x:1", text, [(len(text) - 6, len(text))], "2024-03-01T00:00:00Z", "x:9", "ana", "x")
    shown = drawn(Hits(1, [row]))
    assert "hxxps://a[.]example" in shown
    assert "\x1b" not in shown
    assert "@ana" in shown
    assert "1 hit" in shown


def test_nothing_and_very_many():
    assert "Nothing was found" in drawn(Hits(0, []))
    row = Hit("site", "a.example", "a", [], None, None, None, "web")
    assert "at least 10,000 hits" in drawn(Hits(10_000, [row]))
