"""inconcert's own tables: what `inconcert simulate` writes, and what a person may prepare in its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.errors import ZoneNeeded
from inconcert.ingest.format import Format
from inconcert.ingest.formats.shared import METRIC_NAMES
from inconcert.model.tables import tables
from inconcert.model.times import UnreadableError, reader

if TYPE_CHECKING:
    from inconcert.ingest.format import Record, Row

MADE = {"source", "row", "id_derived", "metrics", "created_precision"}
"""Columns that adding a file fills in by itself, and the counts, which are read one by one."""


def _as_named(noun: str) -> dict[str, str]:
    return {column: column for column in tables()[noun].columns if column not in MADE}


def deletion(record: Record) -> Row | None:
    """A row of the noun ``deletions``; without a readable instant it still says that something was deleted."""
    if "deleted_at" not in record:
        return None
    named = {name: record.get(name) for name in ("platform", "post_id", "account_id")}
    return {
        **{name: str(value) for name, value in named.items() if value},
        "deleted_at": _instant(record["deleted_at"]),
    }


def follow(record: Record) -> Row | None:
    """A row of the noun ``follows``; ``None`` where one of the two is not named."""
    named = {name: str(record.get(name) or "").strip().lstrip("@") for name in ("follower", "followed")}
    if not all(named.values()):
        return None
    platform = str(record.get("platform") or "").strip().lower() or None
    return {**named, "platform": platform, "seen_at": _instant(record.get("seen_at"))}


def unnamed(record: Record) -> str | None:
    """Why a row of a list of followers cannot be kept."""
    return None if follow(record) is not None else "no follower or nobody followed"


def _instant(value: object) -> int | None:
    try:
        return reader(("iso",))(value).at
    except (UnreadableError, ZoneNeeded):
        return None


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

DELETIONS = Format(
    name="inconcert_deletions",
    title="inconcert deletions",
    tells=(("platform", "account_id", "deleted_at"),),
    deletion=deletion,
)

ADS = Format(
    name="inconcert_ads",
    title="inconcert ads",
    tells=(("platform", "ad_id", "spend_lower", "impressions_lower"),),
    ads=_as_named("ads"),
    lists="json",
)

FOLLOWS = Format(
    name="inconcert_follows",
    title="inconcert follows, or any list of followers with these columns",
    tells=(("platform", "follower", "followed"),),
    follow=follow,
    skip=unnamed,
)

FORMATS = (POSTS, ACCOUNTS, DELETIONS, ADS, FOLLOWS)
