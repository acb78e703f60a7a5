from dataclasses import replace
from uuid import UUID

import pytest
from confirmed import dossier

from inconcert.casework.views import AttributionEvidenceView
from inconcert.dossier.specimen import MEMBER, SITE
from inconcert.exchange.stix import bundle
from inconcert.exchange.stix.extension import ID, SCHEMA
from inconcert.exchange.stix.marking import TLP

SCO = {"user-account", "domain-name", "url"}


def of(made, kind, **fields):
    return [one for one in made["objects"] if one["type"] == kind
            and all(one.get(name) == value for name, value in fields.items())]  # fmt: skip


def by_id(made):
    return {one["id"]: one for one in made["objects"]}


@pytest.mark.parametrize(
    ("redaction", "tlp"), [("shown", "CLEAR"), ("shown", "AMBER+STRICT"), ("hashed", "AMBER"), ("hashed", "RED")]
)
def test_the_validator_has_nothing_against_it_and_fetches_nothing(tmp_path, stix_faults, offline, redaction, tlp):
    made = bundle(dossier(tmp_path, redaction=redaction, tlp=tlp))
    assert stix_faults(made) == []


def test_the_validator_would_say_so(shown, stix_faults):
    made = bundle(shown)
    broken = [{**one, "pattern": "[domain-name:value = "} if one["type"] == "indicator" else one
              for one in made["objects"]]  # fmt: skip
    assert stix_faults({**made, "objects": broken})


def test_it_tells_the_operation_its_run_and_its_cluster(shown):
    made = bundle(shown)
    (operation,), (campaign,) = of(made, "intrusion-set"), of(made, "campaign")
    assert operation["name"] == "Orvela"
    (tie,) = of(made, "relationship", source_ref=campaign["id"], relationship_type="attributed-to")
    assert tie["target_ref"] == operation["id"]
    assert tie["confidence"] == 85
    assert "behavioural" in tie["description"]
    (cluster,) = of(made, "grouping")
    kinds = {by_id(made)[each]["type"] for each in cluster["object_refs"]}
    assert kinds == {"user-account", "domain-name"}


def test_indicators_rest_on_what_was_observed_and_indicate_the_run(shown):
    made = bundle(shown)
    (campaign,) = of(made, "campaign")
    assert len(of(made, "indicator")) == 3
    for one in of(made, "indicator"):
        ties = of(made, "relationship", source_ref=one["id"])
        assert {tie["relationship_type"] for tie in ties} == {"indicates", "based-on"}
        targets = {tie["relationship_type"]: by_id(made)[tie["target_ref"]] for tie in ties}
        assert targets["indicates"] == campaign
        assert targets["based-on"]["type"] == "observed-data"
    assert f"[domain-name:value = '{SITE}']" in {one["pattern"] for one in of(made, "indicator")}


def test_accounts_carry_our_extension_as_its_schema_wants_it(shown):
    import jsonschema

    made = bundle(shown)
    (definition,) = of(made, "extension-definition")
    assert definition["id"] == ID
    accounts = of(made, "user-account")
    assert {one["account_type"] for one in accounts} == {"twitter"}
    for one in (*accounts, *of(made, "domain-name")):
        jsonschema.validate(one["extensions"][ID], SCHEMA)
    known = next(one for one in accounts if one["user_id"] == "11")
    assert known["account_login"] == MEMBER
    assert known["extensions"][ID]["followers"] == 120
    other = next(one for one in accounts if one["user_id"] == "12")
    assert "followers" not in other["extensions"][ID]


def test_techniques_stand_under_the_ids_of_pinned_frameworks(shown):
    made = bundle(shown)
    found = {one["external_references"][0]["external_id"]: one for one in of(made, "attack-pattern")}
    disarm, chain = found["T0049.003"], found["6.2.1"]
    assert disarm["kill_chain_phases"] == [{"kill_chain_name": "disarm", "phase_name": "maximise-exposure"}]
    assert "SHA-256" in disarm["external_references"][0]["hashes"]
    assert chain["kill_chain_phases"][0]["phase_name"] == "indiscriminate-engagement"
    ties = of(made, "relationship", target_ref=disarm["id"], relationship_type="uses")
    assert "the same text" in ties[0]["description"]


def test_who_is_behind_it_stands_there_only_as_people_judged_it(shown):
    made = bundle(shown)
    (actor,), (operation,) = of(made, "threat-actor"), of(made, "intrusion-set")
    (tie,) = of(made, "relationship", source_ref=operation["id"], relationship_type="attributed-to")
    assert tie["target_ref"] == actor["id"]
    assert tie["confidence"] == 15
    assert "Evidence:" in tie["description"]
    nobody = replace(shown, attribution=replace(shown.attribution, judgements=()))
    assert not of(bundle(nobody), "threat-actor")


@pytest.mark.parametrize("word", ["unlikely", "roughly even chance", "almost no chance"])
def test_what_is_not_likely_is_a_note_and_no_attribution(shown, word):
    judged = replace(shown.attribution.judgements[0], likelihood=word)
    made = bundle(replace(shown, attribution=replace(shown.attribution, judgements=(judged,))))
    assert not of(made, "threat-actor")
    assert of(made, "note", abstract="Attribution at the level organisation")


def test_a_country_is_where_it_comes_from_when_exactly_one_is_named(shown):
    def at(text):
        theory = replace(shown.attribution.hypotheses[0], text=text, level="country")
        judged = replace(shown.attribution.judgements[0], level="country")
        told = replace(shown.attribution, hypotheses=(theory,), judgements=(judged,))
        return bundle(replace(shown, attribution=told))

    (place,) = of(at("people in Latvia"), "location")
    assert place["country"] == "LV"
    assert of(at("people in Latvia"), "relationship", relationship_type="originates-from")
    assert not of(at("people in Latvia or Estonia"), "location")
    assert of(at("somewhere else"), "note", abstract="Attribution at the level country")


def test_the_sort_of_evidence_is_named_with_an_attribution(shown):
    proof = AttributionEvidenceView("e1", "c", "an invoice", "technical", "open", "B2", "ann",
                                    shown.case.opened_at, {"h1": "C"}, None)  # fmt: skip
    made = bundle(replace(shown, attribution=replace(shown.attribution, evidence=(proof,))))
    (operation,) = of(made, "intrusion-set")
    (tie,) = of(made, "relationship", source_ref=operation["id"], relationship_type="attributed-to")
    assert tie["description"].endswith("Evidence: technical.")


def test_dissent_is_an_opinion_on_the_run_without_a_name(shown):
    made = bundle(shown)
    (campaign,), (opinion,) = of(made, "campaign"), of(made, "opinion")
    assert opinion["opinion"] == "strongly-disagree"
    assert opinion["object_refs"] == [campaign["id"]]
    assert "authors" not in opinion


def test_impersonated_outlets_are_targets(shown):
    made = bundle(shown)
    outlets = {one["name"]: one["id"] for one in of(made, "identity", identity_class="organization")}
    assert {"Harbour News", "harbour.example"} <= outlets.keys()
    assert of(made, "relationship", target_ref=outlets["harbour.example"], relationship_type="targets")
    (site,) = of(made, "domain-name")
    assert of(made, "relationship", source_ref=site["id"], target_ref=outlets["harbour.example"])


def test_everything_is_marked_and_nothing_dangles(shown):
    made = bundle(shown)
    known = by_id(made)
    for one in made["objects"]:
        if one["type"] != "marking-definition":
            assert one["object_marking_refs"], one["id"]
        refs = [one.get(name) for name in ("source_ref", "target_ref", "created_by_ref")]
        for ref in (*refs, *one.get("object_refs", ()), *one.get("object_marking_refs", ())):
            assert ref is None or ref in known
    assert of(made, "indicator")[0]["object_marking_refs"] == [TLP["AMBER"]]


def test_ids_are_ours_stable_and_not_those_of_another_redaction(shown, hashed):
    made = bundle(shown)
    assert made == bundle(shown)
    for one in made["objects"]:
        ident = UUID(one["id"].partition("--")[2])
        assert ident.version == 5 or one["type"] == "marking-definition"
    both = {one["id"] for one in made["objects"]} & {one["id"] for one in bundle(hashed)["objects"]}
    told = {"note", "opinion", "indicator", "observed-data", "grouping", "report", "relationship", "user-account"}
    assert not [each for each in both if each.partition("--")[0] in told]
    assert of(made, "intrusion-set")[0]["id"] in both


def test_nobody_can_look_for_a_pseudonym(hashed):
    made = bundle(hashed)
    assert {one["pattern"] for one in of(made, "indicator")} == {f"[domain-name:value = '{SITE}']"}
    for one in of(made, "user-account"):
        assert one["user_id"].startswith("account-")
        assert "account_login" not in one
        assert one["extensions"][ID]["hashed"] is True


def test_what_was_overturned_is_revoked_and_out_of_its_cluster(shown):
    chapter = shown.chapters[0]
    undone = replace(chapter.assets[0], enforced="undone")
    made = bundle(replace(shown, chapters=(replace(chapter, assets=(undone, *chapter.assets[1:])),)))
    revoked = [one for one in made["objects"] if one.get("revoked")]
    assert {one["type"] for one in revoked} == {"indicator", "relationship"}
    (indicator,) = [one for one in revoked if one["type"] == "indicator"]
    assert "'11'" in indicator["pattern"]
    account = next(one["id"] for one in of(made, "user-account", user_id="11"))
    assert account not in of(made, "grouping")[0]["object_refs"]


def test_odd_names_stay_inside_their_pattern(shown, stix_faults):
    chapter = shown.chapters[0]
    odd = replace(chapter.assets[0], id="a' OR 'b\\' = '", name="x")
    made = bundle(replace(shown, chapters=(replace(chapter, assets=(odd,)),)))
    assert stix_faults(made) == []
    assert r"user_id = 'a\' OR \'b\\\' = \''" in of(made, "indicator")[0]["pattern"]


def test_times_that_are_not_known_are_not_made_up(shown):
    chapter = shown.chapters[0]
    bare = replace(chapter.assets[0], first_at=None, last_at=None, created_at=None)
    finding = {**chapter.finding, "first_at": None, "last_at": None}
    made = bundle(replace(shown, chapters=(replace(chapter, assets=(bare,), finding=finding),)))
    assert not of(made, "observed-data")
    assert "first_seen" not in of(made, "campaign")[0]
    assert not of(made, "relationship", relationship_type="based-on")
