"""Bytes of a file with .gz or .zst taken off, as far as they go: a file cut short gives what came before the cut."""

from __future__ import annotations

import io
import zlib
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_STEP = 2**16
_MADE = 2**20
"""Bytes made at once at most, however much a piece would grow."""


class Unpacked(io.RawIOBase):
    """A raw stream of unpacked bytes that ends early instead of failing, and tells why.

    Args:
        stream: the packed bytes.
        budget: most bytes that are made.
        growth: times that packed bytes may grow.
    """

    def __init__(self, stream: IO[bytes], budget: int, growth: int) -> None:
        super().__init__()
        self.broken = ""
        """Why the bytes ended early; empty when they did not."""
        self._stream, self._budget, self._growth = stream, budget, growth
        self._made, self._taken, self._rest = 0, 0, memoryview(b"")
        head = stream.read(4)
        self._pending = head
        maker = _gunzip if head[:2] == GZIP else _unzstd if head == ZSTD else _plain
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


def _unzstd(read: Callable[[], bytes]) -> Iterator[bytes]:
    import zstandard

    try:
        yield from _frames(read, zstandard.ZstdDecompressor(max_window_size=2**27))
    except zstandard.ZstdError as why:
        raise ValueError(str(why)) from why


def _frames(read: Callable[[], bytes], unpacker: Any) -> Iterator[bytes]:
    frame, chunk, started = unpacker.decompressobj(), read(), False
    while chunk:
        for start in range(0, len(chunk), 2048):  # a hostile block grows 32,000-fold: small steps
            started = True
            yield frame.decompress(chunk[start : start + 2048])
            if frame.eof:
                rest = frame.unused_data + chunk[start + 2048 :]
                break
        else:
            rest = b""
        if frame.eof:
            frame, started = unpacker.decompressobj(), False
        chunk = rest or read()
    if started:
        raise EOFError("they end too early")
