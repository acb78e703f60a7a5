"""From files to rows of chains."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inconcert.sites.chains.follow import Chain, chains, cloaked, one_time, roles, tracker
from inconcert.sites.chains.reading import read_hops
from inconcert.sites.records.cleaning import instant
from inconcert.sites.records.fact import Receipt
from inconcert.sites.records.reading import read_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

COLUMNS = (
    "chain",
    "hop",
    "url",
    "domain",
    "role",
    "status",
    "how",
    "at",
    "country",
    "agent",
    "cloaking",
    "why",
    "source",
)
YOUNG = 90
"""Days after its registration for which a domain is called young."""


@dataclass(frozen=True)
class Found:
    """Chains of a material, and what was looked at."""

    chains: list[Chain]
    cloaked: dict[str, str]
    once: set[str]
    registered: dict[str, int]
    """Site → second of its registration, as far as records say."""
    receipt: Receipt

    def rows(self) -> Iterator[dict[str, Any]]:
        """One row for each address of each chain."""
        for number, chain in enumerate(self.chains, 1):
            for place, (url, site, role) in enumerate(zip(chain.urls, chain.sites, roles(chain), strict=True)):
                hop = chain.hops[place] if place < len(chain.hops) else None
                first = chain.hops[0]
                yield {
                    "chain": number,
                    "hop": place,
                    "url": url,
                    "domain": site,
                    "role": role,
                    "status": None if hop is None else hop.status,
                    "how": "" if hop is None else hop.how,
                    "at": first.at if hop is None else hop.at,
                    "country": first.country,
                    "agent": first.agent,
                    "cloaking": self.cloaked.get(first.start, ""),
                    "why": "; ".join(self._why(chain, place, url, site, role)),
                    "source": first.source,
                }

    def _why(self, chain: Chain, place: int, url: str, site: str, role: str) -> Iterator[str]:
        if role != "landing" and (whose := tracker(url)) is not None:
            yield f"its address looks like one of {whose}: a lead only"
        if role != "landing" and site in self.once:
            yield "a domain that only this chain uses"
        age = self._age(chain, site)
        if age is not None and 0 <= age <= YOUNG:
            yield f"registered {age} days before"
        if chain.cut and place == len(chain.urls) - 1:
            yield chain.cut

    def _age(self, chain: Chain, site: str) -> int | None:
        seen = instant(chain.hops[0].at or "")
        registered = self.registered.get(site)
        return None if seen is None or registered is None else (seen[0] - registered) // 86_400


def follow(paths: Iterable[Path], records: Iterable[Path] = ()) -> Found:
    """The chains in files, and which of their links answer visitors differently.

    Args:
        paths: HAR, WARC, or tables with the columns from and to.
        records: exports of WHOIS or RDAP that say when domains were registered.
    """
    receipt = Receipt()
    found = chains(read_hops(paths, receipt))
    registered = {
        fact.site: int(fact.value.split()[0]) for fact in read_facts(records, receipt) if fact.kind == "registered"
    }
    return Found(found, cloaked(found), one_time(found), registered, receipt)


def summary(found: Found) -> dict[str, Any]:
    """What was found, as plain data."""
    landings = Counter(chain.sites[-1] for chain in found.chains if len(chain.urls) > 1)
    return {
        "chains": sum(len(chain.urls) > 1 for chain in found.chains),
        "addresses_that_lead_nowhere": sum(len(chain.urls) == 1 for chain in found.chains),
        "longest": max((len(chain.urls) - 1 for chain in found.chains), default=0),
        "landings": [{"domain": site, "chains": number} for site, number in landings.most_common()],
        "cloaking": [{"url": url, "answers": how} for url, how in sorted(found.cloaked.items())],
        "one_time_domains": sorted(found.once),
        "files": dict(found.receipt.files),
        "unread": dict(found.receipt.unread),
        "remarks": found.receipt.lines,
    }
