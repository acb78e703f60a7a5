"""Zeeschuimer: what a researcher's browser saw, as the extension writes it and as 4CAT keeps it (NDJSON).

The extension puts the platform's object under ``data``; 4CAT lifts it up and leaves the rest in ``__import_meta``.
Both are brought to the lifted form, so that one table of paths reads either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.ingest.format import Format, Paths, Record
from inconcert.ingest.formats.shared import mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SEEN: Paths = ("__import_meta.timestamp_collected", "__import_meta.last_updated")
KNOWN = (
    "__import_meta",
    "nav_index",
    "item_id",
    "source_platform",
    "timestamp_collected",
    "source_platform_url",
    "user_agent",
)


def split(record: Record) -> Iterable[Record]:
    """The platform's own object, with what the extension noted beside it under ``__import_meta``."""
    inner = record.get("data")
    if isinstance(inner, dict) and "source_platform" in record:
        yield {**inner, "__import_meta": {key: value for key, value in record.items() if key != "data"}}
    else:
        yield {**record, "__import_meta": mapping(record.get("__import_meta"))}


def tells(*paths: str) -> tuple[tuple[str, ...], ...]:
    """Both forms in which the platform's object with these paths arrives."""
    return (
        ("nav_index", "source_platform", *(f"data.{path}" for path in paths)),
        ("__import_meta", *paths),
    )


def seen(name: str, title: str, platform: str, posts: Mapping[str, Paths], **more: Any) -> Format:
    """A format of this family; the time of collection is ``seen_at``, never the time of posting."""
    return Format(
        name=f"zeeschuimer_{name}",
        title=f"{title} by Zeeschuimer or 4CAT (NDJSON)",
        platform=platform,
        posts={"seen_at": SEEN, **posts},
        known=KNOWN + tuple(more.pop("known", ())),
        times=more.pop("times", ("unix", "iso")),
        split=more.pop("split", split),
        **more,
    )
