"""A case in a browser: what is kept as evidence, what happens when somebody was faster, earlier operations."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pytest
from workbenches import Crowd, confirmed, network_of

if TYPE_CHECKING:
    from pathlib import Path

IN = "/i/spring-op"


class Person:
    """Somebody in a browser."""

    def __init__(self, crowd: Crowd, name: str) -> None:
        self.crowd, self.name = crowd, name

    def get(self, path: str) -> Any:
        return self.crowd.get(self.name, path)

    def post(self, path: str, **data: str) -> Any:
        return self.crowd.post(self.name, path, **data)

    def case(self, net: str) -> str:
        made = self.post("/cases", title="Spring", question="One hand?", net=net)
        assert made.status_code == 303
        return str(made.headers["location"]).rpartition("/")[2]

    def seen(self, case: str) -> dict[str, Any]:
        """The case as the interface tells it."""
        found: dict[str, Any] = self.get(f"/api/v1{IN}/cases/{case}").json()
        return found


@pytest.fixture
def ada(spring: Path) -> Person:
    return Person(Crowd(spring), "ada")


def looked_at(page: str) -> dict[str, str]:
    """What the forms of a case say they were filled in on."""
    found = dict(re.findall(r'name="(version|seen)" value="(\w+)"', page))
    assert set(found) == {"version", "seen"}
    return found


@pytest.mark.parametrize(
    ("kind", "name", "kept_as", "frozen"),
    [
        ("network", "", "network", "members"),
        ("post", "x:r0-1", "post", "text"),
        ("account", "x:ring1", "asset", "handles"),
        ("site", "bridge-truth.example", "site", "spread"),
    ],
)
def test_what_is_seen_can_be_kept_as_evidence(
    ada: Person, spring: Path, kind: str, name: str, kept_as: str, frozen: str
) -> None:
    net = network_of(spring)
    case = ada.case(net)
    address = f"/keep?kind={kind}&id={name or net}"
    shown = ada.get(address)
    assert shown.status_code == 200
    assert "Spring" in shown.text
    made = ada.post(address, case=case, comment="It shows the hand.")
    assert made.status_code == 303
    (one,) = ada.seen(case)["evidence"]
    assert (one["kind"], one["comment"]) == (kept_as, "It shows the hand.")
    assert one["frozen"][frozen]
    assert one["ref"]["run"]
    page = ada.get(f"/cases/{case}").text
    assert "It shows the hand." in page
    led = re.search(rf'id="{one["id"]}".*?<a href="([^"]+)"', page, re.DOTALL)
    assert led
    assert ada.get(html.unescape(led[1])).status_code == 200


def test_every_page_offers_to_keep_what_it_shows(ada: Person, spring: Path) -> None:
    net = network_of(spring)
    finding = ada.get(f"/findings/{net}").text
    tie = re.search(r'href="([^"]+/tie\?[^"]+)"', finding)
    assert tie
    pages = {"network": finding, "post": finding, "tie": ada.get(html.unescape(tie[1])).text,
             "account": ada.get("/assets/account?id=x:ring1").text,
             "site": ada.get("/assets/site?id=bridge-truth.example").text}  # fmt: skip
    for kind, page in pages.items():
        offered = re.search(rf'href="([^"]*/keep\?kind={kind}&amp;[^"]*)"', page)
        assert offered, kind
        assert ada.get(html.unescape(offered[1])).status_code == 200, kind


def test_what_is_kept_is_the_servers_copy(ada: Person, spring: Path) -> None:
    case = ada.case(network_of(spring))
    ada.post("/keep?kind=post&id=x:r0-1", case=case, text="Something else", frozen="{}")
    (one,) = ada.seen(case)["evidence"]
    assert one["frozen"]["text"].startswith("The bridge must be closed")
    assert ada.get("/keep?kind=post&id=x:nothing").status_code == 404
    assert ada.get("/keep?kind=secret&id=x:r0-1").status_code == 400


def test_a_blind_reviewer_sees_evidence_without_scores_and_comments(ada: Person, spring: Path) -> None:
    net = network_of(spring)
    case = ada.case(net)
    ada.post(f"/keep?kind=network&id={net}", case=case, comment="Clearly false.")
    ada.post(f"/cases/{case}/decide", verdict="confirmed", reason="The same.", net=net, ask="1")
    bob = Person(ada.crowd, "bob")
    (one,) = bob.seen(case)["evidence"]
    assert one["comment"] == ""
    assert not {"grade", "strength", "why"} & set(one["frozen"])
    page = bob.get(f"/cases/{case}").text
    assert "Clearly false." not in page
    assert net in page


def test_who_was_overtaken_sees_by_whom_and_keeps_what_was_written(ada: Person, spring: Path) -> None:
    case = ada.case(network_of(spring))
    seen = looked_at(ada.get(f"/cases/{case}").text)
    bob = Person(ada.crowd, "bob")
    made = bob.post(f"/cases/{case}/decide", verdict="not enough", reason="Too few posts.", **seen)
    assert made.status_code == 303
    answer = ada.post(f"/cases/{case}/decide", verdict="benign coordination", reason="A newsroom of ours.", **seen)
    assert answer.status_code == 409
    assert "Somebody changed this while you looked" in answer.text
    told = answer.text.partition('id="conflict"')[2].partition("</div>")[0]
    assert "bob" in told
    assert "Decided: not enough" in told
    assert "Opened case" not in told
    assert re.search(r"<textarea[^>]*>A newsroom of ours.</textarea>", answer.text)
    assert re.search(r'value="benign coordination" required checked', answer.text)
    again = ada.post(f"/cases/{case}/decide", verdict="benign coordination", reason="A newsroom of ours.",
                     **looked_at(answer.text))  # fmt: skip
    assert again.status_code == 303
    verdicts = [one["verdict"] for one in ada.seen(case)["decisions"]]
    assert verdicts == ["not enough", "benign coordination"]


def test_a_case_stands_beside_earlier_operations(ada: Person, spring: Path) -> None:
    first, net = confirmed(spring)
    case = ada.case(net)
    assert "earlier-title" in ada.get(f"/cases/{case}").text
    page = ada.get(f"/cases/{case}?earlier=1").text
    table = page.partition('aria-label="Comparison with earlier operations"')[2].partition("</table>")[0]
    assert "Platforms" in table
    assert f"/cases/{first}" in table
    assert "x:ring0" in table
    assert "case.compared" in ada.get("/admin/audit").text


def test_the_matrix_and_the_history_tell_evidence_and_hypotheses_by_name(ada: Person, spring: Path) -> None:
    case = ada.case(network_of(spring))
    for text in ("an office for hire did it", "fans of the ferry did it"):
        ada.post(f"/cases/{case}/hypothesis", text=text, level="organisation")
    proof = {"text": "Posts keep office hours", "kind": "behavioural", "access": "open", "grade": "B2"}
    ada.post(f"/cases/{case}/evidence", **proof)
    told = ada.seen(case)["attribution"]
    first, second = sorted(one["id"] for one in told["hypotheses"])
    (piece,) = (one["id"] for one in told["evidence"])
    ada.post(f"/cases/{case}/mark", evidence=piece, hypothesis=first, mark="I")
    ada.post(f"/cases/{case}/judge", level="organisation", hypothesis=second, likelihood="likely", confidence="low",
             text="The hours of E1 fit fans.")  # fmt: skip
    page = html.unescape(ada.get(f"/cases/{case}").text)
    matrix = page.partition('class="matrix"')[2].partition("</table>")[0]
    assert re.findall(r'class="name">(\w+)<', matrix) == ["E1", "H2", "H1"]  # what is spoken against stands last
    assert 'aria-label="H1 and E1"' in matrix
    assert "The hours of E1 fit fans." in page
    assert "Marked «Posts keep office hours» as inconsistent with «an office for hire did it»" in page


def test_a_case_under_pseudonyms_names_nobody_on_its_page_either(ada: Person, spring: Path) -> None:
    case = ada.case(network_of(spring))
    frozen = ada.seen(case)["findings"][0]["frozen"]
    member = next(one for one in frozen["members"] if one.get("handle"))
    names = [member["handle"], member["account_id"]]
    ada.post("/keep?kind=account&id=" + f"{member['platform']}:{member['account_id']}", case=case, comment="Seen.")
    ada.post(f"/cases/{case}/note", text=f"Look at @{member['handle']}.")
    ada.post(f"/cases/{case}/hypothesis", text=f"{member['handle']} runs it.", level="individuals")
    told = ada.get(f"/cases/{case}").text
    assert all(name in told for name in names[:1])
    hidden = ada.get(f"/cases/{case}?names=pseudonyms").text
    assert not [name for name in names if name in hidden]
    assert "Put up a hypothesis" in hidden
    assert "by name" in hidden
    read = ada.get("/admin/audit").text
    assert "opened the case under pseudonyms" in read
