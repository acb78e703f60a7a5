"""Candidate names out of files of any kind, as blocks of lines: one host a line, perhaps with the year it came up.

A line holds a host; after the unit separator (0x1f) may stand the year of its registration.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import orjson

from inconcert.errors import InputError, Place
from inconcert.ingest.inputs import Input, damage
from inconcert.ingest.streams import unpacked, utf8
from inconcert.sites.lookalikes.cleaning import cleaned
from inconcert.sites.rows import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from inconcert.sites.lookalikes.hits import Held

BLOCK = 1 << 22
"""Bytes of a block."""

LINE = 1 << 16
"""Bytes of the longest line that is read; what is longer names no host."""

YEAR = "\x1f"
HOSTS = ("candidate", "domain", "domain_name", "domainname", "host", "hostname", "fqdn", "url", "urls", "link", "links",
         "site", "website", "indicator", "ioc", "value", "name", "query", "rrname")  # fmt: skip
"""Columns that name a host, the likeliest first."""

DAYS = ("registered", "created", "creation_date", "created_date", "registration_date", "reg_date", "registered_at",
        "first_seen", "not_before")  # fmt: skip
"""Columns that say when a name came up."""

NAMES = frozenset(("all_domains", "common_name", "dns_names", "name_value", "names", "subject_alt_names", "domains",
                   "sans", *HOSTS[:8]))  # fmt: skip
"""Keys of a certificate log's lines that hold names."""

_YEAR = re.compile(r"(?<!\d)(19[89]\d|20\d\d)(?!\d)")


@dataclass
class Reading:
    """What was met while reading, for the receipt."""

    oddities: list[str] = field(default_factory=list)
    """One sentence for each thing that was left out."""
    lines: int = 0
    held: Counter[str] = field(default_factory=Counter)
    """Listed domain → candidates under it that look like a brand and were held back."""
    hold: Callable[[Held], None] = lambda _: None
    """Is given each of them."""
    more: int = 0
    """Oddities beyond :data:`MOST_TOLD`, counted only."""

    def odd(self, sentence: str) -> None:
        """Keep a sentence, as long as there are not too many."""
        if len(self.oddities) < MOST_TOLD:
            self.oddities.append(sentence)
        else:
            self.more += 1

    def keep(self, held: Held) -> None:
        """Count a candidate that was held back, and hand it on."""
        self.held[held.domain] += 1
        self.hold(held)

    def told(self) -> list[str]:
        """All sentences, with one on how many more there are."""
        more = [f"{self.more:,} more lines were left out for such reasons."] if self.more else []
        return [*self.oddities, *more]


MOST_TOLD = 20
"""Oddities that are told one by one."""


class _Standard(Input):
    """Standard input, read as it comes."""

    def open(self) -> IO[bytes]:
        return sys.stdin.buffer


def blocks(
    paths: Iterable[str | Path], reading: Reading, tell: Callable[[int], None] = lambda _: None
) -> Iterator[bytes]:
    """The names in files, as blocks of whole lines.

    Args:
        paths: files, plain or packed with gzip or zstandard; ``-`` is standard input.
        reading: takes what is odd; a file that breaks off is read as far as it goes.
        tell: is given the bytes of the file read so far.

    Raises:
        InputError: a file cannot be opened.
    """
    for path in paths:
        label = "standard input" if str(path) == "-" else str(path)
        source = (_Standard if str(path) == "-" else Input)(label, Path(path), progress=tell)
        try:
            yield from _file(source, reading)
        except damage() as error:
            reason = str(error).splitlines()[0].rstrip(".") if str(error) else "the end is missing"
            reading.odd(f"{label}: the file is damaged ({reason}); it was read up to there.")
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}.", where=Place(label)) from None


def _file(source: Input, reading: Reading) -> Iterator[bytes]:
    stream = utf8(unpacked(source))
    with stream:
        head = stream.peek(LINE)[:LINE]
        first = head.lstrip().split(b"\n", 1)[0].decode("utf-8", "replace").strip()
        if first.startswith(("{", "[{", '["')) or first == "[":
            yield from _joined(_json(stream, first, source.label, reading))
        elif column := _header(first):
            yield from _joined(_table(stream, column, source.label, reading))
        else:
            yield from _lines(stream, _origin(head), source.label, reading)


def _joined(names: Iterable[str]) -> Iterator[bytes]:
    """Names as blocks."""
    held, size = [], 0
    for name in names:
        held.append(name)
        size += len(name) + 1
        if size > BLOCK:
            yield ("\n".join(held) + "\n").encode("utf-8", "replace")
            held, size = [], 0
    if held:
        yield ("\n".join(held) + "\n").encode("utf-8", "replace")


def _lines(stream: io.BufferedReader[Any], origin: bytes, label: str, reading: Reading) -> Iterator[bytes]:
    """Blocks of the file itself, cut at line ends; relative names of a zone file get its origin."""
    rest = b""
    while piece := stream.read(BLOCK):
        block, newline, rest = (rest + piece).rpartition(b"\n")
        if newline:
            yield _placed(block + b"\n", origin)
        elif len(rest) > LINE:
            reading.odd(f"{label}: a line is longer than {LINE:,} bytes; it was left out.")
            rest = b""
    if rest.strip():
        yield _placed(rest + b"\n", origin)


def _placed(block: bytes, origin: bytes) -> bytes:
    if not origin:
        return block
    lines = (line.split(None, 1) for line in block.splitlines())
    names = [parts[0] for parts in lines if parts and not parts[0].startswith((b";", b"$", b"@"))]
    return b"".join(name + (b"" if name.endswith(b".") else origin) + b"\n" for name in names)


def _origin(head: bytes) -> bytes:
    found = re.search(rb"^\$ORIGIN\s+([\w.\-]+)", head, re.MULTILINE | re.IGNORECASE)
    return b"." + found[1].strip(b".") if found else b""


def _header(first: str) -> tuple[str, str] | None:
    """Delimiter and column of a table by its first line; ``None`` when it is no table with a header."""
    for delimiter in (",", "\t", ";", "|"):
        cells = [cell.strip().strip('"').lower() for cell in first.split(delimiter)]
        named = [name for name in HOSTS if name in cells]
        if named and (len(cells) > 1 or named[0] != "name"):
            return delimiter, named[0]
    return None


def _table(stream: io.BufferedReader[Any], column: tuple[str, str], label: str, reading: Reading) -> Iterator[str]:
    text = io.TextIOWrapper(stream, "utf-8", errors="replace", newline="")
    lines = (line.replace("\0", "") for line in text)
    header = [cell.strip().lower() for cell in next(csv.reader([next(lines)], delimiter=column[0]))]
    place = header.index(column[1])

    def fits(row: list[str]) -> bool:
        return len(row) > place and bool(cleaned(row[place]))

    def odd(number: int, what: str) -> None:
        reading.odd(f"{label}, row {number}: {what}.")

    day = next((header.index(name) for name in DAYS if name in header), None)
    for row in rows(lines, column[0], fits, odd):
        if len(row) > place and row[place].strip():
            yield _one_line(row[place]) + (_year(row[day]) if day is not None and len(row) > day else "")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _year(text: str) -> str:
    found = _YEAR.search(text)
    return YEAR + found[1] if found else ""


def _json(stream: io.BufferedReader[Any], first: str, label: str, reading: Reading) -> Iterator[str]:
    """Names in lines of JSON, or in one array over all of the file."""
    if first.startswith("["):
        yield from _array(stream, label, reading)
        return
    for number, line in enumerate(stream, 1):
        if line.strip():
            try:
                yield from names_in(orjson.loads(line))
            except orjson.JSONDecodeError:
                reading.odd(f"{label}, line {number}: it is no JSON; the line was left out.")


def _array(stream: io.BufferedReader[Any], label: str, reading: Reading) -> Iterator[str]:
    import ijson

    try:
        for item in ijson.items(stream, "item"):
            yield from names_in(item)
    except ijson.JSONError:
        reading.odd(f"{label}: the JSON breaks off; it was read up to there.")


def names_in(value: Any, *, inside: bool = False) -> Iterator[str]:
    """Names under the keys that hold names, however deep, without wildcards."""
    if isinstance(value, str):
        if inside or cleaned(value):
            yield from (line.strip().removeprefix("*.") for line in value.split("\n") if line.strip())
    elif isinstance(value, list):
        for item in value:
            yield from names_in(item, inside=inside)
    elif isinstance(value, dict):
        for key, item in value.items():
            if str(key).lower() in NAMES or isinstance(item, (dict, list)):
                yield from names_in(item, inside=str(key).lower() in NAMES)
