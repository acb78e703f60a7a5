import json

from inconcert.export.findings_json import FindingsJson


def test_it_is_the_document(bridge, tmp_path):
    finding_set = bridge.finding_set()
    FindingsJson().write(finding_set, tmp_path / "findings.json")
    assert json.loads((tmp_path / "findings.json").read_text("utf-8")) == json.loads(json.dumps(finding_set.document))


def test_what_is_not_known_is_null_and_scripts_stay_readable(small, golden, tmp_path):
    target = tmp_path / "out.json"
    FindingsJson().write(small, target)
    assert '"value": null' in target.read_text("utf-8")
    assert "شبكة" in target.read_text("utf-8")
    golden(target, "findings.json")
