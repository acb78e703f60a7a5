"""GraphML, which networkx, igraph, yEd and Cytoscape read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.export.base import Exporter, replacing
from inconcert.export.gexf import EDGE_FIELDS, NODE_FIELDS
from inconcert.export.graph import Edge, Node, edges, nodes
from inconcert.export.xml import Writer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from inconcert.profile.document import FindingSet

_TYPES = {"string": "string", "integer": "int", "long": "long", "double": "double"}
_NODE = {"label": "string", **NODE_FIELDS}
_EDGE = {"weight": "double", **EDGE_FIELDS}


class GraphMl(Exporter):
    """Members, places and advertisers as nodes; ties, links and ads as edges without direction."""

    name, title, suffix, stem = "graphml", "GraphML graph", ".graphml", "networks"

    def write(self, finding_set: FindingSet, target: Path) -> None:
        """Write all networks as one graph; they hang together only by what they link to."""
        with replacing(target) as partial, partial.open("wb") as file:
            out = Writer(file)
            with out.element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns"):
                _keys(out, "node", _NODE)
                _keys(out, "edge", _EDGE)
                with out.element("graph", id="networks", edgedefault="undirected"):
                    for node in nodes(finding_set):
                        with out.element("node", id=node.id):
                            _values(out, "node", node, _NODE)
                    for edge in edges(finding_set):
                        with out.element("edge", source=edge.a, target=edge.b):
                            _values(out, "edge", edge, _EDGE)


def _keys(out: Writer, kind: str, fields: Mapping[str, str]) -> None:
    for name, type_ in fields.items():
        out.leaf("key", id=f"{kind}_{name}", for_=kind, **{"attr.name": name, "attr.type": _TYPES[type_]})


def _values(out: Writer, kind: str, thing: Node | Edge, fields: Mapping[str, str]) -> None:
    for name in fields:
        value = getattr(thing, name)
        if value is not None:
            out.leaf("data", str(value), key=f"{kind}_{name}")
