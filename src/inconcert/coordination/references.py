"""The references of posts by their number, in files where they would take too much of the memory."""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.memory import mapped, rest, unnamed
from inconcert.ingest.disk import guarded

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    import pyarrow.parquet as pq

COLUMN = "post_ref"


def references(features: Path, most: int, spill: Path | None = None) -> Any:
    """What has ``take`` and, for the numbers of some posts, gives their references as Arrow text.

    Args:
        features: File of the noun ``features``, whose rows are the posts in the order of their numbers.
        most: Bytes that the references may take in memory; if they would be more, they are kept in files.
        spill: Folder of these; the system's own when not given.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(features) as file:
        place, groups = file.schema_arrow.names.index(COLUMN), range(file.metadata.num_row_groups)
        size = sum(file.metadata.row_group(group).column(place).total_uncompressed_size for group in groups)
        # A dictionary in the file can hide how long the text is; few references come twice.
        if size <= most:
            return file.read(columns=[COLUMN])[COLUMN].combine_chunks()
        return Aside(file, spill)


class Aside:
    """References of posts in two files: where each begins, and their bytes."""

    def __init__(self, file: pq.ParquetFile, spill: Path | None) -> None:
        import pyarrow as pa

        self._start, done, upto = mapped(file.metadata.num_rows + 1, np.int64, spill), 0, 0
        with unnamed(spill) as text, guarded("writing references of posts"):
            for batch in file.iter_batches(1_000_000, columns=[COLUMN]):
                column: Any = batch.column(0).cast(pa.large_string())
                begins = np.frombuffer(column.buffers()[1], np.int64)[column.offset :][: len(column) + 1]
                self._start[done + 1 : done + len(column) + 1] = begins[1:] - begins[0] + upto
                text.write(memoryview(column.buffers()[2] or b"")[begins[0] : begins[-1]])
                done, upto = done + len(column), upto + int(begins[-1] - begins[0])
            self._text = np.frombuffer(mmap.mmap(text.fileno(), 0), np.uint8) if upto else np.empty(0, np.uint8)
        self.nbytes = self._start.nbytes + upto
        rest(self._start)

    def take(self, numbers: pa.Array[Any]) -> pa.Array[Any]:
        """The references of some posts; nothing else stays in memory."""
        import pyarrow as pa

        buffers = [None, pa.py_buffer(self._start.data), pa.py_buffer(self._text.data)]
        every: pa.Array[Any] = pa.Array.from_buffers(pa.large_string(), self._start.size - 1, buffers)
        out = every.take(numbers)
        rest(self._start, self._text)
        return out
