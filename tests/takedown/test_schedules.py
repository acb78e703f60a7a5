"""Whatever fails, whenever a process dies: no item acts twice, none is lost, and taking back restores what was there.

Hypothesis draws schedules of faults of the platform, deaths before and after writes, and people who take items back.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from platforms import FAULTS
from takedowns import FIRST, a_plan, a_platform, approved, carrier

from inconcert.casework.columns import now
from inconcert.errors import NotAllowed
from inconcert.takedown import people
from inconcert.takedown.book import PlanBook
from inconcert.takedown.journal import Journal

ROOM = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""A disk in memory: thousands of commits are made to be on disk."""
ACCOUNTS = 4


class KilledError(BaseException):
    """The process is gone."""


class Mortal(Journal):
    """A journal whose process dies before or after a write, when ``dies_in`` comes to nought."""

    dies_in: int | None = None
    after_writing = False

    def append(self, *args, **kwargs):
        if self.dies_in is None:
            return super().append(*args, **kwargs)
        self.dies_in -= 1
        if self.dies_in > 0:
            return super().append(*args, **kwargs)
        self.dies_in = None
        if self.after_writing:
            super().append(*args, **kwargs)
        raise KilledError


class Takedowns(RuleBasedStateMachine):
    """One plan over its whole life."""

    def __init__(self):
        super().__init__()
        self.taken_back: set[str] = set()
        self.faults: list[str] = []

    @initialize(
        kind=st.sampled_from(["keyed", "bounded", "unknown"]),
        suspended=st.sets(st.integers(0, ACCOUNTS - 1), max_size=1),
    )
    def begin(self, kind, suspended):
        place = Path(mkdtemp(dir=ROOM)) / "c.sqlite"
        self.journal = Mortal.open(f"sqlite:///{place}")
        self.place = place
        self.platform = a_platform(
            ACCOUNTS, idempotent=kind == "keyed", in_flight_seconds=30.0 if kind == "bounded" else None
        )
        for number in suspended:
            self.platform.accounts[f"u{number}"]["suspended"] = True
        self.at_first = {name: dict(facts) for name, facts in self.platform.accounts.items()}
        self.plan = a_plan(ACCOUNTS)
        approved(PlanBook.begin(self.journal, self.plan), self.platform)
        self.platform.fault = self._fault

    def _fault(self) -> str:
        return self.faults.pop() if self.faults else "none"

    @rule(
        faults=st.lists(st.sampled_from(FAULTS), max_size=12),
        dies_in=st.none() | st.integers(1, 12),
        after=st.booleans(),
        back=st.sets(st.integers(0, ACCOUNTS - 1), max_size=ACCOUNTS),
        skew=st.integers(-4000, 4000),
    )
    def work(self, faults, dies_in, after, back, skew):
        """One process works on it: carries out, or takes some items back; its clock is wrong by some days."""
        self.faults = list(faults)
        self.journal.dies_in, self.journal.after_writing = dies_in, after
        try:
            with patch("inconcert.takedown.journal.now", lambda: now() + timedelta(days=skew)):
                self._process(back)
        except KilledError:
            pass
        finally:
            self.journal.dies_in = None

    @precondition(lambda self: self.platform.idempotent)
    @rule()
    def late(self):
        """What was under way arrives, however late: the key keeps it from being done twice."""
        self.platform.arrive()

    @invariant()
    def nothing_acts_twice(self):
        if hasattr(self, "platform"):
            assert all(count <= 1 for count in self.platform.acted.values()), self.platform.acted
            assert all(count <= 1 for count in self.platform.reversed.values()), self.platform.reversed

    def teardown(self):
        if not hasattr(self, "platform"):
            return
        self._recover()
        for number, item in enumerate(self.plan.items):
            now = self.platform.accounts[item.target]
            assert self.platform.acted[item.target] == (not self.at_first[item.target]["suspended"])
            if number in self.taken_back:
                assert now == self.at_first[item.target], "what was taken back is not as it was"
            else:
                assert now["suspended"], "an item was lost"
        self.nothing_acts_twice()
        self.journal.close()

    def _process(self, back):
        book = PlanBook(self.journal, self.plan)
        work = carrier(book, self.platform)
        if back:
            self.taken_back |= {n for n in back if book.line(self.plan.items[n]).standing != "waiting"}
            chosen = [self.plan.items[number] for number in sorted(back & self.taken_back)]
            if not book.ledger.stopped:
                work.undo(tuple(chosen), "an appeal was upheld")
        elif book.ledger.stopped is None:
            work.apply()

    def _recover(self):
        """The faults end; people settle what nobody can tell, resume, and the work is gone on with until it is done."""
        self.faults = []
        if not self.platform.idempotent:
            self.platform.arrive()
        for _ in range(4 * ACCOUNTS):
            book = PlanBook(self.journal, self.plan)
            self._settle(book)
            if book.ledger.stopped:
                people.resume(book, FIRST, "settled")
            try:
                carrier(book, self.platform).undo(
                    tuple(self.plan.items[n] for n in sorted(self.taken_back)), "an appeal was upheld"
                )
                if carrier(book, self.platform).apply() is None and self._at_rest():
                    break
            except NotAllowed:
                continue
        assert self._at_rest(), PlanBook(self.journal, self.plan).ledger.lines
        self.platform.arrive()

    def _at_rest(self) -> bool:
        book = PlanBook(self.journal, self.plan)
        wanted = ["undone" if n in self.taken_back else "done" for n in range(ACCOUNTS)]
        return [book.line(item).standing for item in self.plan.items] == wanted

    def _settle(self, book):
        for item in self.plan.items:
            standing, key = book.line(item).standing, self.plan.key(item)
            if standing == "unclear":
                people.settle(book, item, "act", FIRST, done=key in self.platform.kept, reason="asked support")
            if standing in {"refused", "undo refused"}:
                way = "act" if standing == "refused" else "reverse"
                people.settle(book, item, way, FIRST, done=False, reason="the password is right now")
            if standing == "undo unclear":
                people.settle(book, item, "reverse", FIRST, done=f"{key}-back" in self.platform.kept, reason="asked")


class TestSomeSchedules(Takedowns.TestCase):
    """As many as fit into every run."""

    settings = settings(max_examples=40, stateful_step_count=6, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
class TestFiveHundredSchedules(Takedowns.TestCase):
    """Five hundred of them."""

    settings = settings(max_examples=500, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck))
