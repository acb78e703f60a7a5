"""A takedown on a real Bluesky network through a real Ozone: the operation goes, the innocents stay, one comes back."""

from __future__ import annotations

import shutil

import pytest
from bluesky import HOME, PASSWORD, network
from takedowns import AUTHOR, FIRST, SECOND

from inconcert.takedown import people
from inconcert.takedown.book import PlanBook
from inconcert.takedown.carry import Carrier
from inconcert.takedown.journal import Journal
from inconcert.takedown.plan import Item, Plan
from inconcert.takedown.platforms.base import Refused
from inconcert.takedown.platforms.ozone import Ozone

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(
        not (HOME / "node_modules").is_dir() or not shutil.which("redis-server"),
        reason="needs redis-server, and `npm install` in tests/services/bluesky",
    ),
]


@pytest.fixture(scope="module")
def bluesky():
    with network() as made:
        yield made


@pytest.fixture(scope="module")
def moderator(bluesky):
    made = bluesky.account("moderator")
    bluesky.tell(f"moderator {made['did']}")
    return made


def ozone(bluesky, moderator, password=PASSWORD) -> Ozone:
    return Ozone(bluesky.pds, bluesky.service, moderator["handle"], password)


def test_the_operation_goes_the_innocents_stay_and_one_comes_back(bluesky, moderator, tmp_path):
    ring = [bluesky.account(f"ring{number}") for number in range(3)]
    innocents = [bluesky.account(f"neighbour{number}") for number in range(2)]
    for one in (*ring, *innocents):
        bluesky.post(one, f"words of {one['handle']}")
    bluesky.settle()
    assert all(bluesky.feed(one["did"]) for one in (*ring, *innocents))

    platform = ozone(bluesky, moderator)
    items = tuple(
        Item("bluesky", one["did"], "account", "takedown", "one network", ("inauthentic behaviour",)) for one in ring
    )
    journal = Journal.open(f"sqlite:///{tmp_path / 'c.sqlite'}")
    book = PlanBook.begin(journal, Plan("plan-b", "case-1", AUTHOR.name, "net-1", "0" * 64, "1", items))
    seen = people.rehearse(book, {"bluesky": platform}, AUTHOR)
    for actor in (FIRST, SECOND):
        people.approve(book, actor, seen, "read it")
    work = Carrier(book, {"bluesky": platform}, "ann", sleep=lambda _: None)

    assert work.apply() is None
    bluesky.settle()
    assert not any(bluesky.feed(one["did"]) for one in ring)
    assert all(bluesky.feed(one["did"]) for one in innocents)

    key = book.plan.key(items[0])
    assert platform.act(items[0], key).ref == book.line(items[0]).ref, "a second call under one key does nothing"

    assert work.undo(items[:1], "the appeal was upheld") is None
    bluesky.settle()
    assert bluesky.feed(ring[0]["did"])
    assert not any(bluesky.feed(one["did"]) for one in ring[1:])
    journal.close()


def test_a_label_is_put_on_and_taken_off(bluesky, moderator, tmp_path):
    one = bluesky.account("labelled")
    bluesky.settle()
    platform = ozone(bluesky, moderator)
    item = Item("bluesky", one["did"], "account", "label", "part of a network", ("label:spam",))
    before = platform.look(item)

    platform.act(item, "key-1")
    bluesky.settle()
    assert platform.fulfils(item, platform.look(item))
    assert platform.sought(item, "key-1") is not None
    assert platform.sought(item, "key-2") is None

    platform.reverse(item, "key-1-back", before)
    bluesky.settle()
    assert platform.look(item) == before


def test_a_wrong_password_is_refused_and_not_printed(bluesky, moderator):
    platform = ozone(bluesky, moderator, "not-the-word")
    item = Item("bluesky", moderator["did"], "account", "label", "x", ("p",))
    with pytest.raises(Refused) as told:
        platform.look(item)
    assert "not-the-word" not in f"{told.value} {platform!r}"
