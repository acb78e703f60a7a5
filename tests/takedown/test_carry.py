"""In stages, at the first surprise no further, and back again."""

from __future__ import annotations

import pytest
from takedowns import AUTHOR, FIRST, a_plan, a_platform, approved, carrier

from inconcert.errors import Cancelled, InputError, Locked, NotAllowed, StoreError
from inconcert.takedown import people
from inconcert.takedown.book import PlanBook
from inconcert.takedown.journal import ENTRIES


def test_the_rest_waits_until_somebody_looked(journal):
    plan = a_plan(8)
    book, platform = PlanBook.begin(journal, plan), a_platform(8)
    approved(book, platform)

    assert "Look at what they did" in carrier(book, platform).apply()
    assert sum(platform.acted.values()) == 5
    assert "Look at what they did" in carrier(book, platform).apply()
    assert sum(platform.acted.values()) == 5

    people.let_follow(book, FIRST, "looked at all five")
    assert carrier(book, platform).apply() is None
    assert platform.acted == {f"u{number}": 1 for number in range(8)}


def test_a_target_that_changed_since_the_rehearsal_stops_it(book):
    platform = a_platform()
    approved(book, platform)
    platform.accounts["u1"]["verified"] = True

    said = carrier(book, platform).apply()

    assert "verified was None and is True" in said
    assert set(platform.acted) == {"u0"}
    with pytest.raises(NotAllowed, match="was stopped"):
        carrier(book, platform).apply()


def test_a_refusal_stops_it_and_can_be_gone_past(book):
    platform = a_platform(refuses={"u0"})
    approved(book, platform)
    assert "wrong credentials" in carrier(book, platform).apply()

    people.resume(book, FIRST, "u0 is gone from the platform, see ticket")
    assert carrier(book, platform).apply() is None
    assert platform.acted == {"u1": 1, "u2": 1}
    assert book.line(book.plan.items[0]).standing == "refused"

    with pytest.raises(InputError, match="refused it"):
        people.settle(book, book.plan.items[0], "act", FIRST, done=True, reason="surely")
    platform.refuses.clear()
    people.settle(book, book.plan.items[0], "act", FIRST, done=False, reason="the password is right now")
    assert carrier(book, platform).apply() is None
    assert platform.acted == {"u0": 1, "u1": 1, "u2": 1}


def test_busy_is_waited_out(book):
    platform = a_platform()
    approved(book, platform)
    answers = iter(["busy", "busy"])
    platform.fault = lambda: next(answers, "none")
    assert carrier(book, platform).apply() is None
    assert platform.acted == {"u0": 1, "u1": 1, "u2": 1}


def test_stopped_by_the_user_it_goes_on_where_it_was(book):
    platform = a_platform()
    approved(book, platform)
    with pytest.raises(Cancelled):
        carrier(book, platform, cancelled=lambda: bool(platform.acted)).apply()
    assert sum(platform.acted.values()) == 1
    assert carrier(book, platform).apply() is None
    assert sum(platform.acted.values()) == 3


def test_taking_back_restores_what_was_there(book):
    platform = a_platform()
    platform.accounts["u2"]["suspended"] = True
    before = {name: dict(facts) for name, facts in platform.accounts.items()}
    approved(book, platform)
    carrier(book, platform).apply()

    assert carrier(book, platform).undo(book.plan.items, "an appeal was upheld") is None
    assert platform.accounts == before
    carrier(book, platform).undo(book.plan.items, "again")
    assert platform.reversed == {"u0": 1, "u1": 1}
    assert platform.acted == {"u0": 1, "u1": 1}


def test_taking_back_needs_a_reason_and_something_reversible(journal):
    book = PlanBook.begin(journal, a_plan(plan_id="final", action="remove"))
    with pytest.raises(NotAllowed, match="reason"):
        carrier(book, a_platform()).undo(book.plan.items, " ")
    with pytest.raises(NotAllowed, match="final"):
        carrier(book, a_platform()).undo(book.plan.items, "appeal")


def test_two_cannot_carry_out_one_plan_at_once(book):
    platform = a_platform()
    approved(book, platform)
    with book.journal.held(book.plan.id), pytest.raises(Locked):
        carrier(book, platform).apply()


def test_a_stop_by_somebody_else_is_seen_before_the_next_item(journal, book):
    platform = a_platform()
    approved(book, platform)

    def progress(done: int, of: int) -> None:
        if done == 1:
            PlanBook(journal, book.plan).write("stopped", FIRST.name, why="a journalist is among them")

    said = carrier(book, platform, progress=progress).apply()
    assert "journalist" in said
    assert sum(platform.acted.values()) == 1


@pytest.mark.parametrize("change", [{"who": "nobody"}, {"body": "{}"}, {"at": "2020-01-01"}])
def test_a_changed_journal_is_not_carried_out(journal, book, change):
    approved(book, a_platform())
    with journal._engine.begin() as connection:
        connection.execute(ENTRIES.update().where(ENTRIES.c.seq == 2).values(**change))
    with pytest.raises(StoreError, match="does not hold"):
        journal.entries(book.plan.id)


def test_a_removed_entry_is_noticed(journal, book):
    approved(book, a_platform())
    with journal._engine.begin() as connection:
        connection.execute(ENTRIES.delete().where(ENTRIES.c.seq == 3))
    with pytest.raises(StoreError, match="does not hold"):
        journal.entries(book.plan.id)


def test_what_no_platform_can_tell_a_person_settles(book):
    platform = a_platform(idempotent=False)
    approved(book, platform)
    platform.fault = iter(["none", "lost", *["none"] * 99]).__next__
    assert "nobody knows" in carrier(book, platform).apply()
    assert book.line(book.plan.items[0]).standing == "unclear"

    people.settle(book, book.plan.items[0], "act", FIRST, done=False, reason="asked their support: not done")
    people.resume(book, FIRST, "settled")
    assert carrier(book, platform).apply() is None
    assert platform.acted == {"u0": 1, "u1": 1, "u2": 1}
    assert AUTHOR.name == book.plan.author
