"""Values of records made comparable; what is empty, hidden or malformed gives nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from ipaddress import ip_address

from inconcert.sites.records.fact import host_of

_LIST = re.compile(r"[\s,;|'\"\[\]]+")
_NULL = frozenset(
    [
        "none",
        "null",
        "nan",
        "n/a",
        "na",
        "-",
        "--",
        ".",
        "nil",
        "unknown",
        "undefined",
        "empty",
        "yes",
        "true",
        "false",
        "not available",
        "not disclosed",
        "not applicable",
        "no data",
        "none given",
        "not provided",
        "no",
        "",
    ]
)
_HIDDEN = re.compile(
    r"redacted|privacy|private|whois ?guard|whois ?proxy|by ?proxy|proxy (?:service|protect)"
    r"|protected|protection|anonymi[sz]|withheld"
    r"|not disclosed|gdpr|masked|whois ?agent|whois ?protect|identity (?:shield|protect)"
    r"|contact ?privacy|perfect privacy"
    r"|data protected|non.?public|select (?:request|contact)|domain ?admin"
    r"|hostmaster|registration ?private|see privacy"
    r"|statutory mask|on behalf of|super ?privacy|id ?shield|hidden|domain (?:administrator|manager|owner)|dns admin"
    r"|rdds|query the|please|visit |www\.|https?:",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:abuse|[\w.-]*abuse[\w.-]*|hostmaster|noc|dns|dns-?admin|domain[\w.-]*abuse|registrar[\w.-]*|whois[\w.-]*"
    r"|support|security[\w.-]*|[\w.-]*threats?|complaints?|ccops|compliance|legal)@"
)
_TIME = re.compile(
    r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})"
    r"(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_NAMED = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3})[a-z]*[- ](\d{4})(?:[T ](\d{2}):(\d{2}):(\d{2}))?")
_PYTHON = re.compile(r"datetime\((\d{4}), (\d{1,2}), (\d{1,2}), (\d{1,2}), (\d{1,2})(?:, (\d{1,2}))?")
"""As libraries for WHOIS print lists of times; seconds that are left out are nought."""
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def blank(text: str) -> bool:
    """Whether a field says nothing: empty, null, «none»."""
    return text.strip().lower() in _NULL


def hidden(text: str) -> bool:
    """Whether a field of WHOIS is what a privacy service or a registry puts instead of a person."""
    return bool(_HIDDEN.search(text))


def parts(text: str) -> list[str]:
    """The entries of a list written into one cell, whatever its brackets and commas."""
    return [part for part in _LIST.split(text) if not blank(part)]


def address(text: str) -> str | None:
    """A public internet address, in its shortest spelling."""
    try:
        found = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return str(found) if found.is_global else None


def hosts(text: str) -> list[str]:
    """Hosts in a list, sorted, without the numbers that stand before mail servers."""
    return sorted({host for part in parts(text) if (host := host_of(part))})


def person(kind: str, text: str) -> str | None:
    """A registrant's field, lower case; ``None`` when it is hidden, a role's or too short to mean somebody."""
    plain = " ".join(text.lower().split())
    if blank(plain) or hidden(plain):
        return None
    if kind == "registrant-email":
        return plain if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", plain) and not _ROLE.match(plain) else None
    if kind == "registrant-phone":
        digits = "".join(filter(str.isdigit, plain))
        return digits if len(digits) >= 8 and len(set(digits)) > 3 else None
    return plain if len(plain) >= 4 and any(map(str.isalpha, plain)) else None


def instant(text: str) -> tuple[int, int] | None:
    """A time of registration as seconds since 1970 UTC, and how fine its clock is: 1, 60 or 86,400 seconds.

    Midnight, and the four and five o'clock of registries that kept days of New York, are taken for days. Times without
    a zone are taken as UTC, as registries write them.
    """
    if hit := _PYTHON.search(text):
        year, month, day, hour, minute, second = hit.groups()
        return _seconds((year, month, day), [hour, minute, second or "0"], None)
    if hit := _TIME.search(text):
        year, month, day, *clock, zone = hit.groups()
        return _seconds((year, month, day), clock, zone)
    if (hit := _NAMED.search(text)) and hit[2].lower() in _MONTHS:
        day, name, year, *clock = hit.groups()
        return _seconds((year, str(_MONTHS.index(name.lower()) + 1), day), clock, None)
    return None


def _seconds(date: tuple[str, str, str], clock: list[str | None], zone: str | None) -> tuple[int, int] | None:
    hour, minute, second = (int(part or 0) for part in clock)
    try:
        year, month, day = map(int, date)
        moment = datetime(year, month, day, hour, minute, second, tzinfo=_zone(zone))
    except ValueError:
        return None
    if moment.year < 1970:
        return None
    if clock[0] is None or (hour in {0, 4, 5} and minute == second == 0):
        return int(moment.timestamp()), 86_400
    return int(moment.timestamp()), 60 if clock[2] is None else 1


def _zone(text: str | None) -> timezone:
    if text is None or text in {"Z", "UTC", "GMT"}:
        return UTC
    ahead = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-ahead if text[0] == "-" else ahead)
