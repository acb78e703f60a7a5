"""Sites that one record names together."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from inconcert.sites.records.fact import Fact, site_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 200
"""Characters of a value; longer ones are known by their hash."""


def named_together(site: str, hosts: list[str], source: str) -> Iterator[Fact]:
    """One certificate with the names of several sites, said of each of them.

    A platform's name stands first, so that it is seen in a value that is shortened.
    """
    from inconcert.sites.hands.common import reason

    sites = sorted({site, *filter(None, map(site_of, hosts))})
    sites.sort(key=lambda one: reason("certificate-name", one) is None)
    if len(sites) > 1:
        value = " ".join(sites)
        for one in sites:
            yield Fact(one, "certificate-names", short(value), source)


def short(value: str) -> str:
    """A value as facts hold it: a long one is cut, and its hash tells it from others that begin alike."""
    if len(value) <= _LONGEST:
        return value
    return f"{value[:60]}… {sha256(value.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
