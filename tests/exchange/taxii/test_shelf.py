from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.errors import NoSuchThing, StoreError
from inconcert.exchange.stix.extension import BASE
from inconcert.exchange.taxii.shelf import Collection, Shelf, collection_id

AT = datetime(2026, 11, 29, 8, tzinfo=UTC)
CASE = collection_id("case-1")


def thing(name, *, modified="2026-11-28T08:00:00.000Z", **more):
    return {"type": "note", "id": f"note--{name}", "modified": modified, "created": modified, **more}


def put(shelf, objects, *, at=AT):
    made, change = shelf.renewed(Collection(CASE, "Orvela", "Case 1", "GREEN"), objects, at)
    with shelf.alone():
        shelf.keep(made)
    return change


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


def test_what_was_published_is_there_and_again_adds_nothing(shelf):
    assert put(shelf, [thing("a"), thing("b")]).added == 2
    change = put(shelf, [thing("b"), thing("a")], at=AT + timedelta(hours=1))
    assert (change.added, change.same, change.revoked) == (0, 2, 0)
    found = shelf.collection(CASE)
    assert (found.title, found.tlp) == ("Orvela", "GREEN")
    assert [record.object["id"] for record in found.records] == ["note--a", "note--b"]


def test_what_is_told_no_more_is_revoked_and_stays_so(shelf):
    put(shelf, [thing("a"), thing("b")])
    assert put(shelf, [thing("a")], at=AT + timedelta(hours=1)).revoked == 1
    gone = shelf.collection(CASE).latest()["note--b"]
    assert gone["revoked"] is True
    assert gone["modified"] == "2026-11-29T09:00:00.000Z"
    change = put(shelf, [thing("a"), thing("b")], at=AT + timedelta(hours=2))
    assert (change.added, change.revoked) == (0, 0)
    assert shelf.collection(CASE).latest()["note--b"]["revoked"] is True


def test_another_text_under_the_same_instant_gets_one_of_its_own(shelf):
    put(shelf, [thing("a", content="one")])
    put(shelf, [thing("a", content="two")], at=AT + timedelta(hours=1))
    versions = [record.object["modified"] for record in shelf.collection(CASE).records]
    assert versions == ["2026-11-28T08:00:00.000Z", "2026-11-29T09:00:00.000Z"]


def test_what_all_cases_share_is_never_revoked(shelf):
    put(shelf, [thing("a", modified=BASE), {"type": "domain-name", "id": "domain-name--1", "value": "a.example"}])
    assert put(shelf, [], at=AT + timedelta(hours=1)).revoked == 0


def test_an_object_that_comes_revoked_counts_as_revoked_once(shelf):
    put(shelf, [thing("a")])
    later = thing("a", modified="2026-11-29T00:00:00.000Z", revoked=True)
    assert put(shelf, [later]).revoked == 1
    assert put(shelf, [later]).revoked == 0


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), max_size=3), max_size=5))
def test_versions_only_grow_and_the_newest_is_what_is_told(tmp_path_factory, steps):
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    for number, step in enumerate(steps):
        told = {f"note--{name}": thing(name, content=str(text)) for name, text in step}
        before = shelf.collection(CASE).records if number else []
        put(shelf, told.values(), at=AT + timedelta(hours=number))
        found = shelf.collection(CASE)
        assert found.records[: len(before)] == before
        for key, latest in found.latest().items():
            versions = [one.version for one in found.records if one.object["id"] == key]
            assert versions == sorted(set(versions))
            assert latest.get("revoked") or latest["content"] == told[key]["content"]
            assert latest.get("revoked") or key in told


@pytest.mark.parametrize("name", ["", "nothing", "../investigation", CASE])
def test_what_was_not_published_is_not_there(shelf, name):
    with pytest.raises(NoSuchThing):
        shelf.collection(name)
    assert shelf.collections() == []


def test_a_broken_file_is_told(shelf):
    put(shelf, [thing("a")])
    (shelf.place / f"{CASE}.json").write_text("{")
    with pytest.raises(StoreError, match="holds no collection"):
        shelf.collections()
