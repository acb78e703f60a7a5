"""Find posts that came before: in the same file, or in files added earlier. The first one added is the one used.

A prepared table lists a post once for each object that it shares; rows of one post with different shared objects are
no repetitions.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from inconcert.ingest.disk import clear
from inconcert.model import sql
from inconcert.store.views import repeats, select

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import duckdb

EXAMPLES = 5


@dataclass(frozen=True)
class Repeats:
    """How many posts of a file came before."""

    count: int = 0
    """Rows whose post id came before; they are stored but not used."""
    different: int = 0
    """Those of them whose account, time or text differ from the first."""
    rows: tuple[tuple[int, str], ...] = ()
    """First rows that differ, with their post id."""


def find_repeats(earlier: Sequence[Path], posts: Path) -> Repeats:
    """Count the repeated posts in ``posts`` and list their positions in a table beside it, when there are any.

    Args:
        earlier: Folders of the sources that were added before, in their order.
        posts: The file of the posts.
    """
    if not posts.exists():
        return Repeats()
    import duckdb

    spill = posts.with_name("spill")
    con = duckdb.connect(config={"memory_limit": "400MB", "temp_directory": str(spill), "threads": 2})
    try:
        fresh = f"SELECT *, file_row_number AS position FROM read_parquet({sql.files([posts])}, file_row_number=true)"
        con.execute(f"CREATE VIEW fresh AS SELECT *, {_KEY}, {_CONTENT} FROM ({fresh})")
        con.execute(f"CREATE VIEW earlier AS SELECT *, {_KEY}, {_CONTENT} FROM ({select('posts', earlier)})")
        con.execute(f"CREATE VIEW met AS SELECT {_KEY} FROM ({select('posts', earlier, whole=True)})")
        con.execute(_CANDIDATES)
        con.execute(_REPEATED)
        return _told(con, repeats(posts))
    finally:
        con.close()
        clear(spill)


def digest(sources: Iterable[str]) -> str:
    """A name for the sources before a source: its repeats hold as long as these are the ones."""
    return blake2b("\n".join(sources).encode(), digest_size=8).hexdigest()


_KEY = "hash(platform, post_id, coalesce(shared_object, '')) AS key"
_CONTENT = (
    "coalesce(shared_object, '') AS shared, hash(coalesce(account_id, ''), coalesce(epoch_us(posted_at), 0), "
    "coalesce(text, ''), coalesce(repost_of, ''), coalesce(urls, [])) AS content"
)

# Whatever is repeated is among the candidates; these are few, and only they are looked at in full.
_CANDIDATES = """
CREATE TEMP TABLE candidates AS
    SELECT key FROM fresh GROUP BY key HAVING count(*) > 1
    UNION SELECT key FROM fresh SEMI JOIN met USING (key)
"""
_REPEATED = """
CREATE TEMP TABLE new AS SELECT platform, post_id, shared, content, position, "row" FROM fresh
    SEMI JOIN candidates USING (key);
CREATE TEMP TABLE known AS
    SELECT platform, post_id, shared, any_value(content) AS content
    FROM (SELECT platform, post_id, shared, content FROM earlier SEMI JOIN candidates USING (key))
    SEMI JOIN new USING (platform, post_id, shared) GROUP BY ALL;
CREATE TEMP TABLE doubled AS
    SELECT platform, post_id, shared, min(position) AS first_position, arg_min(content, position) AS content
    FROM new GROUP BY platform, post_id, shared HAVING count(*) > 1;
CREATE TEMP TABLE repeated AS
    SELECT position, "row", post_id, new.content <> first.content AS differs FROM new JOIN (
        SELECT platform, post_id, shared, -1 AS first_position, content FROM known
        UNION ALL
        SELECT platform, post_id, shared, first_position, content
        FROM doubled ANTI JOIN known USING (platform, post_id, shared)
    ) AS first USING (platform, post_id, shared)
    WHERE position <> first_position
"""


def _told(con: duckdb.DuckDBPyConnection, target: Path) -> Repeats:
    target.unlink(missing_ok=True)
    ((count, different),) = con.execute("SELECT count(*), count(*) FILTER (differs) FROM repeated").fetchall()
    if not count:
        return Repeats()
    positions = con.sql("SELECT position FROM repeated ORDER BY position").to_arrow_table()
    import pyarrow.parquet as pq

    pq.write_table(positions, target, compression="zstd", version="2.6")
    some = f'SELECT "row", post_id FROM repeated WHERE differs ORDER BY position LIMIT {EXAMPLES}'
    rows = con.execute(some).fetchall()
    return Repeats(int(count), int(different), tuple((int(row or 0), str(post)) for row, post in rows))
