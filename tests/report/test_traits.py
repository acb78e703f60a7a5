from copy import deepcopy
from io import StringIO

import pytest
from rich.console import Console

from inconcert.report.html import render
from inconcert.report.terminal import findings

SAYS = "3 of 4 members <script> http://evil.example/x; of 40 comparable accounts 0 (0%)."


def trait(**change):
    given = {"name": "creation_burst", "family": "creation", "nats": 3.2, "says": SAYS, "n": 4, "figures": {}}
    return given | {"posts": [], "accounts": ["x:9"]} | change


@pytest.fixture
def document(bridge):
    """The document of the bridge, with traits on one axis of its first network."""
    made = deepcopy(bridge.document())
    network = made["networks"][0]
    shown = network["evidence"][0]["pairs"][0]["a_post"]
    traits = [
        trait(posts=[shown["ref"], "x:gone"]),
        trait(name="dormancy", nats=None, says="Insufficient data: posts."),
    ]
    network["axes"]["inauthenticity"] |= {"value": 3.2, "unit": "nats", "low": 1.0, "high": 4.0, "traits": traits}
    network["trait_posts"] = [shown]
    return made


def printed(document):
    console = Console(width=110, record=True, file=StringIO())
    console.print(findings(document, 1, 1))
    return " ".join(console.export_text().split())


def test_the_page_opens_each_trait_to_its_posts(document):
    page = render(document)
    part = page.split('<details class="traits">')[1].split("</ul></details>")[0]
    text = document["networks"][0]["trait_posts"][0]["text"].split()[0]
    assert "creation_burst" in part
    assert "3.2 nats" in part
    assert "The posts under it (2)" in part
    assert text in part
    assert "x:9" in part
    assert "1 to 4 nats" in page


def test_what_a_trait_says_does_nothing(document):
    page = render(document)
    assert "<script>" not in page
    assert "hxxp://evil[.]example" in page
    assert "hxxp://evil[.]example" in printed(document)


def test_a_trait_without_data_reads_so(document):
    page = render(document)
    assert "Insufficient data: posts." in page
    assert "dormancy" not in printed(document)


def test_the_terminal_shows_traits_that_speak_with_a_post(document):
    said = printed(document)
    post = document["networks"][0]["trait_posts"][0]
    assert "creation_burst 3.2 nats" in said
    assert f"row {post['row']}: {post['text'].split()[0]}" in said


def test_findings_of_an_older_version_are_still_shown(document):
    for network in document["networks"]:
        network.pop("trait_posts", None)
        for axis in network["axes"].values():
            for key in ("low", "high", "traits"):
                axis.pop(key, None)
    assert "Four questions" in render(document)
    assert "Four questions" in printed(document)


def test_an_axis_whose_upper_end_is_open_says_so(document):
    reach = {"value": 5, "unit": "engagements", "low": 5, "high": None, "says": "5 engagements.", "traits": []}
    document["networks"][0]["axes"]["reach"] = reach
    assert "5 to open engagements" in render(document)
