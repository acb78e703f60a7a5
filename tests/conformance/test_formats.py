"""The contract of input formats, run on every built-in and on a stranger's plug-in."""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert import plugins
from inconcert.errors import PluginError, ZoneNeeded
from inconcert.ingest import formats as built_in
from inconcert.ingest.conformance import check_format, claims, faults
from inconcert.ingest.describe import mapped_table, unfilled
from inconcert.ingest.detect import recognised
from inconcert.ingest.formats.shared import METRIC_NAMES
from inconcert.ingest.mapping import map_records
from inconcert.ingest.material import Sample

if TYPE_CHECKING:
    from inconcert.ingest.format import Format

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "formats" / "samples"
PAGES = ROOT / "docs" / "formats"
FORMATS = {form.name: form for form in built_in.formats()}
NAMED_ONLY = {"bluesky_communalytic"}
"""Formats without a tell: their columns are on half of all tables, so a user has to name them."""


def samples(name: str) -> list[dict]:
    return json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))


@pytest.fixture
def sample_plugin(monkeypatch):
    """The sample plug-in, importable and registered as if it were installed."""
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "plugin_sample" / "src"))
    import inconcert_sample_forum

    manager = plugins.manager()
    manager.register(inconcert_sample_forum)
    yield inconcert_sample_forum
    manager.unregister(inconcert_sample_forum)
    sys.modules.pop("inconcert_sample_forum", None)


@pytest.mark.parametrize("name", FORMATS)
def test_a_built_in_keeps_the_contract(name):
    check_format(FORMATS[name], samples(name))


@pytest.mark.parametrize("name", FORMATS)
def test_a_built_in_uses_the_common_words_for_counts(name):
    assert set(FORMATS[name].metrics) <= set(METRIC_NAMES)


def test_only_formats_that_must_be_named_have_no_tell():
    assert {name for name, form in FORMATS.items() if not form.tells} == NAMED_ONLY


def test_every_sample_file_belongs_to_a_format():
    assert {path.stem for path in SAMPLES.glob("*.json")} == set(FORMATS)


def test_a_strangers_format_is_registered_and_keeps_the_contract(sample_plugin):
    assert plugins.registered("formats")["sample_forum"] is sample_plugin.FORUM
    check_format(sample_plugin.FORUM, sample_plugin.SAMPLES)


def test_no_built_in_claims_a_strangers_samples(sample_plugin):
    assert [form.name for form in FORMATS.values() if claims(form, sample_plugin.SAMPLES)] == []


@pytest.mark.parametrize("name", FORMATS)
def test_the_docs_page_of_a_built_in_says_what_is_mapped(name):
    pages = [path for path in PAGES.glob("*.md") if f"<!-- mapped: {name} -->" in path.read_text("utf-8")]
    assert len(pages) == 1, f"one page of docs/formats has to hold the table of {name}"
    page = pages[0].read_text("utf-8")
    assert mapped_table(FORMATS[name]) in page, "run python -m inconcert.ingest.describe docs/formats"
    headings = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert {"What to export", "How it is recognised", "What is not given", "Traps"} <= set(headings)


def test_what_is_not_given_is_read_off_the_format():
    assert "quote_of" in unfilled(FORMATS["mcl"])
    assert "text" not in unfilled(FORMATS["mcl"])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_arbitrary_values_are_reported_never_raised(name, data):
    record = dict(data.draw(st.sampled_from(samples(name))))
    for key in data.draw(st.lists(st.sampled_from(sorted(record)), max_size=4)):
        record[key] = data.draw(VALUES)
    try:
        found = map_records(FORMATS[name], record)
    except ZoneNeeded:
        assert not FORMATS[name].timezone
        return
    for one in found:
        made = (one.post, one.account, one.ad, one.site, one.follow, one.deletion)
        assert one.skipped or any(made) or FORMATS[name].ads


BREACHES = {
    "an unknown column": ({"posts": {"colour": "a", "posted_at": "written"}}, "no column 'colour'"),
    "a path out of the grammar": ({"posts": {"text": "a[b", "posted_at": "written"}}, "cannot be read"),
    "a field about what people are": ({"accounts": {"name": "author_gender"}}, "is not read"),
    "a tell that is not there": ({"tells": (("nowhere",),)}, "no tell is wholly present"),
    "a fix-up that falls over": ({"finish": lambda record, row: {**row, "text": record["words"].upper()}}, "raises"),
    "a fix-up that changes the record": ({"skip": lambda record: record.pop("topic", None) and None}, "changes"),
    "a count made up": ({"finish": lambda record, row: {**row, "metrics": {"like": 0.0}}}, "the count 'like'"),
    "an id that is a number": ({"finish": lambda record, row: {**row, "post_id": 5}}, "posts.post_id is 5"),
    "seconds instead of microseconds": (
        {"finish": lambda record, row: {**row, "seen_at": 1711880000}},
        "posts.seen_at lies before 1990",
    ),
    "a hashtag with its sign": ({"finish": lambda record, row: {**row, "hashtags": ["#a"]}}, "keeps its sign"),
    "a finer clock than it says": (
        {"precision": 60.0, "finish": lambda record, row: {**row, "precision": 1.0}},
        "finer clock",
    ),
    "a name of two words": ({"name": "two words"}, "not one lower-case word"),
    "no rows": ({"skip": lambda record: "never"}, "no sample gives"),
}


@pytest.mark.parametrize("breach", BREACHES)
def test_each_breach_is_found(breach, sample_plugin):
    change, said = BREACHES[breach]
    broken: Format = replace(sample_plugin.FORUM, **change)
    assert any(said in fault for fault in faults(broken, sample_plugin.SAMPLES))
    with pytest.raises(PluginError, match="breaks the contract"):
        check_format(broken, sample_plugin.SAMPLES)


def test_without_samples_nothing_is_promised(sample_plugin):
    assert list(faults(sample_plugin.FORUM, [])) == ["there are no sample records to check it with"]


def beginning(records: list[dict]) -> Sample:
    """The beginning of a file that holds these records."""
    is_table = all(isinstance(value, str) for record in records for value in record.values())
    return Sample("csv" if is_table else "ndjson", tuple(records), tuple(records[0]) if is_table else ())


@pytest.mark.parametrize("name", FORMATS)
def test_a_built_in_is_recognised_among_all_others(name):
    found = recognised(beginning(samples(name)), "file")
    assert (found.form.name if found else None) == (None if name in NAMED_ONLY else name)


@pytest.mark.parametrize("name", FORMATS)
def test_no_single_record_is_taken_for_another_source(name):
    for record in samples(name):
        found = recognised(beginning([record]), "file")
        assert found is None or found.form.name == name


def test_a_strangers_file_is_recognised_as_the_strangers(sample_plugin):
    assert recognised(beginning(sample_plugin.SAMPLES), "file").form is sample_plugin.FORUM
