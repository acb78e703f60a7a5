"""Accounts, groups, sites and petitions as MISP objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.exchange.facts import ACCOUNTS, MEMBER, alike, said, shared, taken_back

if TYPE_CHECKING:
    from datetime import datetime

    from inconcert.dossier.parts import Asset, Chapter
    from inconcert.exchange.misp.objects import Objects

OWN = {
    "x": ("twitter-account", "id", "name"),
    "facebook": ("facebook-account", "account-id", "account-name"),
    "instagram": ("instagram-account", "account-id", "account-name"),
    "telegram": ("telegram-account", "id", "username"),
    "youtube": ("youtube-channel", "channel-id", "channel-name"),
}
"""Platforms with an object of their own: its template, and where id and name stand."""


def put(make: Objects, chapter: Chapter) -> None:
    """The assets of a network that are handed on, and whom sites imitate."""
    sites: dict[str, str] = {}
    for asset in shared(make.dossier, chapter):
        template, values = _values(asset)
        role = "operated by" if asset.role == MEMBER else "pushed by"
        comment = f"{asset.kind} {role} network {chapter.network_id}"
        made = make.put(template, (chapter.network_id, asset.kind, asset.platform, asset.id), values,
                        comment=comment, gone=taken_back(make.dossier, asset))  # fmt: skip
        sites[asset.id] = made
    for one in alike(chapter):
        values = {"account-name": one.asset.id, "account-url": f"https://{one.asset.id}/",
                  "impersonated-account-name": one.brand, "impersonated-account-url": f"https://{one.brand}/",
                  "type": "Enterprise"}  # fmt: skip
        gone, why = taken_back(make.dossier, one.asset), f"The name looks like it ({one.tier}): {one.why}"
        made = make.put("impersonation", (chapter.network_id, one.asset.id), values, comment=why, gone=gone)
        if one.asset.id in sites:
            make.refer(sites[one.asset.id], "related-to", made)


def _values(asset: Asset) -> tuple[str, dict[str, Any]]:
    if asset.kind == "site":
        times = {"first-seen": _at(asset.first_at), "last-seen": _at(asset.last_at)}
        return "domain-ip", {"domain": asset.id, "registration-date": _at(asset.created_at), **times}
    if asset.kind == "group":
        name = said(asset.name) or asset.id
        return "social-media-group", {"group-name": name, "platform": asset.platform, "url": asset.url}
    if asset.kind in ACCOUNTS:
        return _account(asset)
    if asset.url:
        times = {"first-seen": _at(asset.first_at), "last-seen": _at(asset.last_at)}
        return "url", {"url": asset.url, **times}
    return "annotation", {"type": "Annotation", "text": said(f"{asset.kind} on {asset.platform}: {asset.id}")}


def _account(asset: Asset) -> tuple[str, dict[str, Any]]:
    template, ident, name = OWN.get(asset.platform, ("user-account", "user-id", "username"))
    values: dict[str, Any] = {ident: asset.id, name: said(asset.name).removeprefix("@")}
    if template == "user-account":
        return template, {**values, "account-type": asset.platform, "created": _at(asset.created_at),
                          "link": asset.url}  # fmt: skip
    if template == "twitter-account":
        values |= {"followers": asset.followers, "joined-date": _at(asset.created_at)}
    return template, values if template == "telegram-account" else {**values, "url": asset.url}


def _at(at: datetime | None) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%S+00:00")
