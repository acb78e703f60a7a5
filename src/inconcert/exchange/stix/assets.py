"""Accounts, pages, sites and petitions: as observables, seen at a time, with the indicator that looks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.dossier.words import CAVEAT
from inconcert.exchange.base import moment
from inconcert.exchange.facts import ACCOUNTS, MEMBER, hashed, said, shared, taken_back, values
from inconcert.exchange.frameworks import KILL_CHAIN, frameworks
from inconcert.exchange.stix.extension import properties

if TYPE_CHECKING:
    from datetime import datetime

    from inconcert.dossier.parts import Asset, Chapter
    from inconcert.exchange.stix.maker import Maker

TYPES = {"x": "twitter"}
"""Platforms whose accounts the standard's own vocabulary calls otherwise."""


def put(make: Maker, chapter: Chapter, campaign: str) -> tuple[list[str], list[str]]:
    """The assets of a network.

    Returns:
        Ids of the observables that stand, without what was taken back; and in words what STIX has no object for.
    """
    standing, left = [], []
    for asset in shared(make.dossier, chapter):
        seen = observable(make, asset)
        if seen is None:
            left.append(f"{asset.kind} on {asset.platform}")
            continue
        if not taken_back(make.dossier, asset):
            standing.append(seen)
        _watched(make, chapter, asset, seen, campaign)
    return standing, left


def observable(make: Maker, asset: Asset) -> str | None:
    """The cyber-observable of an asset; ``None`` where STIX has no object for it."""
    more = {"extensions": properties(asset, hashed=hashed(make.dossier, asset))}
    if asset.kind in ACCOUNTS:
        kind = TYPES.get(asset.platform, asset.platform)
        login = said(asset.name).removeprefix("@") if asset.kind == "account" else ""
        shown = "" if asset.kind == "account" else said(asset.name)
        return make.observable("UserAccount", user_id=_bare(asset.id), account_type=kind, account_login=login,
                               display_name=shown, account_created=asset.created_at, **more)  # fmt: skip
    if asset.kind == "site":
        return make.observable("DomainName", value=_bare(asset.id), **more)
    return make.observable("URL", value=_bare(asset.url), **more) if asset.url else None


def _watched(make: Maker, chapter: Chapter, asset: Asset, seen: str, campaign: str) -> None:
    """When it was seen, and the indicator that rests on that; none for what stands under a pseudonym."""
    at = _span(asset, chapter)
    data = at and make.own("ObservedData", chapter.network_id, seen, first_observed=at[0], last_observed=at[1],
                           number_observed=1, object_refs=[seen])  # fmt: skip
    if hashed(make.dossier, asset):
        return
    gone = taken_back(make.dossier, asset) or None
    found = make.own(
        "Indicator", chapter.network_id, seen,
        name=f"{asset.kind} of {make.title}" if asset.role == MEMBER else f"{asset.kind} pushed by {make.title}",
        description=CAVEAT, indicator_types=["anomalous-activity"], pattern=pattern(asset), pattern_type="stix",
        valid_from=at[0] if at else make.dossier.case.opened_at, kill_chain_phases=_phases(make, asset),
        revoked=gone,
    )  # fmt: skip
    make.link(found, "indicates", campaign, revoked=gone)
    if data:
        make.link(found, "based-on", data, revoked=gone)


def pattern(asset: Asset) -> str:
    """The STIX pattern that finds an asset."""
    if asset.kind in ACCOUNTS:
        kind = TYPES.get(asset.platform, asset.platform)
        return f"[user-account:account_type = {_quoted(kind)} AND user-account:user_id = {_quoted(asset.id)}]"
    if asset.kind == "site":
        return f"[domain-name:value = {_quoted(asset.id)}]"
    return f"[url:value = {_quoted(asset.url)}]"


def _span(asset: Asset, chapter: Chapter) -> tuple[datetime, datetime] | None:
    """First and last time; those of the network where the asset's own are not known."""
    first = asset.first_at or moment(chapter.finding.get("first_at"))
    last = asset.last_at or moment(chapter.finding.get("last_at"))
    if first is None or last is None:
        return None
    return first, max(first, last)


def _phases(make: Maker, asset: Asset) -> list[dict[str, Any]]:
    chain = frameworks()[KILL_CHAIN]
    tactics = {
        one.tactic.partition(".")[0] for one in make.dossier.indicators if one.tactic and one.value in values(asset)
    }
    return [{"kill_chain_name": chain.chain, "phase_name": chain.tactics[number]}
            for number in sorted(tactics) if number in chain.tactics]  # fmt: skip


def _quoted(value: str | None) -> str:
    return "'" + _bare(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


def _bare(value: str | None) -> str:
    return "".join(sign for sign in value or "" if sign.isprintable())
