"""From a file of actions to the file of ties of one signal, on a Spark cluster."""

from __future__ import annotations

from math import ceil, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination import run
from inconcert.coordination.cluster.codes import Names
from inconcert.coordination.cluster.margins import Sliced, in_company
from inconcert.coordination.cluster.packing import BLOB, FACTS, cut, of_each, packed
from inconcert.coordination.cluster.tasks import Common, deal, hands
from inconcert.coordination.cluster.work import EVIDENCE, PAIRS, counted_in, explained_in, task_by_task
from inconcert.coordination.cluster.writing import written
from inconcert.coordination.counting import count_bits
from inconcert.coordination.pairs import Judge, no_pairs, passed
from inconcert.coordination.sieve import COLUMNS, KINDS, MOST_TESTED, Sieve, largest
from inconcert.coordination.ties import counted, searched
from inconcert.coordination.windows import windows
from inconcert.model.sizes import in_bytes
from inconcert.plugins import registered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from inconcert.coordination.cluster.packing import Slice
    from inconcert.coordination.pairs import Pairs
    from inconcert.coordination.windows import Windows
    from inconcert.engines.spark import SparkSteps
    from inconcert.settings import Settings

SMALL = 200_000
"""Actions up to which the compiled pass on the driver is done before a cluster has dealt out the work."""
SLICE = 4_000_000
"""Actions in a slice, about."""
ROUNDS = 3
"""Rounds of pruning before events are sent to the tasks."""
EACH = 3
"""Tasks for each core, at least, so that none waits long for the last."""


def ties_of(
    signal: str,
    actions: Path,
    features: Path,
    settings: Settings,
    target: Path,
    *,
    spill: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Write the ties of one signal; the table and the figures are those of :func:`inconcert.coordination.run.ties_of`.

    A signal of up to ``SMALL`` actions, or with a reference, is searched on the driver. ``meetings`` in what is
    returned are the neighbours that the tasks looked at; ``spilled`` is the driver's part: what Spark spills it
    says itself.

    Raises:
        BudgetError: a step cannot keep within the memory setting, or a name or count does not fit its bits.
    """
    import pyarrow.parquet as pq

    made = registered("signals")[signal]
    if made.reference is not None or pq.read_metadata(actions).num_rows <= SMALL:
        return run.ties_of(signal, actions, features, settings, target, spill=spill, progress=progress)

    def tell(_stage: str, done: int, total: int) -> None:
        if progress is not None:
            progress(done, total)

    engine = registered("engines")[settings.engine]
    tables = {"actions": [actions], "features": [features]}
    with (
        engine.open(tables, memory=settings.memory, spill=spill, progress=tell) as steps,
        steps.explaining(f"ties: {signal}"),
    ):
        return Search(steps, signal, settings, made.windows, made.rarity).write(target)


class Search:
    """The search of one signal; ``actions`` and ``features`` are tables of the session."""

    def __init__(
        self, steps: SparkSteps, signal: str, settings: Settings, own: tuple[float, ...] | None, rarity: bool
    ) -> None:
        from pyspark.sql import functions as f

        self.steps, self.signal, self.settings = steps, signal, settings
        self.stage = f"ties: {signal}"
        self.actions = steps.session.table("actions")
        told = steps.do(self.actions.agg(f.max("precision"), f.count("*")).collect, self.stage)[0]
        precision, self.size = max(1.0, float(told[0] or 1.0)), int(told[1])
        self.cores = int(steps.session.sparkContext.defaultParallelism)
        self.used = windows(settings, precision, own, rarity)
        self.assets, self.objects = (Names(steps, self.actions.select(c), self.stage) for c in ("asset", "object"))
        widths = [int(width) for w, width in enumerate(self.used.widths) if not self.used.endless(w)]
        self.events = Sliced(steps, self._slices(), self.stage, self.assets.size, self.objects.size, widths, precision)
        self.account = searched(self.events, self.used, settings, own)

    def _slices(self) -> Any:
        """Frame of packed slices: all events on some of the objects in each."""
        from pyspark.sql import functions as f

        asset, obj = self.assets.table.toDF("asset", "asset_code"), self.objects.table.toDF("object", "object_code")
        platform = f.when(f.contains("asset", f.lit(":")), f.substring_index("asset", ":", 1)).otherwise("")
        joined = self.actions.join(asset, "asset").join(obj, "object").withColumn("platform", platform)
        rows = joined.select(
            f.col("asset_code").alias("asset"), f.col("object_code").alias("object"), "at", "post", *FACTS
        )
        number = ceil(max(1, self.size) / SLICE / self.cores) * self.cores  # as many rounds for every core
        return self.steps.hold(rows.repartition(number, "object").mapInArrow(cut, BLOB))

    def write(self, target: Path) -> dict[str, Any]:
        """Write the ties to ``target`` and let go of all that the session holds; return what was looked at."""
        try:
            return self._searched(target)
        finally:
            self.steps.let_go()

    def _searched(self, target: Path) -> dict[str, Any]:
        if not self.used.seconds:
            return self._written(no_pairs(), None, target)
        judge = Judge.of(self.events, self.used, self.settings.min_objects, self.settings.keep)
        count_bits(int(self.events.touches.max(initial=0)), judge.support)  # says what is wrong before tasks start
        alive = self.events.alive(self.used, judge.support, ROUNDS)
        groups = groups_of(int(self.events.acts[alive].sum()), self.settings.memory, self.cores)
        common, shares = deal(judge, self.used, groups)
        tasks = self._tasks(groups)
        dealt = self._dealt(alive, tasks, [packed(share) for share in shares])
        pairs = self._pairs(dealt, common, judge)
        return self._written(pairs, self._evidence(dealt, common, pairs, tasks), target)

    def _tasks(self, groups: int) -> NDArray[np.int32]:
        """Number of the task for each two groups, so that Spark, which deals by a hash, deals one to a partition."""
        from pyspark.sql import functions as f

        one, other = np.triu_indices(groups)
        tasks, found = one.size, dict[int, int]()
        for tries in (2**power * 16 * tasks for power in range(32)):
            numbers = self.steps.session.range(tries).select(f.col("id").cast("int").alias("number"))
            places = numbers.groupBy(f.pmod(f.hash("number"), f.lit(tasks)).alias("place")).agg(f.min("number"))
            found = dict(self.steps.do(places.collect, self.stage))
            if len(found) == tasks:
                break
        out = np.empty((groups, groups), np.int32)
        out[one, other] = out[other, one] = [found[place] for place in range(tasks)]
        return out

    def _dealt(self, alive: NDArray[np.bool_], tasks: NDArray[np.int32], shares: list[bytes]) -> Any:
        """Frame of what each task is given: packed hands and shares of its two groups, by number of the task."""
        import pyarrow as pa
        from pyspark.sql import functions as f

        groups = len(tasks)
        sent = self.steps.send((alive, self.used, groups))
        kinds = "group int, blob binary"
        given = of_each(self.events.slices, _hands, kinds, sent)
        known = self.steps.session.createDataFrame(
            pa.table({"group": pa.array(range(groups), pa.int32()), "blob": pa.array(shares, pa.binary())}), kinds
        )
        numbered = pa.table({"group": np.repeat(np.arange(groups, dtype=np.int32), groups), "task": tasks.ravel()})
        wanted = f.broadcast(self.steps.session.createDataFrame(numbered))
        rows = given.union(known).join(wanted, "group").select("task", "group", "blob")
        return self.steps.hold(rows.repartition(groups * (groups + 1) // 2, "task"))

    def _pairs(self, dealt: Any, common: Common, judge: Judge) -> Pairs:
        """The pairs that pass, in the order of their assets."""
        from pyspark.sql import functions as f

        sent = self.steps.send(common)
        every = self.steps.hold(task_by_task(dealt, counted_in, sent, PAIRS))
        sums = self.steps.do(every.agg(f.sum("tested"), f.sum("visited")).collect, self.stage)[0]
        tested, visited = int(sums[0] or 0), int(sums[1] or 0)  # no task, no sum

        def passing(p: float) -> Any:
            return every.filter(f.col("p") <= p)

        def kept(p: float) -> Any:
            return every.filter((f.col("p") <= p) | (f.col("lead") & f.lit(tested <= MOST_TESTED)))

        cut_at = largest(judge.bound, tested, lambda p: int(self.steps.do(passing(p).count, self.stage)))
        table = self.steps.do(kept(cut_at).select(*COLUMNS).toArrow, self.stage)
        with Sieve(judge.bound, in_bytes(self.settings.memory) // 8) as sieve:
            sieve.add({name: np.asarray(table[name].to_numpy(), KINDS[name]) for name in COLUMNS}, tested, visited)
            return passed(sieve, judge)

    def _evidence(self, dealt: Any, common: Common, pairs: Pairs, tasks: NDArray[np.int32]) -> Any:
        """Frame of the evidence of the pairs, in their order."""
        sent = self.steps.send((common, dict(_by_task(pairs, tasks)), self.settings.evidence))
        # Held, because Spark looks at rows once before it puts them in order.
        return self.steps.hold(task_by_task(dealt, explained_in, sent, EVIDENCE)).orderBy("a", "b")

    def _written(self, pairs: Pairs, evidence: Any, target: Path) -> dict[str, Any]:
        features = self.steps.session.table("features").select("post_ref", "post").toDF("name", "code")
        written(self.steps, self.signal, pairs, self.used, evidence, target, self.stage,
                assets=self.assets.table, objects=self.objects.table, posts=features)  # fmt: skip
        return self.account | counted(pairs, self.settings)


BYTES = 100
"""Memory of one action in a task, which puts nothing aside."""


def groups_of(events: int, memory: str, cores: int) -> int:
    """Groups of assets for so many events: two fit into a quarter of the memory setting, every core has a few tasks."""
    fitting = ceil(2 * events * BYTES / (in_bytes(memory) / 4))
    busy = ceil((sqrt(8 * EACH * cores + 1) - 1) / 2)
    return max(fitting, busy)


def _by_task(pairs: Pairs, tasks: NDArray[np.int32]) -> Iterator[tuple[int, Pairs]]:
    task = tasks[pairs.a % len(tasks), pairs.b % len(tasks)]
    for number in np.unique(task).tolist():
        yield number, pairs.take(task == number)


def _hands(one: Slice, sent: tuple[NDArray[np.bool_], Windows, int]) -> dict[str, Any]:
    import pyarrow as pa

    alive, used, groups = sent
    events = in_company(one, alive, used)
    dealt = [(group, packed(hand)) for group, hand in hands(events, one.events.audience, groups)]
    return {
        "group": pa.array([group for group, _ in dealt], pa.int32()),
        "blob": pa.array([blob for _, blob in dealt], pa.binary()),
    }
