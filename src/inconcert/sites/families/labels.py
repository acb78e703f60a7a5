"""Names of candidates: the label somebody chose, and the public suffix it hangs under."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple
from unicodedata import combining, normalize

CLASSIC = frozenset(
    ("com", "net", "org", "info", "biz", "edu", "gov", "mil", "int", "eu", "asia", "mobi", "tel", "name")
)
"""Suffixes under which owners of a brand register it out of habit; all of them, and those of countries, cost more."""


class Label(NamedTuple):
    """What a registrant chose."""

    label: str
    """Lower case, ASCII: an internationalised name stays in punycode. Empty when the host is a bare suffix."""
    suffix: str
    """Public suffix, private ones included (``co.com``); the last part of the host when none is known."""


@cache
def _rules() -> frozenset[str]:
    """The bundled public suffix list, rules as they are written there; nothing is fetched."""
    from tldextract import TLDExtract

    listed = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True).tlds
    return frozenset(rule.encode("idna").decode() if not rule.isascii() else rule for rule in listed)


def split(host: str) -> Label:
    """The registered label of a host and its public suffix; what is left of them (``www.``) is dropped."""
    parts = host.split(".")
    rules = _rules()
    for place in range(len(parts)):
        ending = ".".join(parts[place:])
        parent = ending.partition(".")[2]
        if f"!{ending}" in rules:
            return Label(parts[place], parent)
        if ending in rules or f"*.{parent}" in rules:
            return Label(parts[place - 1] if place else "", ending)
    return Label(parts[-2], parts[-1]) if len(parts) > 1 else Label(host, "")


def folded(label: str) -> str:
    """A label without accents: ``xn--bcher-kva``, that is bücher, becomes ``bucher``. Other scripts stay punycode."""
    if not label.startswith("xn--"):
        return label
    try:
        plain = normalize("NFKD", label[4:].encode("ascii").decode("punycode"))
    except UnicodeError:
        return label
    bare = "".join(sign for sign in plain if not combining(sign)).lower()
    return bare if bare.isascii() and bare else label


def is_cheap(suffix: str) -> bool:
    """Whether a suffix is one of those sold for little: neither a classic one nor one of a country."""
    last = suffix.rpartition(".")[2]
    return (len(last) > 2 and last not in CLASSIC) or last in _SOLD_AS_GENERIC


_SOLD_AS_GENERIC = frozenset(("pw", "cc", "ws", "tk", "ml", "ga", "cf", "gq", "me", "su", "to", "la", "io", "ai"))
"""Codes of countries that are sold to everybody as if they meant something else."""
