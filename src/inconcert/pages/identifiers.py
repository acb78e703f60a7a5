"""Identifiers of measuring, advertising, verifying and paying services that the code of a page carries.

Patterns are anchored in what stands around an identifier (a quotation mark, a call, an address), so that securities
numbers (G-DE0007165631), words (G-Themen) and models of telephones (GT-P1000) are none. The patterns and the list of
identifiers that say nothing, because a platform puts them on all its pages, are in ``identifiers.toml``.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from html import unescape
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.pages.wallets import wallets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST = 20_000_000
"""Characters of a page that are looked at."""
_MARK = r"""(?:\\{0,3}["'`]|&quot;|&#0?39;|&#34;|&apos;|%22|%27|\\u002[27]|\\x2[27])"""
_BEFORE = {
    "mark": re.compile(r"""(?:["'`=/]|&quot;|&#0?39;|&#34;|&apos;|%2[27]|%3D|u002[27]|x2[27])$"""),
    # A host's account is the platform's.
    "account": re.compile(
        r"(?<!host-)(?:(?<![A-Za-z0-9-])|(?<![A-Za-z0-9-])(?:ca-(?!host-)(?:[a-z]{2,6}-)?|partner-))$"
    ),
    "pixel": re.compile(r"(?:fb|facebook|meta)[-_ ]?p$", re.IGNORECASE),
}
"""What must stand before a hit, looked at only there: a pattern that begins with letters is found ten times as fast."""
_NEAR = 24
_HOST = 300
_AFTER = r"""(?=\\{0,3}["'`&<>\s]|%2[267]|\\u002|\\x2|$)"""
_META = re.compile(r"<meta\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z:_-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_SELLER = re.compile(
    r"^[ \t]*([a-z0-9-]+(?:\.[a-z0-9-]+)+)[ \t]*,[ \t]*([^\s,#<>\"']{2,64})[ \t]*,[ \t]*DIRECT\b",
    re.IGNORECASE | re.MULTILINE,
)
_MATOMO_CALL = re.compile(r"/(?:piwik|matomo)\.php\?(?:[^\"'<>\s]{0,80}?[&;])?idsite=(\d{1,9})")
_MATOMO_HOST = re.compile(r"(?<![\w.-])([\w.-]{1,80}\.[\w-]{2,24}(?:/[\w.-]{1,80}){0,6})$")
_MATOMO_SITE = re.compile(r"""setSiteId["'`]\s*,\s*["'`]?(\d{1,9})["'`]?\s*\]""")
_MATOMO_HOME = re.compile(
    r"""(?:https?:)?(?:\\?/){2}([\w.-]{1,80}\.[\w-]{2,24}(?:/[\w.-]{1,80}){0,6}?)\\?/?["'`]\s*(?:;|,|\+)[\s\S]{0,400}?(?:piwik|matomo)\.(?:php|js)"""
)
_MATOMO_TRACKER = re.compile(
    r"""setTrackerUrl["'`]\s*,\s*["'`](?:https?:)?//([\w.-]{1,120}(?:/[\w.-]{1,80}){0,6}?)/(?:piwik|matomo)\.php"""
)


class _Kind(NamedTuple):
    """One kind of identifier."""

    name: str
    hint: str
    before: re.Pattern[str] | None
    patterns: tuple[re.Pattern[str], ...]
    form: Callable[[str], str | None]


def identifiers(html: str) -> list[tuple[str, str]]:
    """Identifiers in a page or in the text of an ads.txt, as (kind, value), distinct, kinds in a fixed order.

    An account of Universal Analytics is ``("ua", "UA-123456")``, its property ``("ua-property", "UA-123456-2")``;
    Matomo is the pair of the tracker's address and the number of the site, ``("matomo", "host/path 7")``. Kinds that
    begin with ``contact-`` are ways to reach somebody, and those that begin with ``wallet-`` have a valid checksum.
    Nothing in the page is run. Identifiers that platforms put on all their pages are left out.
    """
    text = html[:LONGEST]
    found = dict.fromkeys(_all(text))
    return [(kind, value) for kind, value in found if not denied(kind, value)]


def denied(kind: str, value: str) -> bool:
    """Whether an identifier is a platform's own, or an example out of a manual."""
    if kind == "ua-property":
        return denied("ua", value.rpartition("-")[0])
    return value in _tables()[2].get(kind, ()) or _placeholder(value)


def _all(text: str) -> Iterator[tuple[str, str]]:
    lowered = text.lower()
    for kind in _tables()[0]:
        if kind.hint in lowered:
            for value in _values(kind, text):
                if kind.name == "ua-property":
                    yield "ua", value.rpartition("-")[0]
                yield kind.name, value
    yield from _verifications(text)
    yield from _matomo(text)
    if ", direct" in lowered or ",direct" in lowered:
        yield from _sellers(text)
    yield from wallets(text)


def _values(kind: _Kind, text: str) -> Iterator[str]:
    for pattern in kind.patterns:
        for hit in pattern.finditer(text):
            start = hit.start()
            if kind.before is None or kind.before.search(text[max(0, start - _NEAR) : start]):
                value = kind.form(hit[1])
                if value:
                    yield value


def _verifications(text: str) -> Iterator[tuple[str, str]]:
    kinds = _tables()[1]
    for hit in _META.finditer(text):
        said = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(hit[1])}
        kind = kinds.get((said.get("name") or said.get("property") or "").lower())
        if kind is not None:
            for value in _contents(kind, unescape(said.get("content", "")).strip()):
                yield kind, value


def _contents(kind: str, content: str) -> list[str]:
    """The values in the content of a meta element: pages of Facebook come as a list, accounts with a prefix."""
    if kind == "adsense":
        return [content.removeprefix("ca-")] if re.fullmatch(r"(?:ca-)?pub-\d{10,16}", content) else []
    values = re.split(r"[\s,]+", content) if kind.startswith("facebook-") else [content]
    return [value for value in values if 6 <= len(value) <= 200]


def _matomo(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of tracker and number of the site: the number alone is small and says nothing."""
    if "piwik" not in text and "matomo" not in text:
        return
    for hit in _MATOMO_CALL.finditer(text):
        # The address is looked for backwards from its end, and only there: a page of nothing but dots costs no time.
        if host := _MATOMO_HOST.search(text[max(0, hit.start() - _HOST) : hit.start()]):
            yield "matomo", f"{_home(host[1])} {hit[1]}"
    homes = [_home(hit[1]) for pattern in (_MATOMO_TRACKER, _MATOMO_HOME) for hit in pattern.finditer(text)]
    if len(set(homes)) == 1:
        for hit in _MATOMO_SITE.finditer(text):
            yield "matomo", f"{homes[0]} {hit[1]}"


def _home(address: str) -> str:
    host, slash, path = address.partition("/")
    return f"{host.lower()}{slash}{path}".rstrip("/")


def _sellers(text: str) -> Iterator[tuple[str, str]]:
    """Accounts that an ads.txt calls the owner's own (DIRECT), Google's apart."""
    for exchange, account in _SELLER.findall(text):
        if exchange.lower() != "google.com":
            yield "ads-txt", f"{exchange.lower()} {account}"


def _placeholder(value: str) -> bool:
    """Whether all that varies in a value is one character: XXXXXXX, 0000000."""
    body = max(value.split("-"), key=len)
    return len(set(body)) < 2 and len(body) > 3


def _ga4(value: str) -> str | None:
    """An id of Google Analytics 4; ten letters without a digit are taken for a word."""
    return None if value[2:].isalpha() else value


def _adsense(value: str) -> str | None:
    return value if len(value) in {14, 20} else None


def _same(value: str) -> str:
    return value


def _digits(value: str) -> str | None:
    digits = "".join(filter(str.isdigit, value))
    return digits if 8 <= len(digits) <= 15 else None


_FORMS: dict[str, Callable[[str], str | None]] = {
    "ga4": _ga4,
    "adsense": _adsense,
    "lower": str.lower,
    "digits": _digits,
    "": _same,
}


@cache
def _tables() -> tuple[tuple[_Kind, ...], dict[str, str], dict[str, frozenset[str]]]:
    """Kinds with patterns, kinds of meta elements, values that say nothing."""
    raw: dict[str, Any] = tomllib.loads(files(__package__).joinpath("identifiers.toml").read_text("utf-8"))
    metas, deny = raw.pop("metas"), raw.pop("denied")
    kinds = tuple(
        _Kind(
            told.get("kind", name),
            told["hint"],
            _BEFORE.get(told.get("before", "")),
            tuple(map(_compiled, told["patterns"])),
            _FORMS[told.get("form", "")],
        )
        for name, told in raw.items()
    )
    return kinds, metas, {kind: frozenset(values) for kind, values in deny.items()}


def _compiled(pattern: str) -> re.Pattern[str]:
    for name, meant in (("{q}", _MARK), ("{e}", _AFTER)):
        pattern = pattern.replace(name, meant)
    return re.compile(pattern)
