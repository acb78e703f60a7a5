"""The hand-over file holds every action once, whatever a dying process left in it."""

from __future__ import annotations

import json

import pytest
from takedowns import AUTHOR, FIRST, SECOND, a_plan

from inconcert.errors import InputError
from inconcert.takedown import people
from inconcert.takedown.book import PlanBook
from inconcert.takedown.carry import Carrier
from inconcert.takedown.platforms.handover import HandOver


def handed(journal, path, plan_id="plan-1"):
    platform = HandOver(path)
    book = PlanBook.begin(journal, a_plan(plan_id=plan_id))
    seen = people.rehearse(book, {"memory": platform}, AUTHOR)
    for actor in (FIRST, SECOND):
        people.approve(book, actor, seen, "fine")
    return Carrier(book, {"memory": platform}, "ann", sleep=lambda _: None)


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_each_action_stands_in_it_once(journal, tmp_path):
    work = handed(journal, tmp_path / "out.ndjson")
    assert work.apply() is None
    assert [line["target"] for line in lines(tmp_path / "out.ndjson")] == ["u0", "u1", "u2"]
    assert {line["do"] for line in lines(tmp_path / "out.ndjson")} == {"act"}

    assert work.undo(work.book.plan.items[:1], "appeal") is None
    assert [line["do"] for line in lines(tmp_path / "out.ndjson")] == ["act", "act", "act", "take back"]


@pytest.mark.parametrize("left", ["{", '{"key": "x", "do"', "nonsense"])
def test_half_a_line_is_taken_off(journal, tmp_path, left):
    path = tmp_path / "out.ndjson"
    work = handed(journal, path)
    path.write_text(left, "utf-8")
    assert work.apply() is None
    assert [line["target"] for line in lines(path)] == ["u0", "u1", "u2"]


def test_a_changed_line_is_said_with_its_number(journal, tmp_path):
    path = tmp_path / "out.ndjson"
    path.write_text("not json\n", "utf-8")
    with pytest.raises(InputError, match="row 1"):
        handed(journal, path)


def test_a_reason_with_any_separator_stays_one_line(journal, tmp_path):
    path = tmp_path / "out.ndjson"
    platform = HandOver(path)
    item = a_plan().items[0].__class__("memory", "u\u2028\u0085x", "account", "limit", "a\nb\u2028c", ("p",))
    platform.act(item, "k1")
    assert platform.sought(item, "k1") is not None
    assert platform.look(item).facts == {"handed over": True}
