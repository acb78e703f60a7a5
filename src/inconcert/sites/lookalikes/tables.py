"""The words, endings and letters that the rules know, read once."""

from __future__ import annotations

import lzma
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from inconcert.sites.names import suffixes

KINDS = ("news", "title", "address", "filler", "code", "place", "trade", "topic", "ending")
"""What a word beside a name is; a word of several kinds is of the first."""


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("tables.toml").read_text("utf-8"))


@cache
def words() -> dict[str, str]:
    """Words that stand beside a name in made-up addresses, and their kind, one of :data:`KINDS`.

    Those of the kind ``ending`` are the generic endings themselves: ``bild-beauty``.
    """
    raw, found = _raw(), dict[str, str]()
    keys = {"code": "codes", "place": "places"}
    for kind in KINDS[:-1]:
        for word in raw[keys.get(kind, kind)].split():
            found.setdefault(word, kind)
    for ending in generic():
        found.setdefault(ending, "ending")
    return {word: kind for word, kind in found.items() if word.isascii() and word.isalnum()}


@lru_cache(maxsize=1 << 12)
def word_kind(word: str) -> str:
    """The kind of a word beside a name; numbers and single letters are ``filler``."""
    return words().get(word, "filler")


@cache
def _word_lists() -> tuple[frozenset[str], frozenset[str]]:
    text = lzma.decompress(files(__package__).joinpath("words.txt.xz").read_bytes()).decode()
    everyday, _, rarer = text.partition("\n\n")
    return frozenset(everyday.split()), frozenset(rarer.split())


def everyday(text: str) -> bool:
    """Whether a text is an everyday word of one of nine languages, a frequent name, or a title of many newspapers."""
    return text in _word_lists()[0] or text in _listed("shared_titles")


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(_raw()[key].split())


def titles() -> frozenset[str]:
    """Titles that many newspapers share."""
    return _listed("shared_titles")


def of_press(word: str) -> bool:
    """Whether a word beside a name is one that only publishers add."""
    return word in _listed("press")


def of_service(word: str) -> bool:
    """Whether a word beside a name is one with which a program or service is got, paid for or signed into."""
    return of_program(word) or word in _listed("service")


def of_program(word: str) -> bool:
    """Whether a word beside a name is one of programs, whatever the name: ``app``, ``download``, ``login``."""
    return word in _listed("program")


def of_firm(word: str) -> bool:
    """Whether a word beside a name says that the site is the firm's: ``group``, ``ltd``."""
    return word in _listed("firm")


def a_word(text: str) -> bool:
    """Whether a text is any word or name of the lists, everyday or rarer."""
    return any(text in words for words in _word_lists())


@cache
def generic() -> frozenset[str]:
    """Endings of one label that are neither a country's nor an infrastructure's: those with three letters or more."""
    return frozenset(name for name in suffixes().plain if "." not in name and len(name) > 2 and name.isascii())


@cache
def _endings() -> dict[str, frozenset[str]]:
    return {key: frozenset(text.split()) for key, text in _raw()["endings"].items()}


@cache
def platforms() -> frozenset[str]:
    """Hosts whose customers get a name under them, beside the public suffix list's."""
    return frozenset(_raw()["hosting"]["platforms"].split())


@cache
def caches() -> frozenset[str]:
    """Registered domains of networks that carry the address of the original in a subdomain."""
    return frozenset(_raw()["hosting"]["caches"].split())


@cache
def ending_kind(ending: str) -> str:
    """What kind of ending a name stands under.

    Returns:
        ``restricted`` (institutions only), ``deceptive`` (reads like the end of another address: ``co.com``,
        ``com.co``), ``hosting`` (a platform's), ``common`` (com, net, org, costly ones), ``open`` (anybody, at once) or
        ``national``.
    """
    table, parts = _endings(), ending.split(".")
    if ending in table["restricted"] or (len(parts) > 1 and parts[0] in table["restricted_first"]):
        return "restricted"
    if ending in platforms():
        return "hosting"
    if ending in suffixes().private:
        return "deceptive" if len(parts) == 2 and parts[0] in table["deceptive_first"] else "hosting"
    if len(parts) > 1:
        return "deceptive" if parts[0] in table["deceptive_first"] and parts[-1] in table["open"] else "national"
    if ending in table["common"]:
        return "common"
    return "open" if ending in table["open"] or len(ending) > 2 else "national"


def settled(ending: str) -> bool:
    """Whether many established sites have chosen an ending that anybody gets at once."""
    return ending in _endings()["settled"]


@cache
def institutions_own(registered: str) -> bool:
    """Whether a registered name is in truth an ending of institutions that the suffix list lacks: ``gov.uz``."""
    first, _, last = registered.partition(".")
    return registered in _endings()["restricted"] or (
        first in _endings()["restricted_first"]
        and first.startswith("go")
        and "." not in last
        and ending_kind(last) == "national"
    )


@cache
def alike() -> dict[str, str]:
    """Letters that look alike, each with the one that stands for all of them."""
    return {letter: row[0] for row in _raw()["letters"]["alike"] for letter in row}


@cache
def alike_pairs() -> tuple[tuple[str, str], ...]:
    """Two letters that together look like one, and that one."""
    return tuple(_raw()["letters"]["pairs"].items())


@cache
def neighbours() -> frozenset[str]:
    """Two letters that are neighbours on a keyboard (English, German or French), as one text of two."""
    return frozenset(pair for keyboard in _raw()["letters"]["keyboards"] for pair in _beside(keyboard))


def _beside(rows: list[str]) -> set[str]:
    found = set()
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else ""
        for place, letter in enumerate(row):
            near = row[place + 1 : place + 2] + below[max(place - 1, 0) : place + 1]
            found |= {pair for other in near for pair in (letter + other, other + letter)}
    return found


def vowels() -> str:
    """The vowels among a-z."""
    return str(_raw()["letters"]["vowels"])


def folded(text: str) -> str:
    """A name without hyphens in which letters that look alike are one: ``b1ld``, ``blld`` and ``bild`` are equal."""
    text = text.replace("-", "")
    for pair, one in alike_pairs():
        text = text.replace(pair, one)
    table = alike()
    return "".join(table.get(letter, letter) for letter in text)
