"""From files to findings on the command line: what is written, what is printed, what comes again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import ring

from inconcert import exchange
from inconcert.casework import Actor, Casebook, FindingRef
from inconcert.casework.local import local_url
from inconcert.cli import run
from inconcert.dossier.conformance import text_of
from inconcert.model.tables import tables
from inconcert.plugins import registered
from inconcert.store.folder import Folder

NETWORK = {"id", "grade", "alert", "p", "q", "members", "signals", "axes", "declared", "why"}
NOTHING_TO_SAY = {"xarf", "meta-2022", "meta-2023"}
"""Forms that refuse the ring: it imitates nobody, and its accounts have no addresses."""
AXES = {"coordination", "inauthenticity", "automation", "reach"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with posts.csv and what ``inconcert investigate`` made of it in ``out``."""
    folder = tmp_path_factory.mktemp("cli")
    ring.write(folder / "posts.csv")
    assert run(["investigate", str(folder / "posts.csv"), "--out", str(folder / "out"), "--quiet"]) == 0
    return folder


def test_what_others_rely_on_is_written(place: Path) -> None:
    assert {"findings.json", "ties.parquet", "report.html"} <= {path.name for path in (place / "out").iterdir()}
    document = json.loads((place / "out" / "findings.json").read_text("utf-8"))
    assert {"settings", "receipts", "control", "networks"} <= set(document)
    assert document["settings"]["name"] == "inconcert-1"
    assert document["control"]["shuffled_networks"] == 0
    (network,) = document["networks"]
    assert set(network) >= NETWORK
    assert set(network["axes"]) == AXES
    assert network["axes"]["automation"]["value"] is None
    assert {(member["platform"], member["account_id"]) for member in network["members"]} == {
        ("web", name) for name in ring.RING
    }


def test_the_ties_have_the_columns_of_the_contract(place: Path) -> None:
    table = pq.read_table(place / "out" / "ties.parquet")
    assert table.schema.names == list(tables()["ties"].columns)
    assert {"a", "b", "signal", "objects", "coactions", "expected", "p", "q", "posts"} <= set(table.schema.names)
    assert table.num_rows >= 15


def test_the_report_needs_nothing_else(place: Path) -> None:
    page = (place / "out" / "report.html").read_text("utf-8")
    assert "http" + "s://ours.example" not in page.replace("hxxps", "")
    assert "<script" not in page
    assert 'src="http' not in page


def test_again_it_gives_the_same_and_adds_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in (place / "out").rglob("*") if path.is_file()}
    assert run(["investigate", str(place / "posts.csv"), "--out", str(place / "out")]) == 0
    assert "already there" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (place / "out").rglob("*") if path.is_file()} == before


def test_an_untouched_run_elsewhere_gives_the_same_bytes(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    for name in ("one", "two"):
        assert run(["investigate", "posts.csv", "--out", str(tmp_path / name / "out"), "--quiet"]) == 0
    for name in ("findings.json", "ties.parquet", "report.html"):
        assert (tmp_path / "one/out" / name).read_bytes() == (tmp_path / "two/out" / name).read_bytes()


def test_the_networks_are_shown(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", str(place / "out")]) == 0
    text = capsys.readouterr().out
    assert "6 accounts posted the same links" in " ".join(text.split())
    assert "Not measured: insufficient data" in " ".join(text.split())
    assert "posts.csv, row" in " ".join(text.split())


def test_one_network_is_shown_with_all_its_ties(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["show", str(place / "out"), "1", "--json"])
    network = json.loads(capsys.readouterr().out)
    assert run(["show", str(place / "out"), network["id"]]) == 0
    assert capsys.readouterr().out.count("(same_link)") == len(network["evidence"])


def test_a_network_that_is_not_there(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", str(place / "out"), "7"]) == 2
    assert "there is no network '7'" in capsys.readouterr().err


def test_json_is_all_that_is_printed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["detect", str(place / "out"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["networks"]


def test_quiet_is_quiet(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["detect", str(place / "out")], ["show", str(place / "out")], ["signals"], ["formats"]):
        assert run([*command, "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_reports_and_exports(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", str(place / "out"), "--to", str(tmp_path / "r.html")]) == 0
    assert (tmp_path / "r.html").read_bytes() == (place / "out" / "report.html").read_bytes()
    assert run(["export", str(place / "out"), "gexf", "graphml", "--to", str(tmp_path / "new")]) == 0
    assert sorted(path.suffix for path in (tmp_path / "new").iterdir()) == [".gexf", ".graphml"]
    capsys.readouterr()
    assert run(["export", str(place / "out")]) == 0
    assert "gexf" in capsys.readouterr().out


def test_nothing_that_leaves_says_where_the_files_of_the_house_lie(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Home and working directory are the folder that the posts were read from, by their whole path."""
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.chdir(place)
    folder = Path(shutil.copytree(place / "out", tmp_path / "out"))
    confirmed(folder)
    given = [str(folder), "--as", "Ann"]
    plan = ["--action", "suspend", "--reason", "one group", "--policy", "p", "--policy-version", "1", "--weak-too"]
    assert run(["takedown", "plan", given[0], "1", *plan, *given[1:], "--quiet"]) == 0
    names = [form.name for form in registered("exporters").values()]
    assert run(["export", given[0], *names, "--to", str(tmp_path / "run")]) == 0
    forms = [form for form in registered("forms").values() if form.name not in NOTHING_TO_SAY]
    for form in forms:
        verb = "export" if form.name in {one.name for one in exchange.forms()} else "report"
        words = [form.name] if verb == "export" else ["--form", form.name.removesuffix(form.suffix.replace(".", "-"))]
        to = ["--to", str(tmp_path / f"{form.name}{form.suffix}")]
        assert run([verb, given[0], *words, "--case", "1", "--handles", "shown", *to, "--quiet"]) == 0
    left = [one for one in tmp_path.rglob("*") if one.is_file() and folder / "investigation" not in one.parents]
    assert len(left) > len(names) + len(forms)
    assert [one.name for one in left if str(place) in text_of(one.read_bytes())] == []


def confirmed(folder: Path) -> None:
    """A case on the first network, confirmed by two people."""
    told = json.loads((folder / "findings.json").read_text("utf-8"))
    network = told["networks"][0]
    book = Casebook.open(local_url(Folder.open(folder).path))
    ann, bo = (book.desk(Actor(name, frozenset({"reviewer"}), "test")) for name in ("Ann", "Bo"))
    case = ann.open_case("Ring", "Who?", [FindingRef.of(told["run"], network)])
    decision = ann.decide(case.id, "confirmed", "The same links.", network["id"])
    bo.review(ann.ask_review(decision.id).id, "confirmed", "I see it.")
    book.close()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["investigate", "missing.csv", "--out", "o"], 1, "missing.csv"),
        (["investigate", "posts.csv"], 2, "--out"),
        (["investigate", "--out", "o"], 2, "FILES"),
        (["investigate", "posts.csv", "--out", "o", "--fdr", "2"], 2, "--fdr"),
        (["investigate", "posts.csv", "--out", "o", "--signal", "same_lnk"], 2, "Did you mean same_link"),
        (["detect", "."], 1, "not an investigation"),
        (["show", "."], 1, "not an investigation"),
        (["export", "out", "gefx"], 2, "Did you mean gexf"),
        (["export", "out", "gexf", "gml", "--to", "posts.csv"], 2, "Did you mean"),
        (["export", "out", "gexf", "graphml", "--to", "posts.csv"], 1, "posts.csv"),
        (["export", "out", "gexf", "--to", "nowhere/x.gexf"], 1, "No such file or directory"),
        (["report", "out", "--to", "nowhere/x.html"], 1, "writing nowhere/x.html failed: No such file or directory"),
        (["investigate", "posts.csv", "--out", "posts.csv"], 1, "posts.csv"),
        (["detect", "out", "--memory", "lots"], 2, "'lots' is no amount of memory"),
        (["detect", "out", "--memory", "1"], 2, "No run fits into less"),
    ],
)
def test_what_cannot_be_is_refused(
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(place)
    assert run(arguments) == code
    told = capsys.readouterr()
    assert message in told.err
    assert told.out == ""


def test_text_of_strangers_does_not_act_on_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = ring.write(tmp_path / "posts.csv")
    table.write_text(table.read_text("utf-8").replace("rain", "ra\x1b[2Jin \u202eevil [bold]x[/bold]"), "utf-8")
    assert run(["investigate", str(table), "--out", str(tmp_path / "out"), "--quiet"]) == 0
    assert run(["show", str(tmp_path / "out"), "1"]) == 0
    shown = capsys.readouterr().out
    assert "evil" in shown
    assert "[bold]x[/bold]" in " ".join(shown.split())
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown


def test_an_error_that_quotes_the_material_does_not_act_on_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "posts.csv"
    table.write_text("account,text,time\n" + "a,b,\x1b]0;owned\x07 1\n" * 9, "utf-8")
    columns = "account=account,text=text,time=time"
    assert run(["investigate", str(table), "--out", str(tmp_path / "out"), "--map", columns, "--timezone", "UTC"]) == 1
    told = capsys.readouterr().err
    assert "owned" in told
    assert "\x1b" not in told


def test_what_investigate_left_takes_more_files(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["add", str(place / "out"), str(place / "posts.csv")]) == 0
    assert "already there" in capsys.readouterr().out
    assert run(["receipts", str(place / "out"), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1


def test_a_run_says_where_to_go_on(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["investigate", str(place / "posts.csv"), "--out", str(place / "out")]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "posts were looked at" in told
    assert "inconcert show" in told
    assert "report.html" in told


def test_a_run_that_cannot_keep_within_its_memory_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world, folder = tmp_path / "world", tmp_path / "inv"
    made = (
        ["simulate", "--scenario", "organic", "--posts", "4000", "--out", str(world)],
        ["new", str(folder)],
        ["add", str(folder), str(world / "posts.parquet")],
    )
    assert [run([*arguments, "--quiet"]) for arguments in made] == [0, 0, 0]
    capsys.readouterr()
    assert run(["detect", str(folder), "--memory", "17MB", "--seed", "9"]) == 1
    told = capsys.readouterr()
    assert "Allow more with --memory" in told.err
    assert told.out == ""
