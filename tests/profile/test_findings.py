import json
from dataclasses import replace
from pathlib import Path

import pytest
from bridge import RECEIPTS, START, WORDS, make

from inconcert.networks.joining import Joined
from inconcert.networks.network import find
from inconcert.profile.findings import batches, findings, trait_refs
from inconcert.profile.members import identity

CONTRACT = {
    "id", "grade", "alert", "p", "q", "size", "members", "signals", "axes", "declared", "why", "first_at", "last_at",
    "hours", "languages", "platforms", "objects", "evidence",
}  # fmt: skip


@pytest.fixture(scope="module")
def found(bridge):
    return bridge.findings()


def test_a_finding_holds_what_the_contract_names(found):
    for finding in found:
        assert set(finding) >= CONTRACT
        assert set(finding["members"][0]) >= {"platform", "account_id", "handle", "ties", "strength"}
        assert set(finding["signals"][0]) >= {"name", "ties", "objects"}
        assert set(finding["evidence"][0]) >= set("abpq") | {"signal", "objects", "coactions", "expected", "pairs"}
        assert set(finding["objects"][0]) >= {"signal", "object", "noun", "accounts", "posts"}
        assert finding["declared"] is False


def test_it_is_plain_data(found):
    assert json.loads(json.dumps(found)) == json.loads(json.dumps(found, allow_nan=False))


def test_grades_follow_signals(found):
    assert [(f["grade"], f["alert"], f["size"], f["p"]) for f in found] == [("B", True, 11, 0.05), ("B", True, 5, 0.05)]


def test_links_inside_the_copied_texts_are_no_second_kind_of_evidence(found):
    assert len(found[0]["families"]) == 2
    assert found[0]["kinds"] == ["+".join(found[0]["families"])]


def test_too_few_shuffles_make_leads(tmp_path):
    found = make(tmp_path, shuffles=5).findings()
    assert [(f["grade"], f["alert"]) for f in found] == [("C", False)] * 2
    assert found[0]["p"] == pytest.approx(1 / 6)


def test_a_control_without_shuffles_is_no_test(bridge):
    found = bridge.findings(control={})
    assert {f["p"] for f in found} == {1.0}
    assert "was not tested" in " ".join(found[0]["why"])


def test_sentences_are_computed_from_the_material(found):
    said = found[0]["why"]
    assert (
        "11 accounts posted the same links: 55 pairs of them met 324 times on 9 links within 10 minutes of each other; "
        "0.2 such meetings are expected by chance."
    ) in said
    assert "It posts in English (67%), Arabic (22%) and Hebrew (11%)." in said
    assert "Active hours: insufficient data (15 posts; 50 are needed)." in found[1]["why"]
    assert "Times are known to the minute only: two posts in the same minute cannot be told apart." in found[1]["why"]


def test_the_profile_counts_every_post_of_the_members(found):
    ring = found[0]
    assert ring["posts"] == ring["coordinated_posts"] == sum(ring["hours"]) == sum(ring["languages"].values()) == 81
    assert ring["first_at"] == "2026-03-02T08:00:00Z"
    assert ring["platforms"] == {"x": 81}
    assert sum(posts for _, posts, _ in ring["timeline"]["bins"]) == 81


def test_handles_are_the_latest(tmp_path):
    material = make(tmp_path)
    con = material.connect()
    con.execute(
        "CREATE OR REPLACE VIEW posts AS SELECT * REPLACE (CASE WHEN epoch_us(posted_at) = ? THEN 'old_name' "
        f"ELSE handle END AS handle) FROM read_parquet('{material.posts}')".replace("?", str(START))
    )
    found = findings(con, material.ties, material.features, material.settings, material.control, RECEIPTS, words=WORDS)
    assert "old_name" not in {member["handle"] for member in found[0]["members"]}


def test_an_unknown_signal_is_spoken_of_plainly(bridge):
    found = bridge.findings(words={})
    assert found[0]["signals"][0]["noun"] == "object"
    assert "shared the same objects: 55 pairs of them met 302 times on 10 objects" in " ".join(found[0]["why"])


def test_accounts_that_joined_are_members_without_ties(bridge):
    con = bridge.connect()
    network = find(con, bridge.ties, {}, bridge.settings)[0]
    network = replace(network, joined=(Joined("x:500", 0, 4, 0.3, 1e-6),))
    found = findings(
        con, bridge.ties, bridge.features, bridge.settings, bridge.control, RECEIPTS, networks=[network], words=WORDS
    )[0]
    assert found["size"] == 12
    assert found["members"][-1] == {
        "platform": "x", "account_id": "500", "handle": "reader0", "ties": 0, "strength": None,
        "confidence": None, "joined": {"objects": 4, "expected": 0.3, "p": 1e-6},
    }  # fmt: skip
    assert found["posts"] == 82
    assert found["coordinated_posts"] == 81
    assert "1 more account touched 4 objects" in " ".join(found["why"])


def test_no_network_no_finding(bridge):
    assert bridge.findings(settings=replace(bridge.settings, fdr=1e-9)) == []


def test_large_networks_are_not_drawn(bridge, monkeypatch):
    monkeypatch.setattr("inconcert.profile.members.LARGEST", 10)
    assert [f["links"] is None for f in bridge.findings()] == [True, False]


def test_a_finding_says_how_stable_it_is(found):
    ring = found[0]["stability"]
    assert [one["signal"] for one in ring["signals"]] == ["same_link", "same_text"]
    assert {(one["members"], one["clear"]) for one in ring["signals"]} == {(11, True)}
    assert ring["object"]["members"] == 11
    assert ring["object"]["looked_at"] == ring["object"]["of"] == sum(one["objects"] for one in found[0]["signals"])
    assert ring["object"]["text"]
    assert ring["consensus"] == 1.0
    assert {member["confidence"] for member in found[0]["members"]} == {1.0}
    said = " ".join(found[0]["why"])
    assert "of 11 members stay and its strength is" in said
    assert "Over 10 seeds of the search 100% of its pairs of members stay together." in said
    assert "All its ties are of one signal, same_text; without it nothing is left." in found[1]["why"]


def test_without_shuffles_nothing_is_said_to_stand_clear(bridge):
    found = bridge.findings(control={})[0]["stability"]
    assert {one["clear"] for one in [*found["signals"], found["object"]]} == {None}


def test_the_same_members_have_the_same_id():
    assert identity(["x:1", "x:2"]) == identity(["x:2", "x:1"]) != identity(["x:1", "x:3"])


def test_two_runs_give_the_same_bytes(bridge, found, tmp_path: Path):
    assert json.dumps(bridge.findings()) == json.dumps(found)
    again = make(tmp_path)
    assert again.ties.read_bytes() == bridge.ties.read_bytes()
    assert json.dumps(again.findings()) == json.dumps(found)


def test_findings_do_not_depend_on_how_many_are_made_at_a_time(bridge, found, monkeypatch):
    monkeypatch.setattr("inconcert.profile.findings.NETWORKS", 1)
    assert json.dumps(bridge.findings()) == json.dumps(found)


def test_networks_are_taken_some_at_a_time(monkeypatch):
    monkeypatch.setattr("inconcert.profile.findings.BATCH", 10)
    monkeypatch.setattr("inconcert.profile.findings.NETWORKS", 3)
    assert list(batches([30, 4, 4, 4, 1, 1, 1, 1])) == [(0, 1), (1, 3), (3, 6), (6, 8)]
    assert list(batches([])) == []


def test_the_first_posts_of_each_trait_are_kept_once():
    traits = [{"posts": [f"x:{number}" for number in range(start, start + 9)]} for start in (0, 3)]
    axes = {"inauthenticity": {"traits": traits}, "reach": {"traits": [{"posts": []}]}}
    assert trait_refs(axes) == [f"x:{number}" for number in range(8)]


def test_a_finding_keeps_the_posts_behind_its_traits(found):
    ring = found[0]
    refs = trait_refs({name: axis for name, axis in ring["axes"].items() if name != "coordination"})
    assert [post["ref"] for post in ring["trait_posts"]] == refs
    assert all(post["text"] for post in ring["trait_posts"])


def test_a_group_of_leads_says_so_and_what_was_tested(led):
    ring, channels = led.findings()
    assert (ring["of_leads"], channels["of_leads"]) == (False, True)
    assert {member["platform"] for member in channels["members"]} == {"telegram"}
    said = " ".join(channels["why"])
    assert "10 of its 10 ties would not stand by themselves; it is the group that was tested" in said
    assert "would not stand" not in " ".join(ring["why"])


def test_a_group_of_leads_is_set_against_the_leads_of_the_shuffles(led):
    ring, channels = led.findings()
    assert "the strongest group in 19 shuffles of the same data has 4 (p = 0.05)" in " ".join(channels["why"])
    assert "has 2.5" in " ".join(ring["why"])
    strong = led.findings(control=led.control | {"leads": [99.0] * 19})[1]
    assert (strong["grade"], strong["p"], strong["alert"]) == ("C", 1.0, False)
    assert "no tie is claimed by itself" in " ".join(strong["why"])
    assert "the ties are significant" not in " ".join(strong["why"])


def test_the_posts_of_leads_are_shown_side_by_side(led):
    evidence = led.findings()[1]["evidence"]
    assert {tie["q"] for tie in evidence} == {None}
    assert all(tie["pairs"] for tie in evidence)
