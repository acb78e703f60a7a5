"""Accounts of sellers: what exchanges say of them, set against what sites say."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from inconcert.sites.records.cleaning import blank, hidden

if TYPE_CHECKING:
    from inconcert.sites.hands.material import Gathered

_SHORTEST = 4


def settle_sellers(gathered: Gathered) -> None:
    """Sort the accounts in ads.txt by what exchanges say of them in sellers.json, as far as the material holds it.

    An account of a publisher is one customer's (kind ``seller``), and its holder's site carries it as well; one of an
    intermediary is nobody's own and is left out; one of which nothing is known stays as it is. Sites of the material
    that exchanges pay under one name carry that name.
    """
    if not gathered.sellers:
        return
    carriers = _carriers(gathered)
    for kind, value in [key for key in gathered.values if key[0] in {"ads-txt", "adsense"}]:
        account = value if kind == "ads-txt" else f"google.com {value}"
        number = gathered.values[kind, value]
        if account not in gathered.sellers or number < 0:
            continue
        seller, site, _ = gathered.sellers[account]
        if seller != "PUBLISHER":
            gathered.values[kind, value] = -1
            gathered.held -= {one << 32 | number for one in carriers[number]}
            gathered.common["account of an intermediary"] += len(carriers[number])
            continue
        if kind == "ads-txt":
            gathered.values["seller", account] = gathered.values.pop((kind, value))
        if site:
            gathered.held.add(gathered.sites.setdefault(site, len(gathered.sites)) << 32 | number)
    _names(gathered)


def _carriers(gathered: Gathered) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    wanted = {number for (kind, _), number in gathered.values.items() if kind in {"ads-txt", "adsense"}}
    for one in gathered.held:
        if (number := one & 0xFFFFFFFF) in wanted:
            found[number].append(one >> 32)
    return found


def _names(gathered: Gathered) -> None:
    for seller, site, name in gathered.sellers.values():
        plain = name.lower()
        known = seller == "PUBLISHER" and site in gathered.sites and len(plain) >= _SHORTEST
        if known and not blank(plain) and not hidden(plain):
            gathered.hold(gathered.sites[site], "seller-name", plain)
