from inconcert.report.html import render
from inconcert.report.portrait import because, narrative, sections, target
from inconcert.report.terminal import finding


def drawn(renderable):
    from io import StringIO

    from rich.console import Console

    out = StringIO()
    Console(file=out, width=400).print(renderable)
    return out.getvalue()


def test_a_terminal_shows_all_parts(bridge):
    shown = drawn(finding(bridge.findings()[0]))
    for head in ("When it works", "What it says", "Whom it addresses", "How far it got", "Techniques"):
        assert head in shown
    assert "harbour-news[.]example" in shown
    assert "harbour-news.example" not in shown


def test_among_others_a_network_is_told_briefly(bridge):
    shown = drawn(finding(bridge.findings()[0], whole=False))
    assert "What it says" in shown
    assert "How far it got" not in shown


def test_a_finding_of_an_older_run_has_no_portrait(bridge):
    old = {key: value for key, value in bridge.findings()[0].items() if key not in ("schedule", "grid")}
    assert list(sections(old)) == []
    page = render(bridge.document() | {"networks": [old]})
    assert "When it works" not in page
    assert "Hours of the day (UTC)" in page


def test_the_report_has_all_parts_and_no_address_to_click(bridge):
    page = render(bridge.document())
    for head in ("When it works", "What it says", "Both sides", "Whom it addresses", "How far it got", "Techniques"):
        assert f">{head}</h" in page
    assert "Hours of the week (UTC)" in page
    assert page.count("The six questions") == 2
    assert 'href="http' not in page


def test_words_of_others_stand_still():
    row = {"id": "n1", "words": ["#bridge", "a.example", "steel"], "posts": 3, "accounts": 2, "share": 0.5,
           "languages": {"en": 3}, "first_at": "2024-03-01T00:00:00Z", "last_at": "2024-03-02T00:00:00Z"}  # fmt: skip
    assert narrative(row).startswith("n1: #bridge, a[.]example, steel: 3 posts of 2 accounts (50%)")
    assert (
        because({"because": "links (asset a.example)", "evidence": {"asset": ["a.example"]}})
        == "links (asset a[.]example)"
    )


def test_a_target_is_told_in_one_line():
    row = {"platform": "x", "account_id": "9", "handle": None, "replies": 1, "quotes": 0, "mentions": 2, "accounts": 2,
           "others": 1200, "lift": None, "member": True}  # fmt: skip
    assert target(row) == "9 (a member) on X: 1 reply, 0 quotes and 2 mentions by 2 members; others 1,200"
