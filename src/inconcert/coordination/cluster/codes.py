"""Names as dense codes in the order of the names, without any one machine holding them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.coding import LARGEST
from inconcert.errors import BudgetError

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from inconcert.engines.spark import SparkSteps

PLACES = 33
"""Bits in which Spark numbers the rows of a partition; the number of the partition stands above them."""


class Names:
    """The distinct names of a column, ascending, with their codes ``0 … size-1``.

    A partition that is lost and made again gets the same codes: where the partitions are cut is decided once.

    Raises:
        BudgetError: there are more names than 32 bits can number.
    """

    def __init__(self, steps: SparkSteps, column: Any, stage: str) -> None:
        from pyspark.sql import functions as f

        ordered = column.toDF("name").distinct().orderBy("name")
        placed = steps.hold(ordered.withColumn("place", f.monotonically_increasing_id()))
        sizes = placed.groupBy(f.shiftright("place", PLACES).alias("part")).count()
        counts = dict(steps.do(sizes.collect, stage))
        parts = range(max(counts, default=-1) + 1)
        before = np.cumsum([0, *(counts.get(part, 0) for part in parts)]).tolist()
        self.size = int(before[-1])
        if self.size > LARGEST:
            raise BudgetError(f"{self.size:,} different names in one signal.", todo="Split the investigation.")
        offset = f.element_at(f.array(*map(f.lit, before)), f.shiftright("place", PLACES).cast("int") + 1)
        code = offset + f.col("place").bitwiseAND((1 << PLACES) - 1)
        self.table = placed.select("name", code.cast("int").alias("code"))


def looked_up(steps: SparkSteps, table: Any, codes: NDArray[np.int64], stage: str) -> pa.Array[Any]:
    """The names of some codes, which ascend without repeats: an array beside them.

    Args:
        steps: The session.
        table: Frame with the columns ``name, code``.
        codes: All of them in the table.
        stage: For the progress.
    """
    import pyarrow as pa

    if not codes.size:
        return pa.array([], pa.string())
    asked = steps.session.createDataFrame(pa.table({"code": pa.array(codes, pa.int64())}))
    found = steps.do(table.join(asked, "code").orderBy("code").select("name").toArrow, stage)
    names: pa.Array[Any] = found["name"].combine_chunks()
    return names
