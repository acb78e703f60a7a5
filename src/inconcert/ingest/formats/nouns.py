"""inconcert's own tables: what `inconcert simulate` writes, and what a person may prepare in its columns."""

from __future__ import annotations

from inconcert.ingest.format import Format
from inconcert.ingest.formats.shared import METRIC_NAMES
from inconcert.model.tables import tables

MADE = {"source", "row", "id_derived", "metrics", "created_precision"}
"""Columns that adding a file fills in by itself, and the counts, which are read one by one."""


def _as_named(noun: str) -> dict[str, str]:
    return {column: column for column in tables()[noun].columns if column not in MADE}


POSTS = Format(
    name="inconcert_posts",
    title="inconcert posts",
    tells=(("platform", "posted_at", "precision", "id_derived", "repost_of_account", "media_hashes"),),
    posts=_as_named("posts"),
    metrics={name: f"metrics.{name}" for name in METRIC_NAMES},
    lists="json",
)

ACCOUNTS = Format(
    name="inconcert_accounts",
    title="inconcert accounts",
    tells=(("platform", "account_id", "created_precision", "declared_bot", "observed_at"),),
    accounts=_as_named("accounts"),
)

FORMATS = (POSTS, ACCOUNTS)
