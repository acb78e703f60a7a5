from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from casebooks import NETWORK, at, finding

from inconcert.casework import Casebook, verify
from inconcert.casework.views import FindingRef
from inconcert.errors import Conflict, InputError, NoSuchThing, NotAllowed, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.casework import Desk


def test_a_case_keeps_everything_that_is_laid_into_it(ada: Desk) -> None:
    case = ada.open_case("Spring", "Who pushed the bridge story?", [finding()])
    ada.add_evidence(case.id, "tie", {"a": "x:900100", "b": "x:900200"}, {"objects": 16}, "the clearest one")
    ada.note(case.id, "Ask the ferry company. 橋 \x00 \ud800")
    ada.tag(case.id, "bridge")
    ada.tag(case.id, "bridge")
    task = ada.task(case.id, "Call them", who="Ada", due=date(2026, 3, 1))
    seen = ada.case(case.id, why="to go on")
    assert (seen.number, seen.title, seen.state, seen.verdict) == (1, "Spring", "open", None)
    assert seen.findings[0].frozen == NETWORK
    assert seen.evidence[0].frozen == {"objects": 16}
    assert seen.notes[0].text == "Ask the ferry company. 橋 \u2400 \ufffd"
    assert seen.tags == ("bridge",)
    assert ada.my_tasks() == [task]
    assert ada.done(task.id).done_by == "Ada"
    assert ada.my_tasks() == []
    assert seen.to_dict()["tasks"][0]["due"] == "2026-03-01"


def test_lists_and_searches_do_not_mind_case_and_accents(ada: Desk) -> None:
    one = ada.open_case("Élan at the harbour", "Who?")
    two = ada.open_case("Other", "What?")
    ada.close_case(two.id, "nothing in it")
    ada.note(two.id, "They met in ZÜRICH")
    assert [row.id for row in ada.cases()] == [two.id, one.id]
    assert [row.id for row in ada.cases(text="elan HARBOUR")] == [one.id]
    assert [row.id for row in ada.cases(state="closed")] == [two.id]
    assert [(hit.kind, hit.number) for hit in ada.search("zurich")] == [("note", 2)]


def test_whoever_comes_second_is_told_who_was_first(ada: Desk, bo: Desk) -> None:
    case = ada.open_case("Spring", "Who?", [finding()])
    ada.decide(case.id, "not enough", "Two ties only.", version=case.version)
    with pytest.raises(Conflict, match="Ada") as refused:
        bo.decide(case.id, "benign coordination", "Fans.", version=case.version)
    assert refused.value.by == "Ada"
    assert len(ada.case(case.id, why="look").decisions) == 1


def test_roles_bound_what_is_done(book: Casebook, ada: Desk) -> None:
    case = ada.open_case("Spring", "Who?")
    reader = at(book, "Vi", "viewer")
    assert reader.case(case.id, why="to read").title == "Spring"
    for forbidden in (
        lambda: reader.note(case.id, "hello"),
        lambda: reader.open_case("x", "y"),
        lambda: reader.decide(case.id, "not enough", "z"),
        lambda: ada.audit(),
        lambda: ada.purge_person("x:1", "asked"),
        lambda: at(book, "Nobody", "visitor"),
    ):
        with pytest.raises(NotAllowed, match="may not"):
            forbidden()


def test_what_says_nothing_is_refused(ada: Desk) -> None:
    case = ada.open_case("Spring", "Who?")
    for empty in (
        lambda: ada.open_case(" ", "Who?"),
        lambda: ada.case(case.id, why=""),
        lambda: ada.note(case.id, "\n"),
        lambda: ada.decide(case.id, "not enough", "  "),
        lambda: ada.close_case(case.id, ""),
    ):
        with pytest.raises(InputError):
            empty()
    with pytest.raises(UsageError, match="Did you mean not enough"):
        ada.decide(case.id, "not enuff", "x")
    with pytest.raises(NoSuchThing, match="no case"):
        ada.case("01ARZ3NDEKTSV4RRFFQ69G5FAV", why="x")
    with pytest.raises(InputError, match="hash"):
        ada.add_findings(case.id, [FindingRef("r", "n", {"a": 1}, "0" * 64)])


def test_another_process_finds_what_was_written(url: str, tmp_path: Path, book: Casebook, ada: Desk) -> None:
    case = ada.open_case("Spring", "Who?")
    other = Casebook.open(url, files=tmp_path)
    try:
        assert at(other, "Bo").case(case.id, why="look").title == "Spring"
    finally:
        other.close()
    assert verify(url, files=tmp_path).ok


def test_searches_and_preferences_are_one_persons(ada: Desk, bo: Desk, eve: Desk) -> None:
    own = ada.save_search("mine", {"q": "lang:de"})
    ada.save_search("ours", {"q": "bridge"}, shared=True)
    assert [one.name for one in ada.saved_searches()] == ["mine", "ours"]
    assert [one.name for one in bo.saved_searches()] == ["ours"]
    with pytest.raises(NotAllowed, match="Ada"):
        bo.forget_search(own.id)
    eve.forget_search(own.id)
    assert [one.name for one in ada.saved_searches()] == ["ours"]
    assert ada.prefer(blur_media=False, density="compact") == {"blur_media": False, "density": "compact"}
    assert ada.prefer(density=None) == {"blur_media": False}
    assert (ada.preferences(), bo.preferences()) == ({"blur_media": False}, {})
