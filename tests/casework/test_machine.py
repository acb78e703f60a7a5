"""Whatever people do at their desks, in any order: the log holds, history grows, undo restores, nobody confirms alone."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from casebooks import NETWORK, at, finding, state
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from inconcert.casework import Casebook, verify
from inconcert.casework.roles import same
from inconcert.casework.words import LEVELS, VERDICTS
from inconcert.errors import Conflict, InconcertError, InputError, NoSuchThing, NotAllowed, UsageError

REFUSED = (Conflict, NotAllowed, NoSuchThing, UsageError, InputError)
NAMES = {"Ada": "investigator", "Bo": "reviewer", "Cy": "reviewer", "Di": "approver"}
who = st.sampled_from(list(NAMES))
words = st.text(max_size=20)
pick = st.integers(0, 50)


class Desks(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.folder = Path(mkdtemp(prefix="desks-"))
        self.url = f"sqlite:///{self.folder}/casework.sqlite"
        self.book = Casebook.open(self.url)
        self.admin = at(self.book, "Eve", "admin")
        self.cases = [self.desk("Ada").open_case("One", "Who?", [finding()]).id]
        self.seen: list[Any] = []

    def teardown(self) -> None:
        if hasattr(self, "book"):
            self.book.close()
            shutil.rmtree(self.folder)

    def desk(self, name: str) -> Any:
        return at(self.book, name, NAMES[name])

    def tried(self, name: str, act: str, *given: Any, **more: Any) -> Any:
        """Do something, or be refused and have changed nothing."""
        before = state(self.book)
        try:
            return getattr(self.desk(name), act)(*given, **more)
        except REFUSED as refused:
            assert isinstance(refused, InconcertError)
            assert state(self.book) == before
            return None

    def case(self, place: int) -> str:
        return self.cases[place % len(self.cases)]

    @rule(name=who, title=words, question=words)
    def open(self, name: str, title: str, question: str) -> None:
        case = self.tried(name, "open_case", title, question, [finding()])
        if case is not None:
            self.cases.append(case.id)

    @rule(name=who, place=pick, text=words)
    def note(self, name: str, place: int, text: str) -> None:
        self.tried(name, "note", self.case(place), text)

    @rule(name=who, place=pick, word=st.sampled_from(["a", "b"]), put=st.booleans())
    def tag(self, name: str, place: int, word: str, put: bool) -> None:
        self.tried(name, "tag" if put else "untag", self.case(place), word)

    @rule(name=who, place=pick, reason=words, close=st.booleans())
    def turn(self, name: str, place: int, reason: str, close: bool) -> None:
        self.tried(name, "close_case" if close else "reopen", self.case(place), reason)

    @rule(name=who, place=pick, level=st.sampled_from(LEVELS), text=words)
    def suppose(self, name: str, place: int, level: str, text: str) -> None:
        self.tried(name, "hypothesis", self.case(place), text, level)

    @rule(name=who, place=pick, verdict=st.sampled_from(VERDICTS), reason=words, whole=st.booleans())
    def decide(self, name: str, place: int, verdict: str, reason: str, whole: bool) -> None:
        made = self.tried(name, "decide", self.case(place), verdict, reason, None if whole else NETWORK["id"])
        assert made is None or (made.reason.strip() and not (verdict == "confirmed" and made.holds))

    @rule(name=who, place=pick, of=st.sampled_from([None, *NAMES]))
    def ask(self, name: str, place: int, of: str | None) -> None:
        decisions = [key for table, key in state(self.book) if table == "decisions"]
        if decisions:
            self.tried(name, "ask_review", decisions[place % len(decisions)], of)

    @rule(name=who, place=pick, verdict=st.sampled_from(VERDICTS), reason=words)
    def review(self, name: str, place: int, verdict: str, reason: str) -> None:
        reviews = [key for table, key in state(self.book) if table == "reviews"]
        if reviews:
            self.tried(name, "review", reviews[place % len(reviews)], verdict, reason)

    @rule(name=who, place=pick)
    def look(self, name: str, place: int) -> None:
        self.tried(name, "case", self.case(place), why="look")

    @rule(name=who, place=pick, data=st.data())
    def undo(self, name: str, place: int, data: Any) -> None:
        events = self.admin.audit()
        event = events[data.draw(st.integers(0, len(events) - 1))]
        self.tried(name, "undo", event.id, "no")

    @rule(name=who, place=pick, text=st.text(min_size=1, max_size=10))
    def undo_at_once(self, name: str, place: int, text: str) -> None:
        before = state(self.book)
        if self.tried(name, "rename", self.case(place), text) is not None:
            self.desk(name).undo(self.last(name, self.case(place)), "at once")
            assert state(self.book) == before

    def last(self, name: str, case_id: str) -> str:
        return str(self.desk(name).history(case_id)[-1].id)

    @invariant()
    def history_only_grows(self) -> None:
        now = [(row.seq, row.id, row.hash) for row in self.admin.audit()]
        assert now[: len(self.seen)] == self.seen
        self.seen = now

    @invariant()
    def the_log_holds(self) -> None:
        told = verify(self.url)
        assert told.ok, told.faults

    @invariant()
    def nobody_confirms_alone(self) -> None:
        rows = state(self.book)
        for (table, key), row in rows.items():
            if table == "decisions" and row["verdict"] == "confirmed" and row["state"] == "agreed":
                own = [one for (name, _), one in rows.items() if name == "reviews" and one["decision_id"] == key]
                agreed = [one for one in own if one["verdict"] == "confirmed"]
                assert row["reason"].strip()
                assert agreed
                assert all(one["reason"].strip() and not same(one["by"], row["by"]) for one in agreed)


def test_whatever_people_do() -> None:
    run_state_machine_as_test(Desks, settings=settings(max_examples=3, stateful_step_count=15, deadline=None))


@pytest.mark.slow
def test_whatever_people_do_at_length() -> None:
    run_state_machine_as_test(Desks, settings=settings(max_examples=60, stateful_step_count=50, deadline=None))
