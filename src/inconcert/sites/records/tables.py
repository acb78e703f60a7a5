"""Tables of sites: wide (a column for each kind) and long (a row for each value), columns recognised by name."""

from __future__ import annotations

import csv
import gzip
import io
from typing import TYPE_CHECKING, Any

from inconcert.sites.records.fact import Fact, Receipt, host_of, site_of
from inconcert.sites.records.fields import SETS, columns, facts, kind_of, kinds_of, of_kinds, plain
from inconcert.sites.rows import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_HEAD = 65536
_CELL = 1 << 24
"""Characters of a cell, at most."""
_LONGEST = 2000
"""Lines of a row: whole answers of WHOIS stand in cells."""


def read_table(file: Path, receipt: Receipt) -> Iterator[Fact]:
    """The facts in a CSV, TSV or semicolon table; a table without a column of sites is refused with one line."""
    csv.field_size_limit(_CELL)
    with gzip.open(file) if file.name.endswith(".gz") else file.open("rb") as raw:
        text = io.TextIOWrapper(raw, _encoding(raw), errors="replace", newline="")
        head = text.readline(_HEAD)
        delimiter = max(",;\t|", key=head.count)
        names = next(csv.reader([head], delimiter=delimiter), [])
        at = next((place for place, name in enumerate(names) if plain(name.strip()) in columns()["site"]), 0)
        found = rows(
            (line.replace("\0", "") for line in text),
            delimiter,
            lambda row: len(row) > at and row[at].count("\n") == 0 and host_of(row[at]) is not None,
            lambda number, what: receipt.refuse(f"{file}, row {number}", f"{what}."),
            longest=_LONGEST,
        )
        yield from rows_of(str(file), names, found, receipt)


def _encoding(raw: io.BufferedReader | gzip.GzipFile) -> str:
    """UTF-8 unless the beginning is not; a mark of UTF-16 counts."""
    head = raw.read1(_HEAD)
    raw.seek(0)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def rows_of(source: str, names: list[str], given: Iterable[list[Any]], receipt: Receipt) -> Iterator[Fact]:
    """The facts in rows under the given names of columns."""
    names = [str(name).strip().lstrip("\ufeff") for name in names]
    roles = {role: [i for i, name in enumerate(names) if plain(name) in columns()[role]] for role in ("type", "value")}
    sites = [i for i, name in enumerate(names) if plain(name) in columns()["site"]]
    if not sites:
        receipt.refuse(source, "has no column of sites.", "Name one «domain».")
        return
    receipt.files["table"] += 1
    kinds = kinds_of(names)
    if roles["type"] and roles["value"] and len(kinds) <= 1:
        yield from _long(source, given, (sites[0], roles["type"][0], roles["value"][0]), receipt)
    elif kinds:
        yield from _wide(source, given, sites[0], {names.index(name): kind for name, kind in kinds.items()}, receipt)
        _tell_unread(source, [name for i, name in enumerate(names) if i != sites[0] and name not in kinds], receipt)
    else:
        receipt.refuse(source, f"no column but {names[sites[0]]} is known.", "See the page «Sites of the same hands».")


def _tell_unread(source: str, names: list[str], receipt: Receipt) -> None:
    if names:
        shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
        receipt.refuse(source, f"columns not read: {shown}.")


def _wide(source: str, rows: Iterable[list[Any]], at: int, kinds: dict[int, str], receipt: Receipt) -> Iterator[Fact]:
    for row in rows:
        site = _site(row, at, receipt)
        if site is None:
            continue
        yield Fact(site, "", "", source)
        yield from of_kinds(site, [(kind, row[i]) for i, kind in kinds.items() if i < len(row) and row[i]], source)


def _long(source: str, rows: Iterable[list[Any]], at: tuple[int, int, int], receipt: Receipt) -> Iterator[Fact]:
    unknown: dict[str, int] = {}
    sets: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        site = _site(row, at[0], receipt)
        if site is None or max(at) >= len(row):
            continue
        yield Fact(site, "", "", source)
        kind = kind_of(str(row[at[1]]))
        if kind is None:
            unknown[str(row[at[1]])] = unknown.get(str(row[at[1]]), 0) + 1
        elif kind in SETS:
            sets.setdefault((site, kind), []).append(str(row[at[2]] or ""))
        else:
            yield from facts(site, kind, str(row[at[2]] or ""), source)
    for (site, kind), values in sets.items():
        yield from facts(site, kind, " ".join(values), source)
    if unknown:
        told = ", ".join(f"{name} ({count})" for name, count in sorted(unknown.items())[:12])
        receipt.refuse(source, f"kinds not read: {told}.")


def _site(row: list[Any], at: int, receipt: Receipt) -> str | None:
    text = str(row[at]).strip() if at < len(row) and row[at] else ""
    if not text:
        receipt.unread["rows without a site"] += 1
        return None
    site = site_of(text) if host_of(text) else None
    if site is None:
        receipt.unread["rows whose site is no name of a host"] += 1
    return site
