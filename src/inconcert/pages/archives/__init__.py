"""Archives of pages, one file each: WARC, HAR, MHTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import io

Stream: TypeAlias = "io.BufferedReader[Any]"
"""A buffered stream of unpacked bytes."""


class Record(NamedTuple):
    """One HTML document of an archive, not yet decoded."""

    source: str
    """File and record: ``dump.warc.gz#12``."""
    url: str | None
    saved_at: int | None
    """Microseconds since 1970 UTC."""
    data: bytes
    content_type: str | None
    """As it was sent, with its charset."""
