"""One thing that a record says of a site, and how sites are named."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from inconcert.normalise.urls import registered_domain

_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\.)+[a-z0-9-]{2,63}")
_HOMES = frozenset(
    [
        "tilda.ws",
        "squarespace.com",
        "livejournal.com",
        "narod.ru",
        "ucoz.ru",
        "ucoz.net",
        "ucoz.com",
        "over-blog.com",
        "altervista.org",
        "webnode.com",
        "jimdo.com",
        "jimdofree.com",
        "strikingly.com",
        "substack.com",
        "medium.com",
        "tumblr.com",
        "wordpress.com",
        "blogspot.com",
        "weebly.com",
        "wixsite.com",
        "canalblog.com",
        "blog.hu",
        "skyrock.com",
        "hatenablog.com",
        "mystrikingly.com",
        "site123.me",
    ]
)
"""Hosts of other people's sites that the public suffix list does not, or not always, hold."""
_WORDS = re.compile(r"\s*\(.*\)\s*$")


class Fact(NamedTuple):
    """One value of one kind at one site."""

    site: str
    """Registered domain; blogs on shared hosts are sites of their own."""
    kind: str
    value: str
    source: str
    """File that says so."""


@dataclass
class Receipt:
    """What was read, and what was not and why."""

    files: Counter[str] = field(default_factory=Counter)
    """Files of each kind of record."""
    unread: Counter[str] = field(default_factory=Counter)
    """Reasons, and how many rows or files each befell."""
    lines: list[str] = field(default_factory=list)
    """One line for each file with something to say."""

    def refuse(self, source: str, what: str, todo: str = "") -> None:
        """Take note of a file or record that was not read."""
        self.lines.append(f"{source}: {what}" + (f" {todo}" if todo else ""))


def site_of(text: str | None) -> str | None:
    """The site that an address, a host or a defanged domain belongs to; ``None`` when it is none.

    Hosts of one registered domain are one site. Numbers of hosts (10.0.0.1) are no sites.
    """
    host = host_of(text)
    if host is None:
        return None
    found = registered_domain(host)
    if found in _HOMES and host.removeprefix("www.") != found:
        return ".".join(host.split(".")[-found.count(".") - 2 :])
    return found


def host_of(text: str | None) -> str | None:
    """The host in an address or a name as people write it, lower case, IDN in ASCII; ``None`` when there is none."""
    plain = _WORDS.sub("", (text or "").strip().strip("\"'")).replace("[.]", ".").replace("(.)", ".")
    plain = plain.replace("hxxp", "http", 1).lower().removeprefix("*.").rstrip(".")
    if "/" in plain or ":" in plain:
        try:
            plain = urlsplit(plain if "://" in plain else f"//{plain}").hostname or ""
        except ValueError:
            return None
    if not plain.isascii():
        try:
            plain = plain.encode("idna").decode()
        except UnicodeError:
            return None
    plain = plain.rstrip(".")
    real = _HOST.fullmatch(plain) and not plain.replace(".", "").isdigit() and len(plain) <= 253
    return plain if real else None
