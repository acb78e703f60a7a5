"""What a list of indicators is about: sites that imitate brands, families of throw-away names, petitions, channels.

Nothing but the list is asked: look-alikes are found with the shipped list of brands, families among the names that are
left, and everything on a platform by its address.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.normalise.assets import WEB, Asset, asset
from inconcert.sites.families.find import find
from inconcert.sites.families.phrases import with_sources
from inconcert.sites.families.reading import Candidate, host

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from inconcert.indicators.indicator import Indicator
    from inconcert.sites.families.family import Family

_HOSTS = frozenset(("domain_name",))
_ADDRESSES = frozenset(("url", "cib_url", "phishing_url", "telegram_url"))
_TARGET = re.compile(r"\b(?P<country>[A-Z][\w.&]*(?: [A-Z][\w.&]*)*)-targeting\b")


class Lookalike(NamedTuple):
    """A site whose name imitates a brand's."""

    site: str
    brand: str
    country: str
    """Where the brand is at home, two letters; empty when the list of brands does not say."""
    target: str
    """Country the file says it was aimed at; empty when it does not."""
    rule: str
    tier: str
    why: str
    rows: list[int]


class Thing(NamedTuple):
    """An asset on a platform, with the links of the list that lead to it."""

    asset: Asset
    links: list[str]
    rows: list[int]


@dataclass(slots=True)
class Sorted:
    """A list of indicators by what they are."""

    lookalikes: list[Lookalike] = field(default_factory=list)
    families: list[Family] = field(default_factory=list)
    assets: list[Thing] = field(default_factory=list)
    sites: list[Indicator] = field(default_factory=list)
    """Names and addresses on the open web that are neither of these."""
    others: list[Indicator] = field(default_factory=list)
    """Hashes, figures, sentences and the rest."""


def sort(indicators: Sequence[Indicator]) -> Sorted:
    """Indicators by what they are; every one stands in exactly one of the parts."""
    out = Sorted()
    things: dict[tuple[str, str, str], Thing] = {}
    names = defaultdict[str, list["Indicator"]](list)
    for one in indicators:
        found = asset(one.value) if one.type in _ADDRESSES | _HOSTS else None
        if found is not None and found.platform != WEB:
            thing = things.setdefault(found[:3], Thing(found, [], []))
            thing.links.append(one.value)
            thing.rows.append(one.source_row)
        elif one.type in _HOSTS and (name := host(one.value)):
            names[name].append(one)
        else:
            (out.sites if one.type in _ADDRESSES | _HOSTS else out.others).append(one)
    out.assets = sorted(things.values(), key=lambda thing: thing.asset[:3])
    out.lookalikes = _lookalikes(names)
    left = [name for name in names if name not in {found.site for found in out.lookalikes}]
    out.families = with_sources(find([Candidate(name, name) for name in left]))
    members = {name for family in out.families for name in family.members}
    out.sites += [one for name in left if name not in members for one in names[name]]
    return out


def _lookalikes(names: dict[str, list[Indicator]]) -> list[Lookalike]:
    """For each name that is an alert the best hit; of brands of one name, that of the country the file names."""
    countries = _countries()
    best: dict[str, tuple[bool, float, Any]] = {}
    for hit in _hits(names):
        if hit.tier in ("strong", "likely"):
            there = codes().get(_target(names[hit.candidate])) == countries.get(hit.brand, "")
            if hit.candidate not in best or (there, hit.score) > best[hit.candidate][:2]:
                best[hit.candidate] = there, hit.score, hit
    found = [_lookalike(hit, names[hit.candidate], countries) for _, _, hit in best.values()]
    return sorted(found, key=lambda one: (one.brand, one.site))


def _lookalike(hit: Any, listed: list[Indicator], countries: dict[str, str]) -> Lookalike:
    rows = [one.source_row for one in listed]
    home = countries.get(hit.brand, "")
    return Lookalike(hit.candidate, hit.brand, home, _target(listed), hit.rule, hit.tier, hit.why, rows)


def _hits(names: Iterable[str]) -> Iterable[Any]:
    # The search compiles itself when it is imported, which reading alone should not wait for.
    from inconcert.sites.lookalikes.brands import known, starter
    from inconcert.sites.lookalikes.matching import match

    return list(match([known(brand) for brand in starter().values()], list(names)))


def _countries() -> dict[str, str]:
    from inconcert.sites.lookalikes.brands import starter

    return {domain: brand.country for domain, brand in starter().items()}


@cache
def codes() -> dict[str, str]:
    """Two letters of a country by its name."""
    return tomllib.loads(files(__package__).joinpath("countries.toml").read_text("utf-8"))


def _target(listed: list[Indicator]) -> str:
    hits = [hit["country"] for one in listed if (hit := _TARGET.search(one.comment))]
    return hits[0] if hits else ""
