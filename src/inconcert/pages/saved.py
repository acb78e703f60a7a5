"""Where and when a page was saved, as far as the file says: comments of the savers, names of files."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

_HEAD = 65536
_IE = re.compile(r"<!--\s*saved from url=\(\d{4}\)(\S{1,2000}?)\s*-->", re.IGNORECASE)
_SINGLEFILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s*\n?\s*url:\s*(\S{1,4000})\s*\n?\s*saved date:\s*([^\n]{1,100}?)\s*(?:\n|-->)",
    re.IGNORECASE,
)
_HTTRACK = re.compile(
    r"<!--\s*Mirrored from (\S{1,2000}) by HTTrack[^,>]{0,200}(?:,\s*([^>]{1,60}?))?\s*-->", re.IGNORECASE
)
_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([_.\-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?:\2?T?(\d\d)(\d\d)(\d\d))?(?!\d)"
)
_JAVASCRIPT = re.compile(
    r"(?:\w{3} )?(\w{3}) (\d{1,2}) (\d{4}) (\d\d):(\d\d):(\d\d) (?:GMT|UTC)([+\-]\d\d):?(\d\d)", re.ASCII
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def saved_from(html: str) -> tuple[str | None, int | None]:
    """Address and time that the program which saved the page wrote into a comment."""
    head = html[:_HEAD]
    if hit := _SINGLEFILE.search(head):
        return _web(hit[1]), instant(hit[2])
    if hit := _IE.search(head):
        return _web(hit[1]), None
    if hit := _HTTRACK.search(head):
        return _web(hit[1] if "://" in hit[1] else f"http://{hit[1]}"), instant(hit[2] or "")
    return None, None


def named_day(name: str) -> int | None:
    """The day, or second, in the name of a file: ``paper_2024_05_16.html.gz``, ``20240516123000.html``."""
    hits = list(_DAY.finditer(name))
    if not hits:
        return None
    year, _, month, day, *clock = hits[-1].groups()
    hour, minute, second = (int(part or 0) for part in clock)
    try:
        return micros(datetime(int(year), int(month), int(day), hour, minute, second, tzinfo=UTC))
    except ValueError:
        return None


def instant(text: str) -> int | None:
    """Microseconds since 1970 of a time with a zone, in ISO 8601, e-mail or JavaScript spelling; else ``None``."""
    text = text.strip()
    for reader in (_iso, _javascript, _mail):
        found = reader(text)
        if found is not None and found.tzinfo is not None:
            return micros(found)
    return None


def micros(when: datetime) -> int:
    """Microseconds since 1970 UTC."""
    return (when - _EPOCH) // timedelta(microseconds=1)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        return None


def _javascript(text: str) -> datetime | None:
    hit = _JAVASCRIPT.match(text)
    if hit is None or hit[1].lower() not in _MONTHS:
        return None
    month = _MONTHS.index(hit[1].lower()) + 1
    clock = f"{hit[3]}-{month:02d}-{int(hit[2]):02d}T{hit[4]}:{hit[5]}:{hit[6]}{hit[7]}:{hit[8]}"
    return _iso(clock)


def _mail(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else (found.replace(tzinfo=UTC) if text.endswith("-0000") else None)


def _web(address: str) -> str | None:
    """The address when it is one of the web; ``about:internet`` and the like are not."""
    try:
        parts = urlsplit(address)
        return address if parts.scheme.lower() in {"http", "https"} and parts.hostname else None
    except ValueError:
        return None
