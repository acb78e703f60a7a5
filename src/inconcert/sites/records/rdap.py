"""Answers of RDAP (RFC 9083): a domain with its events, name servers and entities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.sites.records.fact import Fact, site_of
from inconcert.sites.records.fields import facts

if TYPE_CHECKING:
    from collections.abc import Iterator

_CARD = {"email": "registrant-email", "fn": "registrant-name", "org": "registrant-org", "tel": "registrant-phone"}


def is_rdap(found: Any) -> bool:
    """Whether a JSON object is an RDAP answer on a domain."""
    return isinstance(found, dict) and found.get("objectClassName") == "domain" and "ldhName" in found


def read_rdap(found: dict[str, Any], source: str) -> Iterator[Fact]:
    """Registration, registrar, name servers and registrant of one answer."""
    site = site_of(str(found.get("ldhName")))
    if site is None:
        return
    yield Fact(site, "", "", source)
    for event in _dicts(found.get("events")):
        if event.get("eventAction") == "registration":
            yield from facts(site, "registered", str(event.get("eventDate", "")), source)
    servers = [str(server.get("ldhName", "")) for server in _dicts(found.get("nameservers"))]
    yield from facts(site, "nameservers", " ".join(servers), source)
    for entity in _dicts(found.get("entities")):
        yield from _entity(site, entity, source)


def _entity(site: str, entity: dict[str, Any], source: str) -> Iterator[Fact]:
    roles = entity.get("roles") or []
    for name, value in _card(entity.get("vcardArray")):
        if "registrar" in roles:
            if name == "fn":
                yield from facts(site, "registrar", value, source)
        elif name in _CARD and not {"abuse", "sponsor", "reseller"} & set(roles):
            yield from facts(site, _CARD[name], value, source)


def _card(card: Any) -> Iterator[tuple[str, str]]:
    """Names and values of a jCard; whatever is not shaped like one gives nothing."""
    entries = card[1] if isinstance(card, list) and len(card) > 1 and isinstance(card[1], list) else []
    for entry in entries:
        if isinstance(entry, list) and len(entry) >= 4:
            value = entry[3][0] if isinstance(entry[3], list) and entry[3] else entry[3]
            if isinstance(value, str):
                yield str(entry[0]).lower(), value.removeprefix("tel:")


def _dicts(found: Any) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
