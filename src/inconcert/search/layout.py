"""The file of the index: SQLite with one table a kind, and one full-text table beside each that holds no text itself.

Filters are words too: one that no text can hold, made from a name by :func:`exact`, stands in the column ``filters``.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from inconcert.store.removal import INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LAYOUT = 1
"""Version of the layout; an index of another one is built anew."""
FILE, LOCK = "index.sqlite", "lock"
CACHE = 64_000
"""Kilobytes of pages that SQLite holds."""
MAPPED = 1 << 30
"""Bytes of the file that readers see without copying them: the system's own cache of files holds them."""
HASH = 32 << 20
"""Bytes of postings that are held before they are written."""
_COLUMNS = "id INTEGER PRIMARY KEY, ref TEXT, at INTEGER, platform TEXT, account TEXT, handle TEXT, text TEXT"
_TOKENS = "unicode61 remove_diacritics 0 categories ''L* N* Co Mn Mc''"

TABLES = f"""
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sources (
    source TEXT PRIMARY KEY, version TEXT, rows INTEGER, done INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS post ({_COLUMNS});
CREATE INDEX IF NOT EXISTS post_at ON post (at);
CREATE TABLE IF NOT EXISTS linked (domain TEXT PRIMARY KEY, posts INTEGER, last INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS post_words USING fts5(body, filters, content='', tokenize='{_TOKENS}');
"""
MINOR = (
    "DROP TABLE IF EXISTS {kind}",
    "DROP TABLE IF EXISTS {kind}_words",
    f"CREATE TABLE {{kind}} ({_COLUMNS})",
    f"CREATE VIRTUAL TABLE {{kind}}_words USING fts5(body, filters, content='', tokenize='{_TOKENS}')",
)
"""Accounts and sites are made anew whenever something was added: there are few of them."""


def place(folder: Path) -> Path:
    """Where the index of an investigation lies."""
    return folder / INDEX / FILE


@contextmanager
def opened(path: Path, *, write: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection to the index; readers see what was there when they began, also while it grows."""
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if write else 'ro'}"
    con = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=30)
    try:
        con.execute(f"PRAGMA cache_size = -{CACHE if write else 8_000}")
        con.execute(f"PRAGMA mmap_size = {0 if write else MAPPED}")
        yield con
    finally:
        con.close()


@lru_cache(maxsize=1 << 17)
def exact(name: str, value: str) -> str:
    """A word that stands for a filter and its value, such as ``from:`` and a handle."""
    return name[0] + blake2b(f"{name}:{value}".encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()
