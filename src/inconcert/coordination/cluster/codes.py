"""Names as dense codes in the order of the names, without any one machine holding them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.engines.spark import SparkSteps

PLACES = 33
"""Bits in which Spark numbers the rows of a partition; the number of the partition stands above them."""


class Names:
    """The distinct names of a column, ascending, with their codes ``0 … size-1``."""

    def __init__(self, steps: SparkSteps, column: Any, stage: str) -> None:
        from pyspark.sql import functions as f

        ordered = column.toDF("name").distinct().orderBy("name")
        self._placed = ordered.withColumn("place", f.monotonically_increasing_id()).persist()
        sizes = self._placed.groupBy(f.shiftright("place", PLACES).alias("part")).count()
        counts = dict(steps.do(sizes.collect, stage))
        parts = range(max(counts, default=-1) + 1)
        before = np.cumsum([0, *(counts.get(part, 0) for part in parts)]).tolist()
        self.size = int(before[-1])
        offset = f.element_at(f.array(*map(f.lit, before)), f.shiftright("place", PLACES).cast("int") + 1)
        code = offset + f.col("place").bitwiseAND((1 << PLACES) - 1)
        self.table = self._placed.select("name", code.cast("int").alias("code"))
        self._steps, self._stage = steps, stage

    def of(self, codes: NDArray[Any]) -> Any:
        """The names of some codes, ascending, as an array."""
        import pyarrow as pa

        asked = self._steps.session.createDataFrame(pa.table({"code": pa.array(codes, pa.int32())}))
        found = self._steps.do(self.table.join(asked, "code").orderBy("code").toArrow, self._stage)
        return found["name"].combine_chunks().to_numpy(zero_copy_only=False)

    def close(self) -> None:
        """Let go of the names."""
        self._placed.unpersist()
