"""Which files are records of sites or saved pages, so that an investigation can take them beside posts and ads."""

from __future__ import annotations

import csv
import gzip
import zlib
from itertools import islice
from typing import TYPE_CHECKING, Any

from inconcert.pages.kinds import is_page
from inconcert.sites.records.certificates import is_certificate
from inconcert.sites.records.dns import is_dns, is_passive
from inconcert.sites.records.documents import document_named
from inconcert.sites.records.fields import columns, kinds_of, plain
from inconcert.sites.records.rdap import is_rdap
from inconcert.sites.records.urlscan import is_urlscan
from inconcert.sites.records.whois import is_whois
from inconcert.sites.records.wordpress import is_wordpress, looks_like_wordpress

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = (".whois", ".zone", ".dig", ".dns", ".ico", ".pem", ".crt", ".cer", ".der")
_POSTS = frozenset((
    "text", "message", "body", "caption", "tweet", "tweetid", "tweettext", "posttext", "postid", "messageid", "userid",
    "username", "accountid", "authorid", "author", "createdat", "postedat", "retweetcount", "likecount", "adid",
    "pageid", "spend", "impressions", "contentid", "objectid", "platform",
))  # fmt: skip
"""Columns that tables of posts, accounts and ads have, and records of sites do not."""
_HEAD = 1 << 16
_LINES = 60


def is_of_sites(path: Path) -> bool:
    """Whether a file holds pages or records of sites, by its beginning and its name; a file that fails to open is not.

    A table is one of sites when it has a column of them, at least two columns of known kinds (or one of types and one
    of values), and none that only tables of posts and ads have.
    """
    name = path.name.lower()
    if document_named(name) or _bare(name).endswith(RECORDS) or is_page(path):
        return True
    bare = _bare(name)
    if not bare.endswith((".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".ndjson")):
        return False
    try:
        head = _head(path)
    except (OSError, EOFError, zlib.error):
        return False
    if bare.endswith((".json", ".jsonl", ".ndjson")):
        return _is_document(head)
    lines = list(islice(head.splitlines(), _LINES))
    if bare.endswith(".txt") and (is_dns(lines) or is_whois(lines)):
        return True
    return bool(lines) and _is_table(lines[0])


def _bare(name: str) -> str:
    return name.removesuffix(".gz").removesuffix(".zst")


def _head(path: Path) -> str:
    with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as file:
        return file.read(_HEAD).decode("utf-8-sig", "replace")


def _is_table(line: str) -> bool:
    names = next(csv.reader([line], delimiter=max(",;\t|", key=line.count)), [])
    plains = {plain(name) for name in names}
    if plains & _POSTS or not plains & columns()["site"]:
        return False
    return len(kinds_of(names)) >= 2 or bool(plains & columns()["type"] and plains & columns()["value"])


def _is_document(head: str) -> bool:
    """Whether a JSON text begins with a record that a reader of sites knows."""
    import orjson

    if '"log"' in head[:2000] and '"entries"' in head:
        return True
    try:
        found: Any = orjson.loads(head)
    except orjson.JSONDecodeError:
        try:
            found = orjson.loads(head.partition("\n")[0])
        except orjson.JSONDecodeError:
            rdap = '"objectClassName"' in head[:2000] and '"ldhName"' in head
            return rdap or looks_like_wordpress(head)
    first = found[0] if isinstance(found, list) and found else found
    return is_wordpress(found) or any(fits(first) for fits in (is_rdap, is_urlscan, is_certificate, is_passive))
