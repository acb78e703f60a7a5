import re
from copy import deepcopy
from html.parser import HTMLParser

import pytest

from inconcert.report.html import moment, pieces, render, size

VOID = {"meta", "br", "line", "circle", "rect"}


class Page(HTMLParser):
    """Reads a page, checks that elements close in order, and keeps what matters."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.text, self.marked = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text.append(data)
        if "mark" in self.open:
            self.marked.append(data)

    def said(self):
        return " ".join("".join(self.text).split())

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def read(html):
    page = Page()
    page.feed(html)
    assert page.open == []
    return page


@pytest.fixture(scope="module")
def document(bridge):
    return bridge.document()


@pytest.fixture(scope="module")
def html(document):
    return render(document)


@pytest.fixture(scope="module")
def page(html):
    return read(html)


def test_it_loads_nothing_and_runs_nothing(html, page):
    assert {"script", "link", "img", "iframe", "object", "embed", "base", "form"}.isdisjoint(t for t, _ in page.tags)
    policy = next(meta["content"] for meta in page.all("meta") if "http-equiv" in meta)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert not re.search(r"https?://", html)
    assert "url(" not in html
    assert "@import" not in html
    assert all(not name.startswith("on") for _, attributes in page.tags for name in attributes)


def test_links_lead_only_inside(page):
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    assert {link["href"] for link in page.all("a")} <= {f"#{name}" for name in ids}
    assert len(ids) == sum("id" in attributes for _, attributes in page.tags)


def test_the_control_is_on_its_face(page):
    said = page.said()
    assert said.index("in which nobody acts together, gave 0.05 networks on average") < said.index("Network 1")


def test_findings_come_with_their_sentences_members_and_limits(document, page):
    said = page.said()
    for network in document["networks"]:
        assert all(sentence in said for sentence in network["why"])
        assert all(f"@{member['handle']}" in said for member in network["members"])
    assert "Coordination is not inauthenticity." in said
    assert said.count("not measured") >= 6


def test_receipts_and_settings_are_there(page):
    said = page.said()
    assert "bridge_x.csv" in said
    assert "Skipped: no time" in said
    assert "row 14: =HYPERLINK" in said
    assert "min_network" in said


def test_differences_are_marked(page):
    assert {"Nobody", "No one"} <= set(page.marked)


def test_posts_are_never_rendered(document):
    evil = deepcopy(document)
    pair = evil["networks"][0]["evidence"][0]["pairs"][0]
    text = "<script>alert(1)</script><img src=x onerror=alert(2)> https://evil.example/x \x1b[31m\x00 \u202eabc"
    pair["a_post"]["text"], pair["marks"] = text, [["replace", 0, len(text), 0, 3]]
    evil["networks"][0]["members"][0]["handle"] = "<b>bold</b>"
    evil["networks"][0]["why"][0] = "<i>sentence</i>"
    evil["receipts"][0]["file"] = '"><script>x</script>'
    evil["name"] = "<u>name</u>"
    page = read(render(evil))
    assert {"script", "img", "i", "u"}.isdisjoint(tag for tag, _ in page.tags)
    assert "<script>alert(1)</script>" in page.said()
    assert "hxxps://evil[.]example/x" in page.said()
    assert "\x1b" not in page.said()


def test_texts_of_either_direction_keep_to_themselves(page):
    quotes = page.all("blockquote")
    assert quotes
    assert all(quote["dir"] == "auto" for quote in quotes)
    assert {"ar", "he"} & {quote.get("lang") for quote in quotes}


def test_drawings_have_a_twin(page):
    pictures = page.all("svg")
    assert len(pictures) == 6
    assert all(picture["role"] == "img" and "table" in picture["aria-label"] for picture in pictures)


def test_windows_without_material_are_called_so(document):
    bare = deepcopy(document)
    life = bare["networks"][0]["life"]
    gone = ("members", "objects", "acts", "joined", "left", "present", "overlap")
    life["windows"][2] |= dict.fromkeys(gone) | {"covered": False}
    life["says"].append("It may be older.")
    page = read(render(bare))
    assert page.said().count("not covered by the material") == 2
    assert "It may be older." in page.said()
    assert [rect for rect in page.all("rect") if rect["class"] == "open"]


def test_findings_of_before_lives_are_still_shown(document):
    bare = deepcopy(document)
    for network in bare["networks"]:
        del network["life"]
    assert len(read(render(bare)).all("svg")) == 4


def test_a_material_without_findings_says_so(document):
    page = read(render(document | {"networks": []}))
    assert "No network was found" in page.said()
    assert not page.all("article")


def test_five_hundred_members_stay_readable(document):
    large = deepcopy(document)
    network = large["networks"][0]
    network["members"] = [network["members"][0] | {"handle": f"account{i}", "account_id": str(i)} for i in range(500)]
    network["size"], network["links"] = 500, None
    network["evidence"] = network["evidence"][:1] * 500
    html = render(large)
    page = read(html)
    assert "a drawing would hide more than it shows" in page.said()
    assert "475 more members" in page.said()
    assert "32 more ties" in page.said()
    assert "The posts of 460 more ties are in findings.json." in page.said()
    assert len(html) < 3_000_000


def test_many_networks_are_counted_not_hidden(document):
    many = [document["networks"][1] | {"id": f"net-{i:010d}"} for i in range(53)]
    page = read(render(document | {"networks": many}))
    assert len(page.all("article")) == 50
    assert "3 more networks stand in the table above only" in page.said()
    assert "net-0000000052" in page.said()


def test_objects_without_words_show_their_text(page):
    assert "text-" not in page.said()
    assert "奥维拉大桥的费用已经翻倍" in page.said()


def test_missing_values_are_told(document):
    bare = deepcopy(document)
    tie = bare["networks"][0]["evidence"][0]
    tie["window"] = None
    gone = dict.fromkeys(tie["pairs"][0]["a_post"])
    tie["pairs"] = [
        {
            "object": "o",
            "also": [],
            "a_post": gone | {"ref": "x:1"},
            "b_post": gone | {"ref": "x:2"},
            "gap": None,
            "marks": [],
        }
    ]
    bare["networks"][0]["members"][0]["handle"] = None
    bare["receipts"][0] |= {"first_at": None, "last_at": None, "precision": None, "timezone": None, "why": []}
    said = read(render(bare)).said()
    assert "whatever the time between" in said
    assert "(no text)" in said
    assert "From unknown to unknown" in said


def test_the_same_document_gives_the_same_page(document, html):
    assert render(deepcopy(document)) == html


def test_pieces():
    marks = [("equal", 0, 2, 0, 2), ("insert", 2, 2, 2, 4), ("replace", 2, 3, 4, 5)]
    assert [(piece.text, piece.changed) for piece in pieces("abc", marks, 0)] == [("ab", False), ("c", True)]
    assert [(piece.text, piece.changed) for piece in pieces("abXYz", marks, 1)] == [
        ("ab", False), ("XY", True), ("z", True),
    ]  # fmt: skip


def test_the_version_and_what_was_searched_are_on_the_page(bridge):
    looked_at = {"features": {"kept": 7}, "signals": {"same_text": {"shared": 0, "actions": 3}}}
    page = render(bridge.document() | {"version": "9.8.7", "looked_at": looked_at, "networks": []})
    assert "Made by inconcert 9.8.7" in page
    assert "7 posts were looked at." in page


def test_objects_of_messages_are_shown_by_their_words(bridge):
    document = bridge.document()
    network = next(one for one in document["networks"] if one["signals"][0]["name"] == "same_text")
    network["signals"][0]["family"] = "message"
    thing = next(one for one in network["objects"] if one["signal"] == "same_text")
    thing["object"] = "x:~e8bb3ea59522bdfa"
    page = render(document)
    assert thing["text"][:12] in page
    assert "x:~e8bb3ea59522bdfa" not in page


def test_small_things():
    assert moment(None) == "unknown"
    assert moment("2026-03-02T08:00:09Z", 60) == "2026-03-02 08:00 UTC"
    assert [size(10), size(48_211), size(5e9)] == ["10 bytes", "48 kB", "5.0 GB"]


def test_a_group_of_leads_is_shown_with_its_reason_and_its_posts(led):
    said = read(render(led.document())).said()
    assert "10 of its 10 ties would not stand by themselves" in said
    assert "p 0.03 · q too large" in said
    assert "None" not in said
