"""What profiles say openly: that an organisation runs the account, or a program, or that messages come from a kit.

The words are of several languages and name kinds of organisation and of machine, never what anybody thinks.
"""

from __future__ import annotations

import re

_ORGANISATIONS = (
    r"official (account|page|channel|profile|feed|site|embassy|news|\w+ service)", r"official$", r"^official\b",
    r"(state|government)[- ](affiliated|owned|funded|run|controlled)", r"newspaper", r"broadcaster", r"newsroom",
    r"news (outlet|agency|paper|portal|service|channel|site)", r"(radio|tv|television) station",
    r"press (office|service|agency|team)", r"spokes(person|man|woman)", r"ambassador (to|of)", r"consul[- ]general",
    r"(ministry|embassy|consulate|department|municipality|city|police|university|institute|library|museum) (of|for)",
    r"(foundation|federation|association) (of|for)", r"customer (service|care)", r"registered organi[sz]ation",
    r"(this|an) account is (run|managed|operated) by", r"shop", r"store", r"company", r"enterprise", r"charity", r"ngo",
    r"non-?profit", r"cuenta oficial", r"perfil oficial", r"compte officiel", r"conta oficial", r"account ufficiale",
    r"offizieller? (account|kanal|auftritt)", r"ministerio de", r"minist[eè]re d", r"embajada d", r"ambassade d",
    r"presseteam", r"zeitung", r"periódico", r"journal officiel",
)  # fmt: skip
_ORGANISATIONS_ELSEWHERE = (
    "официальн(ый|ая|ое)", "посольство", "министерство", "информационное агентство", "官方", "大使馆", "大使館",
    "总领事", "發言人", "发言人", "通讯社", "公式アカウント", "الحساب الرسمي", "سفارة", "وزارة", "وكالة الأنباء",
)  # fmt: skip
_MACHINES = (
    r"bot", r"robot", r"chatbot", r"newsbot", r"automated", r"automatic(ally)?", r"auto-?(post|tweet|feed)\w*", r"rss",
    r"feed (mirror|bot)", r"(tweets|posts) by (a )?(script|program)", r"compte automatis[ée]", r"cuenta automatizada",
    r"automatisch\w*", r"бот",
)  # fmt: skip
_MACHINES_ELSEWHERE = ("🤖", "автоматическ", "机器人", "自动", "ボット", "自動")


def _pattern(words: tuple[str, ...], elsewhere: tuple[str, ...]) -> re.Pattern[str]:
    """Words that stand alone, and signs and stems that are found anywhere."""
    return re.compile(rf"\b(?:{'|'.join(words)})\b|{'|'.join(elsewhere)}", re.IGNORECASE)


_ORGANISATION, _AUTOMATED = _pattern(_ORGANISATIONS, _ORGANISATIONS_ELSEWHERE), _pattern(_MACHINES, _MACHINES_ELSEWHERE)

_KIT = re.compile(
    r"\b(public|share|sharing|social|media|press|campaign)[- ]kit\b|\b(kit de (partage|prensa|medios|difusi[oó]n)|"
    r"pressemappe|textbausteine)\b",
    re.IGNORECASE,
)


def organisation(*told: str | None) -> bool:
    """Whether a bio or a name says that an organisation runs the account."""
    return any(_ORGANISATION.search(each) for each in told if each)


def kit(*told: str | None) -> bool:
    """Whether a bio or a name says that messages come from a kit that is open to all."""
    return any(_KIT.search(each) for each in told if each)


def automated(*told: str | None) -> bool:
    """Whether a bio or a name says that a program posts."""
    return any(_AUTOMATED.search(each) for each in told if each)
