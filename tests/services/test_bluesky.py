"""A takedown on a real Bluesky network through a real Ozone: the operation goes, the innocents stay, one comes back."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from bluesky import PASSWORD, missing, network
from bluesky_story import BEGIN, MEMBERS, Accounts, appview, firehose, plant, push

from inconcert import Investigation
from inconcert.casework import Actor, Casebook, FindingRef, verify
from inconcert.casework.local import local_url
from inconcert.returns.keeping import keep, look
from inconcert.store.folder import Folder
from inconcert.takedown import Takedowns, Wish
from inconcert.takedown.plan import Item, Pace
from inconcert.takedown.platforms.base import Refused
from inconcert.takedown.platforms.ozone import Ozone

pytestmark = [
    pytest.mark.services,
    pytest.mark.bluesky,
    pytest.mark.skipif(missing() is not None, reason=str(missing())),
]

ANN = Actor("ann", frozenset({"investigator"}), "test")
BO = Actor("bo", frozenset({"reviewer"}), "test")
CY = Actor("cy", frozenset({"approver"}), "test")
DEE = Actor("dee", frozenset({"approver"}), "test")
EVE = Actor("eve", frozenset({"approver"}), "test")


@pytest.fixture(scope="module")
def bluesky():
    with network() as made:
        yield made


@pytest.fixture(scope="module")
def moderator(bluesky):
    made = bluesky.account("moderator")
    bluesky.tell(f"moderator {made['did']}")
    return made


@pytest.fixture
def ozone(bluesky, moderator):
    made = Ozone(bluesky.pds, bluesky.service, moderator["handle"], PASSWORD)
    yield made
    made.close()


def names(accounts: list[dict[str, str]]) -> set[str]:
    return {f"bluesky:{one['did']}" for one in accounts}


def detected(investigation, members: set[str]):
    """The network that consists of these accounts and no other."""
    found = investigation.detect()
    same = [one for one in found.networks if set(one.members) == members]
    assert len(same) == 1, [one.members for one in found.networks]
    assert same[0].alert
    return found, same[0]


def confirmed_case(book, found, network):
    """A case on a network that ann confirmed and bo, who had not seen that, as well."""
    ann = book.desk(ANN)
    ref = FindingRef.of(found.data["run"], network.data)
    case = ann.open_case("Harbour", "Who posts these pages within seconds of each other?", [ref])
    decision = ann.decide(
        case.id, "confirmed", "Nine pages, seven accounts, each time within half a minute.", network.id
    )
    review = ann.ask_review(decision.id)
    bo = book.desk(BO)
    bo.blind_case(review.id)
    bo.review(review.id, "confirmed", "The same: see the posts of any of the nine pages.")
    return case


def test_an_operation_is_found_taken_down_given_back_in_part_and_found_again(bluesky, ozone, tmp_path):
    planted = plant(bluesky)
    investigation = Investigation.create(tmp_path / "harbour")
    seen = firehose(bluesky, tmp_path / "firehose.ndjson")
    appview(bluesky, [*planted.ring, *planted.neighbours], tmp_path / "appview.ndjson")
    kept = investigation.add(tmp_path / "firehose.ndjson", tmp_path / "appview.ndjson")
    assert [one.format for one in kept] == ["bluesky_jetstream", "bluesky_appview"]
    before = {one["did"]: bluesky.uris(one["did"]) for one in (*planted.ring, *planted.neighbours)}
    assert all(before.values())

    found, ring = detected(investigation, names(planted.ring))
    place = investigation.folder.path
    book = Casebook.open(local_url(place))
    takedowns = Takedowns.open(book, Folder.open(place))
    case = confirmed_case(book, found, ring)
    plan = _carried_out(bluesky, ozone, takedowns, case, ring)
    assert all(bluesky.uris(one["did"]) is None for one in planted.ring)
    assert {one["did"]: bluesky.uris(one["did"]) for one in planted.neighbours} == {
        one["did"]: before[one["did"]] for one in planted.neighbours
    }

    _one_is_given_back(bluesky, ozone, takedowns, case, plan, before)
    _the_stream_tells_it(bluesky, planted, tmp_path, seen)
    assert keep(book.desk(CY), takedowns.folder) == [], "the operation's fingerprint is kept"
    again = _it_returns(bluesky, investigation, planted, tmp_path, seen)
    _it_is_recognised(book, takedowns.folder, again, case)
    book.close()
    told = verify(local_url(place))
    assert told.ok, told.faults


def _carried_out(bluesky, ozone, takedowns, case, ring):
    """Planned by ann, approved by cy and dee, five first, then the rest."""
    wish = Wish(
        "takedown", "One network under seven names", ("inauthentic behaviour",), "2026-11",
        notice="Your account was part of a network.", appeal="Write to appeals@service.example within 20 days.",
        pace=Pace(first=5, wait_seconds=0, per_minute=600),
    )  # fmt: skip
    plan = takedowns.plan(ANN, case.id, ring.id, wish)
    assert {item.platform for item in plan.items} == {"bluesky"}
    assert len(plan.items) == MEMBERS
    touched = {one for item in plan.items for one in item.radius.bystanders}
    assert len(touched) == 2, "one neighbour replied and one shared"
    through = {"bluesky": ozone}
    dry = takedowns.rehearse(ANN, plan.id, through)
    assert dry.counts == {"takedown account": MEMBERS}
    assert any(one["posts"] for one in dry.sample)
    for actor in (CY, DEE):
        takedowns.approve(actor, plan.id, dry.sha256, "Looked at the sample and at whom it touches.")

    said = takedowns.apply(CY, plan.id, through)
    bluesky.settle()
    assert "Look at what they did" in said
    gone = [bluesky.uris(item.target) is None for item in plan.items]
    assert gone == [True] * 5 + [False] * (MEMBERS - 5)
    takedowns.follow(DEE, plan.id, "The five are gone, their neighbours are not.")
    assert takedowns.apply(CY, plan.id, through) is None
    bluesky.settle()
    return plan


def _one_is_given_back(bluesky, ozone, takedowns, case, plan, before):
    """The owner of one account objects, and eve, who had no part in it, agrees."""
    item = plan.items[0]
    appeal = takedowns.appeal(ANN, plan.id, plan.key(item), by="owner", text="I run a fish shop.")
    answer = takedowns.answer(EVE, appeal.id, granted=True, reason="The shop exists.", through={"bluesky": ozone})
    bluesky.settle()
    assert answer.taken_back
    assert bluesky.uris(item.target) == before[item.target]
    assert all(bluesky.uris(one.target) is None for one in plan.items[1:])
    assert takedowns.overturned().granted == 1
    view = takedowns.show(EVE, plan.id)
    assert [one.standing for one in view.items] == ["undone"] + ["done"] * (MEMBERS - 1)
    # What was sent before, sent again: it neither acts again nor counts as somebody else's doing.
    again = plan.items[1]
    assert ozone.act(again, plan.key(again)).ref == view.items[1].ref
    assert bluesky.uris(item.target) == before[item.target]


def _the_stream_tells_it(bluesky, planted: Accounts, tmp_path, seen):
    """Whoever reads the stream learns of the takedowns and of the one that was taken back, and ingest keeps them."""
    firehose(bluesky, tmp_path / "later.ndjson", after=seen)
    later = Investigation.create(tmp_path / "later")
    later.add(tmp_path / "later.ndjson")
    with later.folder.connect() as connection:
        gone = {row[0] for row in connection.execute("SELECT DISTINCT account_id FROM deletions").fetchall()}
    assert gone == {one["did"] for one in planted.ring}


def _it_returns(bluesky, investigation, planted: Accounts, tmp_path, seen):
    """The same people under new names, with new pages on a new site."""
    fresh = [bluesky.account(f"quayside{number}") for number in range(MEMBERS)]
    push(bluesky, fresh, BEGIN + timedelta(days=20), Random(11), "mirror.example")
    firehose(bluesky, tmp_path / "return.ndjson", after=seen)
    investigation.add(tmp_path / "return.ndjson")
    again = detected(investigation, names(fresh))
    assert not set(again[1].members) & names(planted.ring)
    return again


def _it_is_recognised(book, folder, again, case):
    """What comes back is told to people as a candidate, with the reasons; nothing is done about it."""
    found, network = again
    plans = [(row.id, row.counts) for row in Takedowns.open(book).plans()]
    run = folder.run(found.data["run"]).path
    candidates = look(book.desk(CY), folder, run, found.data["networks"])
    assert list(candidates) == [network.id], "no other network is taken for a return"
    (match,) = candidates[network.id]
    assert match["case_id"] == case.id
    assert match["unrelated"] <= 1
    assert [(row.id, row.counts) for row in Takedowns.open(book).plans()] == plans


def test_a_label_is_put_on_and_taken_off(bluesky, ozone):
    one = bluesky.account("labelled")
    bluesky.settle()
    item = Item("bluesky", one["did"], "account", "label", "part of a network", ("label:spam",))
    before = ozone.look(item)

    made = ozone.act(item, "key-1")
    bluesky.settle()
    assert ozone.fulfils(item, ozone.look(item))
    assert ozone.sought(item, "key-1") == made
    assert ozone.sought(item, "key-2") is None
    assert ozone.act(item, "key-1") == made, "a second call under one key does nothing"

    ozone.reverse(item, "key-1-back", before)
    bluesky.settle()
    assert ozone.look(item) == before
    assert ozone.act(item, "key-1") == made, "nor does one that comes after it was taken back"
    bluesky.settle()
    assert ozone.look(item) == before


def test_what_somebody_else_took_down_is_not_taken_for_ours(bluesky, ozone):
    one = bluesky.account("twice")
    bluesky.settle()
    item = Item("bluesky", one["did"], "account", "takedown", "part of a network", ("inauthentic behaviour",))
    ozone.act(item, "theirs")
    with pytest.raises(Refused, match="already taken down"):
        ozone.act(item, "ours")
    assert ozone.sought(item, "ours") is None


def test_a_wrong_password_is_refused_and_not_printed(bluesky, moderator):
    platform = Ozone(bluesky.pds, bluesky.service, moderator["handle"], "not-the-word")
    item = Item("bluesky", moderator["did"], "account", "label", "x", ("p",))
    with pytest.raises(Refused) as told:
        platform.look(item)
    assert "not-the-word" not in f"{told.value} {platform!r}"
    platform.close()


def test_who_may_not_moderate_is_refused(bluesky):
    stranger = bluesky.account("stranger")
    platform = Ozone(bluesky.pds, bluesky.service, stranger["handle"], PASSWORD)
    item = Item("bluesky", stranger["did"], "account", "takedown", "x", ("p",))
    with pytest.raises(Refused):
        platform.act(item, "key-of-a-stranger")
    platform.close()
