"""What the ties of networks add up to, read from their file one column at a time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt
    import pyarrow as pa

    from inconcert.coordination.compiled import Codes
    from inconcert.networks.network import Network

    Values = npt.NDArray[Any]

BATCH = 500_000
"""Values read at a time."""


@dataclass
class SignalFigures:
    """The ties of one signal in a network."""

    ties: int
    first: int = 0
    """Where they begin among the network's ties, which are ordered by signal."""
    meetings: int = 0
    """Shared objects, added up over ties."""
    expected: float = 0.0
    window: float | None = None
    """The widest deciding window in seconds; ``None`` when no tie has one."""
    any_time: int = 0
    """Ties without a window."""
    gap: float = 0.0
    """Median of the gaps in seconds."""


@dataclass
class Figures:
    """All ties of a network."""

    signals: dict[str, SignalFigures]
    effect: float = 0.0
    """Median of the effects (log2)."""
    first_at: int = 0
    """Microseconds since 1970."""
    last_at: int = 0


def figures(ties: Path, networks: Sequence[Network]) -> list[Figures]:
    """The figures of each network.

    Never more than one column of the file is held, and of that only the ties of networks.

    Args:
        ties: file of the noun ``ties``.
        networks: with ``row`` and ``signal`` of their ties, in the order that :class:`Network` gives them.
    """
    if not networks:
        return []
    rows = np.concatenate([network.ties["row"].to_numpy() for network in networks])
    order = np.argsort(rows, kind="stable")
    wanted = rows[order]
    out = [_bare(network) for network in networks]
    sizes = np.cumsum([0, *(network.ties.num_rows for network in networks)]).tolist()

    def over(name: str, write: Callable[[Figures, Values], None]) -> None:
        values = np.empty(len(rows), np.float64 if name not in WHOLE else np.int64)
        values[order] = column(ties, name, wanted)
        for one, (first, end) in zip(out, pairwise(sizes), strict=True):
            write(one, values[first:end])

    over("objects", _meetings)
    over("expected", _expected)
    over("window", _windows)
    over("gap", _gaps)
    over("effect", _effect)
    over("first_at", _first)
    over("last_at", _last)
    return out


def unaided(ties: Path, networks: Sequence[Network], fdr: float) -> list[int]:
    """How many ties of each network that leads bind are not significant by themselves; 0 for the other networks.

    Args:
        ties: file of the noun ``ties``.
        networks: see :func:`figures`.
        fdr: q up to which a tie is significant by itself.
    """
    led = [network.ties["row"].to_numpy() if network.of_leads else NO_ROWS for network in networks]
    rows = np.concatenate([NO_ROWS, *led])
    order = np.argsort(rows, kind="stable")
    stands = np.zeros(len(rows), bool)
    # The q of most leads is not known, and no comparison with nan holds.
    stands[order] = column(ties, "q", rows[order]) <= fdr if len(rows) else False
    cuts = np.cumsum([0, *map(len, led)]).tolist()
    return [int((~stands[first:end]).sum()) for first, end in pairwise(cuts)]


NO_ROWS = np.empty(0, np.int64)
WHOLE = frozenset({"objects", "coactions", "first_at", "last_at"})
"""Columns of whole numbers; the others are real, with nan for what is missing."""


def column(ties: Path, name: str, rows: npt.NDArray[np.int64]) -> Values:
    """Values of one column in some rows of the file, which ascend."""
    import pyarrow.parquet as pq

    out, start, done = [np.empty(0, np.int64 if name in WHOLE else np.float64)], 0, 0
    with pq.ParquetFile(ties) as file:
        for batch in file.iter_batches(BATCH, columns=[name]):
            end = int(np.searchsorted(rows, start + batch.num_rows))
            out.append(batch[name].to_numpy(zero_copy_only=False)[rows[done:end] - start])
            start, done = start + batch.num_rows, end
    return np.concatenate(out)


def coded(ties: pa.Table, name: str) -> tuple[Codes, Any]:
    """A column of names as numbers, and the names."""
    column: Any = ties[name].combine_chunks()
    return np.asarray(column.indices.to_numpy()), column.dictionary


def _bare(network: Network) -> Figures:
    """The signals of a network with the stretch of its ties that each has."""
    codes, names = coded(network.ties, "signal")
    cuts = np.flatnonzero(np.diff(codes, prepend=-1)).tolist()
    spans = pairwise([*cuts, len(codes)])
    return Figures({str(names[codes[first]].as_py()): SignalFigures(end - first, first) for first, end in spans})


def _of_signals(one: Figures, values: Values) -> Iterator[tuple[SignalFigures, Values]]:
    for signal in one.signals.values():
        yield signal, values[signal.first : signal.first + signal.ties]


def _meetings(one: Figures, objects: Values) -> None:
    for signal, values in _of_signals(one, objects):
        signal.meetings = int(values.sum())


def _expected(one: Figures, expected: Values) -> None:
    for signal, values in _of_signals(one, expected):
        signal.expected = float(values.sum())


def _windows(one: Figures, windows: Values) -> None:
    for signal, values in _of_signals(one, windows):
        known = values[~np.isnan(values)]
        signal.window = float(known.max()) if len(known) else None
        signal.any_time = len(values) - len(known)


def _gaps(one: Figures, gaps: Values) -> None:
    for signal, values in _of_signals(one, gaps):
        signal.gap = float(np.median(values))


def _effect(one: Figures, effects: Values) -> None:
    one.effect = float(np.median(effects))


def _first(one: Figures, instants: Values) -> None:
    one.first_at = int(instants.min())


def _last(one: Figures, instants: Values) -> None:
    one.last_at = int(instants.max())
