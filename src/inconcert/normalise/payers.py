"""Who paid: disclaimers made comparable, and which of them say too little to hold several pages together."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LEAD = re.compile(r"^(?:paid for by|paid by|paid for|sponsored by|funded by|publié par|pagado por|finanziert von)\s+")
_COMPANIES = (
    "inc incorporated llc llp lp ltd limited corp corporation co company gmbh mbh ag kg ev sa sas sarl srl spa bv nv "
    "ab oy as aps plc pty doo sro zrt kft ooo"
)
_FORMS = frozenset(_COMPANIES.split())
"""Forms of companies at the end of a name: «4Ocean, LLC» and «4Ocean» are one payer."""
_SAYING_NOTHING = (
    "the a an of for to by and or my our your this that i me myself we us self page pages ad ads advert advertiser "
    "advertisement candidate candidates committee campaign owner admin administrator author sponsor person personal "
    "individual private citizen citizens voter voters volunteer volunteers friend friends team group office official "
    "election elections elect vote paid authorized authorised approved responsible publisher business company "
    "organization organisation name none unknown test other website facebook instagram meta google der die das den "
    "kandidat partei wahl le la les el los candidat candidato campagne campana comite"
)
_EMPTY_WORDS = frozenset(_SAYING_NOTHING.split())
"""Words that name nobody: a disclaimer made of these alone, such as «the candidate», joins no pages."""
COMMON = 0.002
"""Share of payers that use a word from which on it tells none of them apart (at least ``MANY`` payers)."""
MANY = 30


def key(disclaimer: str) -> str:
    """A disclaimer as it is compared: letters and digits in small letters, without «paid for by» and company forms."""
    plain = unicodedata.normalize("NFKC", disclaimer).casefold()
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", _LEAD.sub("", plain.strip()))
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    return " ".join(words)


def empty(name: str) -> bool:
    """Whether a payer's key is made of words that name nobody."""
    return all(word in _EMPTY_WORDS or not any(sign.isalpha() for sign in word) for word in name.split())


def unnamed(pages: Mapping[str, int]) -> set[str]:
    """Payers of several pages whose words do not tell them apart: they hold no pages together.

    Args:
        pages: number of pages by key of the payer.
    """
    words = Counter(word for name in pages for word in set(name.split()))
    most = max(MANY, COMMON * len(pages))
    return {
        name for name, count in pages.items()
        if empty(name) or (count > 1 and all(words[word] > most for word in name.split()))
    }  # fmt: skip


class Joined:
    """Advertisers that share a public registration number are one."""

    MOST = 50
    """Accounts beyond which a number is a placeholder and joins nobody."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        holders: dict[str, set[str]] = {}
        for account, number in pairs:
            holders.setdefault(number, set()).add(account)
        self._above: dict[str, str] = {}
        for number in sorted(holders):
            if len(holders[number]) <= self.MOST and any(sign.isdigit() for sign in number):
                first, *rest = sorted(holders[number])
                for other in rest:
                    self._join(first, other)

    def _join(self, one: str, other: str) -> None:
        low, high = sorted((self.name(one), self.name(other)))
        if low != high:
            self._above[high] = low

    def name(self, account: str) -> str:
        """The account that stands for all that are joined with ``account``."""
        while account in self._above:
            account = self._above[account]
        return account

    def all(self) -> dict[str, str]:
        """Accounts that another stands for."""
        return {account: self.name(account) for account in self._above}
