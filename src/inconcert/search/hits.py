"""Answers of the index."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from inconcert.errors import StoreError, UsageError, nearest
from inconcert.model.times import iso
from inconcert.search.layout import exact, opened
from inconcert.search.marking import snippet
from inconcert.search.query import Clause, Query, parse

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path

KINDS = ("post", "account", "site")
MOST = 10_000
"""Hits of a kind that are looked at: of more, those added last."""


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    kind: str
    """post, account or site."""
    id: str
    """``platform:post_id``, ``platform:account_id``, or the domain."""
    snippet: str
    """A stretch of the text around what was looked for, as published."""
    marks: list[tuple[int, int]]
    """Where what was looked for stands in the snippet: first character, and the first after it."""
    at: str | None
    """When it was posted; of accounts and sites, when they were last seen."""
    account: str | None
    """``platform:account_id``."""
    handle: str | None
    platform: str | None

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Hits:
    """What a query found, the newest first."""

    total_at_least: int
    """How many there are, all kinds together; a kind with more than 10,000 counts for so many."""
    rows: list[Hit]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"total_at_least": self.total_at_least, "rows": [row.to_dict() for row in self.rows]}


class SearchIndex:
    """The index of an investigation. Each query opens the file for itself, so threads may share the object."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def query(self, text: str, *, kinds: Sequence[str] = KINDS, limit: int = 20, offset: int = 0) -> Hits:
        """What a query finds, kind by kind in the order of ``kinds``, the newest of a kind first.

        Args:
            text: what a person types; :mod:`inconcert.search.query` says how.
            kinds: what is looked for.
            limit: rows, at most.
            offset: rows that are left out before.

        Raises:
            UsageError: the query cannot be understood, or there is no such kind.
            StoreError: there is no index; :func:`inconcert.search.index` makes it.
        """
        asked = parse(text)
        for kind in kinds:
            if kind not in KINDS:
                raise UsageError(f"there is no kind '{kind}' to search.", todo=nearest(kind, KINDS))
        if not self.path.exists():
            raise StoreError(f"there is no index at {self.path}.", todo="Search again: it is made then.")
        rows: list[Hit] = []
        total, skip = 0, offset
        with opened(self.path) as con:
            for kind in kinds:
                found = _places(con, kind, asked)
                wanted = found[skip : skip + limit - len(rows)]
                skip, total = max(0, skip - len(found)), total + len(found)
                rows += list(_rows(con, kind, wanted, asked))
        return Hits(total, rows)


def _places(con: sqlite3.Connection, kind: str, query: Query) -> list[int]:
    """Row ids of what fits, the newest first."""
    match, source, order, where = matching(query), f"{kind} p", "p.at", []
    if match:
        # The full-text table leads, in the order that it keeps itself: nothing is sorted but what is kept.
        source, order = f"{kind}_words w CROSS JOIN {kind} p ON p.id = w.rowid", "w.rowid"
        where.append(f"{kind}_words MATCH ?")
    for sign, at in ((">=", query.since), ("<", query.until)):
        if at is not None:
            where.append(f"p.at {sign} {int(at)}")
    asked = f"SELECT p.id, p.at FROM {source} WHERE {' AND '.join(where)} ORDER BY {order} DESC LIMIT {MOST}"
    rows = con.execute(asked, [match] if match else []).fetchall()
    return [row for row, at in sorted(rows, key=lambda row: (row[1] is None, -(row[1] or 0), row[0]))]


def _rows(con: sqlite3.Connection, kind: str, places: Sequence[int], query: Query) -> Iterator[Hit]:
    for place in places:
        ref, at, platform, account, handle, text = con.execute(
            f"SELECT ref, at, platform, account, handle, text FROM {kind} WHERE id = ?", [place]
        ).fetchone()
        shown, marks = snippet(text or "", query.words)
        yield Hit(kind, ref, shown, marks, None if at is None else iso(at), account, handle, platform)


def matching(query: Query) -> str:
    """The query as FTS5 takes it; empty when only days are asked for."""
    wanted = " AND ".join(f"({' OR '.join(map(_clause, some))})" for some in query.wanted)
    if not wanted:
        # There is nothing that all posts have but their kind.
        wanted = _clause(Clause("any", "kind")) if query.unwanted else ""
    return wanted + "".join(f" NOT {_clause(clause)}" for clause in query.unwanted)


def _clause(clause: Clause) -> str:
    if clause.field:
        return f'(filters : "{exact(clause.field, clause.text)}")'
    return f'(body : "{clause.text}"{"*" if clause.prefix else ""})'
