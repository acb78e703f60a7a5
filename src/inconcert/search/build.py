"""Build the index: source by source, in pieces that are either in it with their count, or not at all."""

from __future__ import annotations

import fcntl
import sqlite3
from contextlib import contextmanager
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, Any

from inconcert.errors import Locked
from inconcert.ingest.disk import guarded
from inconcert.model import sql
from inconcert.networks.words import count
from inconcert.normalise.urls import registered_domain
from inconcert.search.fold import fold, indexed
from inconcert.search.layout import HASH, LAYOUT, LOCK, MINOR, TABLES, exact, opened, place
from inconcert.search.links import hosts
from inconcert.store.views import repeats

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb

    from inconcert.engines.base import Progress
    from inconcert.store.folder import Folder

PIECE = 20_000
"""Posts that are written at a time."""
MEMORY = "512MB"
"""What DuckDB may hold while accounts and sites are gathered."""

_POSTS = """
SELECT post_id, epoch_us(posted_at), coalesce(platform, 'unknown'), account_id, handle, text, lang, urls, hashtags
FROM read_parquet({file}, file_row_number=true)
WHERE file_row_number >= {first} AND file_row_number < {end} {unless} ORDER BY file_row_number
"""
_ACCOUNTS = """
WITH seen AS (
    SELECT platform, account_id, handle, posted_at AS moment, NULL AS name, NULL AS about, NULL AS lang FROM posts
    WHERE account_id IS NOT NULL
    UNION ALL SELECT platform, account_id, handle, observed_at, name, description, lang FROM accounts
    WHERE account_id IS NOT NULL
)
SELECT coalesce(platform, 'unknown'), account_id, arg_max(handle, coalesce(moment, make_timestamptz(0))),
       list(DISTINCT handle), list(DISTINCT name), max(about), max(lang), epoch_us(max(moment))
FROM seen GROUP BY ALL ORDER BY 8 NULLS FIRST, 1, 2
"""

_LINKED = """
INSERT INTO linked VALUES (?, ?, ?) ON CONFLICT (domain) DO UPDATE
SET posts = posts + excluded.posts, last = max(coalesce(last, excluded.last), coalesce(excluded.last, last))
"""


def build(folder: Folder, tell: Progress) -> Path:
    """Bring the index of an investigation up to date; returns where it lies."""
    path = place(folder.path)
    with guarded("building the search index"), _alone(path):
        wanted = {str(receipt["source"]): _version(folder, str(receipt["source"])) for receipt in folder.sources()}
        if path.exists() and not _fits(path, wanted):
            for left in path.parent.glob(f"{path.name}*"):
                left.unlink()
        with opened(path, write=True) as con:
            _prepare(con)
            _posts(con, folder, wanted, tell)
            _rest(con, folder, wanted, tell)
    return path


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    path.parent.mkdir(exist_ok=True)
    with (path.parent / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Locked(f"another process is building {path}.", todo="Wait until it has ended.") from None
        yield


def _version(folder: Folder, source: str) -> str:
    """Of a source and of which of its posts came before: what is in the index depends on nothing else."""
    posts = folder.path / "sources" / source / "posts.parquet"
    same = repeats(posts)
    before = same.read_bytes() if same.exists() else b""
    return blake2b(before + source.encode(), digest_size=8).hexdigest()


def _fits(path: Path, wanted: dict[str, str]) -> bool:
    """Whether an index can be added to: same layout, and nothing in it that is not there any more."""
    try:
        with opened(path) as con:
            layout = con.execute("SELECT value FROM about WHERE name = 'layout'").fetchone()
            held = con.execute("SELECT source, version FROM sources").fetchall()
    except sqlite3.DatabaseError:
        return False
    return layout == (str(LAYOUT),) and all(wanted.get(source) == version for source, version in held)


def _prepare(con: sqlite3.Connection) -> None:
    con.execute("PRAGMA journal_mode = WAL")
    con.execute("PRAGMA synchronous = NORMAL")
    con.executescript(TABLES)
    con.execute("INSERT OR REPLACE INTO about VALUES ('layout', ?)", [str(LAYOUT)])
    con.execute("INSERT INTO post_words(post_words, rank) VALUES ('hashsize', ?)", [HASH])


def _posts(con: sqlite3.Connection, folder: Folder, wanted: dict[str, str], tell: Progress) -> None:
    """Posts of all sources that are not in the index as a whole."""
    import duckdb

    held = {row[0]: row[1:] for row in con.execute("SELECT source, rows, done FROM sources")}
    sizes = {source: _rows(folder, source) for source in wanted}
    total, done = sum(sizes.values()), sum(int(rows) for rows, _ in held.values())
    with duckdb.connect(config={"memory_limit": MEMORY, "threads": "1"}) as reader:
        for source, version in wanted.items():
            first, whole = held.get(source, (0, 0))
            while not whole:
                end = min(first + PIECE, sizes[source])
                rows = reader.execute(_piece(folder, source, first, end)).fetchall() if end > first else []
                whole = int(end >= sizes[source])
                with _transaction(con):
                    _write(con, "post", map(_post, rows))
                    con.executemany(_LINKED, _led(rows))
                    con.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)", [source, version, end, whole])
                done, first = done + end - first, end
                tell("search index: posts", done, total)


def _rows(folder: Folder, source: str) -> int:
    from pyarrow import parquet

    posts = folder.path / "sources" / source / "posts.parquet"
    return int(parquet.read_metadata(posts).num_rows) if posts.exists() else 0


def _piece(folder: Folder, source: str, first: int, end: int) -> str:
    posts = folder.path / "sources" / source / "posts.parquet"
    unless = ""
    if repeats(posts).exists():
        unless = f"AND file_row_number NOT IN (SELECT position FROM read_parquet({sql.files([repeats(posts)])}))"
    return _POSTS.format(file=sql.files([posts]), first=first, end=end, unless=unless)


@contextmanager
def _transaction(con: sqlite3.Connection) -> Iterator[None]:
    con.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        con.execute("ROLLBACK")
        raise
    con.execute("COMMIT")


Row = tuple[Any, ...]
"""ref, at, platform, account, handle, text; then what is indexed: words, filters."""


def _write(con: sqlite3.Connection, kind: str, rows: Iterator[Row]) -> None:
    number = int(con.execute(f"SELECT coalesce(max(id), 0) FROM {kind}").fetchone()[0])
    made = [(number + place, *row) for place, row in enumerate(rows, 1)]
    con.executemany(f"INSERT INTO {kind} VALUES (?, ?, ?, ?, ?, ?, ?)", (row[:7] for row in made))
    con.executemany(
        f"INSERT INTO {kind}_words(rowid, body, filters) VALUES (?, ?, ?)", ((row[0], *row[7:]) for row in made)
    )


def _post(row: Sequence[Any]) -> Row:
    post, at, platform, account, handle, text, lang, urls, hashtags = row
    words = " ".join([text or "", *(f"#{tag}" for tag in hashtags or () if tag), *(url for url in urls or () if url)])
    filters = [exact("kind", "any"), exact("on", fold(platform)), *_names(account, handle)]
    if lang:
        filters.append(exact("lang", fold(lang).replace("_", "-").split("-", 1)[0]))
    filters += [exact("site", domain) for domain in _domains(hosts(text or "", urls or ()))]
    asset = f"{platform}:{account}" if account else None
    return f"{platform}:{post}", at, platform, asset, handle, text, indexed(words), " ".join(filters)


def _led(rows: Sequence[Sequence[Any]]) -> list[tuple[str, int, int | None]]:
    """How many of some posts link to each registered domain, and when last."""
    found: dict[str, tuple[int, int | None]] = {}
    for _, at, *_, text, _, urls, _ in rows:
        for domain in dict.fromkeys(map(registered_domain, hosts(text or "", urls or ()))):
            posts, last = found.get(domain, (0, None))
            found[domain] = posts + 1, at if last is None or (at is not None and at > last) else last
    return [(domain, *rest) for domain, rest in found.items()]


def _names(*names: str | None) -> list[str]:
    return [exact("from", fold(name).lstrip("@")) for name in dict.fromkeys(names) if name]


def _domains(found: Sequence[str]) -> list[str]:
    """Hosts and the registered domains they belong to."""
    return list(dict.fromkeys(name for host in found for name in (host, registered_domain(host)) if name))


def _rest(con: sqlite3.Connection, folder: Folder, wanted: dict[str, str], tell: Progress) -> None:
    """Accounts and sites, when anything was added since they were gathered."""
    state = blake2b(repr(sorted(wanted.items())).encode(), digest_size=8).hexdigest()
    if con.execute("SELECT value FROM about WHERE name = 'gathered'").fetchone() == (state,):
        return
    tell("search index: accounts and sites", 0, 1)
    with folder.connect(MEMORY) as reader, _transaction(con):
        for kind, rows in (("account", _accounts(reader)), ("site", _sites(con))):
            for statement in MINOR:
                con.execute(statement.format(kind=kind))
            while piece := list(islice(rows, PIECE)):
                _write(con, kind, iter(piece))
        con.execute("INSERT OR REPLACE INTO about VALUES ('gathered', ?)", [state])
    tell("search index: accounts and sites", 1, 1)


def _accounts(reader: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    reader.execute(_ACCOUNTS)
    for platform, account, handle, handles, names, about, lang, at in iter(reader.fetchone, None):
        called = [name for name in dict.fromkeys([handle, *sorted(filter(None, handles or ()))]) if name]
        shown = " · ".join([*called, *sorted(filter(None, names or ())), *([about] if about else [])])
        filters = [exact("kind", "any"), exact("on", fold(platform)), *_names(account, *called)]
        if lang:
            filters.append(exact("lang", fold(lang).split("-", 1)[0]))
        asset = f"{platform}:{account}"
        yield asset, at, platform, asset, handle, shown or account, indexed(f"{account} {shown}"), " ".join(filters)


def _sites(con: sqlite3.Connection) -> Iterator[Row]:
    for domain, posts, at in con.execute("SELECT domain, posts, last FROM linked ORDER BY last, domain").fetchall():
        words = " ".join([domain, *domain.split(".")])
        filters = f"{exact('kind', 'any')} {exact('site', domain)} {exact('site', registered_domain(domain))}"
        yield domain, at, "web", None, None, f"{domain} · {count(posts, 'post')}", indexed(words), filters
