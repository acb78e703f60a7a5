"""Archives of pages, one file each: WARC, HAR, MHTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import io

Stream: TypeAlias = "io.BufferedReader[Any]"
"""A buffered stream of unpacked bytes."""


_BESIDE = re.compile(
    r"https?://[^/?#]+(?:/(?:ads\.txt|app-ads\.txt|sellers\.json|robots\.txt)|.*(?:/wp-json/|[?&]rest_route=).*)"
    r"(?:[?#].*)?",
    re.IGNORECASE,
)


class Record(NamedTuple):
    """One document of an archive, not yet decoded."""

    source: str
    """File and record: ``dump.warc.gz#12``."""
    url: str | None
    saved_at: int | None
    """Microseconds since 1970 UTC."""
    data: bytes
    content_type: str | None
    """As it was sent, with its charset."""
    is_page: bool = True
    """Whether it is HTML; else it is one of the documents that say something of a site beside its pages."""


def lies_beside(address: str | None) -> bool:
    """Whether an address is that of a document that says something of its site: ads.txt, sellers.json and the like."""
    return bool(_BESIDE.fullmatch(str(address or "").strip("<>")))
