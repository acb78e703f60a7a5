import xml.etree.ElementTree as ET

import pytest

from inconcert.export.gexf import Gexf

SPACE = {"g": "http://gexf.net/1.3"}


def test_every_member_and_pair_is_there(bridge, tmp_path):
    Gexf().write(bridge.finding_set(), tmp_path / "n.gexf")
    root = ET.parse(tmp_path / "n.gexf").getroot()
    accounts, pairs = (of_kind(root, *words) for words in (("node", "account"), ("edge", "tie")))
    assert len(accounts) == 16
    assert len(pairs) == 65
    ids = {node.get("id") for node in accounts}
    assert {edge.get(end) for edge in pairs for end in ("source", "target")} == ids
    every = root.findall(".//g:edge", SPACE)
    assert len({edge.get("id") for edge in every}) == len(every) > 65


def of_kind(root: ET.Element, tag: str, kind: str) -> list[ET.Element]:
    path = f"g:attvalues/g:attvalue[@for='kind'][@value='{kind}']"
    return [one for one in root.findall(f".//g:{tag}", SPACE) if one.find(path, SPACE) is not None]


def test_sites_are_nodes_to_which_accounts_and_advertisers_lead(small, tmp_path):
    Gexf().write(small, tmp_path / "n.gexf")
    root = ET.parse(tmp_path / "n.gexf").getroot()
    site = "place/web/site/spiegel.ltd"
    assert [(node.get("id"), node.get("label")) for node in of_kind(root, "node", "site")] == [(site, "spiegel.ltd")]
    links = {(edge.get("source"), edge.get("target")) for edge in of_kind(root, "edge", "link")}
    assert {("x:-1", site), ("x:2", site)} <= links
    assert len(links) == 4
    paid = {edge.get("source") for edge in of_kind(root, "edge", "ad") if edge.get("target") == site}
    assert {"x:2", "x:77"} < paid
    assert len(paid) == 3
    assert [node.get("id") for node in of_kind(root, "node", "advertiser")] == ["x:77"]


def test_every_edge_ends_at_a_node(small, tmp_path):
    Gexf().write(small, tmp_path / "n.gexf")
    root = ET.parse(tmp_path / "n.gexf").getroot()
    ids = [node.get("id") for node in root.findall(".//g:node", SPACE)]
    assert len(set(ids)) == len(ids)
    assert {edge.get(end) for edge in root.findall(".//g:edge", SPACE) for end in ("source", "target")} <= set(ids)


def test_every_value_is_of_a_declared_attribute(small, golden, tmp_path):
    Gexf().write(small, tmp_path / "n.gexf")
    root = ET.parse(tmp_path / "n.gexf").getroot()
    for kind in ("node", "edge"):
        declared = {item.get("id") for item in root.findall(f".//g:attributes[@class='{kind}']/g:attribute", SPACE)}
        used = {item.get("for") for item in root.findall(f".//g:{kind}//g:attvalue", SPACE)}
        assert used == declared
    golden(tmp_path / "n.gexf", "networks.gexf")


def test_networkx_reads_it(bridge, tmp_path):
    networkx = pytest.importorskip("networkx", reason="networkx is not installed")
    Gexf().write(bridge.finding_set(), tmp_path / "n.gexf")
    graph = networkx.read_gexf(tmp_path / "n.gexf", version="1.2draft")
    accounts = graph.subgraph(name for name, kind in graph.nodes(data="kind") if kind == "account")
    assert (len(accounts), accounts.number_of_edges()) == (16, 65)
    assert len(graph) > 16
