import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.errors import InputError
from inconcert.exchange.taxii.asking import Question, answered, envelope, manifest
from inconcert.exchange.taxii.shelf import Collection, Record


def record(name, hour, kind="note", **more):
    return Record(f"2026-11-29T{hour:02d}:00:00.000000Z", {"type": kind, "id": f"{kind}--{name}", **more})


SHELF = Collection("c", "t", "d", "GREEN", [
    record("a", 1, modified="2026-01-01T00:00:00.000Z"),
    record("b", 2, "report", modified="2026-01-02T00:00:00.000Z"),
    record("a", 3, modified="2026-01-03T00:00:00.000Z"),
    record("s", 4, "domain-name"),
])  # fmt: skip


def asked(**given):
    return [(one.object["id"], one.added[11:13]) for one in answered(SHELF, Question(**given)).records]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({}, [("report--b", "02"), ("note--a", "03"), ("domain-name--s", "04")]),
        ({"versions": ("first",)}, [("note--a", "01"), ("report--b", "02"), ("domain-name--s", "04")]),
        ({"versions": ("all",), "ids": ("note--a",)}, [("note--a", "01"), ("note--a", "03")]),
        ({"versions": ("2026-01-01T00:00:00.000Z",)}, [("note--a", "01")]),
        ({"types": ("report", "domain-name")}, [("report--b", "02"), ("domain-name--s", "04")]),
        ({"added_after": "2026-11-29T02:00:00Z"}, [("note--a", "03"), ("domain-name--s", "04")]),
        ({"spec_versions": ("2.0",)}, []),
        ({"limit": 1, "next": "2"}, [("domain-name--s", "04")]),
    ],
)
def test_what_is_asked_for(question, found):
    assert asked(**question) == found


@given(st.integers(1, 6))
def test_pages_hold_everything_once(limit):
    mark, seen = None, []
    while True:
        page = answered(SHELF, Question(versions=("all",), limit=limit, next=mark))
        seen += page.records
        assert len(page.records) <= limit
        assert page.more == (page.next is not None)
        mark = page.next
        if not page.more:
            break
    assert seen == SHELF.records


@pytest.mark.parametrize("wrong", [{"next": "later"}, {"next": "99"}, {"added_after": "yesterday"}])
def test_what_cannot_be_read_is_refused(wrong):
    with pytest.raises(InputError):
        answered(SHELF, Question(**wrong))


def test_a_manifest_names_versions_and_an_envelope_holds_objects():
    page = answered(SHELF, Question(limit=2))
    (first, _) = manifest(page)["objects"]
    assert first == {
        "id": "report--b",
        "date_added": "2026-11-29T02:00:00.000000Z",
        "version": "2026-01-02T00:00:00.000Z",
        "media_type": "application/stix+json;version=2.1",
    }
    assert envelope(page)["more"] is True
    assert envelope(page)["next"] == "2"
    assert page.headers["X-TAXII-Date-Added-Last"] == "2026-11-29T03:00:00.000000Z"


def test_an_observable_has_the_day_it_was_added_as_its_version():
    (one,) = answered(SHELF, Question(types=("domain-name",))).records
    assert one.version == one.added
