"""MISP objects, by the templates of MISP's own collection."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from inconcert.exchange.base import stable, version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inconcert.dossier.parts import Dossier

    Row = dict[str, Any]

CATEGORIES = {"text": "Other", "datetime": "Other", "link": "External analysis"}
"""Category of an attribute by its type; what stands on the network is network activity."""
FOUND_BY = frozenset({"domain", "url"})
"""Types that a detection system may look for."""


@cache
def templates() -> dict[str, Row]:
    """The templates that are used, by name: ``uuid, version, group, types``."""
    return tomllib.loads(files(__package__).joinpath("templates.toml").read_text("utf-8"))


class Objects:
    """Makes the objects of one event; each has a UUID that further exports of the case repeat."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.made: list[Row] = []
        self.stamp = str(int(version(dossier).timestamp()))

    def uuid(self, *key: Any) -> str:
        """The UUID of something of this event; another one where names are hashed."""
        return stable("misp", self.dossier.case.id, self.dossier.imprint.redaction, *key)

    def put(self, template: str, key: Sequence[Any], values: Row, *, comment: str = "", gone: bool = False,
            tags: Sequence[str] = ()) -> str:  # fmt: skip
        """An object; its UUID.

        Args:
            template: Name of the template.
            key: What the object is, in this event.
            values: Value by place in the object; ``None`` and empty ones are left out.
            comment: Said of the object.
            gone: It was told before and is taken back: receivers delete it.
            tags: Tags of its attributes.
        """
        known, uuid = templates()[template], self.uuid(template, *key)
        attributes = [self._attribute(known["types"][place], place, value, (uuid, gone, tags))
                      for place, value in values.items() if value is not None and value != ""]  # fmt: skip
        self.made.append({
            "name": template, "meta-category": known["group"], "template_uuid": known["uuid"],
            "template_version": known["version"], "uuid": uuid, "timestamp": self.stamp, "distribution": "5",
            "comment": comment, "deleted": gone, "Attribute": attributes, "ObjectReference": [],
        })  # fmt: skip
        return uuid

    def _attribute(self, type_: str, place: str, value: Any, of: tuple[str, bool, Sequence[str]]) -> Row:
        uuid, gone, tags = of
        return {
            "uuid": stable("attribute", uuid, place, str(value)), "object_relation": place, "type": type_,
            "value": str(value), "category": CATEGORIES.get(type_, "Network activity"),
            "to_ids": type_ in FOUND_BY and not gone, "disable_correlation": type_ not in FOUND_BY, "comment": "",
            "distribution": "5", "timestamp": self.stamp, "deleted": gone, "Tag": [{"name": tag} for tag in tags],
        }  # fmt: skip

    def refer(self, source: str, kind: str, target: str) -> None:
        """A relation between two objects."""
        found = next(one for one in self.made if one["uuid"] == source)
        found["ObjectReference"].append({
            "uuid": stable("reference", source, kind, target), "object_uuid": source, "referenced_uuid": target,
            "relationship_type": kind, "comment": "", "timestamp": self.stamp,
        })  # fmt: skip
