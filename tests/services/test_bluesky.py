"""A takedown on a real Bluesky network through a real Ozone: the operation goes, the innocents stay, one comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from bluesky import PASSWORD, missing, network
from bluesky_story import BEGIN, MEMBERS, Accounts, appview, caught_up, plant, push

from inconcert import Investigation
from inconcert.casework import Actor, Casebook, FindingRef, verify
from inconcert.casework.local import local_url
from inconcert.store.folder import Folder
from inconcert.takedown import Takedowns, Wish
from inconcert.takedown.plan import Item, Pace
from inconcert.takedown.platforms.base import Refused
from inconcert.takedown.platforms.ozone import Ozone
from inconcert.watch.bluesky import Bluesky
from inconcert.watch.standing import Ended, Watch

if TYPE_CHECKING:
    from bluesky import Network

    from inconcert.found import Found
    from inconcert.found import Network as FoundNetwork

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
    made = Ozone(bluesky.pds, bluesky.service, moderator["handle"], PASSWORD, "About your account")
    yield made
    made.close()


def names(accounts: list[dict[str, str]]) -> set[str]:
    return {f"bluesky:{one['did']}" for one in accounts}


@dataclass
class Story:
    """A watch over the network's stream, the casebook, and what was planted."""

    network: Network
    watch: Watch
    stream: Bluesky
    book: Casebook
    planted: Accounts

    @property
    def takedowns(self) -> Takedowns:
        return Takedowns.open(self.book, self.watch.folder)

    def round(self, members: set[str]) -> tuple[Ended, Found, FoundNetwork]:
        """One round of the watch, in which a network of these accounts and no other is found."""
        caught_up(self.network, self.stream)
        ended = self.watch.look()
        assert not ended.refused
        found = Investigation(self.watch.folder).found()
        same = [one for one in found.networks if set(one.members) == members]
        assert len(same) == 1, [one.members for one in found.networks]
        assert same[0].alert
        return ended, found, same[0]


@pytest.fixture
def story(bluesky, tmp_path):
    """A planted operation, read as it happens and through the AppView."""
    planted = plant(bluesky)
    (tmp_path / "feeds").mkdir()
    appview(bluesky, [*planted.ring, *planted.neighbours], tmp_path / "feeds" / "appview.ndjson")
    folder = Folder.create(tmp_path / "harbour")
    address = f"{bluesky.pds.replace('http', 'ws', 1)}/xrpc/com.atproto.sync.subscribeRepos?cursor=0"
    stream = Bluesky(address, tmp_path / "stream")
    book = Casebook.open(local_url(folder.path))
    watch = Watch(folder, book.desk(ANN), [str(tmp_path / "feeds")], [stream], last=None)
    yield Story(bluesky, watch, stream, book, planted)
    book.close()


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


def test_an_operation_is_found_taken_down_given_back_in_part_and_found_again(story, ozone):
    planted, network = story.planted, story.network
    before = {one["did"]: network.uris(one["did"]) for one in (*planted.ring, *planted.neighbours)}
    assert all(before.values())
    ended, found, ring = story.round(names(planted.ring))
    assert ("new", ring.id) in {(one.kind, one.network_id) for one in ended.alerts}
    formats = {receipt["format"] for receipt in story.watch.folder.sources()}
    assert formats == {"bluesky_jetstream", "bluesky_appview"}

    case = confirmed_case(story.book, found, ring)
    plan = _carried_out(network, ozone, story.takedowns, case, ring)
    assert all(network.uris(one["did"]) is None for one in planted.ring)
    assert {one["did"]: network.uris(one["did"]) for one in planted.neighbours} == {
        one["did"]: before[one["did"]] for one in planted.neighbours
    }
    _one_is_given_back(network, ozone, story.takedowns, plan, before)
    _it_returns(story, case)
    told = verify(local_url(story.watch.folder.path))
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
    told = takedowns.show(ANN, plan.id)
    assert {item.notified for item in told.items} == {"done"}, [one.says for one in told.events]
    return plan


def _one_is_given_back(bluesky, ozone, takedowns, plan, before):
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


def _it_returns(story, case):
    """The same people under new names, on a new site; people are told, with the reasons, and nothing is done."""
    fresh = [story.network.account(f"quayside{number}") for number in range(MEMBERS)]
    push(story.network, fresh, BEGIN + timedelta(days=20), Random(11), "mirror.example")
    plans = [(row.id, row.counts) for row in story.takedowns.plans()]
    ended, _found, again = story.round(names(fresh))
    (alert,) = [one for one in ended.alerts if one.kind == "returned"]
    assert (alert.network_id, alert.case_id) == (again.id, case.id)
    assert "no reason to act" in alert.says[-1]
    assert [(row.id, row.counts) for row in story.takedowns.plans()] == plans
    # The stream told of the takedowns as well, and ingest kept that.
    with story.watch.folder.connect() as connection:
        gone = {row[0] for row in connection.execute("SELECT DISTINCT account_id FROM deletions").fetchall()}
    assert gone >= {one["did"] for one in story.planted.ring}
    assert not gone & {one["did"] for one in (*story.planted.neighbours, *fresh)}


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
