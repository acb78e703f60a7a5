"""Hops put together into chains, the part of each domain in them, and links that answer visitors differently."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from inconcert.normalise.urls import shorteners
from inconcert.sites.records.fact import host_of, site_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from inconcert.sites.chains.hop import Hop

DEEPEST = 30
"""Hops after which a chain is cut: browsers give up earlier."""
MOST = 1000
"""Chains from one address in one visit."""
FEW = 1
"""Chains that a one-time domain stands in."""


@dataclass
class Chain:
    """One visit from the first address to the last."""

    hops: list[Hop]
    """At least one; the last one's end, or its start when it leads nowhere, is where the visitor lands."""
    cut: str = ""
    """Why it was cut: a circle, too deep."""
    urls: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.urls = [hop.start for hop in self.hops]
        if self.hops[-1].end is not None:
            self.urls.append(self.hops[-1].end)

    @property
    def sites(self) -> list[str]:
        """Site of each address; the host where there is no registered domain."""
        return [_named(url) for url in self.urls]


def chains(hops: Iterable[Hop]) -> list[Chain]:
    """The chains in hops: within one visit, or one file, country and agent, from each address that nothing leads to.

    An address that answered several times within one visit has each answer followed.
    """
    visits: defaultdict[tuple[str, str | None, str | None], dict[Hop, None]] = defaultdict(dict)
    for hop in hops:
        visits[hop.source, hop.country, hop.agent][hop] = None
    return [chain for visit in visits.values() for chain in _of_visit(list(visit))]


def _of_visit(hops: list[Hop]) -> Iterator[Chain]:
    by_start: defaultdict[str, list[Hop]] = defaultdict(list)
    for hop in hops:
        by_start[hop.start].append(hop)
    aimed = {hop.end for hop in hops if hop.end is not None}
    starts = [url for url in by_start if url not in aimed]
    reached: set[str] = set()
    for url in [*starts, *by_start]:
        # The second round finds circles, which have no beginning: any of their addresses will do.
        if url not in reached:
            for chain in _followed(by_start, url):
                reached.update(chain.urls)
                yield chain


def _followed(by_start: dict[str, list[Hop]], start: str) -> Iterator[Chain]:
    ways, told = [[hop] for hop in reversed(_distinct(by_start[start]))], 0
    while ways and told < MOST:
        way = ways.pop()
        end, seen = way[-1].end, {hop.start for hop in way}
        after = [] if end is None else _onward(by_start.get(end, []))
        if end in seen or len(way) >= DEEPEST:
            told += 1
            yield Chain(way, "it leads in a circle" if end in seen else "it was cut after 30 hops")
        elif after:
            ways += [[*way, hop] for hop in reversed(after)]
        else:
            told += 1
            yield Chain(way)


def _onward(hops: list[Hop]) -> list[Hop]:
    """Answers that say where a visitor went on; where none does, the last word of the address itself."""
    return _distinct([hop for hop in hops if hop.end is not None]) or hops[:1]


def _distinct(hops: list[Hop]) -> list[Hop]:
    """The first of the answers that lead to one address: a link that was tried a hundred times is one chain."""
    return list({(hop.end, hop.status): hop for hop in reversed(hops)}.values())[::-1]


def roles(chain: Chain) -> list[str]:
    """The part of each address: front, shortener, tracker, intermediary, landing."""
    last, out = len(chain.urls) - 1, []
    for place, url in enumerate(chain.urls):
        host = (host_of(url) or "").removeprefix("www.")
        if place == last and last > 0:
            out.append("landing")
        elif host in shorteners():
            out.append("shortener")
        elif (place > 0 and tracker(url)) or _service(url):
            out.append("tracker")
        else:
            out.append("intermediary" if place > 0 and set(out) - {"shortener"} else "front")
    return out


def tracker(url: str) -> str | None:
    """Whose tracker an address looks like, as a lead; ``None`` when it looks like none."""
    table = _leads()
    parts = urlsplit(url)
    names = {name.lower() for name in parse_qs(parts.query[:4000], keep_blank_values=True)}
    if names & table["keitaro"]:
        return "Keitaro"
    for pattern, whose in table["paths"]:
        if pattern.search(parts.path) and (whose != "a tracker" or names):
            return str(whose)
    return "a tracker" if len(names & table["parameters"]) > 1 else None


def _service(url: str) -> bool:
    host = (host_of(url) or "").removeprefix("www.")
    return host in _leads()["services"] or _named(url) in _leads()["services"]


def one_time(found: list[Chain]) -> set[str]:
    """Domains that stand before the landing in a single chain only, where the material holds more than a few."""
    often = Counter(site for chain in found for site in set(chain.sites[:-1]))
    return {site for site, number in often.items() if number <= FEW} if len(found) > 2 else set()


def cloaked(found: list[Chain]) -> dict[str, str]:
    """Addresses whose first link answers visitors of different countries or agents differently, and how, in words."""
    answers: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for chain in found:
        first = chain.hops[0]
        visitor = _visitor(first)
        if visitor:
            answers[first.start][visitor].add(_ending(chain))
    out = {}
    for url, by_visitor in answers.items():
        if len({frozenset(ends) for ends in by_visitor.values()}) > 1:
            out[url] = "; ".join(
                f"{visitor} {' or '.join(sorted(ends))}" for visitor, ends in sorted(by_visitor.items())
            )
    return out


def _visitor(hop: Hop) -> str:
    told = [f"from {hop.country}"] if hop.country else []
    return " ".join([*told, f"with {hop.agent[:60]}"] if hop.agent else told)


def _ending(chain: Chain) -> str:
    if len(chain.urls) > 1:
        return f"lands on {chain.sites[-1]}"
    status = chain.hops[0].status
    return "stays" + (f" and gets HTTP {status}" if status else "")


def _named(url: str) -> str:
    return site_of(url) or urlsplit(url).hostname or url


@cache
def _leads() -> dict[str, Any]:
    raw = tomllib.loads(files(__package__).joinpath("leads.toml").read_text("utf-8"))
    return {
        **{name: frozenset(raw[name]) for name in ("parameters", "keitaro", "services")},
        "paths": [(re.compile(pattern), whose) for pattern, whose in raw["paths"]],
    }
