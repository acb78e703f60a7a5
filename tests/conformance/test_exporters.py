"""The contract of exporters, run on every built-in and on a stranger's."""

import sys
from pathlib import Path

import pytest

from inconcert import plugins
from inconcert.errors import PluginError
from inconcert.export import exporters
from inconcert.export.base import Exporter, replacing
from inconcert.export.conformance import check_exporter, faults

BUILT_IN = list(exporters())


@pytest.fixture
def sample(monkeypatch):
    """The sample exporter, registered as if it were installed."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "plugin_sample"))
    import exporter_sample

    manager = plugins.manager()
    manager.register(exporter_sample)
    yield plugins.registered("exporters")["lines"]
    manager.unregister(exporter_sample)
    sys.modules.pop("exporter_sample")


@pytest.mark.parametrize("exporter", BUILT_IN, ids=lambda exporter: exporter.name)
def test_built_ins_keep_the_contract(exporter, tmp_path):
    check_exporter(exporter, tmp_path)


def test_a_strangers_exporter_keeps_the_contract(sample, tmp_path):
    check_exporter(sample, tmp_path)


def test_a_strangers_exporter_stands_beside_the_built_ins(sample):
    assert list(plugins.registered("exporters")) == [*(exporter.name for exporter in BUILT_IN), sample.name]


class Bad(Exporter):
    name, title, suffix = "bad", "Bad", ".bad"


class Nothing(Bad):
    def write(self, finding_set, target):
        if not target.parent.is_dir():
            raise NotADirectoryError(target)


class Counting(Bad):
    calls = 0

    def write(self, finding_set, target):
        self.calls += 1
        with replacing(target) as partial:
            partial.write_text(str(self.calls))


class Litter(Bad):
    def write(self, finding_set, target):
        with replacing(target) as partial:
            partial.write_text("same")
        target.with_suffix(".log").write_text("done")


class Meddling(Bad):
    def write(self, finding_set, target):
        finding_set.networks.clear()
        with replacing(target) as partial:
            partial.write_text("same")


class Pretending(Bad):
    def write(self, finding_set, target):
        if target.parent.is_dir():
            with replacing(target) as partial:
                partial.write_text("same")


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        (Nothing, "wrote no file"),
        (Counting, "other bytes"),
        (Litter, "more than its file"),
        (Meddling, "changes the findings"),
        (Pretending, "claims to have written"),
        (Nothing, "NotADirectoryError instead of"),
    ],
)
def test_a_broken_exporter_is_told_what_is_wrong(kind, fault, tmp_path):
    with pytest.raises(PluginError, match=fault):
        check_exporter(kind(), tmp_path)


@pytest.mark.parametrize(
    ("attribute", "value", "fault"),
    [("name", "Two words", "one lower-case word"), ("title", " ", "no title"), ("suffix", "txt", "begin with a dot"),
     ("stem", "a/b", "name of a file")],
)  # fmt: skip
def test_words_that_cannot_be_used_are_told(attribute, value, fault, tmp_path):
    exporter = Counting()
    setattr(exporter, attribute, value)
    assert [told for told in faults(exporter, tmp_path) if fault in told]
