"""Indicators out of findings: the accounts of networks, and the places they push that look like somebody else's."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from inconcert.indicators.defanging import defang
from inconcert.indicators.indicator import Indicator
from inconcert.indicators.kinds import kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    Row = Mapping[str, Any]

TACTIC = "0. Acquiring assets"
TECHNIQUE = "0.9 Acquiring social media accounts"
OWN = 2.0
"""Times more often than others, from which a place is called a network's own with ``links``."""
_PLAIN = re.compile(r"[\w.\-:]+")


def indicators(
    document: Row, source: str, networks: Collection[str] = (), *, links: bool = False
) -> Iterator[Indicator]:
    """The indicators of the findings of a run, each once, in the order of the networks.

    Args:
        document: What ``findings.json`` holds.
        source: Where it stands.
        networks: Ids of networks (or their beginnings); without any, those with an alert that do not say openly whose
            they are.
        links: Also every place that members link to at least twice as often as all posts together. Without it, of the
            sites only those that look like a protected name or belong to a family of throw-away names: a link shows
            where posts point, not whose the place is.
    """
    seen = set[str]()
    for number, network in enumerate(document["networks"], 1):
        if not _wanted(network, networks):
            continue
        for one in (*_accounts(network, source, number), *_places(network, source, number, links=links)):
            if one.value not in seen:
                seen.add(one.value)
                yield one


def _wanted(network: Row, networks: Collection[str]) -> bool:
    if not networks:
        return bool(network["alert"]) and not network["declared"]
    bare = str(network["id"]).removeprefix("net-")
    return any(bare.startswith(name.removeprefix("net-")) for name in networks)


def _accounts(network: Row, source: str, number: int) -> Iterator[Indicator]:
    for member in network["members"]:
        platform = str(member["platform"])
        value = address(platform, str(member["account_id"]), member.get("handle"))
        comment = f"account of network {network['id']}, grade {network['grade']}, {member['ties']} ties"
        step = _platforms().get(platform, {}).get("procedure", "0.9.12 Acquiring other social media assets")
        value = value or f"{platform} account {member['account_id']}"
        yield _one(value, comment, source, number, (TACTIC, TECHNIQUE, step))


def _places(network: Row, source: str, number: int, *, links: bool) -> Iterator[Indicator]:
    for row in network.get("pushes", ()):
        known = _known(row)
        own = links and row["accounts"] > 1 and (row["lift"] is None or row["lift"] >= OWN)
        if not known and not own:
            continue
        reach = f"{row['posts']} posts of {row['accounts']} members of network {network['id']} link there"
        said = "; ".join([*known, f"{reach}, {row['other_posts']} of others"])
        value = row["id"] if row["platform"] == "web" else address(row["platform"], row["id"], None)
        yield _one(value or f"{row['platform']} {row['kind']} {row['id']}", said, source, number)


def _known(row: Row) -> list[str]:
    said, alike = [], row.get("resembles")
    if alike and alike["tier"] != "lead":
        said.append(f"looks like {alike['brand']} ({alike['tier']}): {alike['why']}")
    if row.get("family"):
        said.append(f"of the family of names {row['family']}")
    return said


def _one(value: str, comment: str, source: str, number: int, steps: tuple[str, str, str] = ("", "", "")) -> Indicator:
    return Indicator(
        kind(value), value, defang(value), *steps, comment=comment, source_row=number, source=source, written=value
    )


def address(platform: str, native: str, handle: str | None) -> str | None:
    """The address of an account or another thing on a platform; ``None`` where it cannot be told from id and handle."""
    for pattern in _platforms().get(platform, {}).get("addresses", ()):
        part = native if "{id}" in pattern else (handle or "").removeprefix("@")
        if part and _PLAIN.fullmatch(part) and (platform != "telegram" or not part.lstrip("-").isdigit()):
            return str(pattern.format(id=part, handle=part))
    return None


@cache
def _platforms() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("addresses.toml").read_text("utf-8"))
