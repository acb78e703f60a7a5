"""Unpack and decode: from the bytes of a file to a stream of clean UTF-8 bytes, a piece at a time."""

from __future__ import annotations

import codecs
import gzip
import io
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from inconcert.ingest.inputs import Counted, Input

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMIT = 64 * 2**20
"""Longest line or cell that is read; what is longer is left out with a reason."""

Stream: TypeAlias = "io.BufferedReader[Any]"
"""A buffered stream of bytes."""

_PIECE = 2**18
_ZSTD_STEP = 2048
"""Packed bytes per step: a hostile block grows 32,000-fold, so steps are kept small."""

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Pieces(io.RawIOBase):
    """A raw stream over pieces of bytes that are made on demand."""

    def __init__(self, pieces: Iterator[bytes], close: Callable[[], None]) -> None:
        super().__init__()
        self._pieces, self._rest, self._close = pieces, memoryview(b""), close

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io passes a memoryview
        """Fill ``buffer`` with what comes next."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def close(self) -> None:
        """Close what is below too."""
        self._close()
        super().close()


def unpacked(source: Input) -> Stream:
    """The bytes of an input with .gz or .zst taken off, however often it was packed."""
    stream: Stream = io.BufferedReader(Counted(source.open(), source.progress), _PIECE)
    while True:
        head = stream.peek(4)[:4]
        if head[:2] == GZIP:
            stream = io.BufferedReader(gzip.GzipFile(fileobj=stream, mode="rb"), _PIECE)
        elif head == ZSTD:
            stream = io.BufferedReader(Pieces(_unzstd(stream), stream.close), _PIECE)
        else:
            return stream


def _unzstd(stream: IO[bytes]) -> Iterator[bytes]:
    """Frames one after another; a frame that is cut off is an error, which the library's own stream does not tell."""
    import zstandard

    unpack, open_frame = zstandard.ZstdDecompressor(max_window_size=2**31), False
    frame = unpack.decompressobj()
    while chunk := stream.read(_ZSTD_STEP):
        while chunk:
            open_frame = True
            made = frame.decompress(chunk)
            if made:
                yield made
            chunk = b""
            if frame.eof:
                chunk, open_frame = frame.unused_data, False
                frame = unpack.decompressobj()
    if open_frame:
        raise EOFError("the packed data end too early")


def utf8(stream: Stream) -> Stream:
    """The stream as UTF-8 bytes: a byte-order mark taken off, UTF-16 recoded, line ends of old Macs turned."""
    head = stream.peek(_PIECE)[:_PIECE]
    for bom, name in _BOMS:
        if head.startswith(bom):
            stream.read(len(bom))
            return stream if name == "utf-8" else _recoded(stream, name)
    guess = _silent_utf16(head)
    if guess:
        return _recoded(stream, guess)
    if b"\r" in head and b"\n" not in head:
        turned = (piece.replace(b"\r", b"\n") for piece in iter(lambda: stream.read(_PIECE), b""))
        return io.BufferedReader(Pieces(turned, stream.close), _PIECE)
    return stream


def _silent_utf16(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is NUL."""
    even, odd = head[0:4096:2].count(0), head[1:4096:2].count(0)
    half = max(len(head[:4096]) // 2, 1)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.05 * half else ""


def _recoded(stream: Stream, name: str) -> Stream:
    def pieces() -> Iterator[bytes]:
        # A half of a surrogate pair goes through as it is: it is repaired, and counted, where rows are known.
        decoder = codecs.getincrementaldecoder(name)("surrogatepass")
        while chunk := stream.read(_PIECE):
            made = decoder.decode(chunk).encode("utf-8", "surrogatepass")
            if made:
                yield made
        yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")

    return io.BufferedReader(Pieces(pieces(), stream.close), _PIECE)


def lines(stream: Stream) -> Iterator[bytes | None]:
    """Lines with their ends; ``None`` in place of one that is longer than ``LIMIT``."""
    while line := stream.readline(LIMIT):
        if len(line) < LIMIT or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(LIMIT)) and not rest.endswith(b"\n"):
            pass
        yield None
