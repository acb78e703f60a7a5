"""Candidates from a file: one name a line, or a table with a column of names and perhaps one of days."""

from __future__ import annotations

import csv
import re
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from inconcert.errors import InputError, Place
from inconcert.sites.rows import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

NAMES = ("candidate", "domain", "domain_name", "domainname", "name", "host", "hostname", "fqdn", "site", "url")
DAYS = (
    "registered", "registered_at", "reg_date", "registration_date", "registration", "created", "creation_date",
    "created_at", "create_date", "date", "day", "first_seen",
)  # fmt: skip
_PATTERNS = ("%m-%d-%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d", "%d-%b-%Y", "%b %d %Y")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}")
_CLOSED = re.compile(r"\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)", re.IGNORECASE)


class Candidate(NamedTuple):
    """One name of the list."""

    written: str
    """As the list has it."""
    host: str
    """As a host: lower case, punycode, no scheme, path or port; empty when it is none."""
    day: date | None = None
    """Day of registration, where the list says it."""


def host(text: str) -> str:
    """The host in a name or address, dots in brackets opened; empty when there is none."""
    text = _CLOSED.sub(".", text.strip().strip("\"'").lower()).rstrip(".")
    text = text.partition("://")[2] or text
    text = re.split(r"[/?#:\s]", text, maxsplit=1)[0].removeprefix("*.").rstrip(".")
    if not text.isascii():
        with suppress(UnicodeError):
            text = text.encode("idna").decode("ascii")
    return text if _HOST.fullmatch(text) else ""


def day(text: str) -> date | None:
    """A day as lists write it; ``None`` when it is none. Of ``03-04-2022`` the month is first, as in Meta's lists."""
    text = text.strip()
    with suppress(ValueError):
        return date.fromisoformat(text[:10])
    for pattern in _PATTERNS:
        with suppress(ValueError):
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007  # a day has no zone
    return None


def read(path: Path, odd: Callable[[str], None] = lambda _: None) -> list[Candidate]:
    """All candidates of a file, in order; ``-`` is standard input.

    Args:
        path: File.
        odd: Told what is odd in it, in a sentence.

    Raises:
        InputError: the file cannot be read, or a table has no column of names.
    """
    import click

    try:
        with click.open_file(str(path), "r", "utf-8-sig", "replace") as lines:
            return list(_candidates(iter(lines), str(path), odd))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", where=Place(str(path))) from error


def _candidates(lines: Iterator[str], path: str, odd: Callable[[str], None]) -> Iterator[Candidate]:
    first = next(lines, "")
    sign = next((sign for sign in (",", "\t", ";") if sign in first), None)
    if sign is None:
        yield from _plain([first] if not _is_head(first) else [])
        yield from _plain(lines)
        return
    head = [_key(cell) for cell in next(csv.reader([first], delimiter=sign))]
    named = next((name for name in NAMES if name in head), None)
    if named is None:
        if not host(head[0]):
            raise InputError(
                "has no column of names.", where=Place(path, 1), todo=f"Name one of them {', '.join(NAMES[:3])}."
            )
        head, named = [NAMES[0], DAYS[0]], NAMES[0]
        yield from _rows(csv.reader([first], delimiter=sign), head, named)
    at = head.index(named)
    sound = rows(
        (line.replace("\0", "") for line in lines),
        sign,
        lambda row: len(row) > at and bool(host(row[at])),
        lambda number, what: odd(f"{path}, row {number}: {what}."),
    )
    yield from _rows(sound, head, named)


def _rows(found: Iterable[list[str]], head: list[str], named: str) -> Iterator[Candidate]:
    name_at = head.index(named)
    day_at = next((head.index(name) for name in DAYS if name in head), None)
    for row in found:
        if len(row) > name_at and (written := row[name_at].strip()):
            when = day(row[day_at]) if day_at is not None and len(row) > day_at else None
            yield Candidate(written, host(written), when)


def _plain(lines: Iterable[str]) -> Iterator[Candidate]:
    for line in lines:
        if (written := line.strip()) and not written.startswith("#"):
            yield Candidate(written, host(written))


def _is_head(line: str) -> bool:
    return _key(line) in NAMES


def _key(cell: str) -> str:
    return cell.strip().strip('"').lower().replace(" ", "_")
