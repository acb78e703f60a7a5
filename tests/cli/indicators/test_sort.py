import json

from click.testing import CliRunner

from inconcert.cli import group
from inconcert.indicators import sorting


def test_tables_of_what_a_list_is_about(tmp_path, monkeypatch):
    monkeypatch.setattr(sorting, "_hits", lambda names: [])
    monkeypatch.setattr(sorting, "_countries", dict)
    (tmp_path / "file.csv").write_text(
        "indicator_type,indicator_value,comment,ds\ncib_url,https://chng.it/abcde,c,2022-09-27\n", "utf-8"
    )
    given = ["indicators", "sort", str(tmp_path / "file.csv"), "--out", str(tmp_path / "out"), "--json", "-q"]
    done = CliRunner().invoke(group, given)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["assets"][0]["platform"] == "change.org"
    assert (tmp_path / "out" / "assets.csv").read_text("utf-8").startswith("platform,kind,native_id")
