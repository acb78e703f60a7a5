"""Where the objects of a bundle are made: with ids, times and markings that are the same in every export."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from inconcert.exchange.base import stable, title, version
from inconcert.exchange.stix.extension import BASE
from inconcert.exchange.stix.marking import TLP

if TYPE_CHECKING:
    from datetime import datetime

    from inconcert.dossier.parts import Dossier

OURS = f"identity--{stable('identity', 'inconcert')}"
"""The program itself, as the maker of the extension."""
_NAMELESS = frozenset({"IntrusionSet", "Campaign"})


class Maker:
    """Makes objects and keeps them, each once, in the order in which they were made."""

    def __init__(self, dossier: Dossier) -> None:
        from stix2 import v21

        self.dossier, self.v21 = dossier, v21
        self.made: dict[str, Any] = {}
        self.title = title(dossier)

    @cached_property
    def modified(self) -> datetime:
        """When the newest of what is told was decided."""
        return version(self.dossier)

    @cached_property
    def creator(self) -> str:
        """The publisher, or the program where nobody is named."""
        imprint = self.dossier.imprint
        if not imprint.publisher:
            return OURS
        return self.identity(imprint.publisher, "organization", contact=imprint.contact)

    def own(self, kind: str, *key: Any, **fields: Any) -> str:
        """An object of this case; its id, which further exports of the case repeat.

        What can hold names has another id where they are hashed: one id and instant never stand for two texts.
        """
        shown = None if kind in _NAMELESS else self.dossier.imprint.redaction
        made = getattr(self.v21, kind)(
            id=f"{_type(kind)}--{stable(kind, self.dossier.case.id, shown, *key)}",
            created=self.dossier.case.opened_at,
            modified=self.modified,
            created_by_ref=self.creator,
            object_marking_refs=[TLP[self.dossier.imprint.tlp]],
            **_known(fields),
        )
        return self.keep(made)

    def common(self, kind: str, *key: Any, **fields: Any) -> str:
        """An object that does not depend on the case: its id is made from all that it says."""
        given = _known(fields)
        made = getattr(self.v21, kind)(
            id=f"{_type(kind)}--{stable(kind, *key, given)}",
            created=BASE,
            modified=BASE,
            object_marking_refs=[TLP["CLEAR"]],
            **given,
        )
        return self.keep(made)

    def observable(self, kind: str, **fields: Any) -> str:
        """A cyber-observable, whose id follows from what it is by the rule of the standard."""
        return self.keep(getattr(self.v21, kind)(object_marking_refs=[TLP[self.dossier.imprint.tlp]], **_known(fields)))

    def link(self, source: str, kind: str, target: str, **fields: Any) -> str:
        """A relationship."""
        ends = {"source_ref": source, "relationship_type": kind, "target_ref": target}
        return self.own("Relationship", source, kind, target, **ends, **fields)

    def identity(self, name: str, sort: str, *, contact: str = "", description: str = "") -> str:
        """A person, body or outlet, by its name."""
        return self.common("Identity", name, name=name, identity_class=sort, contact_information=contact,
                           description=description)  # fmt: skip

    def note(self, content: str, about: str, of: list[str], *key: Any) -> None:
        """A note on something."""
        self.own("Note", *key, abstract=about, content=content, object_refs=of)

    def keep(self, made: Any) -> str:
        """Keep an object, once; its id."""
        found = str(made["id"])
        self.made.setdefault(found, made)
        return found


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _type(kind: str) -> str:
    return "".join(f"-{sign.lower()}" if sign.isupper() else sign for sign in kind).lstrip("-")
