"""The one file that knows how each engine says what SQL does not agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.errors import PluginError

if TYPE_CHECKING:
    from collections.abc import Mapping

PHRASES: dict[str, Mapping[str, str]] = {
    "duckdb": {
        "read": "read_parquet({files})",
        "write": "COPY ({select}) TO {target} (FORMAT parquet, COMPRESSION zstd)",
        "explode": "unnest({list})",
        "list_of": "list({value} ORDER BY {order})",
    },
}
"""Engine → phrase → template. A new engine adds its own line here and nowhere else."""


def phrase(engine: str, name: str, **parts: str) -> str:
    """The engine's words for the phrase ``name``, with its parts filled in.

    Raises:
        PluginError: the engine, or this engine's way to say it, is unknown.
    """
    known = PHRASES.get(engine)
    if known is None:
        raise PluginError(f"there is no dialect for engine '{engine}'.", todo=f"Known: {', '.join(sorted(PHRASES))}.")
    if name not in known:
        raise PluginError(f"engine '{engine}' has no way to say '{name}'.", todo="Add it to engines/dialect.py.")
    return known[name].format(**parts)
