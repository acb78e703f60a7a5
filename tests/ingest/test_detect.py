"""Sources are recognised, with reasons; near misses are named."""

import pytest

from inconcert.errors import UnknownFormat, UsageError
from inconcert.ingest import detect
from inconcert.ingest.format import Format
from inconcert.ingest.material import Sample

ONE = Format("one", "Source one", (("a", "b"),), posts={"text": "a", "post_id": "b", "lang": "c"})
TWO = Format("two", "Source two", (("a",), ("kind=z",)), posts={"text": "a", "handle": "d"})
PAGES = Format("pages", "Pages", (("data[].q",),), records_at=("data",), posts={"text": "q"})


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(detect, "formats", lambda: {form.name: form for form in (ONE, TWO, PAGES)})


def table(*records):
    return Sample("csv", records, tuple(records[0]))


def test_the_best_claim_wins_with_its_reasons():
    found = detect.recognised(table({"a": "x", "b": "y", "c": ""}), "f.csv")
    assert found.form is ONE
    assert found.score == 3
    assert found.why[0] == "it has the columns a, b, as Source one does"
    assert "Source two knows fewer (1)" in found.why[1]


def test_an_empty_column_is_still_a_tell():
    assert detect.recognised(table({"a": "", "b": ""}), "f.csv").form is ONE


def test_a_tie_is_asked_about():
    with pytest.raises(UnknownFormat, match=r"Source one \(one\) and Source two \(two\).*--format one or --format two"):
        detect.recognised(table({"a": "x", "b": "y", "d": "z"}), "f.csv")


def test_a_tell_may_ask_for_a_value():
    assert detect.recognised(table({"kind": "z", "d": "1"}), "f.csv").form is TWO
    assert detect.recognised(table({"kind": "y", "d": "1"}), "f.csv") is None


def test_documents_are_recognised_by_their_shape():
    sample = Sample("json", ({"data": [{"q": 1}]},), (), {"data": [{"q": 1}]})
    assert detect.recognised(sample, "f.json").form is PAGES
    assert detect.recognised(Sample("ndjson", ({"data": [{"q": 1}]},)), "f.ndjson").form is PAGES


def test_near_misses_say_what_lacks():
    assert detect.near_misses(table({"b": "x"})) == ["Source one (one) would have a"]


def test_unknown_names_suggest_the_nearest():
    with pytest.raises(UsageError, match="Did you mean pages"):
        detect.named("page")
