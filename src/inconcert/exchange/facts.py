"""What several forms take from a dossier: the assets that are shared, the look-alikes, texts that do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from inconcert.indicators.defanging import inert
from inconcert.report.defang import still

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.dossier.parts import Asset, Chapter, Dossier

ACCOUNTS = frozenset({"account", "page", "group", "channel", "advertiser"})
"""Kinds of assets that are an account of some sort on a platform."""
TAKEN_BACK = frozenset({"undone"})
"""Standings of an item after which nobody should act on its target any more."""
MEMBER = "member"


class Alike(NamedTuple):
    """A site whose name looks like that of somebody else."""

    asset: Asset
    brand: str
    """The domain it looks like."""
    rule: str
    tier: str
    why: str


def said(text: str | None) -> str:
    """A text that does nothing where it is shown: no control characters, no address that can be clicked."""
    return inert(still(text or "")).strip()


def shared(dossier: Dossier, chapter: Chapter) -> Iterator[Asset]:
    """The assets of a network that are handed on: its members, and of what it pushes that which is an indicator.

    Where it merely links to, as everybody does, is nobody's indicator and stays out.
    """
    known = {one.value for one in dossier.indicators}
    for asset in chapter.assets:
        if asset.role == MEMBER or known & values(asset):
            yield asset


def values(asset: Asset) -> set[str]:
    """How an indicator may call an asset."""
    named = {f"{asset.platform} {asset.id}", f"{asset.platform} {asset.kind} {asset.id}"}
    return {each for each in (asset.id, asset.url, *named) if each}


def alike(chapter: Chapter) -> Iterator[Alike]:
    """The sites of a network that look like a protected name, on more than a lead."""
    sites = {asset.id: asset for asset in chapter.assets if asset.kind == "site"}
    for row in chapter.finding.get("pushes", ()):
        hit = row.get("resembles")
        if hit and hit["tier"] != "lead" and row["id"] in sites:
            yield Alike(sites[row["id"]], str(hit["brand"]), str(hit["rule"]), str(hit["tier"]), said(hit["why"]))


def hashed(dossier: Dossier, asset: Asset) -> bool:
    """Whether an asset stands under a pseudonym, so that nobody can look for it."""
    return dossier.imprint.redaction == "hashed" and asset.kind in ACCOUNTS


def taken_back(dossier: Dossier, asset: Asset) -> bool:
    """Whether what was done to an asset was taken back, or must be since an appeal was granted."""
    overturned = any(row.get("overturned") and (row["platform"], row["target"]) == (asset.platform, asset.id)
                     for row in dossier.ledger)  # fmt: skip
    return overturned or asset.enforced in TAKEN_BACK
