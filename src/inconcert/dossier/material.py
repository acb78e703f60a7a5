"""What the material of an investigation says of the accounts of a network, beyond what its finding keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from inconcert.model.horizon import horizon
from inconcert.normalise.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from inconcert.store.folder import Folder

    Row = dict[str, Any]

_MEMBERS = """
CREATE OR REPLACE TEMP TABLE told_members AS
SELECT unnest($platforms) AS platform, unnest($ids) AS account_id
"""
_ACCOUNTS = """
SELECT a.platform || ':' || a.account_id AS account, min(a.created_at) AS created_at,
       arg_max(a.followers, coalesce(a.observed_at, TIMESTAMP '1970-01-01')) FILTER (a.followers IS NOT NULL)
           AS followers,
       any_value(a.name) AS name
FROM accounts a SEMI JOIN told_members m ON m.platform = a.platform AND m.account_id = a.account_id GROUP BY account
"""
_POSTS = """
SELECT p.platform || ':' || p.account_id AS account, min(p.posted_at) AS first_at, max(p.posted_at) AS last_at,
       count(*) AS posts
FROM posts p SEMI JOIN told_members m ON m.platform = p.platform AND m.account_id = p.account_id GROUP BY account
"""
_SURFACES = """
SELECT p.platform, count(DISTINCT p.surface) AS surfaces
FROM posts p SEMI JOIN told_members m ON m.platform = p.platform AND m.account_id = p.account_id
WHERE p.surface IS NOT NULL GROUP BY p.platform ORDER BY p.platform
"""
_ADS = """
SELECT platform, ad_id, any_value(account_id) AS account_id, any_value(advertiser) AS advertiser,
       any_value(payer) AS payer, any_value(urls) AS urls, any_value(currency) AS currency,
       max(spend_lower) AS spend_lower, max(spend_upper) AS spend_upper, min(started_at) AS started_at,
       max(stopped_at) AS stopped_at, bool_or(stopped_at IS NULL) AS runs
FROM ads WHERE coalesce(scope, 'ad') = 'ad' AND ad_id IS NOT NULL GROUP BY platform, ad_id ORDER BY platform, ad_id
"""


@dataclass(frozen=True)
class Account:
    """What is known of an account."""

    name: str | None = None
    created_at: datetime | None = None
    followers: int | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None
    posts: int | None = None


class Material:
    """The material behind a network.

    Args:
        folder: The investigation; ``None``: it is not at hand, and nothing is known.
        settings: Settings of the run, for its horizon.
    """

    def __init__(self, folder: Folder | None, settings: Mapping[str, Any]) -> None:
        looked_at = horizon(settings.get("since"), settings.get("until"))
        self._con: duckdb.DuckDBPyConnection | None = None if folder is None else folder.connect(horizon=looked_at)
        self.accounts: dict[str, Account] = {}
        self.surfaces: dict[str, int] = {}
        """Pages, groups and channels in which members' posts appeared, by platform."""
        self.ads: list[Row] = []
        """Every single ad of the material, with ``domains`` that it leads to."""

    @property
    def at_hand(self) -> bool:
        """Whether there is a folder to look into."""
        return self._con is not None

    def look(self, finding: Row) -> None:
        """Read what is known of the members of a finding, and the ads."""
        if self._con is None:
            return
        members = finding["members"]
        self._con.execute(_MEMBERS, {"platforms": [str(one["platform"]) for one in members],
                                     "ids": [str(one["account_id"]) for one in members]})  # fmt: skip
        known: dict[str, Row] = {}
        for query in (_ACCOUNTS, _POSTS):
            for row in self._con.sql(query).to_arrow_table().to_pylist():
                known.setdefault(row.pop("account"), {}).update(row)
        self.accounts = {account: Account(**_aware(row)) for account, row in known.items()}
        self.surfaces = dict(self._con.sql(_SURFACES).fetchall())
        self.ads = [_led(row) for row in self._con.sql(_ADS).to_arrow_table().to_pylist()]

    def account(self, name: str) -> Account:
        """What is known of an account ``platform:account_id``."""
        return self.accounts.get(name, Account())

    def close(self) -> None:
        """Give the connection back."""
        if self._con is not None:
            self._con.close()


def _aware(row: Row) -> Row:
    return {name: _instant(value) for name, value in row.items()}


def _instant(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**14:
        return datetime.fromtimestamp(value / 1e6, UTC)
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return value


def _led(row: Row) -> Row:
    domains = sorted({domain for url in row["urls"] or () if (domain := canonical(url).domain)})
    return _aware(row) | {"domains": domains}
