import xml.etree.ElementTree as ET

import pytest

from inconcert.export.gexf import Gexf

SPACE = {"g": "http://gexf.net/1.3"}


def test_every_member_and_pair_is_there(bridge, tmp_path):
    Gexf().write(bridge.finding_set(), tmp_path / "n.gexf")
    root = ET.parse(tmp_path / "n.gexf").getroot()
    assert len(root.findall(".//g:node", SPACE)) == 16
    found = root.findall(".//g:edge", SPACE)
    assert len(found) == 65
    ids = {node.get("id") for node in root.findall(".//g:node", SPACE)}
    assert {edge.get(end) for edge in found for end in ("source", "target")} == ids
    assert len({edge.get("id") for edge in found}) == 65


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
    assert (len(graph), graph.number_of_edges()) == (16, 65)
