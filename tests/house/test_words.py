"""What must not stand in the project: places on somebody's machine, work left open, people's views as data."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import duckdb
import pytest

from inconcert.model.tables import tables

ROOT = Path(__file__).parents[2]
SUFFIXES = {".py", ".toml", ".md", ".txt", ".html", ".css", ".cfg", ".sh", ""}

# Put together here, so that this file does not find itself.
PLACES = re.compile("|".join(("/ro" + "ot/", "/wo" + "rk/", "/ho" + r"me/\w", "/op" + "t/", r"C:\\\\Us" + "ers")))
OPEN = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
REGISTRIES = re.compile(
    "|".join(("files." + "pythonhosted", "py" + r"pi\.org", "registry\\." + "npm", "index-" + "url ="))
)
VIEWS = {
    "ideology",
    "party",
    "religion",
    "ethnicity",
    "race",
    "gender",
    "stance",
    "leaning",
    "orientation",
    "nationality",
}


def tracked() -> list[Path]:
    """Files of the project: those that git knows, else all that are not made."""
    asked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = asked.stdout.splitlines() if asked.returncode == 0 else []
    paths = [ROOT / name for name in names] or [path for path in ROOT.rglob("*") if ".venv" not in path.parts]
    return [path for path in paths if path.is_file() and path.suffix in SUFFIXES and path.name != "LICENSE"]


FILES = tracked()


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in FILES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize(("what", "pattern"), [("places", PLACES), ("open ends", OPEN), ("registries", REGISTRIES)])
def test_no_file_holds(what: str, pattern: re.Pattern[str]) -> None:
    assert not lines_with(pattern), what


def test_the_files_are_really_read() -> None:
    assert {"README.md", "pyproject.toml"} <= {path.name for path in FILES}
    assert lines_with(re.compile("^# inconcert$"))


def test_no_column_is_about_what_people_think_or_are() -> None:
    words = {part for table in tables().values() for column in table.columns for part in column.split("_")}
    assert not words & VIEWS
    assert "account" in words


def test_no_regular_expression_in_sql_knows_ascii_letters_only() -> None:
    """DuckDB's words and word ends (RE2) are those of ASCII: they would erase Cyrillic, Arabic, Chinese … letters."""
    reads = duckdb.execute(r"SELECT regexp_replace('new Новый 桥', '[^\w\s]', '', 'g')").fetchall()[0][0]
    assert reads.split() == ["new"]
    holding = [path for path in FILES if path.suffix == ".py" and path.is_relative_to(ROOT / "src")]
    holding = [path for path in holding if re.search(r"regexp_|SIMILAR TO|\brlike\b", path.read_text("utf-8"))]
    assert ROOT / "src" / "inconcert" / "signals" / "shortlinks.py" in holding
    assert not [path for path in holding if re.search(r"\\[wWbB]|\[\[:", path.read_text("utf-8"))]
