import shutil
from dataclasses import replace

import pytest
from confirmed import imprint

from inconcert.casework import Actor, Casebook
from inconcert.casework.local import local_url
from inconcert.casework.verifying import verify
from inconcert.dossier import gather
from inconcert.errors import InputError, NoSuchThing, NotAllowed
from inconcert.exchange.taxii import publishing
from inconcert.exchange.taxii.publishing import hand_over, publish, withdraw
from inconcert.exchange.taxii.pushing import Collection, Pushed
from inconcert.exchange.taxii.shelf import Shelf, collection_id
from inconcert.store.folder import Folder

CY = Actor("cy", frozenset({"approver"}), "test")


@pytest.fixture
def place(confirmed_case, tmp_path):
    return shutil.copytree(confirmed_case, tmp_path / "spring")


@pytest.fixture
def book(place):
    made = Casebook.open(local_url(place))
    yield made
    made.close()


@pytest.fixture
def told(book, place):
    case = book.desk(CY).cases()[0]
    return gather(book, CY, case.id, Folder.open(place), imprint()).redacted(book.pseudonyms)


def acts(book, word):
    rows = book.desk(Actor("root", frozenset({"admin"}), "test")).audit()
    return [row for row in rows if row.act.startswith(word)]


def test_publishing_is_an_act_in_the_log(book, place, told):
    change = publish(book, CY, told, place, "shared with partners")
    assert change.added > 10
    (row,) = acts(book, "taxii.published")
    assert (row.who, row.case_id, row.thing, row.why) == (
        "cy", told.case.id, collection_id(told.case.id), "shared with partners")  # fmt: skip
    assert verify(local_url(place)).ok
    (kept,) = Shelf(place).collections()
    assert kept.title == "Orvela"
    assert kept.tlp == "AMBER"


@pytest.mark.parametrize("role", ["viewer", "investigator", "reviewer"])
def test_it_takes_an_approver(book, place, told, role):
    with pytest.raises(NotAllowed):
        publish(book, Actor("dan", frozenset({role}), "test"), told, place, "why not")
    assert Shelf(place).collections() == []
    assert not acts(book, "taxii")


def test_what_is_red_is_never_published(book, place, told):
    red = replace(told, imprint=replace(told.imprint, tlp="RED"))
    with pytest.raises(NotAllowed, match="RED"):
        publish(book, CY, red, place, "for everybody")
    assert Shelf(place).collections() == []


def test_without_a_reason_nothing_is_published(book, place, told):
    with pytest.raises(InputError):
        publish(book, CY, told, place, "  ")


def test_withdrawing_revokes_what_people_fetched(book, place, told):
    publish(book, CY, told, place, "shared")
    change = withdraw(book, CY, told.case.id, place, "a mistake")
    assert change.revoked > 5
    latest = Shelf(place).collection(change.collection).latest().values()
    left = {one["type"] for one in latest if "modified" in one and not one.get("revoked")}
    assert left <= {"identity", "attack-pattern", "extension-definition"}
    assert [row.why for row in acts(book, "taxii.withdrawn")] == ["a mistake"]


def test_what_was_not_published_cannot_be_withdrawn(book, place, told):
    with pytest.raises(NoSuchThing):
        withdraw(book, CY, told.case.id, place, "a mistake")


def test_what_was_pushed_and_is_told_no_more_is_revoked_there(place, told, monkeypatch):
    sent = []

    def push(where, objects):
        sent.append(objects)
        return Pushed(len(objects), 0, len(objects), ())

    monkeypatch.setattr(publishing, "push", push)
    where = Collection.at("https://taxii.example/api/collections/91a7/")
    shown = replace(told, imprint=replace(told.imprint, redaction="shown"))
    hand_over(shown, place, where)
    chapter = shown.chapters[0]
    fewer = replace(shown, chapters=(replace(chapter, assets=chapter.assets[1:]),))
    hand_over(fewer, place, where)
    first, second = ({one["id"]: one for one in objects} for objects in sent)
    gone = [one for one in second.values() if one.get("revoked")]
    assert {one["type"] for one in gone} == {"indicator", "observed-data", "relationship"}
    assert {one["id"] for one in gone} <= set(first)
    assert not [
        one for one in second.values() if one["type"] == "user-account" and one["user_id"] == chapter.assets[0].id
    ]
    assert Shelf(place).collections() == []
