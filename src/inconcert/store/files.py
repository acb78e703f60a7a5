"""Writing whole files, as the rooms above use it; ingest, below, needs the same."""

from __future__ import annotations

from inconcert.ingest.disk import clear, guarded, publish, write_whole

__all__ = ["clear", "guarded", "publish", "write_whole"]
