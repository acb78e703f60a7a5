"""The assets of a confirmed network: what it operates, what its links push, who paid; and who is held back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from inconcert.dossier.parts import Asset, Source
from inconcert.indicators.found import address
from inconcert.takedown.making import excused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from inconcert.dossier.material import Material

    Row = dict[str, Any]

OWN = 2.0
"""Times more often than all posts together, from which a place that several members link to is told of."""
BY_CHANCE = 0.001
"""Chance that so many of the posts that link to a place would be the members', above which it is not told of."""


def held(finding: Row, planned: Mapping[str, tuple[str, ...]]) -> tuple[Row, ...]:
    """Members that are told of nowhere: ``platform, target, handle, why``.

    Args:
        finding: The finding.
        planned: Why the newest plan of takedown holds accounts back.
    """
    excuses = excused(finding)
    rows = []
    for one in finding["members"]:
        account = f"{one['platform']}:{one['account_id']}"
        why = list(dict.fromkeys([*excuses.get(account, ()), *planned.get(account, ())]))
        if why:
            rows.append(
                {"platform": one["platform"], "target": one["account_id"], "handle": one.get("handle"), "why": why}
            )
    return tuple(rows)


def assets(
    finding: Row, material: Material, left: Iterable[Row], standing: Mapping[tuple[str, str], str]
) -> tuple[Asset, ...]:
    """The assets, those it operates first.

    Args:
        finding: The finding.
        material: What the material says of its members; ads too.
        left: Members that are held back.
        standing: Where items of takedown stand, by platform and target.
    """
    out = {(one["platform"], one["target"]) for one in left}
    return (
        *_members(finding, material, out, standing),
        *_pushed(finding, standing),
        *_paid(finding, material),
    )


def _members(
    finding: Row, material: Material, out: set[tuple[Any, Any]], standing: Mapping[tuple[str, str], str]
) -> Iterator[Asset]:
    for place, one in enumerate(finding["members"]):
        platform, native = str(one["platform"]), str(one["account_id"])
        if (platform, native) in out:
            continue
        known = material.account(f"{platform}:{native}")
        yield Asset(
            kind=_kind(platform, native),
            platform=platform,
            id=native,
            name=one.get("handle") or known.name,
            url=address(platform, native, one.get("handle")),
            network_id=finding["id"],
            role="member",
            first_at=known.first_at,
            last_at=known.last_at,
            created_at=known.created_at,
            followers=known.followers,
            enforced=standing.get((platform, native)),
            sources=(
                Source("finding", f"{finding['id']}#/members/{place}"),
                *((Source("accounts", f"{platform}:{native}"),) if known.followers is not None else ()),
            ),
        )


def _kind(platform: str, native: str) -> str:
    return "channel" if platform == "youtube" or native.startswith("channel") else "account"


def own(row: Row) -> bool:
    """Whether several members link to a place far more than others do, or it is known to resemble something."""
    return (row["accounts"] > 1 and _often(row)) or suspect(row)


def _often(row: Row) -> bool:
    """Whether members link there more often than others, and more than chance would give of so few posts."""
    from scipy.stats import poisson

    if row["lift"] is None:
        return True
    return bool(row["lift"] >= OWN and poisson.sf(row["posts"] - 1, row["posts"] / row["lift"]) <= BY_CHANCE)


def suspect(row: Row) -> bool:
    """Whether a site looks like a protected name, or is of a family of throw-away names and mostly this network's.

    Names of a family alone are no proof: forums and petitions number their sites too, and others link there.
    """
    alike = row.get("resembles")
    return bool((alike and alike["tier"] != "lead") or (row.get("family") and row["other_posts"] < row["posts"]))


def _pushed(finding: Row, standing: Mapping[tuple[str, str], str]) -> Iterator[Asset]:
    for place, row in enumerate(finding.get("pushes", ())):
        if not own(row):
            continue
        site = row["platform"] == "web"
        yield Asset(
            kind=row["kind"],
            platform=row["platform"],
            id=row["id"],
            name=row["id"],
            url=f"https://{row['id']}/" if site else address(row["platform"], row["id"], None),
            network_id=finding["id"],
            role="pushed",
            first_at=_at(row.get("first_at")),
            last_at=_at(row.get("last_at")),
            created_at=_at((row.get("hands") or {}).get("registered_at")),
            followers=None,
            enforced=standing.get((row["platform"], row["id"])),
            sources=(Source("finding", f"{finding['id']}#/pushes/{place}"),),
        )


def _paid(finding: Row, material: Material) -> Iterator[Asset]:
    """Who paid for ads that lead to what the network pushes; from the ads at hand, else from the finding."""
    seen = set()
    for ad in ads_of(finding, material):
        who = str(ad["account_id"] or ad["advertiser"] or ad["payer"] or "")
        if not who or (ad["platform"], who) in seen:
            continue
        seen.add((ad["platform"], who))
        yield Asset(
            "advertiser",
            str(ad["platform"]),
            who,
            ad["advertiser"] or ad["payer"],
            None,
            finding["id"],
            "paid",
            ad["started_at"],
            ad["stopped_at"],
            None,
            None,
            None,
            (Source("ads", f"{ad['platform']}:{ad['ad_id']}"),),
        )


def ads_of(finding: Row, material: Material) -> list[Row]:
    """Ads that members ran, and those that lead to a site which mostly this network links to, or which is suspect.

    That members link to a site is no proof that they paid for its ads: a well-known site has ads of its own.
    """
    sites = {row["id"] for row in finding.get("pushes", ()) if row["platform"] == "web" and _mostly(row)}
    members = {(str(one["platform"]), str(one["account_id"])) for one in finding["members"]}
    return [
        ad for ad in material.ads if sites.intersection(ad["domains"]) or (ad["platform"], ad["account_id"]) in members
    ]


def _mostly(row: Row) -> bool:
    return suspect(row) or (own(row) and row["other_posts"] < row["posts"])


def _at(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
