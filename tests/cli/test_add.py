"""``inconcert new``, ``add`` and ``receipts``."""

import json

import pytest

from inconcert.cli import run
from inconcert.store.folder import Folder

TABLE = "id,user,created_at,text\n" + "".join(
    f"{n * 7},u,2020-01-01 10:{n:02d}:0{n % 10},hello {n}\n" for n in range(50)
)


@pytest.fixture
def folder(tmp_path):
    assert run(["new", str(tmp_path / "spring"), "--name", "Spring", "--quiet"]) == 0
    return str(tmp_path / "spring")


@pytest.fixture
def table(tmp_path):
    (tmp_path / "posts.csv").write_text(TABLE)
    return str(tmp_path / "posts.csv")


def test_new_says_what_comes_next(tmp_path, capsys):
    assert run(["new", str(tmp_path / "a")]) == 0
    assert "inconcert add" in capsys.readouterr().out
    assert run(["new", str(tmp_path / "b"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "b"
    assert run(["new", str(tmp_path / "a")]) == 1
    assert "is an investigation already" in capsys.readouterr().err


def test_add_prints_receipts(folder, table, capsys):
    assert run(["add", folder, table, "--timezone", "UTC", "--json"]) == 0
    (receipt,) = json.loads(capsys.readouterr().out)
    assert (receipt["rows"], receipt["kept"], receipt["timezone"]) == (50, {"posts": 50}, "UTC")
    assert run(["receipts", folder, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [receipt]
    assert run(["add", folder, table, "--timezone", "UTC"]) == 0
    assert "already there" in capsys.readouterr().out
    assert run(["receipts", folder]) == 0
    assert "50 posts" in capsys.readouterr().out


def test_a_zone_before_utc_can_be_written_either_way(folder, table):
    assert run(["add", folder, table, "--timezone", "-04:00", "--quiet"]) == 0
    assert run(["add", folder, table, "--timezone=-05:00", "--quiet"]) == 0
    assert [each["timezone"] for each in Folder.open(folder).sources()] == ["-04:00", "-05:00"]


def test_refused_input_is_one_message(folder, table, capsys, tmp_path):
    assert run(["add", folder, table]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "row 2, column 'created_at': the times carry no zone" in shown.err
    assert run(["add", str(tmp_path / "nowhere"), table]) == 1
    assert "inconcert new" in capsys.readouterr().err
    assert run(["add", folder, table, "--format", "x_archve"]) == 2
    assert "x_archive" in capsys.readouterr().err


def test_preview_and_recipe(folder, table, capsys, tmp_path):
    assert run(["add", folder, table, "--preview", "--timezone", "UTC"]) == 0
    shown = capsys.readouterr().out
    assert "handle ← user" in shown
    assert "2020-01-01T10:00:00Z" in shown
    assert Folder.open(folder).sources() == []
    asked = [
        "add",
        folder,
        table,
        "--preview",
        "--save-recipe",
        "mine",
        "--map",
        "account=user,time=created_at,text=text",
    ]
    assert run([*asked, "--timezone", "UTC", "--json"]) == 0
    (seen,) = json.loads(capsys.readouterr().out)
    assert len(seen["rows"]) == 20
    assert 'timezone = "UTC"' in seen["recipe"]
    assert run(["add", folder, table, "--recipe", "mine", "--quiet"]) == 0
    (receipt,) = Folder.open(folder).sources()
    assert receipt["mapping"] == {"account": "user", "time": "created_at", "text": "text"}
    assert run(["add", folder, table, "--map", folder + "/recipes/mine.toml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["already"]


def test_a_known_source_needs_no_recipe(folder, tmp_path, capsys):
    (tmp_path / "c.csv").write_text("object_id,account_id,content_id,timestamp_share\no,a,1,1577872800\n")
    assert run(["add", folder, str(tmp_path / "c.csv"), "--save-recipe", "mine"]) == 2
    assert "need no recipe" in capsys.readouterr().err
    assert run(["add", folder, str(tmp_path / "c.csv")]) == 0


def test_what_lay_beside_is_named(folder, table, tmp_path, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text(TABLE)
    (tmp_path / "in" / "notes.txt").write_text("x")
    assert run(["add", folder, str(tmp_path / "in"), "--timezone", "UTC"]) == 0
    assert "notes.txt: left out" in capsys.readouterr().err


def test_nothing_in_a_file_acts_on_the_terminal(folder, tmp_path, capsys):
    rows = "id,user,created_at,text\n7,\x1b[2Ju,2020-01-01T10:00:00Z,\x1b]0;x\x07hi\n9,u,\x1b[31mred,x\n"
    (tmp_path / "odd.csv").write_text(rows + "\n".join(f"{n * 11},u,2020-01-01T10:00:00Z,x" for n in range(9, 30)))
    assert run(["add", folder, str(tmp_path / "odd.csv"), "--preview"]) == 0
    assert run(["add", folder, str(tmp_path / "odd.csv")]) == 0
    assert "\x1b" not in capsys.readouterr().out
