"""Bluesky by Communalytic: a small table whose four column names say nothing of where it comes from."""

from __future__ import annotations

from inconcert.ingest.format import Format

FORMAT = Format(
    name="bluesky_communalytic",
    title="Bluesky by Communalytic (CSV)",
    tells=(),
    platform="bluesky",
    times=("iso", "unix"),
    posts={
        "post_id": "id",
        "account_id": "username",
        "handle": "username",
        "text": "text",
        "posted_at": "date",
    },
)
