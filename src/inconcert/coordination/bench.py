"""One cold run of the engine on a file of events, for benchmarks: ``python -m inconcert.coordination.bench``.

Reads ``account, object, at`` (seconds, or microseconds with ``--micro``) from Parquet, whole numbers or text, and
writes the ties that pass, with p, q and their evidence. Prints one line of JSON: what was looked at.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import numpy as np

from inconcert.coordination.events import Events, from_columns
from inconcert.coordination.ties import ties
from inconcert.settings import DEFAULTS


def read(path: Path, unit: int) -> Events:
    """Events of a Parquet file with the columns ``account, object, at``; ``unit`` microseconds a step of ``at``."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    raw = pq.read_table(path, columns=["account", "object", "at"])
    none = pa.DictionaryArray.from_arrays(pa.array([0] * raw.num_rows, pa.int8()), pa.array([""]))
    columns: dict[str, Any] = {
        "asset": raw["account"],
        "object": raw["object"],
        "at": pc.multiply(raw["at"].cast(pa.int64()), unit),
        "post": pa.chunked_array([pa.array(np.arange(raw.num_rows))]),
        "lang": pa.chunked_array([none]),
        "outlet": pa.chunked_array([none]),
        "precision": pa.chunked_array([pa.repeat(1.0, raw.num_rows)]),
    }
    return from_columns(pa.table(columns))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--window", "window", multiple=True, type=float, default=(60.0,), help="Window in seconds; repeatable.")
@click.option("--rarity/--no-rarity", default=False, help="Whether to run the window-free test as well.")
@click.option("--micro", is_flag=True, help="Times are microseconds, not seconds.")
@click.option("--keep", type=float, default=DEFAULTS.keep, help="Largest q that is written.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Parquet file for the ties.")
def main(file: Path, window: tuple[float, ...], rarity: bool, micro: bool, keep: float, out: Path | None) -> None:
    """Search one file of events and write its ties."""
    import pyarrow.parquet as pq

    settings = replace(DEFAULTS, windows=window, audiences=(2**31 - 1,) * len(window), keep=keep)
    table, account = ties("bench", read(file, 1 if micro else 1_000_000), settings, rarity=rarity)
    if out is not None:
        pq.write_table(table, out, compression="zstd")
    click.echo(json.dumps(account | {"written": table.num_rows}))


if __name__ == "__main__":
    main()
