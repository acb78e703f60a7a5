"""Keyed pseudonyms of accounts for views and exports."""

from __future__ import annotations

from typing import Any


class Pseudonyms:
    """Names that stand for accounts and cannot be turned back without the key."""

    def of(self, account: str) -> str:
        """Pseudonym of an account ``platform:account_id``: the same account has the same under the same key."""
        raise NotImplementedError

    def view(self, data: Any) -> Any:
        """Plain data (a finding, a case, ``findings.json``) with every account and handle replaced, texts too."""
        raise NotImplementedError
