"""Nothing is carried out unless two people who did not write it approved this very plan after this very rehearsal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from takedowns import AUTHOR, FIRST, SECOND, a_plan, a_platform, approved, carrier

from inconcert.casework.views import Actor
from inconcert.errors import Conflict, InputError, NotAllowed
from inconcert.takedown import people
from inconcert.takedown.book import PlanBook
from inconcert.takedown.journal import Journal


def test_two_people_let_it_be_carried_out(book):
    platform = a_platform()
    approved(book, platform)

    assert carrier(book, platform).apply() is None
    assert all(account["suspended"] for account in platform.accounts.values())


@pytest.mark.parametrize("people_who_approve", [(), (FIRST,)])
def test_fewer_do_not(book, people_who_approve):
    platform = a_platform()
    seen = people.rehearse(book, {"memory": platform}, AUTHOR)
    for actor in people_who_approve:
        people.approve(book, actor, seen, "fine")

    with pytest.raises(NotAllowed, match="approved by"):
        carrier(book, platform).apply()
    assert not platform.acted


def test_the_author_cannot_approve_under_any_spelling(book):
    platform = a_platform()
    seen = people.rehearse(book, {"memory": platform}, AUTHOR)
    for name in ("ann", "Ann ", "ＡＮＮ"):
        with pytest.raises(NotAllowed, match="wrote this plan"):
            people.approve(book, Actor(name, frozenset({"approver"}), "test"), seen, "mine is fine")


def test_nobody_approves_twice_under_two_spellings(book):
    platform = a_platform()
    seen = people.rehearse(book, {"memory": platform}, AUTHOR)
    people.approve(book, FIRST, seen, "fine")
    with pytest.raises(NotAllowed, match="already"):
        people.approve(book, Actor("BO", frozenset({"approver"}), "test"), seen, "still fine")


def test_the_role_must_suffice_and_a_reason_be_given(book):
    seen = people.rehearse(book, {"memory": a_platform()}, AUTHOR)
    with pytest.raises(NotAllowed, match="approver"):
        people.approve(book, Actor("dee", frozenset({"reviewer"}), "test"), seen, "fine")
    with pytest.raises(InputError, match="reason"):
        people.approve(book, FIRST, seen, "  ")


def test_a_new_rehearsal_voids_approvals(book):
    platform = a_platform()
    approved(book, platform)
    people.rehearse(book, {"memory": platform}, AUTHOR)
    with pytest.raises(NotAllowed, match="0 of 2"):
        carrier(book, platform).apply()


def test_who_read_an_older_rehearsal_cannot_approve_the_newer(book):
    platform = a_platform()
    old = people.rehearse(book, {"memory": platform}, AUTHOR)
    platform.accounts["u1"]["suspended"] = True
    people.rehearse(book, {"memory": platform}, AUTHOR)
    with pytest.raises(InputError, match="rehearsed again"):
        people.approve(book, FIRST, old, "fine")


def test_a_withdrawn_approval_no_longer_counts(book):
    platform = a_platform()
    approved(book, platform)
    people.withdraw(book, SECOND, "second thoughts")
    with pytest.raises(NotAllowed, match="1 of 2"):
        carrier(book, platform).apply()


def test_a_changed_plan_is_another_plan(journal, book):
    approved(book, a_platform())
    changed = replace(a_plan(), items=a_plan().items[:2])
    with pytest.raises(Conflict, match="not the one that was written down"):
        PlanBook(journal, changed)


def test_something_final_takes_a_third_person(journal):
    plan = a_plan(plan_id="plan-final", action="remove")
    book, platform = PlanBook.begin(journal, plan), a_platform()
    approved(book, platform)
    with pytest.raises(NotAllowed, match="2 of 3"):
        carrier(book, platform).apply()
    assert not platform.acted


@given(
    names=st.lists(st.sampled_from(["ann", "bo", "cy", "dee", "Bo", " cy", "ANN"]), max_size=8),
    roles=st.lists(
        st.sampled_from(["viewer", "investigator", "reviewer", "approver", "admin"]), min_size=8, max_size=8
    ),
)
def test_no_path_leads_to_an_action_without_two_people(names, roles, tmp_path_factory):
    journal = Journal.open(f"sqlite:///{tmp_path_factory.mktemp('book') / 'c.sqlite'}")
    book, platform = PlanBook.begin(journal, a_plan()), a_platform()
    seen = people.rehearse(book, {"memory": platform}, AUTHOR)
    for name, role in zip(names, roles, strict=False):
        try:
            people.approve(book, Actor(name, frozenset({role}), "test"), seen, "fine")
        except NotAllowed:
            continue
    able = {
        name.casefold().strip()
        for name, role in zip(names, roles, strict=False)
        if role in {"approver", "admin"} and name.casefold().strip() != "ann"
    }
    try:
        carrier(book, platform).apply()
    except NotAllowed:
        assert not platform.acted
        assert len(able) < 2
    else:
        assert len(able) >= 2
    journal.close()
