"""The first pass over one row group of a source, in pieces that appear whole; also as a process that does nothing else.

Pieces are what a killed run finds again: a piece that is there is not made anew.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inconcert.ingest.disk import publish
from inconcert.model.horizon import Horizon
from inconcert.signals import making
from inconcert.signals.comparable import Post
from inconcert.store.views import repeats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

PIECE = 32_768
"""Posts made before they are put on disk: some two seconds."""
COLUMNS = (*Post._fields, "posted_at", "precision", "post_id", "shared_object")


@dataclass(frozen=True)
class Job:
    """One row group of a source to be made comparable."""

    posts: str
    """The file of the source's posts."""
    group: int
    """Number of the row group."""
    since: int
    """First instant to be made, in microseconds since 1970."""
    until: int
    """First instant not to be made."""
    root: str
    """Folder in which relative media addresses are looked up; empty for none."""
    target: str
    """Folder of the pieces."""

    def run(self, told: Callable[[int], None] = lambda _rows: None) -> None:
        """Make the pieces that are not there.

        Args:
            told: Called with the rows of each piece when it is there.
        """
        import duckdb
        import pyarrow as pa

        roots = [Path(self.root)] if self.root else []
        with duckdb.connect(config={"threads": 1}) as con:
            for number, batch in self._batches():
                place = Path(self.target) / f"{self.group:06}-{number:04}.parquet"
                if not place.exists():
                    aside = place.with_name(f".{place.stem}.{os.getpid()}.partial")
                    con.register("piece", pa.table(batch))
                    making.pour(con, f"SELECT * FROM piece WHERE {self._inside()}", aside, roots)
                    con.unregister("piece")
                    publish(aside, place)
                told(batch.num_rows)

    def _inside(self) -> str:
        return Horizon(self.since, self.until).sql("epoch_us(posted_at)")

    def _batches(self) -> Iterator[tuple[int, pa.RecordBatch]]:
        """The rows of the group, the repeated ones left out."""
        import numpy as np
        import pyarrow as pa
        from pyarrow import parquet

        with parquet.ParquetFile(self.posts) as file:
            start = sum(file.metadata.row_group(number).num_rows for number in range(self.group))
            skip = repeated(Path(self.posts))
            batches = file.iter_batches(PIECE, row_groups=[self.group], columns=list(COLUMNS), use_threads=False)
            for number, batch in enumerate(batches):
                out = skip[np.searchsorted(skip, start) : np.searchsorted(skip, start + batch.num_rows)] - start
                kept = np.ones(batch.num_rows, bool)
                kept[out] = False
                yield number, batch if kept.all() else batch.filter(pa.array(kept))
                start += batch.num_rows


def repeated(posts: Path) -> NDArray[np.int64]:
    """Positions of the rows of a source that came before, ascending."""
    import numpy as np
    from pyarrow import parquet

    if not repeats(posts).exists():
        return np.empty(0, np.int64)
    return np.asarray(parquet.read_table(repeats(posts))["position"].to_numpy(), np.int64)


def serve() -> None:
    """Do jobs, one a line of standard input; tell the rows of each piece and, at the end, the job itself.

    What else a library writes to standard output goes to the other one. It stops when nobody listens.
    """
    parent, out = os.getppid(), os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(told: Any) -> None:
        if os.getppid() != parent:
            sys.exit()
        out.write(json.dumps(told) + "\n")
        out.flush()

    for line in sys.stdin:
        job = json.loads(line)
        Job(**job).run(tell)
        tell(job)


def written(job: Job) -> str:
    """A job as :func:`serve` reads it."""
    return json.dumps(asdict(job)) + "\n"
