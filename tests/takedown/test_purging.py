"""What a purge leaves of takedowns: no account, a chain that holds, and keys that keep acts from being done twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update
from takedowns import AUTHOR, FIRST, MEMBERS, THIRD, WISH, all_of_it, let_through, planned, the_case

from inconcert.casework import Actor, verify
from inconcert.casework.local import local_url
from inconcert.casework.tables import TakedownEntry
from inconcert.errors import Conflict, NoSuchThing, NotAllowed, StoreError
from inconcert.takedown.book import PlanBook
from inconcert.takedown.booked import BookJournal
from inconcert.takedown.folding import Journals
from inconcert.takedown.journal import ENTRIES

if TYPE_CHECKING:
    from inconcert.casework import Desk
    from inconcert.takedown import Takedowns

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date()


def admin(takedowns: Takedowns) -> Desk:
    return takedowns.book.desk(Actor("root", frozenset({"admin"}), "test"))


def written(takedowns: Takedowns) -> str:
    with takedowns.book.database.reading() as session:
        return "\n".join(session.scalars(select(ENTRIES.c.body)))


def test_a_person_goes_from_journals_and_the_others_can_still_be_taken_back(takedowns, platform, place):
    plan_id = all_of_it(takedowns, platform)
    keys = [item.key for item in takedowns.show(AUTHOR, plan_id).items]
    receipt = admin(takedowns).purge_person("x:m1", "their request")
    assert receipt.rows["takedown_journal"] >= 3
    assert any("1 action can no longer be taken back" in says for says in receipt.says)
    assert '"m1"' not in written(takedowns)
    assert "x:m1" not in written(takedowns)
    assert verify(local_url(place)).ok
    items = takedowns.show(AUTHOR, plan_id).items
    assert [item.key for item in items] == keys
    assert [item.standing for item in items] == ["done"] * MEMBERS
    assert items[1].target.startswith("removed-")
    with pytest.raises(NotAllowed, match="purged"):
        takedowns.undo(FIRST, plan_id, [keys[1]], "back", {"x": platform}, sleep=platform.passed)
    assert takedowns.undo(FIRST, plan_id, None, "wrong network", {"x": platform}, sleep=platform.passed) is None
    assert [name for name, facts in platform.accounts.items() if facts["suspended"]] == ["m1"]
    assert verify(local_url(place)).ok


def test_a_bystander_goes_and_a_plan_that_lost_something_is_not_carried_out(takedowns, platform, place):
    plan_id = planned(takedowns)
    let_through(takedowns, plan_id, platform)
    admin(takedowns).purge_person("x:critic", "their request")
    assert "critic" not in written(takedowns)
    assert "x:reader" in written(takedowns)
    with pytest.raises(NotAllowed, match="purge"):
        takedowns.apply(AUTHOR, plan_id, {"x": platform}, sleep=platform.passed)
    assert platform.acted == {}
    assert verify(local_url(place)).ok


def test_a_person_whose_appeal_waits_is_not_purged_before_it_is_answered(takedowns, platform):
    plan_id = all_of_it(takedowns, platform)
    item = takedowns.show(AUTHOR, plan_id).items[1]
    appeal = takedowns.appeal(AUTHOR, plan_id, item.key, by="owner", text="I run a fish shop.")
    with pytest.raises(Conflict, match="not ended"):
        admin(takedowns).purge_person("x:m1", "their request")
    takedowns.answer(THIRD, appeal.id, granted=True, reason="It exists.")
    with pytest.raises(Conflict, match="not ended"):
        admin(takedowns).purge_person("x:m1", "their request")
    takedowns.undo(FIRST, plan_id, [item.key], "the appeal", {"x": platform}, sleep=platform.passed)
    admin(takedowns).purge_person("x:m1", "their request")
    assert "fish shop" not in written(takedowns)
    assert takedowns.overturned().granted == 1


def test_what_could_not_be_taken_back_yet_still_stands_for_a_purge(takedowns, platform):
    plan_id = all_of_it(takedowns, platform)
    item = takedowns.show(AUTHOR, plan_id).items[1]
    takedowns.appeal(AUTHOR, plan_id, item.key, by="owner", text="No.")
    journal = BookJournal(takedowns.book, "test")
    last = journal.entries(plan_id)[-1]
    for kind in ("begun", "refused"):
        last = journal.append(plan_id, last, kind, "test", key=item.key, way="reverse")
    with takedowns.book.database.reading() as session:
        rows = list(session.scalars(select(TakedownEntry).order_by(TakedownEntry.seq)))
    lines = Journals.read(rows)
    assert {key: (line.standing, line.open) for key, line in lines.items()} == {
        one.key: (True, one.key == item.key) for one in takedowns.show(AUTHOR, plan_id).items
    }


def test_an_old_case_takes_its_journals_along_and_the_keys_stay(takedowns, platform, place):
    plan_id = all_of_it(takedowns, platform)
    keys = [item.key for item in takedowns.show(AUTHOR, plan_id).items]
    document = PlanBook.load(BookJournal(takedowns.book, ""), plan_id).plan
    takedowns.book.desk(AUTHOR).close_case(the_case(takedowns), "done")
    receipt = admin(takedowns).purge_before(TOMORROW, "retention")
    assert any(f"{MEMBERS} actions can no longer be taken back" in says for says in receipt.says)
    left = written(takedowns)
    assert all(key in left for key in keys)
    assert not any(word in left for word in ("m3", "suspend", "reader", "one network", "inauthentic"))
    assert takedowns.plans() == []
    assert takedowns.overturned().acted == 0
    with pytest.raises(NoSuchThing, match="purged"):
        takedowns.show(AUTHOR, plan_id)
    with pytest.raises(Conflict, match="already"):
        PlanBook.begin(BookJournal(takedowns.book, ""), document)
    assert verify(local_url(place)).ok


def test_a_case_whose_takedown_is_not_ended_stays(takedowns, platform):
    plan_id = all_of_it(takedowns, platform)
    key = takedowns.show(AUTHOR, plan_id).items[0].key
    takedowns.appeal(AUTHOR, plan_id, key, by="owner", text="No.")
    takedowns.book.desk(AUTHOR).close_case(the_case(takedowns), "done")
    receipt = admin(takedowns).purge_before(TOMORROW, "retention")
    assert any("1 closed case of which a takedown is not ended" in says for says in receipt.says)
    assert "cases" not in receipt.rows
    assert takedowns.show(AUTHOR, plan_id).items[0].standing == "done"


def test_what_a_purge_left_cannot_be_changed_and_nobody_can_say_that_a_purge_was_there(takedowns, platform, place):
    plan_id = all_of_it(takedowns, platform)
    admin(takedowns).purge_person("x:critic", "their request")
    first = ENTRIES.c.seq == 1
    with takedowns.book.database.writing() as session:
        body = session.scalar(select(ENTRIES.c.body).where(first))
        session.execute(update(ENTRIES).where(first).values(body=body.replace("x:reader", "x:leader")))
    assert any("Entry 1 of the journal" in fault for fault in verify(local_url(place)).faults)
    with pytest.raises(StoreError, match="does not hold"):
        takedowns.undo(FIRST, plan_id, None, "back", {"x": platform})
    with takedowns.book.database.writing() as session:
        session.execute(update(ENTRIES).where(first).values(body=body))
        session.execute(update(ENTRIES).where(ENTRIES.c.kind == "approved").values(body='{"purged":true}'))
    assert any("was changed" in fault for fault in verify(local_url(place)).faults)
    with pytest.raises(StoreError, match="does not hold"):
        takedowns.undo(FIRST, plan_id, None, "back", {"x": platform})


def test_a_purged_account_is_not_planned_for_again(takedowns):
    admin(takedowns).purge_person("x:m1", "their request")
    view = takedowns.show(AUTHOR, takedowns.plan(AUTHOR, the_case(takedowns), "net-harbour", WISH).id)
    assert len(view.items) == MEMBERS - 1
    assert any("purged" in why for one in view.held for why in one.why)
