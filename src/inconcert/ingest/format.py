"""What an input format is: a table of paths, and small named fix-ups where a table cannot say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Record = dict[str, Any]
"""One raw record: a JSON object, or a table row with column names as keys and text (or typed Parquet) values."""

Row = dict[str, Any]
"""One row of a noun, keyed by its columns; an absent key is null."""

Paths = str | tuple[str, ...]
"""A path, or alternatives of which the first that gives a value wins.

``a.b`` looks for the literal key ``a.b`` first (flattened tables), then walks. ``a[].b`` walks every element
of a list and gives a list. ``a[?type=replied_to].id`` keeps the elements whose ``type`` is that text.
``=x`` is the constant ``x``. Empty texts, lists and objects count as missing. A table cell that holds JSON is walked
into. What a JSON document says once (``Format.context``) is under ``_context``.
"""


@dataclass(frozen=True)
class Format:
    """A source that can be recognised and read."""

    name: str
    """Word used in receipts and recipes: ``x_api_v2``."""
    title: str
    """Name a user knows: «X API v2»."""
    tells: tuple[tuple[str, ...], ...]
    """Sets of paths; the format claims a file when one set is wholly present in the first records (or, for a JSON
    document, in the document itself). ``path=text`` asks for that very value."""
    posts: Mapping[str, Paths] = field(default_factory=dict)
    """Column of the noun ``posts`` → paths."""
    accounts: Mapping[str, Paths] = field(default_factory=dict)
    """Column of the noun ``accounts`` → paths; empty when the source says nothing of accounts."""
    ads: Mapping[str, Paths] = field(default_factory=dict)
    """Column of the noun ``ads`` → paths."""
    sites: Mapping[str, Paths] = field(default_factory=dict)
    """Column of the noun ``sites`` → paths."""
    metrics: Mapping[str, Paths] = field(default_factory=dict)
    """Name of a count (like, repost, reply, view …) → paths."""
    platform: str = ""
    """Platform of every row, unless ``posts`` maps one."""
    known: tuple[str, ...] = ()
    """Further columns that speak for this format when several claim the file."""
    records_at: tuple[str, ...] = ()
    """In a JSON document (not NDJSON): paths of the arrays that hold records, e.g. ``data``, ``chats.list[].messages``.
    Empty: the document is an array of records or one record."""
    context: tuple[str, ...] = ()
    """Paths in the document collected beforehand and given to every record under the key ``_context``, a
    :class:`inconcert.ingest.paths.Context` keyed by these very paths (``_context.includes.users[].id``; and
    ``record["_context"].find("includes.users", "id", x)`` is an indexed look-up). A path that shares the ``[]`` of
    ``records_at`` belongs to the element around the record and is keyed by its rest: with ``chats.list[].messages``,
    ``chats.list[].name`` is ``_context.name``."""
    times: tuple[str, ...] = ("iso",)
    """Forms tried in order for instants: ``iso``, ``unix`` (s, ms or µs by size), or a strptime pattern."""
    timezone: str = ""
    """Zone of stamps without an offset; empty: the source leaves it open and the user is asked."""
    precision: float = 1.0
    """Precision of the clock in seconds, unless the stamps show that it is coarser."""
    lists: str = ""
    """How list cells in tables are written: ``json``, ``python``, ``|``, ``,``, `` ``, ``bracket``; empty: guessed."""
    split: Callable[[Record], Iterable[Record]] | None = None
    """One raw record → several (threads with replies, collections of posts)."""
    skip: Callable[[Record], str | None] | None = None
    """Why a record is not a post (a reason for the receipt), or ``None``."""
    finish: Callable[[Record, Row], Row] | None = None
    """Last word on a mapped post row, for what a table of paths cannot say. Instants in rows are microseconds since
    1970 UTC, lists are lists of text, metrics a dict. It runs before ids are derived and kinds inferred."""
    deletion: Callable[[Record], Row | None] | None = None
    """A row of ``deletions`` when the record is one, else ``None``."""
    follow: Callable[[Record], Row | None] | None = None
    """A row of ``follows`` when the record is one, else ``None``."""
    html: bool = False
    """The text is HTML."""
    pseudonymous: bool = False
    """Author ids are pseudonyms of one file: they are never joined across files."""
    csv: Mapping[str, Any] = field(default_factory=dict)
    """Dialect of the table where it is fixed: ``delimiter``, ``escapechar``, ``quotechar``."""
