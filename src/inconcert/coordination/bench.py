"""One cold run of the engine on a file of events, for benchmarks: ``python -m inconcert.coordination.bench``.

Reads ``account, object, at`` (seconds, or microseconds with ``--micro``) from Parquet, whole numbers or text, and
writes the ties that pass with their counts, expectation, p and q, and with ``--posts`` their evidence as well. Prints
one line of JSON: what was looked at, and the CPU seconds of each stage.
"""

from __future__ import annotations

import gc
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from inconcert.coordination.events import Events, column_of, read
from inconcert.coordination.ties import search, write
from inconcert.settings import DEFAULTS

if TYPE_CHECKING:
    import pyarrow as pa


def events_of(path: Path, unit: str) -> Events:
    """Events of a Parquet file with the columns ``account, object, at``; ``at`` in ``unit``, ``s`` or ``us``."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, read_dictionary=["account", "object"]) as file:
        size = file.metadata.num_rows
        none = pa.DictionaryArray.from_arrays(pa.array(np.zeros(size, np.int8), pa.int8()), pa.array([""]))

        def column(name: str) -> pa.ChunkedArray[Any]:
            if name in ("lang", "outlet"):
                return pa.chunked_array([none])
            if name == "precision":
                return pa.chunked_array([pa.array([1.0])])
            if name == "post":
                return pa.chunked_array([pa.array(np.arange(size, dtype=np.int32 if size < 2**31 else np.int64))])
            return column_of(file, "account" if name == "asset" else name)

        return read(size, column, unit)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--window", "window", multiple=True, type=float, default=(60.0,), help="Window in seconds; repeatable.")
@click.option("--audience", multiple=True, type=int, help="Largest audience in each window; no limit when not given.")
@click.option("--rarity/--no-rarity", default=False, help="Whether to run the window-free test as well.")
@click.option("--micro", is_flag=True, help="Times are microseconds, not seconds.")
@click.option("--keep", type=float, default=DEFAULTS.keep, help="Largest q that is written.")
@click.option("--memory", default=DEFAULTS.memory, help="Memory setting.")
@click.option("--posts", is_flag=True, help="Look up and write the posts behind each tie.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Parquet file for the ties.")
def main(
    file: Path,
    window: tuple[float, ...],
    audience: tuple[int, ...],
    rarity: bool,
    micro: bool,
    keep: float,
    memory: str,
    posts: bool,
    out: Path | None,
) -> None:
    """Search one file of events and write its ties."""
    stages = {"start": time.process_time()}
    limits = audience or (2**31 - 1,) * len(window)
    settings = replace(DEFAULTS, windows=window, audiences=limits, keep=keep, memory=memory)

    def read_in() -> Events:
        events = events_of(file, "us" if micro else "s")
        stages["read and sort"] = time.process_time()
        return events

    # Handed over without a name of its own here, so that the search can let go of what it no longer needs.
    found = search("bench", read_in(), settings, rarity=rarity)
    stages["search"] = time.process_time()
    if out is not None:
        write(found.tables(settings.evidence) if posts else found.figures(), out)
    stages["write"] = time.process_time()
    spent = dict(zip(stages, np.diff([0.0, *stages.values()]).round(3).tolist(), strict=True))
    click.echo(json.dumps(found.account | {"written": found.pairs.a.size, "stages": spent}))
    # The end of a process looks through all that is left for what could be freed; nothing of it needs to be.
    gc.freeze()


if __name__ == "__main__":
    main()
