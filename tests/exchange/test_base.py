from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.exchange.base import NAMESPACE, moment, stable, version
from inconcert.exchange.facts import said, shared, taken_back
from inconcert.exchange.frameworks import DISARM, KILL_CHAIN, frameworks
from inconcert.profile.techniques import rules

SCO_NAMESPACE = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")


@given(st.lists(st.text(max_size=20), max_size=4), st.lists(st.text(max_size=20), max_size=4))
def test_ids_are_stable_and_tell_things_apart(one, other):
    assert UUID(stable(*one)).version == 5
    assert (stable(*one) == stable(*other)) == (one == other)


def test_the_namespace_is_ours_alone():
    assert NAMESPACE != SCO_NAMESPACE


def test_the_version_is_never_the_present(shown):
    assert version(shown) == version(shown)
    later = replace(shown, imprint=replace(shown.imprint, published=date(2027, 1, 2)))
    assert f"{version(later):%Y-%m-%d}" == "2027-01-02"


def test_an_instant_without_a_zone_is_utc_and_what_is_none_is_none():
    assert moment("2026-01-02T03:04:05").isoformat() == "2026-01-02T03:04:05+00:00"
    assert moment("2026-01-02T03:04:05+02:00").isoformat() == "2026-01-02T01:04:05+00:00"
    assert moment(None) is None
    assert moment("soon") is None


@given(st.text())
def test_what_is_said_does_nothing(text):
    told = said(text)
    assert not any(sign < " " and sign not in "\n\t" for sign in told)
    assert "\u202e" not in told


def test_addresses_in_texts_are_inert():
    assert said("see https://bad.example/x now") == "see hxxps://bad[.]example/x now"


def test_what_everybody_links_to_is_not_handed_on(shown):
    chapter = shown.chapters[0]
    news = replace(chapter.assets[-1], id="news.example", url="https://news.example/", name="news.example")
    kept = [each.id for each in shared(shown, replace(chapter, assets=(*chapter.assets, news)))]
    assert kept == [each.id for each in chapter.assets]


def test_an_undone_or_overturned_item_is_taken_back(shown):
    asset = shown.chapters[0].assets[0]
    assert not taken_back(shown, asset)
    assert taken_back(shown, replace(asset, enforced="undone"))
    row = {**shown.ledger[0], "platform": asset.platform, "target": asset.id, "overturned": True}
    assert taken_back(replace(shown, ledger=(row,)), asset)


@pytest.mark.parametrize(("key", "cited"), [("disarm", DISARM), ("kill_chain", KILL_CHAIN)])
def test_every_technique_that_findings_name_has_its_phase(key, cited):
    named = [ident for rule in rules() for ident, _ in rule.get(key, ())]
    assert named
    assert not [ident for ident in named if frameworks()[cited].tactic(ident) is None]


def test_phases_and_names_are_those_of_the_pinned_framework(data):
    import hashlib
    import json

    place = data / "frameworks" / "DISARM.json"
    if not place.exists():
        pytest.skip("the framework is not there")
    assert hashlib.sha256(place.read_bytes()).hexdigest() == frameworks()[DISARM].pinned["hashes"]["SHA-256"]
    known = {
        one["external_references"][0]["external_id"]: (one["name"], one["kill_chain_phases"][0]["phase_name"])
        for one in json.loads(place.read_text("utf-8"))["objects"]
        if one["type"] == "attack-pattern"
    }
    for ident, name in [tuple(each) for rule in rules() for each in rule.get("disarm", ())]:
        assert known[ident] == (name, frameworks()[DISARM].tactic(ident))
