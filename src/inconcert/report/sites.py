"""One site in a terminal: who spread it, who was first, which networks push it, who paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from inconcert.networks.words import count
from inconcert.profile.clones import told as compared
from inconcert.profile.hands import told
from inconcert.report import pushed
from inconcert.report.defang import defang_object, still
from inconcert.report.html import moment
from inconcert.report.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import RenderableType

SHOWN = 15
"""Accounts and links shown; the JSON has more."""


def about(site: Mapping[str, Any]) -> RenderableType:
    """A site as :func:`inconcert.profile.site.site` tells of it."""
    parts: list[RenderableType] = [Rule(_inert(site["domain"]), align="left"), *_sentences(site), Text()]
    if site["spread"]:
        parts += [_spread(site), Text()]
    if site["links"]:
        parts += [_links(site), Text()]
    if site["hands"] and site["hands"]["shares"]:
        parts += [_shares(site["hands"])]
    return Group(*parts)


def _inert(name: str) -> Text:
    """A domain or link, written so that it cannot be clicked."""
    return Text(defang_object(still(name)))


def _sentences(site: Mapping[str, Any]) -> Iterator[Text]:
    when = f"from {moment(site['first_at'])} to {moment(site['last_at'])}" if site["posts"] else ""
    yield Text(
        f"{count(site['posts'], 'post')} of {count(site['accounts'], 'account')} link there {when}".rstrip() + "."
    )
    if first := site["first"]:
        yield Text("First in this material: ").append_text(safe(first["account"])).append(f", {moment(first['at'])}.")
    if alike := site["resembles"]:
        yield Text("It ").append_text(_inert(pushed.likeness(alike))).append(".")
    if site["ads"]:
        yield safe(f"{pushed.paid(site['ads'])}.")
    yield from _compared(site.get("clone"))
    for said in told(site["hands"]) if site["hands"] else ():
        yield Text("It ").append_text(_inert(said.removeprefix("it "))).append(".")
    for one in site["networks"]:
        own = f"{count(one['posts'], 'post')} of {count(one['accounts'], 'member')}"
        yield Text(f"Network {one['id']} (grade {one['grade']}) links to it: {own}.")
    if not site["networks"]:
        yield Text("No network of the latest run is known to push it.")


def _compared(clone: Mapping[str, Any] | None) -> Iterator[Text]:
    """What the comparison of its pages with those of protected sites says, with the reasons."""
    if clone is None:
        return
    pages = count(clone["pages"], "saved page")
    said = compared(clone) or f"has {pages} like no protected site (nearest: {clone['brand']}, {clone['score']:.2f})"
    yield Text("It ").append_text(_inert(said)).append(".")
    if clone["verdict"] != "unlike":
        yield from (Text("  • ").append_text(safe(line)) for line in clone["evidence"])


def _spread(site: Mapping[str, Any]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for head in ("Account", "Posts", "First", "Network"):
        table.add_column(head, justify="right" if head == "Posts" else "left")
    for row in site["spread"][:SHOWN]:
        table.add_row(safe(row["account"]), f"{row['posts']:,}", moment(row["first_at"]), row["network"] or "")
    if site["accounts"] > SHOWN:
        table.add_row(Text(f"and {site['accounts'] - SHOWN:,} more", style="dim"))
    return table


def _shares(hands: Mapping[str, Any]) -> Table:
    """What it shares with sites of the same hands, the strongest first."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for head in ("Same hands", "Tier", "Shared", "Sites with it", "p"):
        table.add_column(head, justify="right" if head in {"Tier", "Sites with it", "p"} else "left")
    for row in hands["shares"][:SHOWN]:
        shared = safe(f"{row['evidence']} {row['value']}"[:60])
        table.add_row(_inert(row["site"]), str(row["tier"]), shared, f"{row['shared_by']:,}", f"{row['p']:.1g}")
    if hands["shared"] > SHOWN:
        table.add_row(Text(f"and {hands['shared'] - SHOWN:,} more", style="dim"))
    return table


def _links(site: Mapping[str, Any]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for head in ("Link", "Posts", "Accounts"):
        table.add_column(head, justify="left" if head == "Link" else "right")
    for row in site["links"][:SHOWN]:
        table.add_row(_inert(row["link"]), f"{row['posts']:,}", f"{row['accounts']:,}")
    return table
