"""Bytes with their packing taken off as far as they go: what is cut short gives what came before the cut.

Files are known by their first bytes (gzip, zstd), bodies of answers by the name their header gives (Brotli too, which
has no mark).
"""

from __future__ import annotations

import io
import re
import zlib
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[^\x00-\x08\x0e-\x1f]*\Z")
"""The beginning of a page that is not packed."""
_STEP = 2**16
_MADE = 2**20
"""Bytes made at once at most, however much a piece would grow."""


class Unpacked(io.RawIOBase):
    """A raw stream of unpacked bytes that ends early instead of failing, and tells why.

    Args:
        stream: the packed bytes.
        budget: most bytes that are made.
        growth: times that packed bytes may grow.
        packing: one of :data:`PACKINGS`; without it the first bytes tell.
    """

    def __init__(self, stream: IO[bytes], budget: int, growth: int, packing: str = "") -> None:
        super().__init__()
        self.broken = ""
        """Why the bytes ended early; empty when they did not."""
        self._stream, self._budget, self._growth = stream, budget, growth
        self._made, self._taken, self._rest = 0, 0, memoryview(b"")
        head = stream.read(4)
        self._pending = head
        maker = _MAKERS[packing] if packing else _gunzip if head[:2] == GZIP else _unzstd if head == ZSTD else _plain
        self.packed = maker is not _plain
        self._pieces = maker(self._read)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io passes a memoryview
        """Fill ``buffer`` to the brim, so that what is peeked at is enough to tell a kind; less only at the end."""
        filled = 0
        while filled < len(buffer):
            if not self._rest:
                self._rest = memoryview(self._next())
            if not self._rest:
                break
            size = min(len(buffer) - filled, len(self._rest))
            buffer[filled : filled + size] = self._rest[:size]
            self._rest, filled = self._rest[size:], filled + size
        return filled

    def close(self) -> None:
        """Close the packed stream too."""
        self._stream.close()
        super().close()

    def _read(self) -> bytes:
        chunk = self._pending or self._stream.read(_STEP)
        self._pending = b""
        self._taken += len(chunk)
        return chunk

    def _next(self) -> bytes:
        if self.broken:
            return b""
        try:
            piece = next((piece for piece in self._pieces if piece), b"")
        except (EOFError, OSError, zlib.error, ValueError) as why:
            self.broken = f"the packed data are damaged or cut off ({why})"
            return b""
        self._made += len(piece)
        grown = self.packed and self._made > max(self._growth * self._taken, 64 * _MADE)
        if grown or self._made > self._budget:
            self.broken = "it unpacks to far more than a page or an archive holds; the rest was left out"
            return b""
        return piece


def unpacked(data: bytes, packing: str, size: int) -> tuple[bytes, str]:
    """The first ``size`` bytes of a body with one packing taken off, and why they ended early, if they did.

    A body whose bytes were never packed, whatever its header says, comes back as it is.

    Args:
        data: the body.
        packing: one of :data:`PACKINGS`.
        size: most bytes that are wanted; no more than a megabyte beyond it is made.
    """
    plain = not data.startswith(_MARKS[packing]) if packing in _MARKS else bool(_TEXT.match(data[:1024]))
    if plain:
        return data[:size], ""
    with Unpacked(io.BytesIO(data), size + 2 * _MADE, size, packing) as stream:
        return stream.read(size), stream.broken


def _plain(read: Callable[[], bytes]) -> Iterator[bytes]:
    while chunk := read():
        yield chunk


def _gunzip(read: Callable[[], bytes]) -> Iterator[bytes]:
    """Members one after another; rubbish between them ends the stream."""
    unpack, chunk, started = zlib.decompressobj(31), read(), False
    while chunk:
        started = True
        yield unpack.decompress(chunk, _MADE)
        chunk = unpack.unconsumed_tail
        if unpack.eof:
            chunk, started = (unpack.unused_data or read()).lstrip(b"\0"), False
            unpack = zlib.decompressobj(31)
        chunk = chunk or read()
    if started:
        raise EOFError("they end too early")


def _inflate(read: Callable[[], bytes]) -> Iterator[bytes]:
    """Deflate as servers send it: inside zlib's frame, or bare."""
    chunk = read()
    unpack = zlib.decompressobj() if chunk[:1] == b"x" else zlib.decompressobj(-zlib.MAX_WBITS)
    while chunk and not unpack.eof:
        yield unpack.decompress(chunk, _MADE)
        chunk = unpack.unconsumed_tail or read()
    if not unpack.eof:
        raise EOFError("they end too early")


def _unbrotli(read: Callable[[], bytes]) -> Iterator[bytes]:
    """A few bytes of Brotli can stand for gigabytes: each step makes a bounded piece."""
    import brotli

    unpack, chunk = brotli.Decompressor(), read()
    try:
        while chunk and not unpack.is_finished():
            yield unpack.process(chunk, output_buffer_limit=_MADE)
            while not unpack.can_accept_more_data():
                yield unpack.process(b"", output_buffer_limit=_MADE)
            chunk = read()
    except brotli.error as why:
        raise ValueError(str(why)) from why
    if not unpack.is_finished():
        raise EOFError("they end too early")


def _unzstd(read: Callable[[], bytes]) -> Iterator[bytes]:
    import zstandard

    try:
        yield from _frames(read, zstandard.ZstdDecompressor(max_window_size=2**27))
    except zstandard.ZstdError as why:
        raise ValueError(str(why)) from why


def _frames(read: Callable[[], bytes], unpacker: Any) -> Iterator[bytes]:
    frame, chunk, started = unpacker.decompressobj(), read(), False
    step = 32
    while chunk:
        started, part = True, chunk[:step]
        made = frame.decompress(part)
        yield made
        # A hostile block grows 32,000-fold: small steps until the bytes are seen to be ordinary.
        step = min(2048, step * 2) if len(made) < 64 * 1024 else 32
        rest = (frame.unused_data if frame.eof else b"") + chunk[len(part) :]
        if frame.eof:
            frame, started = unpacker.decompressobj(), False
        chunk = rest or read()
    if started:
        raise EOFError("they end too early")


_MAKERS: dict[str, Callable[[Callable[[], bytes]], Iterator[bytes]]] = {
    **dict.fromkeys(("gzip", "x-gzip"), _gunzip),
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
_MARKS = {"gzip": GZIP, "x-gzip": GZIP, "zstd": ZSTD}
PACKINGS = frozenset(_MAKERS)
"""Names of packings in the header of an answer."""
