"""Find posts that came before: in the same file, or in files added earlier. The first one added is the one used.

A prepared table lists a post once for each object that it shares; rows of one post with different shared objects are
no repetitions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inconcert.ingest.disk import clear
from inconcert.model import sql
from inconcert.store.views import repeats, select

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from inconcert.store.folder import Folder

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


def find_repeats(folder: Folder, posts: Path) -> Repeats:
    """Count the repeated posts in ``posts`` and list their positions in a table beside it, when there are any."""
    if not posts.exists():
        return Repeats()
    import duckdb

    spill = posts.with_name("spill")
    places = [folder.path / "sources" / receipt["source"] for receipt in folder.sources()]
    earlier = select("posts", places)
    con = duckdb.connect(config={"memory_limit": "400MB", "temp_directory": str(spill), "threads": 2})
    try:
        con.execute(f"CREATE VIEW fresh AS SELECT *, file_row_number AS position, {_CONTENT} FROM read_parquet("
                    f"{sql.files([posts])}, file_row_number=true)")  # fmt: skip
        con.execute(f"CREATE VIEW earlier AS SELECT *, {_CONTENT} FROM ({earlier})")
        con.execute(_REPEATED)
        return _told(con, repeats(posts))
    finally:
        con.close()
        clear(spill)


_CONTENT = (
    "coalesce(shared_object, '') AS shared, hash(coalesce(account_id, ''), coalesce(epoch_us(posted_at), 0), "
    "coalesce(text, ''), coalesce(repost_of, ''), coalesce(urls, [])) AS content"
)

_REPEATED = """
CREATE TEMP TABLE known AS
    SELECT platform, post_id, shared, any_value(content) AS content
    FROM earlier SEMI JOIN fresh USING (platform, post_id, shared) GROUP BY ALL;
CREATE TEMP TABLE doubled AS
    SELECT platform, post_id, shared, min(position) AS first_position, arg_min(content, position) AS content
    FROM fresh GROUP BY platform, post_id, shared HAVING count(*) > 1;
CREATE TEMP TABLE repeated AS
    SELECT position, "row", post_id, fresh.content <> first.content AS differs FROM fresh JOIN (
        SELECT platform, post_id, shared, -1 AS first_position, content FROM known
        UNION ALL
        SELECT platform, post_id, shared, first_position, content
        FROM doubled ANTI JOIN known USING (platform, post_id, shared)
    ) AS first USING (platform, post_id, shared)
    WHERE position <> first_position
"""


def _told(con: duckdb.DuckDBPyConnection, target: Path) -> Repeats:
    ((count, different),) = con.execute("SELECT count(*), count(*) FILTER (differs) FROM repeated").fetchall()
    if not count:
        return Repeats()
    positions = con.sql("SELECT position FROM repeated ORDER BY position").to_arrow_table()
    import pyarrow.parquet as pq

    pq.write_table(positions, target, compression="zstd", version="2.6")
    some = f'SELECT "row", post_id FROM repeated WHERE differs ORDER BY position LIMIT {EXAMPLES}'
    rows = con.execute(some).fetchall()
    return Repeats(int(count), int(different), tuple((int(row or 0), str(post)) for row, post in rows))
