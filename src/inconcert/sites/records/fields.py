"""From a named field of a record to what it says of a site."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from inconcert.pages.identifiers import denied, identifiers
from inconcert.sites.records import certificates, cleaning
from inconcert.sites.records.fact import Fact, site_of
from inconcert.sites.records.together import named_together, short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SETS = ("nameservers", "mail")
"""Kinds of which a record's fields make one set."""
_METAS = {
    "google-site-verification": "verify-google",
    "facebook-domain-verification": "verify-facebook",
    "yandex-verification": "verify-yandex",
    "p:domain_verify": "verify-pinterest",
    "msvalidate.01": "verify-bing",
    "pocket-site-verification": "verify-pocket",
    "alexaverifyid": "verify-alexa",
}


def plain(name: str) -> str:
    """A column's name without case, blanks and punctuation."""
    return "".join(filter(str.isalnum, name.lower()))


@cache
def columns() -> dict[str, Any]:
    """Which names are sites', types' and values'; and the kind that each other name holds."""
    raw = tomllib.loads(files(__package__).joinpath("columns.toml").read_text("utf-8"))
    whois = raw["whois"]
    return {
        **{role: frozenset(raw[role]) for role in ("site", "type", "value")},
        "kinds": {name: kind for kind, names in raw["kinds"].items() for name in names},
        "marks": frozenset(whois.pop("marks")),
        "whois": {name: kind for kind, names in whois.items() for name in names},
    }


def kinds_of(names: list[str]) -> dict[str, str]:
    """The kind that each recognised column of a table holds; a table of WHOIS has some of its own."""
    table = columns()
    found = {name: kind for name in names if (kind := kind_of(name)) is not None}
    if len({plain(name) for name in names} & table["marks"]) >= 2:
        found |= {name: table["whois"][plain(name)] for name in names if plain(name) in table["whois"]}
    return found


def kind_of(name: str) -> str | None:
    """The kind that a column or a type of indicator holds, ``None`` when it is not known."""
    found: str | None = columns()["kinds"].get(plain(name))
    return found


def facts(site: str, kind: str, raw: str, source: str) -> Iterator[Fact]:
    """What the text of a field of ``kind`` says of a site."""
    if kind == "whois":
        yield from _whois(site, raw, source)
        return
    if kind == "certificate-pem":
        yield from certificates.said(site, raw, source)
        return
    if kind == "certificate-names":
        yield from named_together(site, cleaning.hosts(raw), source)
        return
    for found, value in _READERS.get(kind, _as_it_is)(kind, raw):
        if not (found in {"redirect", "certificate-name", "owner-domain"} and value == site):
            yield Fact(site, found, short(value), source)
        if found in {"redirect", "certificate-name", "owner-domain"} and value != site:
            # The site that is named holds what is said of it.
            yield Fact(value, found, value, source)


def record(site: str, fields: Mapping[str, Any], source: str) -> Iterator[Fact]:
    """What a record with named fields says: a row, an answer of WHOIS."""
    yield from of_kinds(site, [(kind, fields[name]) for name, kind in kinds_of(list(fields)).items()], source)


def of_kinds(site: str, said: list[tuple[str, Any]], source: str) -> Iterator[Fact]:
    """What fields of known kinds in one record say; where one of a registrant's is hidden, all are the hider's."""
    texts = [(kind, text) for kind, value in said for text in _texts(value)]
    for kind in SETS:
        if len(parted := [text for one, text in texts if one == kind]) > 1:
            texts = [(one, text) for one, text in texts if one != kind] + [(kind, " ".join(parted))]
    veiled = any(kind.startswith("registrant-") and cleaning.hidden(text) for kind, text in texts)
    for kind, text in texts:
        if not (veiled and kind.startswith("registrant-")):
            yield from facts(site, kind, text, source)


def _texts(value: Any) -> list[str]:
    if value is None or isinstance(value, (bool, dict)):
        return []
    if isinstance(value, list):
        return [", ".join(str(part) for part in value if part is not None)]
    return [str(value)]


def _whois(site: str, raw: str, source: str) -> Iterator[Fact]:
    try:
        answer = json.loads(raw)
    except ValueError:
        return
    if isinstance(answer, dict):
        yield from record(site, answer, source)


def _ids(_: str, raw: str) -> Iterator[tuple[str, str]]:
    """Identifiers by their shape; Google's also as tools write them that drop the dash."""
    for part in cleaning.parts(raw):
        part = f"{part}-1" if re.fullmatch(r"UA-\d{4,10}", part) else part
        part = f"G-{part.removeprefix('G-')}" if re.fullmatch(r"(?:G-)?[A-Z0-9]{10}", part) else part
        yield from (pair for pair in identifiers(f"?id={part}'") if pair[0] != "ua-property")


def _number(kind: str, raw: str) -> Iterator[tuple[str, str]]:
    for found in re.findall(r"\d{4,20}", raw):
        if not denied(kind, found):
            yield kind, found


def _verification(_: str, raw: str) -> Iterator[tuple[str, str]]:
    name, _, value = raw.partition("|")
    kind = _METAS.get(name.strip().lower())
    if value.strip() and not cleaning.blank(value):
        yield kind or f"verify-{plain(name)}", value.strip()


def _wallet(_: str, raw: str) -> Iterator[tuple[str, str]]:
    yield from (pair for pair in identifiers(f" {raw} ") if pair[0].startswith("wallet-"))


def _address(_: str, raw: str) -> Iterator[tuple[str, str]]:
    for part in cleaning.parts(raw):
        if found := cleaning.address(part):
            yield "address", found
            if "." in found:
                yield "subnet", f"{found.rpartition('.')[0]}.0/24"


def _asn(_: str, raw: str) -> Iterator[tuple[str, str]]:
    for found in re.findall(r"\d{1,10}", raw)[:1]:
        yield "asn", f"AS{found}"


def _hosts(kind: str, raw: str) -> Iterator[tuple[str, str]]:
    found = cleaning.hosts(raw)
    if found:
        yield kind, " ".join(found)


def _person(kind: str, raw: str) -> Iterator[tuple[str, str]]:
    entries = cleaning.parts(raw) if kind == "registrant-email" else [raw]
    for entry in entries:
        if found := cleaning.person(kind, entry):
            yield kind, found


def _registered(kind: str, raw: str) -> Iterator[tuple[str, str]]:
    if found := cleaning.instant(raw):
        yield kind, f"{found[0]} {found[1]}"


def _registrar(kind: str, raw: str) -> Iterator[tuple[str, str]]:
    if not cleaning.blank(raw):
        yield kind, " ".join(raw.lower().split())


def _site(kind: str, raw: str) -> Iterator[tuple[str, str]]:
    for part in cleaning.parts(raw):
        if found := site_of(part):
            yield kind, found


def _fingerprint(kind: str, raw: str) -> Iterator[tuple[str, str]]:
    found = raw.strip().lower().replace(":", "")
    if re.fullmatch(r"[0-9a-f]{16,128}", found):
        yield kind, found


def _favicon(kind: str, raw: str) -> Iterator[tuple[str, str]]:
    if re.fullmatch(r"-?\d{4,11}|[0-9a-f]{32}|[0-9a-f]{64}", raw.strip()):
        yield kind, raw.strip()


def _as_it_is(kind: str, raw: str) -> Iterator[tuple[str, str]]:
    value = " ".join(raw.split())
    if not cleaning.blank(value) and not denied(kind, value):
        yield kind, value


_READERS: dict[str, Callable[[str, str], Iterator[tuple[str, str]]]] = {
    "ids": _ids,
    "verification": _verification,
    "wallet": _wallet,
    "address": _address,
    "asn": _asn,
    **dict.fromkeys(("nameservers", "mail", "hostname"), _hosts),
    **dict.fromkeys((f"registrant-{part}" for part in ("email", "name", "org", "phone", "address")), _person),
    "registered": _registered,
    "registrar": _registrar,
    **dict.fromkeys(("redirect", "certificate-name", "owner-domain"), _site),
    "certificate": _fingerprint,
    "favicon": _favicon,
    **dict.fromkeys(("facebook-pixel", "facebook-app", "facebook-page", "yandex-metrica", "hotjar"), _number),
    **dict.fromkeys(("linkedin-insight", "comscore", "pinterest-tag"), _number),
}
