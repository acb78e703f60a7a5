import csv
import json

import pytest

from inconcert.plugins import registered
from inconcert.profile.techniques import _CHECKS, FRAMEWORKS, rules, sentence, techniques

EMPTY = {
    "axes": {"inauthenticity": {"traits": []}}, "signals": [], "pushes": [], "targets": [], "sides": [],
    "platforms": {"x": 10}, "languages": {"en": 10}, "schedule": {"offsets": []},
}  # fmt: skip


def place(platform="web", kind="site", ident="a.example", **fields):
    return {"platform": platform, "kind": kind, "id": ident, "accounts": 3, "lift": 9.0, "resembles": None,
            "family": None, "ads": None} | fields  # fmt: skip


def trait(name, nats):
    return {"axes": {"inauthenticity": {"traits": [{"name": name, "nats": nats}]}}}


def named(**changes):
    return {row["id"]: row for row in techniques(EMPTY | changes)}


def test_without_evidence_nothing_is_named():
    assert techniques(EMPTY) == []
    assert "supports no technique" in sentence([])


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        ({"signals": [{"name": "same_text"}]}, {"T0084.001"}),
        (trait("copied_bios", 2.5), {"T0144.002"}),
        (trait("copied_bios", 1.9), set()),
        (trait("copied_bios", None), set()),
        (trait("working_schedule", 3.0), set()),
        (trait("working_schedule", 3.0) | {"schedule": {"offsets": [{"schedule": "office"}]}}, {"3.1.1"}),
        ({"pushes": [place("change", "petition", "p1")]}, {"T0138.001", "0.9.11.0"}),
        ({"pushes": [place(lift=1.1)]}, set()),
        ({"pushes": [place(accounts=1)]}, set()),
        ({"pushes": [place(resembles={"tier": "likely"})]}, {"T0149.003", "0.6.2", "7.5.2"}),
        ({"pushes": [place(resembles={"tier": "lead"})]}, {"7.5.2"}),
        ({"pushes": [place(ads={"ads": 1})]}, {"T0114.001", "7.1.1", "7.5.2"}),
        ({"platforms": {"x": 95, "telegram": 5}}, set()),
        ({"platforms": {"x": 60, "telegram": 40}}, {"T0119.002", "9.2.3"}),
        ({"languages": {"en": 60, "und": 40}}, set()),
        ({"languages": {"en": 60, "de": 40}}, {"T0101", "7.3.4"}),
    ],
)
def test_each_rule_asks_for_its_evidence(changes, ids):
    assert set(named(**changes)) == ids


def test_one_technique_stands_once_with_all_its_evidence():
    target = {"platform": "x", "account_id": "9", "handle": "t", "replies": 4, "mentions": 0, "accounts": 3,
              "lift": 8.0, "member": False}  # fmt: skip
    found = named(targets=[target], signals=[{"name": "same_reply_target"}])
    assert found["T0116"]["evidence"] == {"signal": ["same_reply_target"], "target": ["x:9"]}
    assert "; " in found["T0116"]["because"]
    assert found["7.8.2"]["evidence"] == {"target": ["x:9"]}
    assert named(targets=[target | {"member": True}]) == {}


def test_the_rules_speak_of_traits_and_signals_that_ship():
    for rule in rules():
        wanted = rule.get("trait", [])
        assert set([wanted] if isinstance(wanted, str) else wanted) <= set(registered("traits"))
        assert set(rule.get("signal", [])) <= set(registered("signals"))
        assert set(rule) - {"because", "note", *FRAMEWORKS} <= set(_CHECKS)
        assert set(rule) & set(FRAMEWORKS)
        assert set(rule) & set(_CHECKS)


def test_ids_and_names_are_those_of_disarm(data):
    place = data / "frameworks" / "DISARM.json"
    if not place.exists():
        pytest.skip("DISARM is not there")
    known = {
        one["external_references"][0]["external_id"]: one["name"]
        for one in json.loads(place.read_text("utf-8"))["objects"]
        if one["type"] == "attack-pattern"
    }
    ours = {ident: name for rule in rules() for ident, name in rule.get("disarm", ())}
    assert {ident: known.get(ident) for ident in ours} == ours


def test_ids_and_names_are_those_of_the_kill_chain(data):
    place = data / "meta_indicators" / "Online_Operations_Killchain-TTPs.csv"
    if not place.exists():
        pytest.skip("the kill chain is not there")
    with place.open(encoding="utf-8", newline="") as file:
        cells = (row["Procedure"].split(maxsplit=1) for row in csv.DictReader(file) if row["Procedure"])
        known = {ident: " ".join(name.split()) for ident, name in cells}
    ours = {ident: name for rule in rules() for ident, name in rule.get("kill_chain", ())}
    assert {ident: known.get(ident) for ident in ours} == ours
