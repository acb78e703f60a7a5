import json

from click.testing import CliRunner

from inconcert.cli import group

TEXT = "indicator_type,indicator_value,comment,ds\ndomain_name,a[.]example,c,2022-09-27\ndomain_name,b.example,c,\n"


def run(*args):
    return CliRunner().invoke(group, ["indicators", "import", *map(str, args)])


def test_indicators_and_oddities(tmp_path):
    (tmp_path / "file.csv").write_text(TEXT, "utf-8")
    done = run(tmp_path / "file.csv", "--json", "--quiet")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert [one["value"] for one in found["indicators"]] == ["a.example", "b.example"]
    assert [one["source_row"] for one in found["indicators"]] == [2, 3]
    assert found["oddities"] == [f"{tmp_path / 'file.csv'}: 1 of 2 addresses are defanged, the others are not."]


def test_oddities_are_said_on_standard_error(tmp_path):
    (tmp_path / "file.csv").write_text(TEXT, "utf-8")
    done = run(tmp_path / "file.csv")
    assert "1 of 2 addresses are defanged" in done.stderr
    assert done.stdout.startswith("2 indicators, 2 distinct values, 1 oddities.")
