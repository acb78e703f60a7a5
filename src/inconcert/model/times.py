"""Instants with their precision: read stamps in the forms sources write them, never guessing a zone.

An instant is a whole number of microseconds since 1970 UTC.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from datetime import time as clock
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from inconcert.errors import UsageError, ZoneNeeded

SECOND = 1_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 86400 * SECOND
EARLIEST = 631_152_000 * SECOND
"""1990-01-01: posts stamped before it carry a zero or broken clock."""

ABBREVIATIONS = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180,
    "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
}  # fmt: skip
"""Zone abbreviations that sources write, in minutes east of UTC; others (IST, BST …) mean several zones."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # a naive UTC moment: all arithmetic here is on those
_LOOSE = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*"
    r"(Z|[A-Z]{1,4}|[+-]\d{2}:?\d{2})?)?"
)
_ORDERED = re.compile(
    r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp][Mm])?)?"
)


class Stamp(NamedTuple):
    """One instant as a source wrote it."""

    at: int
    """Microseconds since 1970 UTC."""
    offset: int | None
    """Offset of the stamp in minutes where the source wrote one."""
    precision: float
    """Seconds: 60 when the form has no seconds, 86400 when it has no time of day, else 0 (as fine as the source)."""


class UnreadableError(ValueError):
    """A value that cannot be read; the message says why without the value, so that receipts can count it."""


Reader = Callable[[Any], Stamp]
_Parts = tuple[datetime, float]


def reader(forms: Sequence[str], zone: str = "") -> Reader:
    """Compile ``forms`` (``iso``, ``unix``, ``dmy``, ``mdy`` or strptime patterns, tried in order) to one function.

    Stamps without an offset are taken in ``zone``; Unix times are UTC by definition.

    Raises:
        UsageError: the zone or a pattern cannot be read.
        ZoneNeeded: (when called) a stamp has no offset and ``zone`` is empty.
        UnreadableError: (when called) no form fits.
    """
    settled = _settle(zone_named(zone) if zone else None)
    reads = tuple(_form(form, settled) for form in forms)

    def read(value: Any) -> Stamp:
        if isinstance(value, datetime):
            return settled(value, 0.0)
        if isinstance(value, date):
            return settled(datetime.combine(value, clock.min), 86400.0)
        for one in reads:
            stamp = one(value)
            if stamp is not None:
                return stamp
        raise UnreadableError(f"not a time in the form {' or '.join(forms)}")

    return read


@cache
def zone_named(name: str) -> tzinfo:
    """The zone called ``name``: ``UTC``, ``Europe/Berlin`` or an offset such as ``+02:00``.

    Raises:
        UsageError: there is none, with the nearest names.
    """
    if name.upper() in ("UTC", "Z", "GMT"):
        return UTC
    if re.fullmatch(r"[+-]\d{2}:?\d{2}", name):
        return timezone(timedelta(minutes=_offset(name)))
    names = {known.lower(): known for known in available_timezones()}
    if name.lower() in names:
        return ZoneInfo(names[name.lower()])
    near = [names[hit] for hit in get_close_matches(name.lower(), list(names), 3, 0.6)]
    hint = f"Did you mean {' or '.join(near)}?" if near else "Give a name such as UTC, Europe/Berlin or +02:00."
    raise UsageError(f"there is no time zone '{name}'.", todo=hint)


def offset_at(name: str, at: int) -> int:
    """Minutes east of UTC of the zone called ``name`` at an instant in microseconds since 1970.

    Raises:
        UsageError: there is no such zone.
    """
    zone = zone_named(name)
    away = (_EPOCH + timedelta(microseconds=at)).replace(tzinfo=UTC).astimezone(zone).utcoffset() or timedelta()
    return (away.days * 86400 + away.seconds) // 60


def order_of(texts: Sequence[str]) -> str:
    """Order of day and month in ``texts``.

    ``dmy`` or ``mdy`` when they settle it, ``both`` when they contradict each other, ``open`` when they leave it
    open, ``''`` when they are not of this kind.
    """
    first = second = seen = 0
    for text in texts:
        match = _ORDERED.fullmatch(text.strip())
        if match:
            seen, first, second = seen + 1, max(first, int(match[1])), max(second, int(match[2]))
    if seen < 0.8 * len(texts) or not seen:
        return ""
    if first > 12 and second > 12:
        return "both"
    return "dmy" if first > 12 else "mdy" if second > 12 else "open"


class Clock:
    """Watches the stamps of a file for a clock coarser than it looks.

    Ten distinct stamps that all fall on whole minutes happen by chance once in 60^10 files.
    """

    enough = 10

    def __init__(self) -> None:
        self._common, self._seen = 0, set[int]()

    def see(self, at: int, offset: int | None) -> None:
        """Take one instant; the offset matters only for stamps of whole days."""
        wall = at + (offset or 0) * MINUTE
        self._common = math.gcd(self._common, wall)
        if len(self._seen) < self.enough:
            self._seen.add(wall)

    def precision(self) -> float:
        """86400, 3600 or 60 seconds when all stamps say so; 0 when the clock is finer or there are too few stamps."""
        if len(self._seen) < self.enough or not self._common:
            return 0.0
        return next((unit / SECOND for unit in (DAY, HOUR, MINUTE) if self._common % unit == 0), 0.0)


def micros(moment: datetime) -> int:
    """A naive UTC moment as microseconds since 1970."""
    delta = moment - _EPOCH
    return delta.days * DAY + delta.seconds * SECOND + delta.microseconds


def instant(text: str) -> int:
    """An instant in ISO text, UTC where it names no zone; the other way round than :func:`iso`.

    Raises:
        ValueError: it is none.
    """
    moment = datetime.fromisoformat(text)
    return micros(moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment)


def iso(at: int) -> str:
    """An instant as ISO text in UTC, to the second."""
    return (_EPOCH + timedelta(microseconds=at)).isoformat(timespec="seconds") + "Z"


def _settle(zone: tzinfo | None) -> Callable[[datetime, float], Stamp]:
    def settle(moment: datetime, precision: float) -> Stamp:
        offset = None
        if moment.tzinfo is not None:
            away = moment.utcoffset() or timedelta()
            offset = (away.days * 86400 + away.seconds) // 60
            naive = moment.replace(tzinfo=None) - away
        elif zone is UTC:
            naive = moment
        elif zone is None:
            raise ZoneNeeded(f"the time '{moment}' has no zone.", todo="Say which with --timezone, for example UTC.")
        else:
            naive = moment - (zone.utcoffset(moment) or timedelta())
        return Stamp(micros(naive), offset, precision)

    def guarded(moment: datetime, precision: float) -> Stamp:
        try:
            return settle(moment, precision)
        except OverflowError:
            raise UnreadableError("a time outside the calendar") from None

    return guarded


def _form(form: str, settle: Callable[[datetime, float], Stamp]) -> Callable[[Any], Stamp | None]:
    if form == "unix":
        return _unix
    parse = {"iso": _iso, "dmy": _day_first, "mdy": _month_first}.get(form) or _pattern(form)

    def read(value: Any) -> Stamp | None:
        if not isinstance(value, str):
            return None
        parts = parse(value)
        return None if parts is None else settle(*parts)

    return read


def _unix(value: Any) -> Stamp | None:
    """Seconds, milli-, micro- or nanoseconds since 1970, told apart by size."""
    if isinstance(value, bool):
        return None
    try:
        number = _number(value)
    except (ValueError, ArithmeticError, TypeError):
        return None
    size = abs(number)
    if size >= 10**20:
        return None
    scale = SECOND if size < 10**11 else 1000 if size < 10**14 else 1
    return Stamp(round(number * scale) if size < 10**17 else int(number // 1000), None, 0.0)


def _number(value: Any) -> Decimal:
    if isinstance(value, str):
        if not value.isascii():
            raise ValueError(value)
        made = Decimal(value.strip())
    elif isinstance(value, (int, float, Decimal)):
        made = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    else:
        raise TypeError(value)
    if not made.is_finite():
        raise ValueError(value)
    return made


def _iso(text: str) -> _Parts | None:
    if len(text) >= 19 and text[4] == "-" and text[16] == ":":
        try:
            return datetime.fromisoformat(text), 0.0
        except ValueError:
            pass
    match = _LOOSE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    away = _zone(zone) if zone else None
    if zone and away is None:
        return None
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    numbers = (int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), micro)
    return _moment(numbers, away, 86400.0 if hour is None else 60.0 if second is None else 0.0)


def _moment(numbers: tuple[int, ...], zone: tzinfo | None, precision: float) -> _Parts | None:
    try:
        year, month, day, hour, minute, second, micro = numbers
        return datetime(year, month, day, hour, minute, min(second, 59), micro, tzinfo=zone), precision
    except ValueError:
        return None


def _zone(text: str) -> tzinfo | None:
    if text[0] in "+-":
        return timezone(timedelta(minutes=_offset(text)))
    minutes = ABBREVIATIONS.get(text)
    return None if minutes is None else timezone(timedelta(minutes=minutes))


def _offset(text: str) -> int:
    digits = text[1:].replace(":", "")
    minutes = min(int(digits[:2]) * 60 + int(digits[2:]), 1439)
    return -minutes if text[0] == "-" else minutes


def _day_first(text: str) -> _Parts | None:
    return _ordered(text, 2, 1)


def _month_first(text: str) -> _Parts | None:
    return _ordered(text, 1, 2)


def _ordered(text: str, month: int, day: int) -> _Parts | None:
    match = _ORDERED.fullmatch(text.strip())
    if match is None:
        return None
    year = int(match[3]) + (0 if len(match[3]) == 4 else 2000 if int(match[3]) < 69 else 1900)
    hour = int(match[4] or 0)
    if match[7]:
        hour = hour % 12 + (12 if match[7].lower() == "pm" else 0)
    precision = 86400.0 if match[4] is None else 60.0 if match[6] is None else 0.0
    return _moment((year, int(match[month]), int(match[day]), hour, int(match[5] or 0), int(match[6] or 0), 0),
                   None, precision)  # fmt: skip


_DIRECTIVES = {
    "Y": r"(?P<Y>\d{4})", "y": r"(?P<y>\d{2})", "m": r"(?P<m>\d{1,2})", "d": r"(?P<d>\d{1,2})",
    "H": r"(?P<H>\d{1,2})", "I": r"(?P<I>\d{1,2})", "M": r"(?P<M>\d{1,2})", "S": r"(?P<S>\d{1,2})",
    "f": r"(?P<f>\d{1,6})", "p": r"(?P<p>[AaPp]\.?[Mm]\.?)", "z": r"(?P<z>Z|[+-]\d{2}:?\d{2})",
    "Z": r"(?P<Z>[A-Za-z]{1,5})", "b": r"(?P<b>[A-Za-z]{3})", "B": r"(?P<b>[A-Za-z]{3,9})",
    "a": r"[A-Za-z]{3}", "A": r"[A-Za-z]{6,9}", "%": "%",
}  # fmt: skip


def _pattern(form: str) -> Callable[[str], _Parts | None]:
    """A strptime pattern as one regular expression: some five times faster, and free of the machine's locale."""
    pieces, at = [], 0
    for match in re.finditer("%(.?)", form):
        if match[1] not in _DIRECTIVES:
            raise UsageError(f"'{match[0]}' in the time format '{form}' is not understood.",
                             todo=f"Use {' '.join('%' + key for key in _DIRECTIVES)}.")  # fmt: skip
        pieces += [re.escape(form[at : match.start()]), _DIRECTIVES[match[1]]]
        at = match.end()
    try:
        compiled = re.compile("".join(pieces) + re.escape(form[at:]))
    except re.error:
        raise UsageError(f"the time format '{form}' names a part twice.") from None
    names = compiled.groupindex
    if not {"d"} <= set(names) or not {"m", "b"} & set(names) or not {"Y", "y"} & set(names):
        raise UsageError(f"the time format '{form}' lacks a year, month or day.", todo="For example %d-%m-%Y %H:%M.")
    hours = {"H", "I"} & set(names)
    precision = 86400.0 if not hours else 3600.0 if "M" not in names else 60.0 if "S" not in names else 0.0

    def parse(text: str) -> _Parts | None:
        found = compiled.fullmatch(text.strip())
        return None if found is None else _from_parts(found.groupdict(), precision)

    return parse


def _from_parts(part: dict[str, str | None], precision: float) -> _Parts | None:
    month = _month(part)
    year = int(part.get("Y") or 0) or _short_year(part.get("y"))
    hour = int(part.get("H") or 0)
    if part.get("I"):
        hour = int(part["I"] or 0) % 12 + (12 if (part.get("p") or "")[:1].lower() == "p" else 0)
    stated = part.get("z") or (part.get("Z") or "").upper()
    zone = _zone(stated) if stated and stated != "Z" else UTC if stated else None
    if month is None or (stated and zone is None):
        return None
    micro = int((part.get("f") or "0").ljust(6, "0"))
    numbers = (year, month, int(part["d"] or 0), hour, int(part.get("M") or 0), int(part.get("S") or 0), micro)
    return _moment(numbers, zone, precision)


def _month(part: dict[str, str | None]) -> int | None:
    name = part.get("b")
    if name:
        short = name[:3].lower()
        return _MONTHS.index(short) + 1 if short in _MONTHS else None
    return int(part["m"] or 0)


def _short_year(text: str | None) -> int:
    year = int(text or 0)
    return year + (2000 if year < 69 else 1900)
