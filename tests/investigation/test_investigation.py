"""The Python door: from a file to networks that explain themselves."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import pytest
import ring

import inconcert
from inconcert.errors import NotAnInvestigation, UsageError
from inconcert.investigation import PUBLISHED, Investigation, publish


@pytest.fixture(scope="module")
def investigation(tmp_path_factory: pytest.TempPathFactory) -> Investigation:
    place = tmp_path_factory.mktemp("story")
    made = Investigation.create(place / "ring")
    made.add(ring.write(place / "posts.csv"))
    made.detect()
    return made


def test_the_ring_is_found_and_nobody_else(investigation: Investigation) -> None:
    found = investigation.found()
    assert len(found.networks) == 1
    assert set(found.networks[0].members) == {f"web:{name}" for name in ring.RING}
    assert found.control["shuffled_networks"] == 0


def test_it_says_why_with_figures_and_posts(investigation: Investigation) -> None:
    network = investigation.found().networks[0]
    assert "6 accounts posted the same links" in network.why()
    pair = network.ties[0]["pairs"][0]
    assert "ours.example" in pair["a_post"]["text"]
    assert pair["a_post"]["file"] == "posts.csv"
    (receipt,) = investigation.receipts
    row = Path(receipt["file"]).read_text("utf-8").splitlines()[pair["a_post"]["row"] - 1]
    assert row.split(",")[0] == pair["a_post"]["ref"].removeprefix("web:")


def test_each_axis_is_told_by_itself_and_what_was_not_measured_has_no_value(investigation: Investigation) -> None:
    network = investigation.found().networks[0]
    assert list(network.axes) == ["coordination", "inauthenticity", "automation", "reach"]
    assert network.axes["coordination"]["value"] > 0
    assert network.axes == network.data["axes"]
    assert network.declared is False


def test_the_tables_come_as_relations(investigation: Investigation) -> None:
    found = investigation.found()
    assert found.ties.filter("q <= 0.01").count("*").fetchall() == [(15,)]
    assert found.posts.count("*").fetchall() == [(1254,)]
    assert found.actions.to_arrow_table().schema.names[:3] == ["signal", "asset", "object"]
    assert investigation.posts.count("*").fetchall() == [(1254,)]


def test_a_notebook_gets_tables(investigation: Investigation) -> None:
    found = investigation.found()
    assert found.networks[0].id in found._repr_html_()
    assert "<li>" in found.networks[0]._repr_html_()


def test_a_network_has_several_names(investigation: Investigation) -> None:
    found = investigation.found()
    network = found.networks[0]
    assert (
        found.network(1) is found.network("1") is found.network(network.id) is found.network(network.id[:7]) is network
    )


@pytest.mark.parametrize("name", [0, 2, "net-zzz", "", "net-"])
def test_a_network_that_is_not_there_is_a_wrong_call(investigation: Investigation, name: str | int) -> None:
    with pytest.raises(UsageError, match="there is no network"):
        investigation.found().network(name)


def test_a_report_and_exports_are_written(investigation: Investigation, tmp_path: Path) -> None:
    found = investigation.found()
    assert "ours[.]example" in found.report(tmp_path / "r.html").read_text("utf-8")
    assert found.export("gexf", tmp_path).read_text("utf-8").count('value="account"') == 6
    with pytest.raises(UsageError, match=r"no export 'gefx'\. Did you mean gexf"):
        found.export("gefx", tmp_path)


def test_what_is_published_is_what_the_run_holds(investigation: Investigation, tmp_path: Path) -> None:
    found = investigation.found()
    publish(found, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(PUBLISHED)
    assert json.loads((tmp_path / "out" / "findings.json").read_text("utf-8")) == found.data


def test_the_same_file_again_adds_nothing(investigation: Investigation, tmp_path: Path) -> None:
    before = investigation.receipts
    assert investigation.add(ring.write(tmp_path / "copy.csv"))[0].already
    assert investigation.receipts == before


def test_the_same_run_again_writes_nothing(investigation: Investigation) -> None:
    run = investigation.found().path
    before = {path: path.stat().st_mtime_ns for path in run.rglob("*")}
    assert investigation.detect().path == run
    assert {path: path.stat().st_mtime_ns for path in run.rglob("*")} == before


def test_another_setting_is_another_run(investigation: Investigation) -> None:
    first = investigation.found()
    other = investigation.detect(shuffles=2, signals=["same_link"])
    assert other.path != first.path
    assert other.settings["name"] == "custom"
    assert first.settings["name"] == "inconcert-1"
    assert investigation.found().path == other.path
    assert set(other.data["looked_at"]["signals"]) == {"same_link"}
    investigation.detect()


def test_more_memory_is_the_same_run(investigation: Investigation) -> None:
    assert investigation.detect(memory="3GB").path == investigation.detect().path


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"frd": 0.1}, "no setting 'frd'. Did you mean fdr"),
        ({"fdr": 0}, "fdr is 0"),
        ({"engine": "duckbd"}, "no engine 'duckbd'. Did you mean duckdb"),
        ({"signals": ["same_lnk"]}, "no signal 'same_lnk'. Did you mean same_link"),
    ],
)
def test_a_setting_that_is_none_is_named(investigation: Investigation, changes: dict, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        investigation.detect(**changes)


def test_there_is_something_to_add_first(tmp_path: Path) -> None:
    empty = Investigation.create(tmp_path / "empty")
    with pytest.raises(UsageError, match=r"nothing has been added.*inconcert add"):
        empty.detect()
    with pytest.raises(UsageError, match=r"inconcert detect"):
        empty.found()


def test_what_is_no_investigation_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(NotAnInvestigation):
        inconcert.Investigation.open(tmp_path)


def test_files_can_be_read_without_a_folder(tmp_path: Path) -> None:
    read = inconcert.read(ring.write(tmp_path / "posts.csv"))
    place = read.folder.path
    assert read.posts.count("*").fetchall() == [(1254,)]
    del read
    gc.collect()
    assert not place.exists()


def test_files_can_be_read_into_a_folder(tmp_path: Path) -> None:
    inconcert.read(ring.write(tmp_path / "posts.csv"), into=tmp_path / "kept")
    assert len(Investigation.open(tmp_path / "kept").receipts) == 1
