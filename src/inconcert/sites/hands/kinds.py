"""Kinds of evidence: what each proves and how common it is among strangers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

FAMILIES = ("page", "registration", "hosting")
"""Sources of evidence that do not depend on one another. What stands in a page is copied with it; name server, address
and certificate come with one host; registrar, second and registrant with one purchase."""


@dataclass(frozen=True)
class Kind:
    """One kind of evidence."""

    words: str
    tier: int
    """0 open admission, 1 conclusive when valid, 2 associative, 3 tertiary."""
    family: str
    background: float
    """Chance that two unrelated sites share a value of this kind, before the material is looked at."""
    weight: float
    """Sites that the background is worth."""
    leak: float
    """Part of a value's frequency in the material that counts as background."""
    most: int
    """Other carriers that count, at most."""
    open: bool = False
    """Whether a value is one owner's or a crowd's, which only other evidence tells."""
    backed: int | None = None
    """Tier of an open value that other evidence shows to be one owner's, where it is another."""


@cache
def kind_named(name: str) -> Kind:
    """The kind of a name; names that no table holds are identifiers of unknown services."""
    raw = _raw()
    own: dict[str, Any] = raw["kinds"].get(name) or next(
        (group for group in raw["groups"].values() if _within(name, group)), {}
    )
    return Kind(**{**raw["default"], **{key: value for key, value in own.items() if key != "kinds"}})


def _within(name: str, group: dict[str, Any]) -> bool:
    return name in group["kinds"] or f"{name.partition('-')[0]}-*" in group["kinds"]


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("kinds.toml").read_text("utf-8"))
