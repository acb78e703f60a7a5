"""Takedowns in a browser: from a confirmed case to what was taken back, by people who may and people who may not."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from workbenches import Crowd, confirmed

from inconcert.errors import Cancelled
from inconcert.store.folder import Folder
from inconcert.web.jobs import carrying, desk
from inconcert.web.jobs.desk import Jobs
from inconcert.web.jobs.job import STOPPED
from inconcert.web.jobs.telling import Telling
from inconcert.web.jobs.worker import work

if TYPE_CHECKING:
    from pathlib import Path

IN = "/i/spring-op"
WISH = {
    "action": "suspend", "reason": "One hand behind them.", "policies": "inauthentic behaviour\nspam",
    "policy_version": "2026-11", "notice": "Your account was suspended.", "appeal": "appeals@platform.example",
    "first": "2", "wait_minutes": "0", "per_minute": "60000",
}  # fmt: skip


@pytest.fixture
def jobs_at_once(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Jobs are done in this process before the answer; what their processes would have been told is collected."""
    told: list[dict[str, str]] = []

    def spawn(place: Path, environment: dict[str, str]) -> None:
        told.append(environment)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        work(place)

    monkeypatch.setattr(desk, "_spawn", spawn)
    return told


class People(Crowd):
    """People at the same folder."""

    def planned(self, **changes: str) -> str:
        """Ada's plan for the confirmed network; its path."""
        case, net = confirmed(self.folder)
        made = self.post("ada", f"/cases/{case}/takedown", **{**WISH, "net": net, **changes})
        assert made.status_code == 303, made.text
        return str(made.headers["location"]).removeprefix(IN)

    def rehearsed(self, plan: str) -> str:
        """The hash of a new rehearsal."""
        assert self.post("ada", f"{plan}/rehearse").status_code == 303
        found = re.search(r'name="sha256" value="(\w+)"', self.get("bob", plan).text)
        assert found
        return found[1]

    def approved(self) -> str:
        """A plan that bob and cy approved; its path."""
        plan = self.planned()
        seen = self.rehearsed(plan)
        for name in ("bob", "cy"):
            assert self.post(name, f"{plan}/approve", sha256=seen, reason="I read it.").status_code == 303
        return plan


@pytest.fixture
def people(spring: Path, jobs_at_once: list[dict[str, str]]) -> People:  # its jobs are done at once
    return People(spring)


def standings(page: str) -> dict[str, int]:
    """Items by where they are, as the table of a page shows them."""
    table = page.partition('aria-label="Table of items"')[2].partition("</table>")[0]
    found = re.findall(r'<td><span class="tag[^"]*">([\w ]+)</span>', table)
    return {word: found.count(word) for word in set(found)}


def test_the_whole_way_from_a_plan_to_what_was_taken_back(people: People) -> None:
    plan = people.approved()
    page = people.get("bob", plan).text
    assert "Carry the first 2 out" in page
    assert standings(page) == {"waiting": 7}
    assert people.post("bob", f"{plan}/apply").headers["location"].startswith(f"{IN}/runs/jobs/")
    page = people.get("bob", plan).text
    assert standings(page) == {"done": 2, "waiting": 5}
    assert people.post("ada", f"{plan}/apply").status_code == 303
    assert standings(people.get("bob", plan).text) == {"done": 2, "waiting": 5}, "the rest waits for a look"
    assert people.post("cy", f"{plan}/follow", reason="Both are right.").status_code == 303
    people.post("ada", f"{plan}/apply")
    page = people.get("bob", plan).text
    assert standings(page) == {"done": 7}
    lines = [json.loads(line) for line in people.get("ada", f"{plan}/handover.ndjson").text.splitlines()]
    assert [line["do"] for line in lines] == ["act"] * 7
    assert lines[0]["notice"] == WISH["notice"]
    key = re.search(r'name="keys" value="(\w+)"', page)
    assert key
    people.post("bob", f"{plan}/undo", keys=key[1], reason="A namesake.")
    assert standings(people.get("bob", plan).text) == {"done": 6, "undone": 1}
    people.post("bob", f"{plan}/undo", whole="1", reason="All of it was wrong.")
    assert standings(people.get("bob", plan).text) == {"undone": 7}
    journal = people.get("bob", plan).text.partition('id="journal"')[2]
    assert "All of it was wrong." in journal or "Done" in journal


def test_nobody_approves_their_own_plan_and_a_new_rehearsal_voids_approvals(people: People) -> None:
    plan = people.planned()
    seen = people.rehearsed(plan)
    mine = people.post("ada", f"{plan}/approve", sha256=seen, reason="It is mine.")
    assert mine.status_code == 403
    assert "wrote this plan" in mine.text
    assert 'name="sha256"' not in mine.text
    people.post("bob", f"{plan}/approve", sha256=seen, reason="I read it.")
    assert "1 of 2" in people.get("cy", plan).text
    held = re.search(r'name="target" value="(\w+)"', people.get("ada", plan).text)
    assert held
    moved = people.post("cy", f"{plan}/hold", platform="x", target=held[1], reason="A journalist.")
    other = moved.headers["location"].removeprefix(IN).partition("#")[0]
    page = people.get("cy", other).text
    assert "0 of 2" in page
    assert "A journalist." in page.partition('id="held"')[2]
    people.rehearsed(other)
    assert "two others approve it" in people.get("cy", other).text, "who held somebody back is an author, too"
    assert "took its place" in people.get("ada", plan).text


def test_what_cannot_be_done_is_said_on_the_page_and_what_was_written_is_kept(people: People) -> None:
    plan = people.planned()
    seen = people.rehearsed(plan)
    answer = people.post("bob", f"{plan}/approve", sha256="0" * len(seen), reason="I looked at twenty of them.")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "I looked at twenty of them." in answer.text
    early = people.post("bob", f"{plan}/follow", reason="All is well.")
    assert early.status_code in {400, 403}
    unnamed = people.post("bob", f"{plan}/undo", reason="Wrong.")
    assert unnamed.status_code == 400
    assert "no item was chosen" in unnamed.text


def test_a_plan_without_policies_or_with_strange_words_keeps_the_form(people: People) -> None:
    case, net = confirmed(people.folder)
    for wrong in ({"policies": ""}, {"action": "execute"}, {"per_minute": "0"}, {"first": "many"}):
        answer = people.post("ada", f"/cases/{case}/takedown", **{**WISH, "net": net, **wrong})
        assert answer.status_code == 400, wrong
        assert WISH["reason"] in answer.text
    assert people.get("ada", "/takedowns").text.count("/takedowns/") == 0


def test_nothing_can_be_planned_before_two_people_confirmed(people: People) -> None:
    case, net = confirmed(people.folder, reviewed=False)
    assert "Nothing is confirmed yet" in people.get("ada", f"/cases/{case}/takedown").text
    answer = people.post("ada", f"/cases/{case}/takedown", **{**WISH, "net": net})
    assert answer.status_code == 403
    assert "not confirmed by two people" in answer.text


def test_an_appeal_is_answered_by_somebody_who_had_no_part(people: People) -> None:
    plan = people.approved()
    people.post("bob", f"{plan}/apply")
    page = people.get("ada", plan).text
    key = re.search(r'name="keys" value="(\w+)"', page)
    assert key
    people.post("ada", f"{plan}/appeals", key=key[1], by="owner", text="I run a bakery.", at="2026-11-29T10:00")
    page = people.get("dee", plan).text
    assert "I run a bakery." in page
    appeal = re.search(r"/appeals/(\w+)", page)
    assert appeal
    assert people.post("bob", f"{plan}/appeals/{appeal[1]}", granted="true", reason="Right.").status_code == 403
    assert people.post("dee", f"{plan}/appeals/{appeal[1]}", granted="true", reason="A bakery.").status_code == 303
    page = people.get("dee", plan).text
    assert standings(page) == {"undone": 1, "done": 1, "waiting": 5}
    assert "granted" in page.partition('id="appeals"')[2]


def test_who_may_still_review_blind_hears_nothing_of_a_plan(people: People) -> None:
    plan = people.planned()
    case = re.search(r"/cases/(\w+)", people.get("ada", plan).text)
    assert case
    people.post("ada", f"/cases/{case[1]}/decide", verdict="not enough", reason="I was too quick.", ask="1")
    assert people.get("eve", plan).status_code == 403
    assert plan not in people.get("eve", "/takedowns").text
    assert plan in people.get("ada", "/takedowns").text


def test_the_address_of_the_database_stands_in_no_file_of_a_job(
    people: People, jobs_at_once: list[dict[str, str]]
) -> None:
    plan = people.approved()
    people.post("bob", f"{plan}/apply")
    (told,) = jobs_at_once
    assert told[carrying.CASEBOOK].startswith("sqlite:///")
    written = "".join(file.read_text("utf-8") for file in (people.folder / "jobs").rglob("*.json"))
    assert plan.rpartition("/")[2] in written
    assert told[carrying.CASEBOOK] not in written


def test_a_stopped_takedown_ends_after_the_item_under_way_and_goes_on_only_from_its_plan(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = people.approved()
    asked = Telling.__call__

    def stopping(self: Telling, step: str, done: int, total: int) -> None:
        asked(self, step, done, total)
        (self.place / STOPPED).touch()

    monkeypatch.setattr(Telling, "__call__", stopping)
    where = people.post("bob", f"{plan}/apply").headers["location"]
    job = Jobs(Folder.open(people.folder)).job(where.rpartition("/")[2])
    assert job.state == "stopped"
    assert standings(people.get("bob", plan).text) == {"done": 1, "waiting": 6}
    refused = people.post("bob", where.removeprefix(IN) + "/again")
    assert refused.status_code == 400
    monkeypatch.setattr(Telling, "__call__", asked)
    people.post("bob", f"{plan}/apply")
    assert standings(people.get("bob", plan).text) == {"done": 2, "waiting": 5}


def test_a_job_that_was_stopped_tells_neither_result_nor_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cancelled(*_: Any) -> None:
        raise Cancelled("stopped by the user")

    from inconcert.web.jobs import worker
    from inconcert.web.jobs.job import ABOUT, PROGRESS

    monkeypatch.setitem(worker.KINDS, "takedown", cancelled)
    place = tmp_path / "job"
    place.mkdir()
    (place / ABOUT).write_text(json.dumps({"kind": "takedown"}))
    work(place)
    assert not {"result", "error"} & set(json.loads((place / PROGRESS).read_text()))
    shutil.rmtree(place)


def test_the_interface_goes_the_same_way(people: People) -> None:
    case, net = confirmed(people.folder)
    post, get = people.send, lambda path: people.get("ada", f"/api/v1/i/spring-op{path}").json()
    wish = {"action": "suspend", "reason": "One hand.", "policies": ["spam"], "policy_version": "1", "first": 7,
            "per_minute": 60_000, "wait_minutes": 0}  # fmt: skip
    made = post("ada", f"/cases/{case}/takedowns", network_id=net, **wish)
    assert made.status_code == 201, made.text
    plan = f"/takedowns/{made.json()['row']['id']}"
    seen = post("ada", f"{plan}/rehearse").json()["plan"]["rehearsal"]
    assert seen["counts"] == {"suspend account": 7}
    assert post("ada", f"{plan}/approve", sha256=seen["sha256"], reason="mine").status_code == 403
    for name in ("bob", "cy"):
        assert post(name, f"{plan}/approve", sha256=seen["sha256"], reason="read").status_code == 200
    assert post("bob", f"{plan}/apply").json()["result"] == {"plan": made.json()["row"]["id"], "waits": ""}
    (row,) = get("/takedowns")["rows"]
    assert (row["standing"], row["counts"]) == ("carried out", {"done": 7})
    key = get(plan)["items"][0]["key"]
    assert post("bob", f"{plan}/undo", reason="wrong", keys=[key]).status_code == 202
    assert get(plan)["row"]["counts"] == {"done": 6, "undone": 1}
