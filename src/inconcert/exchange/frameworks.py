"""Where techniques stand in DISARM and in the Online Operations Kill Chain, in the versions that are pinned here."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from inconcert.dossier.parts import Technique

DISARM, KILL_CHAIN = "DISARM", "kill chain"
"""Frameworks as findings name them."""


class Framework(NamedTuple):
    """A framework in one version."""

    name: str
    """For people."""
    chain: str
    """Name of its kill chain in STIX."""
    version: str
    pinned: dict[str, Any]
    """Address and hash of the file that holds it in this version, as an external reference of STIX has them; empty
    where there is no such file."""
    tactics: dict[str, str]
    """Phase by what a technique's id begins with, up to its first dot."""

    def tactic(self, technique: str) -> str | None:
        """The phase that a technique belongs to; ``None`` where the pinned version is silent."""
        return self.tactics.get(technique.partition(".")[0])


@cache
def frameworks() -> dict[str, Framework]:
    """The frameworks by the names under which findings cite them."""
    read: dict[str, Any] = tomllib.loads(files(__package__).joinpath("frameworks.toml").read_text("utf-8"))
    known = {DISARM: ("disarm", "DISARM Red Framework", "disarm"),
             KILL_CHAIN: ("kill_chain", "Online Operations Kill Chain", "online-operations-kill-chain")}  # fmt: skip
    return {
        cited: Framework(name, chain, read[key]["version"], read[key].get("pinned", {}), read[key]["tactics"])
        for cited, (key, name, chain) in known.items()
    }


def framework(technique: Technique) -> Framework | None:
    """The framework of a technique; ``None`` for one that is not known here."""
    return frameworks().get(technique.framework)
