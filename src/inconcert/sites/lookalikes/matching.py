"""Many candidates against many brands: a compiled sieve over blocks of lines, a close look at what it lets through."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from typing import TYPE_CHECKING

from inconcert.sites.lookalikes.candidates import YEAR, Reading
from inconcert.sites.lookalikes.cleaning import cleaned
from inconcert.sites.lookalikes.judge import Judge

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from inconcert.sites.lookalikes.brands import Brand
    from inconcert.sites.lookalikes.hits import Hit

FEW = 20_000
"""Candidates up to which a close look at each is sooner done than a sieve is compiled and built."""

THREADS = 2
AHEAD = 2
"""Blocks that are sieved ahead, for each thread."""


def match(brands: Sequence[Brand], candidates: Iterable[str], *, honest: Collection[str] = ()) -> Iterator[Hit]:
    """Candidates that look like a brand, in the order of the candidates.

    A candidate gets a hit for the brand it is most like, and for those hardly less so. Tiers ``strong`` and ``likely``
    are alerts; a ``lead`` needs other evidence beside it.

    Args:
        brands: the protected names; what the shipped list knows of them (aliases, owners) is added.
        candidates: hosts, addresses or defanged text, one each; what names no host is passed over.
        honest: registered domains that are known to be honest: they become leads.
    """
    judge, reading = Judge(brands, honest), Reading()
    stream = iter(candidates)
    first = list(islice(stream, FEW))
    if len(first) < FEW:
        for line in first:
            yield from look(judge, line, reading)
        return
    yield from match_blocks(judge, _blocks(chain(first, stream)), reading)


def _blocks(candidates: Iterable[str]) -> Iterator[bytes]:
    stream = iter(candidates)
    while some := list(islice(stream, FEW)):
        yield ("\n".join(" ".join(line.split()) for line in some) + "\n").encode("utf-8", "replace")


def match_blocks(
    judge: Judge, blocks: Iterable[bytes], reading: Reading, tell: Callable[[int], None] = lambda _: None
) -> Iterator[Hit]:
    """Hits in blocks of whole lines, in their order.

    Args:
        judge: knows the brands.
        blocks: as :func:`inconcert.sites.lookalikes.candidates.blocks` gives them.
        reading: counts lines, and takes what names no host or does not decode.
        tell: is given the number of lines looked at so far.
    """
    for lines, count in _looked_for(judge, blocks):
        reading.lines += count
        tell(reading.lines)
        for line in lines:
            yield from look(judge, line.decode("utf-8", "replace"), reading)


def look(judge: Judge, line: str, reading: Reading) -> list[Hit]:
    """A close look at one line."""
    written, _, year = line.partition(YEAR)
    host = cleaned(written)
    if not host:
        if written.strip() and written.strip()[0] not in ";$@#":
            reading.odd(f"'{written.strip()[:60]}' names no host; it was left out.")
        return []
    try:
        found, held = judge.judged(host, int(year) if year.isdigit() else None)
    except UnicodeError as error:
        reading.odd(f"'{host[:60]}' is no name: its punycode does not decode ({error}); it was left out.")
        return []
    if held is not None:
        reading.keep(held)
    return found


def _looked_for(judge: Judge, blocks: Iterable[bytes]) -> Iterator[tuple[list[bytes], int]]:
    """Of each block the lines that need a close look, and how many lines it has; small material is not sieved."""
    stream = iter(blocks)
    first = next(stream, b"")
    if first.count(b"\n") < FEW:
        yield first.splitlines(), first.count(b"\n")
        second = next(stream, None)
        if second is None:
            return
        stream = chain([second], stream)
    else:
        stream = chain([first], stream)
    from inconcert.sites.lookalikes.sieve import Sifter

    sift = Sifter(judge.forms)
    with ThreadPoolExecutor(THREADS) as threads:
        waiting = deque(threads.submit(sift, block) for block in islice(stream, THREADS * AHEAD))
        while waiting:
            done = waiting.popleft().result()
            for block in islice(stream, 1):
                waiting.append(threads.submit(sift, block))
            yield done
