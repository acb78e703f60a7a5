"""``inconcert report --case``: a confirmed case as documents, and what stops it."""

from __future__ import annotations

import json
import shutil
from typing import NamedTuple

import pytest

from inconcert.cli import run as command


@pytest.fixture
def folder(casefile, tmp_path):
    return shutil.copytree(casefile.folder.path, tmp_path / "orvela")


@pytest.fixture
def run(capsys):
    """Run a command: its exit code, what it wrote, and what it complained of."""

    def ran(*words):
        capsys.readouterr()
        code = command([str(word) for word in words])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return ran


class Ran(NamedTuple):
    exit_code: int
    output: str
    stderr: str


def test_a_confirmed_case_becomes_a_report(run, folder, tmp_path):
    place = tmp_path / "report.html"
    done = run("report", folder, "--case", "1", "--to", place, "--tlp", "GREEN", "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.output)
    assert (said["case"], said["tlp"], said["handles"], len(said["left_out"])) == (1, "GREEN", "hashed", 1)
    assert "TLP:GREEN" in place.read_text("utf-8")


@pytest.mark.parametrize(("form", "name"), [("fact-sheet", "a.pdf"), ("notice", "b.docx"), ("right-of-reply", "c.md"),
                                            ("report", "d.md")])  # fmt: skip
def test_every_document_can_be_asked_for(run, folder, tmp_path, form, name):
    done = run("report", folder, "--case", "1", "--form", form, "--to", tmp_path / name, "--quiet")
    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / name).stat().st_size > 500


def test_the_imprint_is_printed_and_the_reading_logged(run, folder, tmp_path):
    (tmp_path / "publication.toml").write_text('publisher = "The Example"\nhandles = "x"')
    wrong = run("report", folder, "--case", "1", "--imprint", tmp_path / "publication.toml", "--to", tmp_path / "r.md")
    assert wrong.exit_code == 1
    assert "has no 'handles'" in wrong.stderr
    (tmp_path / "publication.toml").write_text('publisher = "The Example"\nredaction = "shown"')
    done = run("report", folder, "--case", "1", "--imprint", tmp_path / "publication.toml", "--to", tmp_path / "r.md",
               "--as", "Cy")  # fmt: skip
    assert done.exit_code == 0
    assert "The Example" in (tmp_path / "r.md").read_text("utf-8")
    shown = run("cases", "show", folder, "1", "--json", "--as", "Cy")
    assert "published as report-md, TLP:AMBER, handles shown" in json.dumps(json.loads(shown.output)) + log(folder)


def log(folder):
    from inconcert.casework import Actor, Casebook
    from inconcert.casework.local import local_url

    book = Casebook.open(local_url(folder))
    try:
        desk = book.desk(Actor("Eve", frozenset({"admin"}), "test"))
        return " ".join(str(row.why) for row in desk.audit(limit=20))
    finally:
        book.close()


def test_a_sentence_that_may_not_stand_stops_it_and_is_named(run, folder, tmp_path):
    (tmp_path / "publication.toml").write_text('effect = "They spent $105,000 on ads."')
    done = run("report", folder, "--case", "1", "--imprint", tmp_path / "publication.toml", "--to", tmp_path / "r.html")
    assert done.exit_code == 1
    assert "«They spent $105,000 on ads.»" in done.stderr
    assert not (tmp_path / "r.html").exists()


def test_without_a_case_it_is_as_before(run, folder, tmp_path):
    assert run("report", folder, "--to", tmp_path / "findings.html").exit_code == 0
    assert "net-" in (tmp_path / "findings.html").read_text("utf-8")
    assert run("report", folder, "--tlp", "RED").exit_code == 2
    assert run("report", folder, "--case", "7", "--to", tmp_path / "x.html").exit_code == 1


def test_python_has_the_same_door(folder, tmp_path):
    from inconcert import Investigation
    from inconcert.dossier import Imprint

    place = Investigation.open(folder).publication(1, tmp_path, form="fact-sheet", imprint=Imprint(tlp="CLEAR"))
    assert place == tmp_path / "fact-sheet.html"
    assert "TLP:CLEAR" in place.read_text("utf-8")
