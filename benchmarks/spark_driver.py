"""One command: what the driver of a search on Spark holds, an account and an object, and what it sends, an action.

    python benchmarks/spark_driver.py --events 1000000
    python benchmarks/spark_driver.py --events 3000000
    python benchmarks/spark_driver.py --slope 1000000,3000000

runs the driver's own code on the events of ``benchmarks/spark.py``, without Spark: what the workers tell it comes
from child processes that run the workers' code, as Arrow files. So the peak of this process is that of the driver's
Python, beyond what it held before. Prints each step and writes ``bench-data/spark-driver-<events>.json``. The memory
of an account and an object is the slope between two sizes; both grow at once in the benchmark's events, so a third
run with every account split in ten (``--split 10``) tells them apart.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import pickle
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from contenders import prepare
from measure import DATA, machine, save
from spark import tables
from spark_cost import peak_beyond, start_of_peak, status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class _Answer:
    """A frame of what a function makes of the one slice, asked in a child process."""

    def __init__(self, folder: Path, function: Callable[[Any], Any], names: list[str] | None = None) -> None:
        self.folder, self.function, self.names = folder, function, names

    def groupBy(self, *_keys: str) -> _Answer:  # noqa: N802  # as Spark calls it
        return self  # of one slice, every key comes once

    def sum(self, *_columns: str) -> _Answer:
        return self

    def toDF(self, *names: str) -> _Answer:  # noqa: N802  # as above
        return _Answer(self.folder, self.function, list(names))

    def toArrow(self) -> Any:  # noqa: N802  # as above
        import pyarrow as pa

        child = multiprocessing.get_context("spawn").Process(target=_answered, args=(self.folder, self.function))
        child.start()
        child.join()
        with pa.OSFile(str(self.folder / "answer.arrow")) as source:
            table = pa.ipc.open_stream(source).read_all()
        return table.rename_columns(self.names) if self.names else table


def _answered(folder: Path, function: Callable[[Any], Any]) -> None:
    import pyarrow as pa

    blob = pa.RecordBatch.from_pydict({"blob": [(folder / "slice").read_bytes()]})
    (answer,) = function(iter([blob]))
    with pa.ipc.new_stream(str(folder / "answer.arrow"), answer.schema) as sink:
        sink.write_batch(answer)


def _sliced(actions: Path, folder: Path, split: int) -> None:
    """Make the slice as a worker would, and write down how many accounts and objects there are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from inconcert.coordination.cluster.packing import cut

    table = pq.read_table(actions)
    columns = {}
    for name in ("asset", "object"):
        coded = table[name].combine_chunks().dictionary_encode()
        columns[name] = coded.indices.to_numpy().astype(np.int64)
    columns["asset"] = columns["asset"] * split + np.arange(table.num_rows) % split
    columns = {name: np.unique(codes, return_inverse=True)[1].astype(np.int32) for name, codes in columns.items()}
    rest = {name: table[name] for name in ("at", "post", "lang", "outlet")}
    made = pa.table({**columns, **rest, "platform": ["x"] * table.num_rows}).combine_chunks()
    (batch,) = cut(iter(made.to_batches()))
    (folder / "slice").write_bytes(batch.column("blob")[0].as_py())
    sizes = {name: int(codes.max()) + 1 for name, codes in columns.items()} | {"actions": table.num_rows}
    (folder / "sizes.json").write_text(json.dumps(sizes), "utf-8")


def _hand_bytes(folder: Path, sent: Any, groups: int) -> None:
    """How many bytes the hands of the slice take, for the tasks of so many groups."""
    import pyarrow as pa

    from inconcert.coordination.cluster.packing import packed
    from inconcert.coordination.cluster.search import _hands

    blobs = _hands(pickle.loads((folder / "slice").read_bytes()), sent)["blob"]  # noqa: S301  # written above
    sizes = {
        "raw": sum(len(blob.as_py()) for blob in blobs),
        "lz4": sum(pa.compress(blob.as_py(), "lz4", asbytes=True).__len__() for blob in blobs),
        "common": len(packed(sent)),
        "groups": groups,
    }
    (folder / "hands.json").write_text(json.dumps(sizes), "utf-8")


def child(function: Callable[..., None], *given: Any) -> None:
    """Run a function in a process of its own."""
    process = multiprocessing.get_context("spawn").Process(target=function, args=given)
    process.start()
    process.join()


class _Steps:
    """What a search asks of a session, without Spark."""

    def do(self, work: Callable[[], Any], _stage: str) -> Any:
        return work()

    @contextmanager
    def sending(self, value: Any) -> Iterator[Any]:
        yield SimpleNamespace(value=value)


def measured(folder: Path, window: float, memory: str, split: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Peak of each step of the driver, and how much there was."""
    from inconcert.coordination.cluster import margins, packing, search, tasks
    from inconcert.coordination.pairs import Judge
    from inconcert.coordination.windows import windows
    from inconcert.settings import DEFAULTS

    settings = replace(DEFAULTS, windows=(window,), audiences=(2**31 - 1,), memory=memory)
    used, rows = windows(settings, 1.0, None, True), []
    with TemporaryDirectory() as place:
        here = Path(place)
        child(_sliced, folder / "actions.parquet", here, split)
        sizes = json.loads((here / "sizes.json").read_text("utf-8"))
        slices = SimpleNamespace(mapInArrow=lambda function, _schema: _Answer(here, function))
        base = status("VmRSS")

        def step(name: str, work: Callable[[], Any]) -> Any:
            start_of_peak()
            made = work()
            rows.append({"name": name, "peak": peak_beyond(base), "left": status("VmRSS") - base})
            return made

        widths = [int(width) for w, width in enumerate(used.widths) if not used.endless(w)]
        events = step(
            "margins", lambda: margins.Sliced(_Steps(), slices, "driver", sizes["asset"], sizes["object"], widths, 1.0)
        )  # type: ignore[arg-type]  # stands in
        judge = step("the null", lambda: Judge.of(events, used, settings.min_objects, settings.keep))
        alive = step("pruning", lambda: events.alive(used, judge.support, search.ROUNDS))
        left = int(events.acts[alive].sum())
        groups = search.groups_of(left, memory, 2)
        step("shares of the null", lambda: [packing.packed(one) for one in tasks.deal(judge, used, groups)[1]])
        child(_hand_bytes, here, (alive, used, groups), groups)
        sent = json.loads((here / "hands.json").read_text("utf-8"))
    return rows, sizes | {"left": left, "sent": sent}


def slope(sizes: list[str]) -> None:
    """Print what more accounts, objects and actions take: of two runs, or of three by least squares."""
    runs = [json.loads((DATA / f"spark-driver-{size}.json").read_text("utf-8")) for size in sizes]
    amounts = np.array([[run["amounts"]["asset"], run["amounts"]["object"]] for run in runs], float)
    for place, row in enumerate(runs[0]["rows"]):
        peaks = np.array([run["rows"][place]["peak"] for run in runs], float)
        more, grown = amounts[1:] - amounts[0], peaks[1:] - peaks[0]
        told = (
            "{:.0f} B an account, {:.0f} B an object".format(*np.linalg.lstsq(more, grown)[0])
            if len(runs) > 2
            else f"{grown[0] / more[0].sum():.0f} B an account or object"
        )
        print(f"{row['name']:20} {told}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what the driver of a search on Spark holds and sends.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--window", type=float, default=60.0, help="Seconds.")
    parser.add_argument("--memory", default="4GB", help="Memory setting.")
    parser.add_argument("--split", type=int, default=1, help="Accounts made of each account.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--slope", help="Compare runs, as <events> or <events>-split<n>, joined with commas.")
    given = parser.parse_args()
    if given.slope:
        return slope(given.slope.split(","))
    folder = prepare(given.events, given.seed, ["inconcert-text"])
    tables(folder)
    rows, amounts = measured(folder, given.window, given.memory, given.split)
    print(amounts)
    for row in rows:
        print(f"{row['name']:20} peak {row['peak'] / 1e6:8.1f} MB, left {row['left'] / 1e6:8.1f} MB")
    size = f"{given.events}" + (f"-split{given.split}" if given.split > 1 else "")
    print(save("spark-driver", size, rows, about=machine(), amounts=amounts, memory=given.memory))
    return None


if __name__ == "__main__":
    main()
