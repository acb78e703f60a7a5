"""Find accounts in plain data, and put other names in their place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_ACCOUNT = ("account", "asset", "a", "b", "author")
"""Keys whose value is an account as ``platform:account_id``."""
HANDLES = ("handle", "username", "name", "display_name")
"""Keys beside an account's id whose value names the account."""
SAID = ("text", "description", "bio", "urls", "marks", "example", "ref", "row", "hashtags", "location")
"""Keys of what an account wrote or is; a removed person's are emptied."""
REMOVED = "removed-"
"""What the word begins with that stands for a purged account."""
SHORTEST, PLAIN = 4, 8
"""In texts, ids and handles shorter than the first are left, and those of plain letters shorter than the second unless
an @ goes before them: they may be ordinary words. Under a key that names an account they are always replaced."""

_TOKEN = re.compile(r"@?[\w.:-]*\w")


@dataclass
class Persons:
    """Accounts that some data names, with the words that stand for each."""

    accounts: set[str] = field(default_factory=set)
    words: dict[str, str] = field(default_factory=dict)
    """Account by word, the word in small letters."""
    sure: set[str] = field(default_factory=set)
    """Words that are replaced wherever they stand."""

    def gather(self, data: Any) -> None:
        """Note every account that ``data`` names, and its handles."""
        if isinstance(data, dict):
            for account in named(data):
                self.note(account, *(str(data[key]) for key in HANDLES if isinstance(data.get(key), str)))
            for key, value in data.items():
                if key in ("sources", "accounts") and isinstance(value, list):
                    for one in value:
                        if isinstance(one, str) and ":" in one:
                            self.note(one)
                self.gather(value)
        elif isinstance(data, (list, tuple)):
            for one in data:
                self.gather(one)

    def note(self, account: str, *words: str) -> None:
        """Note an account and words that stand for it."""
        self.accounts.add(account)
        for word in (account, account.partition(":")[2], *words):
            if word:
                self.words.setdefault(word.removeprefix("@").casefold(), account)

    def replaced(self, data: Any, names: Mapping[str, str]) -> Any:
        """The data with the accounts of ``names`` under their new names."""
        if isinstance(data, dict):
            return self._dict(data, names)
        if isinstance(data, (list, tuple)):
            return [self.replaced(one, names) for one in data]
        return self._text(data, names) if isinstance(data, str) else data

    def _dict(self, data: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
        found = {self._text(key, names): self.replaced(value, names) for key, value in data.items()}
        whose = [account for account in named(data) if account in names]
        for key in ("account_id", *HANDLES):
            if len(whose) == 1 and isinstance(data.get(key), str):
                found[key] = names[whose[0]]
        return found

    def _text(self, text: str, names: Mapping[str, str]) -> str:
        spaced = [word for word in self.words if " " in word and self.words[word] in names]
        for word in spaced:
            text = re.sub(re.escape(word), names[self.words[word]], text, flags=re.IGNORECASE)
        return _TOKEN.sub(lambda found: self._token(found[0], names), text)

    def _token(self, token: str, names: Mapping[str, str]) -> str:
        word = token.removeprefix("@").casefold()
        account = self.words.get(word)
        if account is not None and account in names and (word in self.sure or token.startswith("@") or _telling(word)):
            return names[account]
        if len(parts := re.split(r"([.:])", token)) > 1:
            return "".join(part if part in ".:" else self._token(part, names) for part in parts)
        return token


def _telling(word: str) -> bool:
    return len(word) >= (PLAIN if word.isalpha() else SHORTEST)


def named(data: Mapping[str, Any]) -> list[str]:
    """Accounts that a record names under its own keys, as ``platform:account_id``."""
    found = [str(data[key]) for key in OF_ACCOUNT if isinstance(data.get(key), str) and ":" in data[key]]
    if data.get("platform") and data.get("account_id"):
        found.append(f"{data['platform']}:{data['account_id']}")
    return found


def emptied(data: Any, account: str) -> Any:
    """The data without what an account wrote: records of its own keep their place and lose what they say."""
    if isinstance(data, dict):
        own = account in named(data) and not {"a", "b"} & set(data)
        found = {
            key: _nothing(value) if own and key in SAID else emptied(value, account) for key, value in data.items()
        }
        # Marks of differences are places in two texts, of which one is gone now.
        return {**found, "marks": []} if "marks" in found and "a_post" in data and found != data else found
    return [emptied(one, account) for one in data] if isinstance(data, (list, tuple)) else data


def _nothing(value: Any) -> Any:
    if isinstance(value, str):
        return "[removed]"
    return [] if isinstance(value, (list, tuple)) else None
