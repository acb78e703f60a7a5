from copy import deepcopy
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from inconcert.report.terminal import finding, findings, overview, safe


def drawn(renderable, width=100):
    console = Console(width=width, highlight=False, file=StringIO())
    console.print(renderable)
    return console.file.getvalue()


@pytest.fixture(scope="module")
def document(bridge):
    return bridge.document()


def test_the_overview_names_every_network_and_the_control(document):
    text = drawn(overview(document))
    assert all(network["id"] in text for network in document["networks"])
    assert "gave 0.05 networks" in text
    assert text.count("alert") == 2


def test_no_findings_still_say_what_was_searched(document):
    signals = {"same_link": {"shared": 4, "tested": 7, "ties": 0}, "same_text": {"shared": 0}}
    looked_at = {"features": {"kept": 1200}, "signals": signals}
    text = drawn(overview(document | {"networks": [], "looked_at": looked_at}, "The report: here.html"))
    assert "No network was found" in text
    assert "1,200 posts were looked at. 1 of 2 signals found something" in " ".join(text.split())
    assert "The report: here.html" in text


def test_all_in_one_with_the_strongest_in_full(document):
    text = drawn(findings(document, 1, 0))
    first, second = (network["id"] for network in document["networks"])
    assert text.count(first) == 2
    assert text.count(second) == 1
    assert "and 1 more: --limit 2" in text
    assert "side by side" not in text


def test_ties_and_pairs_are_as_many_as_asked_for(document):
    network = document["networks"][0]
    assert drawn(finding(network)).count(" expected, p ") == len(network["evidence"])
    assert drawn(finding(network, ties=1)).count(" expected, p ") == 1
    one, more = (drawn(finding(network, ties=1, pairs=pairs)) for pairs in (1, 3))
    assert more.count("row ") > one.count("row ")


def test_one_finding_in_depth(document):
    text = " ".join(drawn(finding(document["networks"][0])).split())
    assert "11 accounts posted the same links" in text
    assert "@harbour_voice" in text
    assert text.count("Not measured: insufficient data") == 3
    assert "bridge_x.csv, row" in text
    assert "hxxps://harbour-news[.]example/" in text
    assert "https://" not in text


def test_many_members_are_folded(document):
    network = deepcopy(document["networks"][0])
    network["members"] *= 5
    assert "and 25 more members" in drawn(finding(network))


def test_no_control_sign_reaches_the_terminal(document):
    assert safe("\x1b[31mred\u202e\x07 [bold]x[/]").plain == "␛[31mred␇ [bold]x[/]"
    network = deepcopy(document["networks"][0])
    post = network["evidence"][0]["pairs"][0]["a_post"]
    post["text"] = "\x1b]0;title\x07" + post["text"][9:]
    network["members"][0]["handle"] = "[red]\x1b[2J"
    text = drawn(finding(network))
    assert "\x1b" not in text
    assert "[red]" in text


def test_it_fits_a_narrow_terminal(document):
    assert max(cell_len(line) for line in drawn(finding(document["networks"][1]), width=60).splitlines()) <= 60


def test_a_group_of_leads_is_shown_with_its_reason_and_its_posts(led):
    network = led.document()["networks"][1]
    text = " ".join(drawn(finding(network)).split())
    assert "10 of its 10 ties would not stand by themselves" in text
    assert "p 0.03, q too large" in text
