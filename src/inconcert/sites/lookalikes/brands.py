"""The names that are protected: a domain, other names of it, and what its owner also holds."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from inconcert.errors import InputError, Place
from inconcert.sites.lookalikes.tables import everyday
from inconcert.sites.names import split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


EVERYWHERE = ".*"
"""Ends a name among :attr:`Brand.also` that its owner holds under nearly every ending."""


@dataclass(frozen=True, slots=True)
class Brand:
    """One protected name."""

    domain: str
    """The brand's own domain, or a public suffix that is itself the brand (``gouv.fr``)."""
    aliases: tuple[str, ...] = ()
    """Other names it goes by, as labels or domains: ``thenewyorktimes`` for nytimes.com. A domain among them is the
    brand's own."""
    country: str = ""
    """Two letters, where known."""
    owner: str = ""
    """Group that publishes it, where known."""
    also: tuple[str, ...] = ()
    """Other domains of the same owner: never reported."""
    namesakes: tuple[str, ...] = ()
    """Honest domains of others that carry the same name: reported as leads, with the reason."""
    since: int | None = None
    """Year since which the brand has its name, where known: what was registered before did not copy it."""
    service: bool = False
    """Whether it is a program or service that people get, pay for or sign into."""

    @property
    def own(self) -> frozenset[str]:
        """All domains of the brand and its owner."""
        also = (name for name in self.also if not name.endswith(EVERYWHERE))
        return frozenset((self.domain, *also, *(name for name in self.aliases if "." in name)))

    @property
    def everywhere(self) -> frozenset[str]:
        """Labels that the owner holds under nearly every ending of a country."""
        return frozenset(name.removesuffix(EVERYWHERE) for name in self.also if name.endswith(EVERYWHERE))


@cache
def starter() -> dict[str, Brand]:
    """The list of outlets and institutions that is shipped, by domain: facts only, from general knowledge."""
    return {row["domain"]: _starter(row) for row in _shipped("brands.csv")}


@cache
def services() -> dict[str, Brand]:
    """Programs and services that are known, by domain: not on the list of outlets, added to what a user protects."""
    return {row["domain"]: replace(_starter(row), service=True) for row in _shipped("services.csv")}


def _shipped(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@cache
def _names_of_services() -> frozenset[str]:
    return frozenset(name for brand in services().values() for name in (split(brand.domain).label, *brand.aliases))


def _starter(row: dict[str, str]) -> Brand:
    return Brand(
        domain=row["domain"],
        aliases=tuple(row["aliases"].split()),
        country=row["country"],
        owner=row["owner"],
        also=tuple(row["also"].split()),
        namesakes=tuple(row["namesakes"].split()),
        since=int(row["since"]) if row["since"] else None,
    )


@cache
def _by_owner() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for brand in (*starter().values(), *services().values()):
        if brand.owner:
            found.setdefault(brand.owner, set()).update(brand.own)
    return {owner: frozenset(domains) for owner, domains in found.items()}


def known(brand: Brand) -> Brand:
    """A brand with what the shipped list knows of its domain added: aliases, country, owner and the owner's domains."""
    found = starter().get(brand.domain) or services().get(brand.domain)
    if found is None:
        names = {name for name in (split(brand.domain).label, *brand.aliases) if not everyday(name)}
        return replace(brand, service=brand.service or not names.isdisjoint(_names_of_services()))
    owner = brand.owner or found.owner
    also = {*brand.also, *found.also, *_by_owner().get(owner, ())} - {brand.domain}
    return replace(
        brand,
        aliases=tuple(dict.fromkeys((*brand.aliases, *found.aliases))),
        country=brand.country or found.country,
        owner=owner,
        also=tuple(sorted(also)),
        namesakes=tuple(dict.fromkeys((*brand.namesakes, *found.namesakes))),
        since=brand.since or found.since,
        service=brand.service or found.service,
    )


def read_brands(path: Path, said: Callable[[str], None] = lambda _: None) -> list[Brand]:
    """Brands of a file, one a line: ``domain``, or ``domain,alias,alias``; ``#`` begins a remark.

    Args:
        path: the file, in UTF-8.
        said: is given one sentence for each line that is no brand.

    Raises:
        InputError: the file cannot be read or holds no brand.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or "") if isinstance(error, OSError) else "it is not UTF-8 text"
        raise InputError(f"cannot be read: {reason}.", where=Place(path)) from None
    found = list(_lines(text.splitlines(), path, said))
    if not found:
        raise InputError("holds no brand.", where=Place(path), todo="Write one domain a line: spiegel.de")
    return list({brand.domain: brand for brand in found}.values())


def _lines(lines: list[str], path: Path, said: Callable[[str], None]) -> Iterable[Brand]:
    for number, line in enumerate(lines, 1):
        first, *others = [cell.strip().strip('"').strip() for cell in line.partition("#")[0].split(",")]
        domain = _domain(first)
        if domain:
            yield Brand(domain, tuple(alias.lower() for alias in others if alias))
        elif first and not (number == 1 and first.lower() in ("domain", "brand", "host", "site", "url")):
            said(f"{Place(path, number)}: '{first[:60]}' is no domain; it was left out.")


def _domain(written: str) -> str:
    """The registered domain, or public suffix, that a cell of a brands file names; empty when it names none."""
    from inconcert.sites.lookalikes.cleaning import cleaned

    host = cleaned(written)
    name = split(host) if host else None
    if name is None or not (name.label or name.suffix):
        return ""
    return _shortest(name.host) if name.subdomain else name.host


def _shortest(host: str) -> str:
    name = split(host)
    return name.registered if name.subdomain in ("www", "m", "amp") else host
