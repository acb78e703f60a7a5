"""Accounts with everything they posted in this material and everything known of them: a group, or its controls."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model.tables import schema
from inconcert.traits import odds
from inconcert.traits.schedules import weeks
from inconcert.traits.week import Week

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import pyarrow as pa

    Codes = npt.NDArray[np.int64]

FEATURES = (
    "asset", "post_ref", "at", "precision", "lang", "kind", "links", "domains", "hashtags", "original",
    "original_account", "reply_target", "reply_account", "text_exact", "text_template", "text_near", "media",
)  # fmt: skip
"""Columns of the noun ``features`` that traits see."""
RAW = ("text", "source_app", "metrics")
"""Columns of the noun ``posts`` that traits see beside them."""
ACCOUNTS = (
    "platform", "handle", "name", "created_at", "created_precision", "description", "url", "location", "lang",
    "avatar", "followers", "following", "posts_count", "declared_bot",
)  # fmt: skip
"""Columns of the noun ``accounts`` that traits see: the latest that is known of each."""


def posts_schema() -> pa.Schema:
    """Columns of :attr:`People.posts`."""
    import pyarrow as pa

    return pa.schema([
        *(schema("features").field(name) for name in FEATURES),
        *(schema("posts").field(name) for name in RAW),
    ])  # fmt: skip


def accounts_schema() -> pa.Schema:
    """Columns of :attr:`People.accounts`."""
    import pyarrow as pa

    return pa.schema([pa.field("asset", pa.string()), *(schema("accounts").field(name) for name in ACCOUNTS)])


@dataclass(frozen=True)
class People:
    """Some accounts."""

    assets: tuple[str, ...]
    """``platform:account_id`` of each."""
    posts: pa.Table
    """Their posts, account by account in the order of ``assets`` and then of time, with the columns ``FEATURES`` and
    ``RAW``."""
    accounts: pa.Table
    """What is known of each, one row an asset in their order: ``asset`` and the columns ``ACCOUNTS``."""

    def __len__(self) -> int:
        return len(self.assets)

    @cached_property
    def owner(self) -> Codes:
        """For each post the place of its account in ``assets``."""
        places = {asset: place for place, asset in enumerate(self.assets)}
        owners = self.posts["asset"].to_pylist()
        return np.fromiter((places[str(asset)] for asset in owners), np.int64, len(owners))

    @cached_property
    def at(self) -> Codes:
        """When each post was published, microseconds since 1970."""
        found: Codes = self.posts["at"].to_numpy()
        return found

    @cached_property
    def precision(self) -> npt.NDArray[np.float64]:
        """Clock of each post in seconds."""
        found: npt.NDArray[np.float64] = self.posts["precision"].to_numpy()
        return found

    @cached_property
    def cuts(self) -> Codes:
        """Where the posts of each account begin, and where the last ones end."""
        return np.searchsorted(self.owner, np.arange(len(self) + 1))

    @cached_property
    def _lists(self) -> dict[str, list[Any]]:
        return {}

    def told(self, column: str) -> list[Any]:
        """A column of the posts as Python values."""
        if column not in self._lists:
            self._lists[column] = self.posts[column].to_pylist()
        return self._lists[column]

    def known(self, column: str) -> list[Any]:
        """What is known of each account as Python values; ``None`` where it is not."""
        found: list[Any] = self.accounts[column].to_pylist()
        return found

    def times(self, column: str) -> npt.NDArray[np.float64]:
        """An instant of each account in seconds since 1970; ``nan`` where it is not known."""
        import pyarrow as pa

        found = self.accounts[column].cast(pa.int64()).to_numpy(zero_copy_only=False).astype(float)
        return found / 1e6

    def refs(self, places: npt.NDArray[Any] | Sequence[int]) -> tuple[str, ...]:
        """References of posts by their place."""
        refs = self.posts["post_ref"]
        return tuple(str(refs[int(place)].as_py()) for place in places)


@dataclass(frozen=True)
class Group(People):
    """The members of one network; of a large one those tied most."""

    number: int = 0
    """Place of the network in its run, the strongest first."""
    seed: int = 0
    """Seed of the bootstrap."""

    @cached_property
    def draws(self) -> Codes:
        """How often each member is in each bootstrap draw, ``(draws, members)``."""
        return odds.draws(len(self), self.seed)

    @cached_property
    def week(self) -> Week:
        """The hours of the week in which members post, set against all schedules."""
        return Week(weeks(self.at, self.owner, len(self)), self.draws)


def empty_accounts(assets: Sequence[str]) -> pa.Table:
    """Accounts of which nothing is known."""
    import pyarrow as pa

    columns = {name: pa.nulls(len(assets), accounts_schema().field(name).type) for name in ACCOUNTS}
    return pa.table({"asset": pa.array(assets, pa.string()), **columns}, schema=accounts_schema())
