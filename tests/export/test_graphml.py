import xml.etree.ElementTree as ET

import pytest

from inconcert.export.graphml import GraphMl

SPACE = {"g": "http://graphml.graphdrawing.org/xmlns"}


def test_every_member_and_pair_is_there(bridge, tmp_path):
    GraphMl().write(bridge.finding_set(), tmp_path / "n.graphml")
    root = ET.parse(tmp_path / "n.graphml").getroot()
    kinds = [data.text for data in root.findall(".//g:edge/g:data[@key='edge_kind']", SPACE)]
    assert kinds.count("tie") == 65
    assert len(root.findall(".//g:node/g:data[@key='node_grade']", SPACE)) == 16
    keys = {key.get("id") for key in root.findall("g:key", SPACE)}
    assert {data.get("key") for data in root.findall(".//g:data", SPACE)} <= keys


def test_every_value_is_of_a_declared_key(small, tmp_path):
    GraphMl().write(small, tmp_path / "n.graphml")
    root = ET.parse(tmp_path / "n.graphml").getroot()
    keys = {key.get("id") for key in root.findall("g:key", SPACE)}
    assert {data.get("key") for data in root.findall(".//g:data", SPACE)} == keys


def test_odd_names_survive(small, golden, tmp_path):
    GraphMl().write(small, tmp_path / "n.graphml")
    root = ET.parse(tmp_path / "n.graphml").getroot()
    labels = [data.text for data in root.findall(".//g:node/g:data[@key='node_label']", SPACE)]
    assert labels[0].startswith('=HYPERLINK("x") <b>&')
    assert "شبكة" in labels[0]
    golden(tmp_path / "n.graphml", "networks.graphml")


def test_networkx_reads_it(bridge, tmp_path):
    networkx = pytest.importorskip("networkx", reason="networkx is not installed")
    GraphMl().write(bridge.finding_set(), tmp_path / "n.graphml")
    graph = networkx.read_graphml(tmp_path / "n.graphml")
    accounts = graph.subgraph(name for name, kind in graph.nodes(data="kind") if kind == "account")
    assert (len(accounts), accounts.number_of_edges()) == (16, 65)
    assert graph.nodes["x:900"]["label"] == "harbour_voice"
