"""What a person types into the search box, taken apart; what cannot be understood is told with its place.

Words next to each other must all be there; ``OR`` stands between two of which one is enough; ``-`` before a word, a
phrase or a filter leaves out what has it; ``"…"`` holds words that follow each other; ``*`` ends the beginning of a
word. Filters: ``from:`` ``lang:`` ``site:`` ``on:`` ``after:`` ``before:``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from inconcert.errors import UsageError, nearest
from inconcert.model.times import DAY
from inconcert.normalise.text import TAG_SIGN
from inconcert.search.fold import fold, indexed

FILTERS = {
    "from": "an account: from:handle",
    "lang": "a language: lang:de",
    "site": "a site that is linked to: site:example.org",
    "on": "a platform: on:telegram",
    "after": "from a UTC day on: after:2022-01-01",
    "before": "up to a UTC day, itself left out: before:2022-02-01",
}
"""What stands before a colon, and what it means."""
HELP = 'Write words, "a phrase", -without, one OR other, word*, ' + ", ".join(f"{name}:…" for name in FILTERS) + "."

_PART = re.compile(r'\s*(-?)(?:(\w+):(?!//)(?:"([^"]*)"|([^\s"]*))|"([^"]*)"(\*?)|([^\s"]+))')
_WORD = re.compile(f"{TAG_SIGN}+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Clause:
    """One word, phrase or filter."""

    text: str
    """Words in their folded form, or the value of a filter."""
    field: str = ""
    """Name of the filter; empty for words."""
    prefix: bool = False
    """Whether the last word is the beginning of one."""


@dataclass
class Query:
    """All that is asked for."""

    wanted: list[list[Clause]] = field(default_factory=list)
    """Of each list at least one must be there."""
    unwanted: list[Clause] = field(default_factory=list)
    since: int | None = None
    """First instant, microseconds since 1970."""
    until: int | None = None
    """First instant after it."""

    @property
    def words(self) -> list[Clause]:
        """The words and phrases that are looked for."""
        return [clause for some in self.wanted for clause in some if not clause.field]


def parse(text: str) -> Query:
    """A query.

    Raises:
        UsageError: it cannot be understood; the message says where and how to write it.
    """
    if text.count('"') % 2:
        raise _wrong(text, text.rindex('"'), "a quotation mark is not closed", 'Write "a phrase" with both marks.')
    query, either, at = Query(), None, 0
    while at < len(text.rstrip()):
        part = _PART.match(text, at)
        if part is None:
            raise _wrong(text, at, "this cannot be read", HELP)
        if part[7] == "OR" and not part[1]:
            either = _or(text, part, query, waiting=either is not None)
        else:
            _take(text, part, query, joined=either is not None)
            either = None
        at = part.end()
    if either is not None:
        raise _wrong(text, either, "nothing follows OR", "Write: one OR other.")
    if not query.wanted and query.since is None and query.until is None:
        raise UsageError(_empty(query), todo=HELP)
    return query


def _empty(query: Query) -> str:
    return "the search only says what to leave out." if query.unwanted else "the search is empty."


def _wrong(text: str, at: int, what: str, todo: str) -> UsageError:
    rest = text[at : at + 20].strip()
    return UsageError(f"{what}, at character {at + 1} («{rest}»).", todo=todo)


def _or(text: str, part: re.Match[str], query: Query, *, waiting: bool) -> int:
    """The place of an OR, which must follow something that is wanted."""
    at = part.start(7)
    if waiting or not query.wanted:
        raise _wrong(text, at, "nothing stands before OR", 'Write: one OR other; the word itself is "or".')
    return at


def _take(text: str, part: re.Match[str], query: Query, *, joined: bool) -> None:
    without, name = part[1] == "-", (part[2] or "").lower()
    if name in ("after", "before"):
        if without or joined:
            raise _wrong(text, part.start(2), f"{name}: stands alone", f"Write {FILTERS[name]}, without - and OR.")
        _dated(text, part, query, name)
        return
    clause = _filter(text, part, name) if part[2] is not None else _words(text, part)
    if without and joined:
        raise _wrong(text, part.start(1), "- cannot follow OR", "Write what is left out on its own: -word.")
    if without:
        query.unwanted.append(clause)
    elif joined:
        query.wanted[-1].append(clause)
    else:
        query.wanted.append([clause])


def _words(text: str, part: re.Match[str]) -> Clause:
    raw = part[5] if part[5] is not None else part[7]
    prefix = bool(part[6]) or (part[5] is None and raw.endswith("*"))
    words = _WORD.findall(_spelled(raw))
    if not words:
        raise _wrong(text, part.start(), "there is no word here", HELP)
    return Clause(" ".join(words), prefix=prefix)


def _spelled(raw: str) -> str:
    """Folded as the index is; an underscore parts words, vowel signs of Indic scripts belong to them."""
    return indexed(raw).replace("_", " ")


def _filter(text: str, part: re.Match[str], name: str) -> Clause:
    value = (part[3] if part[3] is not None else part[4] or "").strip()
    if name not in FILTERS:
        known = nearest(name, list(FILTERS)) or HELP
        raise _wrong(
            text,
            part.start(2),
            f"there is no filter '{part[2]}:'",
            f'{known} For a text with a colon: "{part[0].strip()}".',
        )
    if not value:
        raise _wrong(text, part.start(2), f"{name}: says nothing", f"Write {FILTERS[name]}, without a space.")
    return Clause(fold(value).lstrip("@"), name)


def _dated(text: str, part: re.Match[str], query: Query, name: str) -> None:
    value = part[3] if part[3] is not None else part[4] or ""
    try:
        # Nothing but days: Python also reads weeks and times.
        day = date.fromisoformat(value if _DAY.fullmatch(value) else "")
    except ValueError:
        raise _wrong(text, part.start(2), f"'{value}' is no day", f"Write {FILTERS[name]}.") from None
    at = (day - date(1970, 1, 1)).days * DAY
    if name == "after":
        query.since = at
    else:
        query.until = at
