import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest

from inconcert.casework.views import AttributionEvidenceView
from inconcert.dossier.specimen import MEMBER, SITE
from inconcert.exchange.misp import MispFeed, event, feed
from inconcert.exchange.misp.assets import OWN
from inconcert.exchange.misp.objects import templates


@pytest.fixture(scope="module")
def collection():
    """The templates that PyMISP carries, by name."""
    from pathlib import Path

    import pymisp

    places = (Path(pymisp.__file__).parent / "data" / "misp-objects" / "objects").glob("*/definition.json")
    return {place.parent.name: json.loads(place.read_text("utf-8")) for place in places}


def loaded(made):
    from pymisp import MISPEvent

    found = MISPEvent()
    found.from_dict(**made["Event"])
    return found


def of(made, name):
    return [one for one in made["Event"]["Object"] if one["name"] == name]


def values(one):
    return {each["object_relation"]: each["value"] for each in one["Attribute"]}


def test_our_templates_are_those_of_misp(collection):
    for name, ours in templates().items():
        theirs = collection[name]
        assert (ours["uuid"], ours["version"], ours["group"]) == (
            theirs["uuid"], str(theirs["version"]), theirs["meta-category"])  # fmt: skip
        for place, type_ in ours["types"].items():
            assert theirs["attributes"][place]["misp-attribute"] == type_


@pytest.mark.parametrize("redaction", ["shown", "hashed"])
def test_every_object_keeps_to_its_template(collection, shown, hashed, redaction):
    made = event(shown if redaction == "shown" else hashed)
    for one in made["Event"]["Object"]:
        known = collection[one["name"]]
        places = [each["object_relation"] for each in one["Attribute"]]
        assert set(places) <= set(known["attributes"])
        assert not known.get("requiredOneOf") or set(places) & set(known["requiredOneOf"])
        assert len(places) == len(set(places))
        for each in one["Attribute"]:
            listed = known["attributes"][each["object_relation"]].get("values_list")
            assert not listed or each["value"] in listed
            assert each["type"] == known["attributes"][each["object_relation"]]["misp-attribute"]


def test_pymisp_reads_it_and_gives_it_back(shown):
    made = event(shown)
    found = loaded(made)
    assert found.info == "Orvela: influence operation of 1 network"
    assert found.Orgc.name == "The Example"
    again = json.loads(found.to_json())
    told = {(one["uuid"], each["value"]) for one in made["Event"]["Object"] for each in one["Attribute"]}
    assert {(one["uuid"], each["value"]) for one in again["Object"] for each in one["Attribute"]} == told
    assert {tag.name for tag in found.tags} == {
        "tlp:amber", 'misp-galaxy:disarm-techniques="Bots Amplify via Automated Forwarding and Reposting"',
    }  # fmt: skip


def test_accounts_and_sites_are_objects_and_imitation_is_told(shown):
    made = event(shown)
    accounts = {values(one)["id"]: values(one) for one in of(made, "twitter-account")}
    assert accounts["11"]["name"] == MEMBER
    assert accounts["11"]["followers"] == "120"
    assert "followers" not in accounts["12"]
    (site,), (imitation,) = of(made, "domain-ip"), of(made, "impersonation")
    assert values(site)["domain"] == SITE
    assert values(imitation)["impersonated-account-name"] == "harbour.example"
    assert site["ObjectReference"][0]["referenced_uuid"] == imitation["uuid"]
    assert [each["to_ids"] for each in site["Attribute"] if each["type"] == "domain"] == [True]


@pytest.mark.parametrize("platform", [*OWN, "mastodon"])
@pytest.mark.parametrize("kind", ["account", "channel", "group", "petition", "ad"])
def test_every_kind_of_asset_has_an_object(collection, shown, platform, kind):
    chapter = shown.chapters[0]
    url = None if kind == "ad" else "https://there.example/7"
    one = replace(chapter.assets[0], kind=kind, platform=platform, id="7", name="seven", url=url)
    made = event(replace(shown, chapters=(replace(chapter, assets=(one,)),)))
    about = next(each for each in made["Event"]["Object"] if each["comment"].startswith(kind))
    known = collection[about["name"]]
    assert set(values(about)) & set(known.get("requiredOneOf", ()))
    assert loaded(made)


def test_pseudonyms_are_no_addresses(hashed):
    made = event(hashed)
    assert MEMBER not in json.dumps(made)
    assert all(values(one)["id"].startswith("account-") for one in of(made, "twitter-account"))
    assert not [each for one in of(made, "twitter-account") for each in one["Attribute"] if each["to_ids"]]


def test_likelihood_and_confidence_are_tags_of_the_judgement(shown):
    proof = AttributionEvidenceView("e1", "c", "an invoice", "technical", "open", "B2", "ann",
                                    shown.case.opened_at, {"h1": "C"}, None)  # fmt: skip
    made = event(replace(shown, attribution=replace(shown.attribution, evidence=(proof,))))
    tags = [{tag["name"] for each in one["Attribute"] for tag in each["Tag"]} for one in of(made, "annotation")]
    assert {'estimative-language:confidence-in-analytic-judgment="low"',
            'estimative-language:likelihood-probability="likely"'} in tags  # fmt: skip
    assert {'admiralty-scale:source-reliability="b"', 'admiralty-scale:information-credibility="2"'} in tags


@pytest.mark.parametrize(("tlp", "distribution"), [("CLEAR", "3"), ("GREEN", "1"), ("AMBER+STRICT", "0"), ("RED", "0")])
def test_the_marking_says_how_far_it_goes(shown, tlp, distribution):
    made = event(replace(shown, imprint=replace(shown.imprint, tlp=tlp)))["Event"]
    assert made["distribution"] == distribution
    assert {"name": f"tlp:{tlp.lower()}"} in made["Tag"]
    assert made["published"] is False


def test_what_was_overturned_is_deleted_where_it_was_received(shown):
    chapter = shown.chapters[0]
    undone = replace(chapter.assets[0], enforced="undone")
    made = event(replace(shown, chapters=(replace(chapter, assets=(undone, *chapter.assets[1:])),)))
    gone = [one for one in made["Event"]["Object"] if one["deleted"]]
    assert [values(one)["id"] for one in gone] == ["11"]
    assert not [each for one in gone for each in one["Attribute"] if each["to_ids"] or not each["deleted"]]
    same = {one["uuid"] for one in event(shown)["Event"]["Object"]}
    assert gone[0]["uuid"] in same


def test_a_feed_is_what_pymisp_would_make_of_the_event(shown, tmp_path):
    MispFeed().write(shown, tmp_path / "feed.zip")
    with zipfile.ZipFile(tmp_path / "feed.zip") as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    whole = event(shown, published=True)
    ident = whole["Event"]["uuid"]
    assert set(files) == {"manifest.json", "hashes.csv", f"{ident}.json"}
    theirs = loaded(whole)
    told = theirs.manifest[ident]
    ours = json.loads(files["manifest.json"])[ident]
    assert ours.keys() == told.keys()
    assert (ours["info"], ours["date"], int(ours["timestamp"])) == (told["info"], told["date"], int(told["timestamp"]))
    assert {tag["name"] for tag in ours["Tag"]} == {tag["name"] for tag in told["Tag"]}
    rows = list(csv.reader(io.StringIO(files["hashes.csv"])))
    assert {row[1] for row in rows} == {ident}
    assert hashlib.md5(SITE.encode()).hexdigest() in {row[0] for row in rows}
    # PyMISP writes instants in another way than the event holds them.
    instants = {hashlib.md5(each["value"].encode()).hexdigest() for one in whole["Event"]["Object"]
                for each in one["Attribute"] if each["type"] == "datetime"}  # fmt: skip
    assert {row[0] for row in rows} - instants <= set(theirs.attributes_hashes("md5"))
    assert loaded(json.loads(files[f"{ident}.json"])).info == theirs.info


def test_the_same_feed_is_the_same_bytes(shown, tmp_path):
    for name in ("a.zip", "b.zip"):
        MispFeed().write(shown, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert feed(shown) == feed(shown)
