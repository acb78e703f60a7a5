"""What people say about a publication: publisher, purpose, policies, who was told. Nothing of it is made up."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from inconcert.errors import InputError, UsageError, nearest
from inconcert.ingest.disk import guarded

if TYPE_CHECKING:
    from pathlib import Path

TLPS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
"""Traffic Light Protocol 2.0 (FIRST, 2022): how far a document may be passed on, the widest first."""
REDACTIONS = ("hashed", "shown")
"""Whether accounts of the networks stand under keyed pseudonyms or under their own names."""


@dataclass(frozen=True)
class Imprint:
    """What the publisher says; whatever is empty was not given, and documents say so."""

    publisher: str = ""
    contact: str = ""
    url: str = ""
    published: date | None = None
    """Day of publication; ``None``: the day of the newest decision, so that the same case gives the same bytes."""
    operation: str = ""
    """Public name of the operation, else «Case 3»."""
    purpose: str = ""
    policies: tuple[str, ...] = ()
    found_how: str = ""
    told: tuple[str, ...] = ()
    """Who was told before publication."""
    effect: str = ""
    affected: tuple[str, ...] = ()
    """Brands or persons that were impersonated; only these outsiders are named."""
    tlp: str = "AMBER"
    redaction: str = "hashed"
    language: str = "en"

    def __post_init__(self) -> None:
        for word, known, what in ((self.tlp, TLPS, "TLP"), (self.redaction, REDACTIONS, "redaction")):
            if word not in known:
                raise UsageError(f"there is no {what} '{word}'.", todo=nearest(word, known))

    @classmethod
    def read(cls, place: Path) -> Imprint:
        """The imprint in a TOML file.

        Raises:
            InputError: it is no TOML, or a key or a value is not one of an imprint.
            StoreError: it cannot be read.
        """
        with guarded(f"reading {place}"):
            content = place.read_bytes()
        try:
            data = tomllib.loads(content.decode())
        except ValueError as error:
            raise InputError(f"{place} is no TOML: {error}.") from None
        return cls().given(**data)

    def given(self, **values: Any) -> Imprint:
        """The imprint with other values.

        Raises:
            InputError: a key is not one of an imprint, or its value is of another kind.
        """
        known = {each.name: each.default for each in fields(self)}
        for name, value in values.items():
            if name not in known:
                raise InputError(f"an imprint has no '{name}'.", todo=nearest(name, known))
            values[name] = _fit(name, value, known[name])
        return replace(self, **values)


def _fit(name: str, value: Any, default: Any) -> Any:
    if isinstance(default, tuple) and isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value):
        return tuple(one.strip() for one in value if one.strip())
    if isinstance(default, str) and isinstance(value, str):
        return value.strip()
    if default is None and (value is None or type(value) is date):
        return value
    kinds: dict[type, str] = {tuple: "a list of texts", str: "a text"}
    kind = kinds.get(type(default), "a day such as 2026-11-29, without quotes")
    raise InputError(f"'{name}' of an imprint must be {kind}.")
