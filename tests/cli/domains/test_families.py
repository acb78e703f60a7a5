import csv
import json

from click.testing import CliRunner

from inconcert.cli import group

NAMES = [f"sprach{end}.{suffix}" for end in ("friheit", "freihiet", "frehieit") for suffix in ("site", "pw")]


def run(*args, **given):
    return CliRunner().invoke(group, ["domains", "families", *map(str, args)], **given)


def test_a_row_for_each_candidate(tmp_path):
    (tmp_path / "names.txt").write_text("\n".join([*NAMES, "bakery.example", "no host"]), "utf-8")
    done = run("--candidates", tmp_path / "names.txt", "--out", tmp_path / "out.csv")
    assert done.exit_code == 0, done.output
    assert "1 of 8 candidates are no host names" in done.stderr
    assert "probably from" in done.stdout
    with (tmp_path / "out.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:2] == ["candidate", "family"]
    assert [bool(row["family"]) for row in rows] == [True] * 6 + [False] * 2
    assert rows[0]["phrase"].replace(" ", "") == "sprachfreiheit"


def test_json_from_standard_input_and_nothing_else():
    done = run("--candidates", "-", "--phrases", "0", "--json", "--quiet", input="\n".join(NAMES))
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["candidates"] == 6
    assert sorted(found["families"][0]["members"]) == sorted(NAMES)
    assert done.stderr == ""


def test_a_table_without_names_is_refused_in_one_line(tmp_path):
    (tmp_path / "names.csv").write_text("colour,taste\nred,sweet\n", "utf-8")
    done = run("--candidates", tmp_path / "names.csv")
    assert done.exit_code == 1
    assert "no column of names" in str(done.exception or done.stderr)
