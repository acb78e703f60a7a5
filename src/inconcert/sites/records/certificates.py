"""Certificate transparency as crt.sh answers in JSON: one entry a certificate, names one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.sites.records.fact import Fact, site_of
from inconcert.sites.records.fields import named_together

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = 100
"""Sites on one certificate; above, it is a platform's, which puts its customers together."""


def is_certificate(found: Any) -> bool:
    """Whether a JSON object is an entry of crt.sh."""
    return isinstance(found, dict) and "name_value" in found and ("issuer_name" in found or "common_name" in found)


def read_certificate(found: dict[str, Any], source: str) -> Iterator[Fact]:
    """The sites that one certificate names together."""
    names = f"{found.get('common_name') or ''}\n{found.get('name_value') or ''}".split("\n")
    sites = sorted({site for name in names if (site := site_of(name)) is not None})
    for site in sites[:_NAMES]:
        yield Fact(site, "", "", source)
    if 1 < len(sites) <= _NAMES:
        yield from named_together(sites[0], sites, source)
