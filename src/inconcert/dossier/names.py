"""Which names a dossier may show: members by choice, whoever is held back and bystanders never."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from inconcert.casework.persons import Persons, named
from inconcert.dossier.words import HELD_BACK, OUTSIDE
from inconcert.store.folder import name_of

if TYPE_CHECKING:
    from inconcert.casework.pseudonyms import Pseudonyms
    from inconcert.dossier.parts import Dossier

ACCOUNT_LIKE = frozenset({"account", "page", "group", "channel", "profile", "advertiser", "blog", "user"})
"""Kinds of assets that are somebody's, so that they can be hashed."""
_MENTION = re.compile(r"(?<![\w.@])@[\w.]*\w")
_PLATFORM = re.compile(rf"(?<!\w)[a-z]+:@?({re.escape(OUTSIDE)}|{re.escape(HELD_BACK)})")
_LETTER = re.compile(r"[^\W\d_]|\d{4}")
_POST_PATH = re.compile(r"(/(?:status|statuses|posts?|p|reels?|videos?|photos?)/)[\w-]+")
_KEPT = frozenset(
    {
        "id",
        "case_id",
        "sha256",
        "run",
        "state",
        "kind",
        "verdict",
        "level",
        "hypothesis_id",
        "decision_id",
        "marks",
        "network_id",
        "platform",
        "signal",
        "framework",
        "key",
        "plan",
        "hash",
        "policy_version",
        "operation",
        "affected",
    }
)
"""Fields that name no account."""


@dataclass
class Names:
    """How each account of a dossier is called when it leaves the house."""

    members: frozenset[str]
    """Accounts of the confirmed networks, without those held back."""
    held: frozenset[str]
    hashed: bool
    pseudonyms: Pseudonyms
    allowed: frozenset[str] = frozenset()
    """Names that the imprint names, in small letters."""
    persons: Persons = field(default_factory=Persons)
    refs: dict[str, str] = field(default_factory=dict)
    """Pseudonyms of posts, by reference."""
    _known: dict[str, str] = field(default_factory=dict)
    """Texts told before: the same words come back in ties, narratives and traits."""

    @classmethod
    def of(cls, dossier: Dossier, pseudonyms: Pseudonyms) -> Names:
        """The names of a dossier."""
        held = {
            f"{one['platform']}:{one['target']}"
            for chapter in dossier.chapters
            for one in chapter.held
            if one.get("target")
        }
        members = {
            account for chapter in dossier.chapters for one in chapter.finding["members"] for account in named(one)
        }
        made = cls(
            frozenset(members - held),
            frozenset(held),
            dossier.imprint.redaction == "hashed",
            pseudonyms,
            frozenset(name.removeprefix("@").casefold() for name in dossier.imprint.affected),
        )
        for finding in dossier.case.findings:
            made.note(finding.frozen)
        for chapter in dossier.chapters:
            made.note(chapter.finding)
        return made

    def note(self, data: Any) -> None:
        """Note the accounts and posts that some data names."""
        self.persons.gather(data)
        if self.hashed:
            for ref in _refs(data):
                self.refs.setdefault(ref, self.post(ref))

    def post(self, ref: str) -> str:
        """Pseudonym of a post."""
        return self.pseudonyms.of(f"post {ref}").replace("account-", "post-", 1)

    def ad(self, ref: str) -> str:
        """Pseudonym of an ad."""
        return self.pseudonyms.of(f"ad {ref}").replace("account-", "ad-", 1)

    def called(self, account: str) -> str:
        """What stands for an account."""
        if account in self.held:
            return HELD_BACK
        if account not in self.members:
            return OUTSIDE
        return self.pseudonyms.of(account) if self.hashed else account

    def told(self, data: Any) -> Any:
        """Data of any kind with every name as it may be shown."""
        if is_dataclass(data) and not isinstance(data, type):
            given = {each.name: getattr(data, each.name) for each in fields(data) if each.name not in _KEPT}
            return replace(data, **{name: self.told(value) for name, value in given.items()})
        if isinstance(data, dict):
            return self._row(data)
        if isinstance(data, tuple):
            return tuple(self.told(one) for one in data)
        if isinstance(data, list):
            return [self.told(one) for one in data]
        return self._text(data) if isinstance(data, str) else data

    def _row(self, data: dict[str, Any]) -> dict[str, Any]:
        kept = {self._text(key): value if key in _KEPT else self.told(value) for key, value in data.items()}
        if "account" in data and isinstance(data["account"], str) and ":" in data["account"]:
            # A pseudonym does not say on which platform.
            kept.setdefault("platform", data["account"].partition(":")[0])
        whose = [account for account in named(data) if account in self.changed]
        for key in ("account_id", "handle"):
            if len(whose) == 1 and isinstance(data.get(key), str):
                kept[key] = self.changed[whose[0]]
        if isinstance(data.get("file"), str):
            kept["file"] = name_of(kept["file"])
        if "id" in kept and data.get("kind") in ACCOUNT_LIKE and self.hashed:
            kept["id"] = self.pseudonyms.of(f"{data.get('platform')}:{data['id']}")
        return kept

    @cached_property
    def changed(self) -> dict[str, str]:
        """New names of the accounts that do not keep their own."""
        called = ((one, self.called(one)) for one in sorted(self.persons.accounts | self.held))
        return {one: name for one, name in called if name != one}

    def _text(self, text: str) -> str:
        if not _LETTER.search(text):
            return text
        if text not in self._known:
            self._known[text] = self.refs.get(text) or self._renamed(text)
        return self._known[text]

    def _renamed(self, text: str) -> str:
        found = str(self.persons.replaced(text, self.changed))
        if OUTSIDE in found or HELD_BACK in found:
            # Of «x:[outside account]» the platform told nothing and reads as a slip.
            found = _PLATFORM.sub(r"\1", found)
        if self.hashed and "/" in found:
            found = _POST_PATH.sub(r"\1…", found)
        return _MENTION.sub(self._mention, found) if "@" in found else found

    def _mention(self, found: re.Match[str]) -> str:
        word = found[0][1:].casefold()
        if word in self.allowed or self.persons.words.get(word) in self.members:
            return found[0]
        return OUTSIDE


def _refs(data: Any) -> set[str]:
    """References of posts that some data names."""
    if isinstance(data, dict):
        found = {data[key] for key in ("ref", "example") if isinstance(data.get(key), str) and ":" in data[key]}
        found |= (
            {one for one in data.get("posts") or () if isinstance(one, str)} if _several(data.get("posts")) else set()
        )
        return found.union(*(_refs(value) for value in data.values()))
    return set().union(*(_refs(one) for one in data)) if isinstance(data, (list, tuple)) else set()


def _several(value: Any) -> bool:
    return isinstance(value, (list, tuple))
