"""Answers of WHOIS as text: ``Domain Name: …`` and what follows, several answers in one file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from inconcert.sites.records.fact import Fact, site_of
from inconcert.sites.records.fields import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LINE = re.compile(r"^\s*([A-Za-z][A-Za-z /-]{1,40}?)\.*:\s*(\S.*?)\s*$")
_NAME = frozenset(("domain name", "domain"))


def is_whois(lines: list[str]) -> bool:
    """Whether a text is an answer of WHOIS."""
    keys = {hit[1].strip().lower() for line in lines if (hit := _LINE.match(line))}
    return bool(keys & _NAME) and bool(keys & {"registrar", "name server", "nserver", "creation date", "created"})


def read_whois(lines: Iterable[str], source: str) -> Iterator[Fact]:
    """The facts in the answers of a text; an answer begins where a domain is named."""
    site, fields = None, dict[str, list[str]]()
    for line in lines:
        hit = _LINE.match(line)
        if hit is None:
            continue
        key, value = hit[1].strip().lower(), hit[2]
        if key in _NAME and (named := site_of(value)) is not None and named != site:
            yield from _answer(site, fields, source)
            site, fields = named, {}
        else:
            fields.setdefault(_renamed(key), []).append(value)
    yield from _answer(site, fields, source)


def _renamed(key: str) -> str:
    return {"name server": "name servers", "registered on": "created", "registration time": "created"}.get(key, key)


def _answer(site: str | None, fields: dict[str, list[str]], source: str) -> Iterator[Fact]:
    if site is not None:
        yield Fact(site, "", "", source)
        yield from record(site, fields, source)
