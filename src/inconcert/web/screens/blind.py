"""What is withheld from somebody who could still review blind: score, grade, rank and the first decision.

A rank is a score by another name, and the ranks of all the others tell the one that is missing. So a person who owes a
blind verdict on a network of a run sees every network of that run under its id, and in no order of strength.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.casework.blind import unscored
from inconcert.errors import NotAllowed
from inconcert.web.screens.run import network_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from inconcert.web.here import Here
    from inconcert.web.screens.material import Material

    Row = dict[str, Any]


def withheld(here: Here) -> frozenset[str]:
    """Ids of the networks on which this person could still give a blind verdict."""
    return here.withheld


def masked(network: Mapping[str, Any]) -> Row:
    """A network without what is withheld, so that no filter and no order of a table gives it away."""
    axes = {name: {**axis, "value": None} for name, axis in network["axes"].items()}
    hidden: Row = {"grade": None, "alert": False, "declared": False, "strength": 0.0, "p": None, "q": None, "why": []}
    evidence = sorted(unscored(network.get("evidence", ())), key=lambda tie: (tie["a"], tie["b"], tie["signal"]))
    return {**network, **hidden, "axes": axes, "evidence": evidence, "blind": True}


def seen_by(here: Here, material: Material, name: str) -> Row:
    """A network of a run as this person may see it; ``blind`` is set on one that is masked.

    Raises:
        NoSuchThing: the run has none of that id.
    """
    network = network_of(material, name)
    return masked(network) if name in withheld(here) else network


def called(here: Here, material: Material, name: str) -> str:
    """How a network is named: by its place among all, strongest first, or by its id for a blind reader."""
    return _called(list(material.networks), name, withheld(here))


def _called(ranked: list[str], name: str, blind: Collection[str]) -> str:
    return f"network {name if places_withheld(ranked, blind) else ranked.index(name) + 1}"


def masked_asset(asset: Row, material: Material, blind: Collection[str]) -> Row:
    """An asset with the network it is in named as this person may name it, without grade where that is withheld."""
    network = asset.get("network")
    if not isinstance(network, dict):
        return asset
    name = _called(list(material.networks), network["id"], blind)
    return {**asset, "network": {**network, "called": name, "grade": None if blind else network["grade"]}}


def places_withheld(networks: Collection[str], blind: Collection[str]) -> bool:
    """Whether ranks among these networks would tell a blind reader something."""
    return not set(blind).isdisjoint(networks)


def demand_sighted(here: Here, networks: Collection[str], what: str) -> None:
    """Let a person through who owes no blind verdict on one of these networks.

    Raises:
        NotAllowed: the person does.
    """
    if places_withheld(networks, withheld(here)):
        raise NotAllowed(
            f"{what} is withheld from you: it holds scores of a network that you may still review blind.",
            todo="Give your verdict first; then all of it is open to you.",
        )
