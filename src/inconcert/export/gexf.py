"""GEXF 1.3, which Gephi and Gephi Lite open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.export.base import Exporter, replacing
from inconcert.export.graph import Edge, Node, edges, nodes
from inconcert.export.xml import Writer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from inconcert.profile.document import FindingSet

NODE_FIELDS = {
    "kind": "string",
    "platform": "string",
    "account_id": "string",
    "network": "string",
    "grade": "string",
    "ties": "integer",
    "posts": "long",
    "resembles": "string",
}
EDGE_FIELDS = {
    "kind": "string",
    "network": "string",
    "signals": "string",
    "objects": "long",
    "coactions": "long",
    "expected": "double",
    "p": "double",
    "q": "double",
    "posts": "long",
}


class Gexf(Exporter):
    """Members, places and advertisers as nodes; ties, links and ads as edges without direction."""

    name, title, suffix, stem = "gexf", "GEXF graph for Gephi", ".gexf", "networks"

    def write(self, finding_set: FindingSet, target: Path) -> None:
        """Write all networks as one graph; they hang together only by what they link to."""
        with replacing(target) as partial, partial.open("wb") as file:
            out = Writer(file)
            with (
                out.element("gexf", xmlns="http://gexf.net/1.3", version="1.3"),
                out.element("graph", defaultedgetype="undirected", mode="static"),
            ):
                _fields(out, "node", NODE_FIELDS)
                _fields(out, "edge", EDGE_FIELDS)
                with out.element("nodes"):
                    for node in nodes(finding_set):
                        _node(out, node)
                with out.element("edges"):
                    for place, edge in enumerate(edges(finding_set)):
                        _edge(out, place, edge)


def _fields(out: Writer, kind: str, fields: Mapping[str, str]) -> None:
    with out.element("attributes", class_=kind):
        for name, type_ in fields.items():
            out.leaf("attribute", id=name, title=name, type=type_)


def _node(out: Writer, node: Node) -> None:
    with out.element("node", id=node.id, label=node.label):
        _values(out, node, NODE_FIELDS)


def _edge(out: Writer, place: int, edge: Edge) -> None:
    with out.element("edge", id=place, source=edge.a, target=edge.b, weight=edge.weight):
        _values(out, edge, EDGE_FIELDS)


def _values(out: Writer, thing: Node | Edge, fields: Mapping[str, str]) -> None:
    with out.element("attvalues"):
        for name in fields:
            value = getattr(thing, name)
            if value is not None:
                out.leaf("attvalue", for_=name, value=value)
