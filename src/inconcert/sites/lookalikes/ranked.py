"""Hits in order of what they say, however many: sorted in pieces on disk, merged as they are read."""

from __future__ import annotations

import heapq
import pickle
import tempfile
from typing import IO, TYPE_CHECKING

from inconcert.sites.lookalikes.hits import TIERS, Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HELD = 200_000
"""Hits that are held in memory at once."""


def ranked(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Hits by tier, score, candidate and brand, each once; the order of the candidates does not matter."""
    runs: list[IO[bytes]] = []
    held: list[Hit] = []
    try:
        for hit in hits:
            held.append(hit)
            if len(held) == HELD:
                runs.append(_kept(sorted(held, key=_order)))
                held = []
        last = None
        for hit in heapq.merge(sorted(held, key=_order), *(_read(run) for run in runs), key=_order):
            if hit != last:
                yield hit
            last = hit
    finally:
        for run in runs:
            run.close()


def _order(hit: Hit) -> tuple[int, float, str, str, str]:
    return TIERS.index(hit.tier), -hit.score, hit.candidate, hit.brand, hit.why


def _kept(hits: list[Hit]) -> IO[bytes]:
    run: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed by whoever reads it
    for hit in hits:
        pickle.dump(tuple(hit), run)
    run.seek(0)
    return run


def _read(run: IO[bytes]) -> Iterator[Hit]:
    while True:
        try:
            yield Hit(*pickle.load(run))  # noqa: S301  # written by this process into a file without a name
        except EOFError:
            return
