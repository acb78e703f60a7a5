import xml.etree.ElementTree as ET

import pytest
from bridge import WORDS
from hypothesis import given
from hypothesis import strategies as st

from inconcert.export.graph import edges, nodes, pairs, xml_text
from inconcert.networks.network import find


def test_members_are_nodes(small):
    assert [(node.id, node.label[:1], node.network) for node in nodes(small) if node.kind == "account"] == [
        ("x:-1", "=", "net-0000000000"), ("x:2", "2", "net-0000000000"), ("x:=3", "@", "net-0000000000"),
    ]  # fmt: skip


def test_significant_pairs_inside_networks_are_edges(small):
    assert [(edge.a, edge.b, edge.p) for edge in edges(small) if edge.kind == "tie"] == [
        ("x:-1", "x:2", 1e-9), ("x:-1", "x:=3", 0.0), ("x:2", "x:=3", 1e-5),
    ]  # fmt: skip


def test_weights_are_those_that_bound_the_network(bridge):
    networks = find(bridge.connect(), bridge.ties, {n: w.family for n, w in WORDS.items()}, bridge.settings)
    found = pairs(bridge.finding_set())
    assert sum(edge.weight for edge in found) == pytest.approx(sum(n.pairs.weight.sum() for n in networks))
    assert len(found) == 55 + 10
    assert {edge.signals for edge in found} == {"same_link same_text", "same_text"}


def test_places_that_others_link_to_as_much_are_no_nodes(small):
    for place in small.networks[0]["pushes"]:
        place["nats"] = 0.0
    assert {node.kind for node in nodes(small)} == {"account"}
    assert {edge.kind for edge in edges(small)} == {"tie"}


def test_a_place_of_two_networks_is_one_node_and_belongs_to_neither(small):
    small.networks.append({**small.networks[0], "id": "net-1111111111", "members": []})
    sites = [node for node in nodes(small) if node.kind == "site"]
    assert [(node.network, node.posts) for node in sites] == [(None, 10)]


@given(st.text())
def test_any_text_fits_into_xml(text):
    kept = xml_text(text.encode("utf-8", "replace").decode())
    parsed = ET.fromstring(f"<a>{kept.replace('&', '&amp;').replace('<', '&lt;')}</a>")
    assert (parsed.text or "").replace("\n", "") == kept.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "")


def test_leads_are_edges_of_the_networks_they_bind_and_of_no_other(led):
    networks = find(led.connect(), led.ties, {n: w.family for n, w in WORDS.items()}, led.settings)
    found = pairs(led.finding_set())
    assert sum(edge.weight for edge in found) == pytest.approx(sum(n.pairs.weight.sum() for n in networks))
    assert [edge.q for edge in found if edge.a.startswith("telegram:")] == [None] * 10
    assert len(found) == 55 + 10
