from inconcert.indicators.found import address, indicators
from inconcert.normalise.assets import asset

PUSH = {"platform": "web", "kind": "site", "posts": 41, "accounts": 12, "other_posts": 2, "other_accounts": 2,
        "lift": 9.0, "nats": 80.0, "resembles": None, "family": None, "ads": None}  # fmt: skip
ALIKE = {"brand": "spiegel.de", "rule": "same_label", "tier": "likely", "why": "the label of spiegel.de, under .ltd"}


def _network(name, **more):
    members = [{"platform": "x", "account_id": "17", "handle": "anna", "ties": 3},
               {"platform": "forum", "account_id": "b", "handle": None, "ties": 2}]  # fmt: skip
    return {"id": name, "grade": "A", "alert": True, "declared": False, "members": members, "pushes": [], **more}


def _values(*networks, **asked):
    return [one.value for one in indicators({"networks": list(networks)}, "findings.json", **asked)]


def test_members_of_networks_with_an_alert_are_written():
    assert _values(_network("net-1")) == ["https://x.com/anna", "forum account b"]
    assert _values(_network("net-1", alert=False)) == []
    assert _values(_network("net-1", declared=True)) == []


def test_a_network_that_is_asked_for_is_written_whatever_it_is():
    both = _network("net-aa1", declared=True), _network("net-bb2")
    assert _values(*both, networks=["aa"]) == ["https://x.com/anna", "forum account b"]


def test_sites_that_look_like_a_brand_are_written_others_only_when_asked_for():
    pushes = [{**PUSH, "id": "spiegel.ltd", "resembles": ALIKE}, {**PUSH, "id": "plain.example"},
              {**PUSH, "id": "everybody.example", "lift": 1.1}, {**PUSH, "id": "offinemainung.pw", "family": "f"},
              {**PUSH, "id": "welt.com", "resembles": {**ALIKE, "tier": "lead"}}]  # fmt: skip
    network = _network("net-1", members=[], pushes=pushes)
    assert _values(network) == ["spiegel.ltd", "offinemainung.pw"]
    assert _values(network, links=True) == ["spiegel.ltd", "plain.example", "offinemainung.pw", "welt.com"]
    (first, _) = indicators({"networks": [network]}, "f")
    assert "looks like spiegel.de (likely)" in first.comment
    assert "41 posts of 12 members of network net-1 link there, 2 of others" in first.comment
    assert first.tactic == ""  # a link shows where posts point, not whose the place is


def test_addresses_lead_to_the_account_they_were_made_from():
    given = [("telegram", "-100123", "somewhere"), ("tiktok", "9", "anna.b"),
             ("bluesky", "did:plc:abc", "a.bsky.social"), ("reddit", "t2_x", "user-1")]  # fmt: skip
    for platform, native, handle in given:
        found = asset(address(platform, native, handle))
        assert (found.platform, found.id.lower()) in {(platform, native.lower()), (platform, handle)}


def test_an_address_that_cannot_be_told_is_not_made_up():
    assert address("telegram", "-100123", None) is None
    assert address("instagram", "17", None) is None
    assert address("nowhere", "17", "anna") is None
    assert address("x", "a b/../c", None) is None
