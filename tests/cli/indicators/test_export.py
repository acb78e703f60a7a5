import json

from click.testing import CliRunner

from inconcert.cli import group

HEAD = "indicator_type,indicator_value,comment,ds\n"


def run(*given):
    return CliRunner().invoke(group, ["indicators", "export", *map(str, given)])


def test_to_the_output_as_csv(tmp_path):
    (tmp_path / "in.csv").write_text(HEAD + "domain_name,spiegel.ltd,c,2022-09-27\n", "utf-8")
    done = run(tmp_path / "in.csv", "--format", "meta-2022")
    assert done.exit_code == 0, done.output
    assert done.stdout == HEAD + "domain_name,spiegel[.]ltd,c,2022-09-27\n"
    assert "not enough to attribute" in done.stderr


def test_to_a_file_from_what_import_wrote_as_json(tmp_path):
    (tmp_path / "in.csv").write_text(HEAD + "domain_name,spiegel.ltd,c,\n", "utf-8")
    saved = CliRunner().invoke(group, ["indicators", "import", str(tmp_path / "in.csv"), "--json", "-q"])
    (tmp_path / "in.json").write_text(saved.stdout, "utf-8")
    done = run(tmp_path / "in.json", "--out", tmp_path / "out.csv", "--format", "meta-2022", "--json", "--day",
               "2022-10-01")  # fmt: skip
    assert done.exit_code == 0, done.output
    (row,) = json.loads(done.stdout)["indicators"]
    assert (row["value"], row["source_row"], row["published"]) == ("spiegel.ltd", 2, "2022-10-01")
    assert (tmp_path / "out.csv").read_text("utf-8") == HEAD + "domain_name,spiegel[.]ltd,c,2022-10-01\n"


def test_from_the_folder_of_a_run(tmp_path):
    (tmp_path / "findings.json").write_text(json.dumps({"networks": [
        {"id": "net-1", "grade": "B", "alert": True, "declared": False, "pushes": [],
         "members": [{"platform": "x", "account_id": "1", "handle": "a", "ties": 1}]}]}), "utf-8")  # fmt: skip
    done = run(tmp_path, "-q")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "Tactic,Technique,Procedure,Indicator,Comments",
        "0. Acquiring assets,0.9 Acquiring social media accounts,0.9.4 Acquiring X / Twitter accounts,"
        'hxxps://x[.]com/a,"account of network net-1, grade B, 1 ties"',
    ]


def test_broken_input_is_refused_in_one_line_and_writes_nothing(tmp_path):
    for name, text in [("findings.json", "{"), ("findings.json", '{"networks": 3}'), ("x.json", "[]"), ("y.csv", "a\n"),
                       ("deep.json", "[" * 100_000)]:  # fmt: skip
        (tmp_path / name).write_text(text, "utf-8")
        done = run(tmp_path / name, "--out", tmp_path / "out.csv")
        assert done.exit_code == 1
        assert name in done.output + str(done.exception)
    assert not (tmp_path / "out.csv").exists()


def test_findings_without_an_alert_say_what_to_do(tmp_path):
    (tmp_path / "findings.json").write_text('{"networks": []}', "utf-8")
    done = run(tmp_path)
    assert done.exit_code == 1
    assert "--network" in done.output + str(done.exception) + str(getattr(done.exception, "todo", ""))
