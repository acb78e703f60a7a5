"""What was planned and done stands in the dossier; whoever objected and was right does not."""

from __future__ import annotations

import shutil

import pytest
from casefile import IMPRINT, ada

from inconcert.casework import Actor, Casebook
from inconcert.dossier import gather
from inconcert.exchange.dsa import statements
from inconcert.store.folder import Folder
from inconcert.takedown import Takedowns, Wish
from inconcert.takedown.plan import Pace
from inconcert.takedown.platforms.handover import HandOver


def person(name, role="approver"):
    return Actor(name, frozenset({role}), "test")


@pytest.fixture
def done(casefile, tmp_path):
    """A copy of the case in which a plan was carried out, and one owner objected."""
    folder = Folder.open(shutil.copytree(casefile.folder.path, tmp_path / "orvela"))
    book = Casebook.open(f"sqlite:///{folder.path}/casework.sqlite")
    takedowns = Takedowns.open(book, folder)
    wish = Wish("suspend", "One network.", ("rule 2",), "2026-11", pace=Pace(first=50, per_minute=1e6))
    plan = takedowns.plan(ada(book).actor, casefile.case_id, casefile.ring, wish)
    through = {item.platform: HandOver(tmp_path / "handover.jsonl") for item in plan.items}
    seen = takedowns.rehearse(ada(book).actor, plan.id, through)
    for name in ("Cy", "Dee"):
        takedowns.approve(person(name), plan.id, seen.sha256, "read it")
    assert takedowns.apply(person("Cy"), plan.id, through) is None
    view = takedowns.show(person("Cy"), plan.id)
    asked = takedowns.appeal(person("Cy"), plan.id, view.items[0].key, by="owner", text="I am real.")
    takedowns.answer(person("Eve"), asked.id, granted=True, reason="Papers were shown.")
    yield book, folder, view
    book.close()


def test_items_stand_beside_the_accounts(casefile, done):
    book, folder, view = done
    whole = gather(book, ada(book).actor, casefile.case_id, folder, IMPRINT)
    assert len(whole.plans) == 1
    assert {row["standing"] for row in whole.ledger} == {"done"}
    acted = {item.key: item.done_at for item in view.items}
    assert {row["key"]: row["at"] for row in whole.ledger} == {key: at.isoformat() for key, at in acted.items()}
    drafts = list(statements(whole))
    assert {one["application_date"] for one in drafts} == {f"{at:%Y-%m-%d}" for at in acted.values()}
    assert not any("is not known here" in one["decision_facts"] for one in drafts)
    assert whole.overturned == 1
    enforced = {asset.id: asset.enforced for asset in whole.chapters[0].assets if asset.role == "member"}
    assert enforced[view.items[1].target] == "done"


def test_whoever_objected_and_was_right_is_told_of_nowhere(casefile, done):
    book, folder, view = done
    whole = gather(book, ada(book).actor, casefile.case_id, folder, IMPRINT)
    out = view.items[0].target
    reasons = {one["target"]: one["why"] for one in whole.chapters[0].held}
    assert reasons[out] == ["Its owner objected, and was right."]
    assert out not in {asset.id for asset in whole.chapters[0].assets}
    told = whole.redacted(book.pseudonyms)
    assert len(told.ledger) == len(whole.ledger) - 1
