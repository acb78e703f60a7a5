"""What is known of a place that a network links to, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.networks.words import POSTS, count, counted, listed
from inconcert.profile.clones import told as compared
from inconcert.profile.hands import told
from inconcert.profile.platforms import sort_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    Row = Mapping[str, Any]

PAYERS = 3
"""Payers that are named."""


def kind(row: Row) -> str:
    """«site», «Telegram channel», «petition on Change.org»."""
    return sort_of(str(row["platform"]), str(row["kind"]))


def reach(row: Row, things: str = POSTS) -> str:
    """How often members and others link there: «41 posts of 12 members, 2 of others»."""
    own = f"{counted(row['posts'], things)} of {count(row['accounts'], 'member')}"
    return f"{own}, {row['other_posts']:,} of others" if row["other_posts"] else f"{own}, none of others"


def known(row: Row) -> str:
    """What it looks like, which family its name is of, what ads that lead there cost; empty when nothing is known."""
    said = []
    if alike := row["resembles"]:
        said.append(likeness(alike))
    if row["family"]:
        said.append(f"of the family of names {row['family']}")
    if row.get("clone") and (like := compared(row["clone"])):
        said.append(like)
    if row["ads"]:
        said.append(paid(row["ads"]))
    if row.get("hands"):
        said += told(row["hands"])
    return "; ".join(said)


def likeness(alike: Row) -> str:
    """«looks like spiegel.de (likely): the label of spiegel.de, under .ltd»."""
    return f"looks like {alike['brand']} ({alike['tier']}): {alike['why']}"


def paid(ads: Row) -> str:
    """«16 ads lead there, EUR 1,200 to 3,400, paid by Harbour Friends»."""
    parts = [f"{count(ads['ads'], 'ad')} {'leads' if ads['ads'] == 1 else 'lead'} there", *map(amount, ads["spend"])]
    if ads["payers"]:
        parts.append(f"paid by {listed(ads['payers'][:PAYERS])}")
    return ", ".join(parts)


def amount(spend: Row) -> str:
    """«EUR 1,200 to 3,400», «USD 100 or more», «USD 250.40»."""
    lower, upper = spend["lower"], spend["upper"]
    if upper is None:
        return f"{spend['currency']} {lower:,.0f} or more"
    if upper == lower:
        return f"{spend['currency']} {lower:,.2f}"
    return f"{spend['currency']} {lower:,.0f} to {upper:,.0f}"
