"""Which reader reads which file: by its beginning, not by its name alone."""

from __future__ import annotations

import gzip
import os
import zlib
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from inconcert.pages.kinds import is_page
from inconcert.sites.records.certificates import is_certificate, read_certificate, read_certificates
from inconcert.sites.records.dns import is_dns, is_passive, read_dns, read_passive
from inconcert.sites.records.documents import document_named, read_document
from inconcert.sites.records.icons import read_icon, site_named
from inconcert.sites.records.rdap import is_rdap, read_rdap
from inconcert.sites.records.sellers import is_sellers, read_sellers
from inconcert.sites.records.tables import read_table, rows_of
from inconcert.sites.records.urlscan import is_urlscan, read_urlscan
from inconcert.sites.records.webpages import read_webpages
from inconcert.sites.records.whois import is_whois, read_whois
from inconcert.sites.records.wordpress import is_wordpress, read_wordpress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from inconcert.pages.page import Page
    from inconcert.sites.records.fact import Fact, Receipt

_TABLES = (".csv", ".tsv", ".tab")
_JSON = (".json", ".jsonl", ".ndjson")
_TEXTS = (".txt", ".zone", ".whois", ".dig", ".dns", "")
_ICONS = (".ico",)
_CERTIFICATES = (".pem", ".crt", ".cer", ".der")
_HEAD = 60
"""Lines by which a text is known."""
_LARGEST = 1 << 28
"""Bytes of a JSON document that is not in lines."""


def read_facts(
    paths: Iterable[Path],
    receipt: Receipt,
    tell: Callable[[int], None] | None = None,
    each: Callable[[Page], None] | None = None,
) -> Iterator[Fact]:
    """What the files say of sites, one fact after another; folders are read at any depth.

    Args:
        paths: files or folders.
        receipt: gets one line for each file that was not read or only in part.
        tell: is told the number of files read so far.
        each: is given each saved page, so that what else is asked of pages needs no second reading.
    """
    for number, file in enumerate(_files(paths, receipt)):
        try:
            yield from read_webpages([file], receipt, each) if is_page(file) else _read(file, receipt)
        except (OSError, EOFError, zlib.error) as why:
            receipt.refuse(str(file), f"cannot be read to its end ({why}); what came before counts.")
        if tell is not None:
            tell(number + 1)


def _files(paths: Iterable[Path], receipt: Receipt) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders.sort()
                yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))
        elif path.exists():
            yield path
        else:
            receipt.refuse(str(path), "there is no such file or folder.", "Check the path.")


def _read(file: Path, receipt: Receipt) -> Iterator[Fact]:
    name = file.name.lower().removesuffix(".gz").removesuffix(".zst")
    ending = Path(name).suffix
    if ending in _TABLES:
        yield from read_table(file, receipt)
    elif ending in _JSON:
        yield from _json(file, receipt)
    elif ending in _ICONS:
        yield from read_icon(file, receipt)
    elif ending in _CERTIFICATES:
        yield from read_certificates(file, site_named(file), receipt)
    elif ending in _TEXTS or site_named(file) is not None:
        yield from _text(file, receipt)
    else:
        receipt.unread[f"files ending in {ending}"] += 1


def _opened(file: Path) -> IO[str]:
    """The text of a file, unpacked when it is packed; what does not decode is replaced."""
    if file.name.lower().endswith(".gz"):
        return gzip.open(file, "rt", encoding="utf-8-sig", errors="replace")
    return file.open(encoding="utf-8-sig", errors="replace")


def _text(file: Path, receipt: Receipt) -> Iterator[Fact]:
    with _opened(file) as text:
        head = [line[:2000] for line in islice((text.readline(4000) for _ in range(_HEAD)), _HEAD) if line]
    if which := document_named(file.name):
        yield from _document(file, which, receipt)
    elif is_dns(head):
        receipt.files["name server"] += 1
        with _opened(file) as text:
            yield from read_dns(text, str(file))
    elif is_whois(head):
        receipt.files["WHOIS"] += 1
        with _opened(file) as text:
            yield from read_whois(text, str(file))
    elif any("<html" in line.lower() or "<!doctype" in line.lower() for line in head):
        yield from read_webpages([file], receipt)
    elif head and max(head[0].count(sign) for sign in ",;\t") > 0:
        yield from read_table(file, receipt)
    else:
        receipt.refuse(str(file), "is no table, page, WHOIS answer or list of resource records.")


def _document(file: Path, which: str, receipt: Receipt) -> Iterator[Fact]:
    """A document that lies beside the pages of the site by which its folder, or the beginning of its name, is named."""
    site = site_named(file)
    if site is None:
        receipt.refuse(str(file), f"nothing says whose {which} it is.", "Put it in a folder named by the site.")
        return
    with _opened(file) as opened:
        text = opened.read(1 << 22)
    yield from read_document(site, which, text, str(file), receipt)


def _json(file: Path, receipt: Receipt) -> Iterator[Fact]:
    import orjson

    with _opened(file) as text:
        head = text.read(1 << 16)
    if '"log"' in head[:2000] and '"entries"' in head:
        yield from read_webpages([file], receipt)
        return
    if file.stat().st_size > _LARGEST:
        receipt.refuse(str(file), "is larger than 256 MB in one document.", "Give it in lines (JSONL).")
        return
    with _opened(file) as text:
        try:
            found = orjson.loads(text.read())
        except orjson.JSONDecodeError:
            text.seek(0)
            found = list(_lines(text, str(file), receipt))
            if not found:
                return
    if is_sellers(found):
        yield from read_sellers(found, site_named(file), str(file), receipt)
        return
    if document_named(file.name):
        receipt.refuse(str(file), "is no sellers.json: it has no list of sellers.")
        return
    if is_wordpress(found):
        yield from read_wordpress(found, site_named(file), str(file), receipt)
        return
    yield from _entries(_listed(found), str(file), receipt)


def _lines(text: Iterable[str], source: str, receipt: Receipt) -> Iterator[Any]:
    import orjson

    broken = 0
    for line in text:
        if line.strip():
            try:
                yield orjson.loads(line)
            except orjson.JSONDecodeError:
                broken += 1
    if broken:
        receipt.refuse(source, f"{broken} lines are no JSON; they were left out.")


def _listed(found: Any) -> list[Any]:
    """The entries of a document: a list, or what common wrappers hold."""
    if isinstance(found, dict):
        for key in ("results", "data", "records", "domains", "items"):
            if isinstance(found.get(key), list) and not is_urlscan(found):
                inside: list[Any] = found[key]
                return inside
        return [found]
    return found if isinstance(found, list) else []


_ONE_BY_ONE: tuple[tuple[str, Callable[[Any], bool], Callable[[Any, str], Iterator[Fact]]], ...] = (
    ("RDAP", is_rdap, read_rdap),
    ("urlscan", is_urlscan, read_urlscan),
    ("certificate log", is_certificate, read_certificate),
)


def _entries(found: list[Any], source: str, receipt: Receipt) -> Iterator[Fact]:
    if any(map(is_passive, found[:5])):
        receipt.files["passive DNS"] += 1
        yield from read_passive(filter(is_passive, found), source)
        return
    rest = []
    for one in found:
        for name, fits, read in _ONE_BY_ONE:
            if fits(one):
                receipt.files[name] += 1
                yield from read(one, source)
                break
        else:
            rest.append(one)
    yield from _objects([one for one in rest if isinstance(one, dict)], source, receipt)
    if not found or (rest and not all(isinstance(one, dict) for one in rest)):
        receipt.refuse(source, "holds entries that are no records of sites.")


def _objects(rest: list[dict[str, Any]], source: str, receipt: Receipt) -> Iterator[Fact]:
    """Objects that no reader knows, as the rows of a table."""
    if rest:
        names = list(dict.fromkeys(name for one in rest for name in one))
        rows = ([_cell(one.get(name)) for name in names] for one in rest)
        yield from rows_of(source, names, rows, receipt)


def _cell(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value if not isinstance(value, dict) else None
