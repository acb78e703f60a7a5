from copy import deepcopy
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from inconcert.report.terminal import finding, overview, safe


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


def test_no_findings(document):
    assert "No network was found" in drawn(overview(document | {"networks": []}))


def test_one_finding_in_depth(document):
    text = " ".join(drawn(finding(document["networks"][0])).split())
    assert "11 accounts posted the same links" in text
    assert "@harbour_voice" in text
    assert text.count("not measured") == 3
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
