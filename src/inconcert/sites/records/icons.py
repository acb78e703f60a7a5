"""Icons of sites: the number by which search engines for hosts know them."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from inconcert.sites.records.fact import Fact, Receipt, host_of, site_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LARGEST = 1 << 20


def icon_hash(data: bytes) -> int:
    """MurmurHash3 (32 bits, signed) of the icon in Base64 with a line break after every 76 characters and at the end.

    Without the line breaks another number comes out, which no search engine knows.
    """
    import mmh3

    return mmh3.hash(base64.encodebytes(data))


def read_icon(file: Path, receipt: Receipt) -> Iterator[Fact]:
    """The hash of an icon, said of the site that its folder or the beginning of its name names."""
    named = site_named(file)
    if named is None:
        receipt.refuse(str(file), "neither name nor folder says whose icon it is.", "Put it in a folder named by site.")
        return
    data = file.read_bytes()[: _LARGEST + 1]
    if len(data) <= _LARGEST and data:
        receipt.files["icon"] += 1
        yield Fact(named, "favicon", str(icon_hash(data)), str(file))


def site_named(file: Path) -> str | None:
    """The site whose name a folder bears, or a file (``example.org.html.gz``, ``example.org_ads.txt``)."""
    name = file.name
    for ending in (
        ".gz",
        ".zst",
        ".html",
        ".htm",
        ".ico",
        ".png",
        ".json",
        ".txt",
        ".xml",
        ".mhtml",
        ".warc",
        ".har",
        ".pem",
        ".crt",
        ".cer",
        ".der",
    ):
        name = name.removesuffix(ending)
    for text in (name, name.partition("_")[0], file.parent.name, file.parent.parent.name):
        host = host_of(text)
        if host is not None and _real(host):
            return site_of(host)
    return None


def _real(host: str) -> bool:
    """Whether a host ends in a public suffix: «article.v2» is a name of a file."""
    from inconcert.normalise.urls import registered_domain

    return known_suffix(host) and bool(registered_domain(host))


def known_suffix(host: str) -> bool:
    """Whether the ending of a host is on the public suffix list."""
    from inconcert.normalise.urls import _suffixes  # the one list there is

    found = _suffixes().extract_str(host)
    return bool(found.suffix and found.domain)
