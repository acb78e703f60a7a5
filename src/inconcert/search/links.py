"""Hosts of the links of a post, as it was published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_HOST = re.compile(r"https?://(?:[^\s/@?#]*@)?([^\s/:?#\"'<>«»“”]+)", re.IGNORECASE)


def hosts(text: str, urls: Iterable[str | None]) -> list[str]:
    """Hosts in small letters, each once, without «www.»."""
    found = [hit.lower() for hit in _HOST.findall(text)] if "://" in text else []
    whole = (_HOST.match(url if "://" in url else f"http://{url}") for url in urls if url)
    found += [hit[1].lower() for hit in whole if hit]
    return list(dict.fromkeys(host.removeprefix("www.").rstrip(".") for host in found))
