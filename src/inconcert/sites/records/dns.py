"""Answers of name servers: what dig and zone files print, and passive DNS in JSON lines."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from inconcert.sites.records.fact import Fact, site_of
from inconcert.sites.records.fields import facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LINE = re.compile(
    r"^(\S+?)\.?\s+(?:\d+[smhdw]?\s+)?(?:IN\s+)?(?:\d+\s+)?(A|AAAA|NS|MX|CNAME|SOA|PTR)\s+(\S.*)$",
    re.IGNORECASE,
)
_KINDS = {"A": "address", "AAAA": "address", "CNAME": "hostname"}
_SETS = {"NS": "nameservers", "MX": "mail"}


def is_dns(lines: Iterable[str]) -> bool:
    """Whether a text is made of resource records."""
    told = [line for line in lines if line.strip() and not line.lstrip().startswith((";", "$", "#"))]
    return bool(told) and sum(bool(_LINE.match(line)) for line in told) >= 0.8 * len(told)


def read_dns(lines: Iterable[str], source: str) -> Iterator[Fact]:
    """The facts in resource records, one a line; comments are passed over, name servers of one site are one set."""
    records = ((hit[1], hit[2], hit[3].partition(";")[0]) for line in lines if (hit := _LINE.match(line)))
    yield from answers(records, source)


def is_passive(found: Any) -> bool:
    """Whether a JSON object is an entry of passive DNS (common output format)."""
    return isinstance(found, dict) and "rrname" in found and "rdata" in found and "rrtype" in found


def read_passive(entries: Iterable[dict[str, Any]], source: str) -> Iterator[Fact]:
    """The facts in entries of passive DNS."""
    yield from answers(
        (
            (str(one["rrname"]), str(one["rrtype"]), value)
            for one in entries
            for value in (one["rdata"] if isinstance(one["rdata"], list) else [one["rdata"]])
            if isinstance(value, str)
        ),
        source,
    )


def answers(records: Iterable[tuple[str, str, str]], source: str) -> Iterator[Fact]:
    """The facts in (name, type, value)."""
    sets: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for name, type_, value in records:
        site, type_ = site_of(name), type_.upper()
        if site is None:
            continue
        if type_ in _SETS:
            sets[site, _SETS[type_]].append(value)
        elif type_ in _KINDS and not (type_ == "CNAME" and site_of(value) == site):
            yield from facts(site, _KINDS[type_], value, source)
    for (site, kind), values in sets.items():
        yield from facts(site, kind, " ".join(values), source)
