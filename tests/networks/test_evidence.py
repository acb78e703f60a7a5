import pytest
from bridge import RECEIPTS, WORDS

from inconcert.networks.evidence import BRIEF, OFTEN, PAIRS, STRONGEST, chosen, fetched, side_by_side
from inconcert.networks.network import find

FILES = {receipt["source"]: receipt["file"] for receipt in RECEIPTS}


@pytest.fixture(scope="module")
def shown(bridge):
    con = bridge.connect()
    networks = find(con, bridge.ties, {name: words.family for name, words in WORDS.items()}, bridge.settings)
    groups = chosen(con, bridge.ties, networks)
    posts = fetched(con, (tie for group in groups for tie in group), FILES)
    return networks, groups, posts


def test_every_member_and_signal_is_shown(shown):
    networks, groups, _ = shown
    for network, group in zip(networks, groups, strict=True):
        assert {end for tie in group for end in (tie.tie["a"], tie.tie["b"])} == set(network.assets)
        assert {tie.tie["signal"] for tie in group} == set(network.ties["signal"].to_pylist())


def test_the_strongest_come_first_and_nobody_fills_them_up(shown):
    _, groups, _ = shown
    p = [tie.tie["p"] for tie in groups[0]]
    assert p == sorted(p)
    strongest = groups[0][:STRONGEST]
    ends = [end for tie in strongest for end in (tie.tie["a"], tie.tie["b"])]
    # One more than OFTEN is allowed where the tie is the only one of its other member.
    assert max(ends.count(end) for end in ends) <= OFTEN + len(groups[0]) - len(strongest) + 4


def test_posts_lead_back_to_their_row(shown):
    _, groups, posts = shown
    tie = side_by_side(groups[0][0], posts)
    assert len(tie["pairs"]) <= PAIRS
    assert tie["more"] == tie["objects"] - sum(1 + len(pair["also"]) for pair in tie["pairs"])
    for pair in tie["pairs"]:
        assert pair["a_post"]["account"] == tie["a"]
        assert pair["b_post"]["account"] == tie["b"]
        assert pair["a_post"]["file"] == "bridge_x.csv"
        assert pair["a_post"]["row"] >= 2
        assert pair["a_post"]["at"].endswith("Z")


def test_marks_point_into_the_two_texts(shown):
    _, groups, posts = shown
    pairs = [pair for group in groups for tie in group for pair in side_by_side(tie, posts)["pairs"]]
    told = {
        (pair["a_post"]["text"][m[1] : m[2]], pair["b_post"]["text"][m[3] : m[4]])
        for pair in pairs
        for m in pair["marks"]
        if m[0] == "replace"
    }
    assert told & {("Nobody", "No one"), ("No one", "Nobody")}


def test_the_gap_has_a_direction(shown):
    _, groups, posts = shown
    tie = next(tie for tie in groups[1] if tie.tie["a"] < tie.tie["b"])
    pair = side_by_side(tie, posts)["pairs"][0]
    assert pair["gap"] > 0
    assert side_by_side(type(tie)(tie.tie, tie.objects[:1], tie.posts[1::-1]), posts)["pairs"][0]["gap"] == -pair["gap"]


def test_a_post_that_is_gone_is_named_all_the_same(shown):
    _, groups, _ = shown
    pair = side_by_side(groups[0][0], {})["pairs"][0]
    assert {key for key, value in pair["a_post"].items() if value is not None} == {"ref"}
    assert set(pair["a_post"]) == set(side_by_side(groups[0][0], shown[2])["pairs"][0]["a_post"])
    assert pair["gap"] is None
    assert pair["marks"] == []


def test_objects_in_the_same_two_posts_are_one_pair(shown):
    _, groups, posts = shown
    tie = groups[0][0]
    doubled = type(tie)(tie.tie, ["one", "two"], tie.posts[:2] * 2)
    pairs = side_by_side(doubled, posts)["pairs"]
    assert [(pair["object"], pair["also"]) for pair in pairs] == [("one", ["two"])]


def test_a_large_network_is_shown_by_so_many_ties(bridge, shown, monkeypatch):
    networks, groups, _ = shown
    monkeypatch.setattr("inconcert.networks.evidence.MOST", 3)
    monkeypatch.setattr("inconcert.networks.evidence.STRONGEST", 2)
    few = chosen(bridge.connect(), bridge.ties, networks)
    assert [len(group) for group in few] == [3, 3]
    assert few[0][:2] == groups[0][:2]


def test_networks_far_down_the_list_are_shown_by_their_strongest_ties(bridge, shown, monkeypatch):
    networks, groups, _ = shown
    monkeypatch.setattr("inconcert.networks.evidence.FULLY", 1)
    first, second = chosen(bridge.connect(), bridge.ties, networks)
    assert first == groups[0]
    assert second == groups[1][:BRIEF]
