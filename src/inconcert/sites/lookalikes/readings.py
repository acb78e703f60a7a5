"""What a label with letters beyond a-z can be read as: by its looks, by its base letters, by its sound."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import NamedTuple

PUNYCODE = "xn--"
LONGEST = 63
"""Characters of the longest label that there is."""


class Reading(NamedTuple):
    """One way to read a label."""

    text: str
    """Letters a-z, digits and hyphens."""
    how: str
    """``plain``, ``accents`` (letters with marks of their own language), ``looks`` (letters that look alike) or
    ``sound`` (another script)."""


@cache
def by_sound() -> dict[str, str]:
    """Letters of other scripts, and what each is read as."""
    raw = tomllib.loads(files(__package__).joinpath("letters.toml").read_text("utf-8"))
    tables = [table for name, table in raw.items() if name != "sounds"]
    pairs = [pair for table in tables for pair in zip(table["from"].split(), table["to"].split(), strict=True)]
    return {letter: "" if read == "-" else read for letter, read in pairs}


@cache
def _sounds() -> list[tuple[str, str]]:
    raw = tomllib.loads(files(__package__).joinpath("letters.toml").read_text("utf-8"))
    return [(spelling, sound) for spelling, sound in raw["sounds"]["rules"]]


@cache
def confusables() -> dict[str, str]:
    """Characters that TR39 calls confusable with one a-z or 0-9."""
    import orjson

    raw = orjson.loads(files("confusable_homoglyphs").joinpath("confusables.json").read_bytes())
    found = {letter: _latin([entry["c"] for entry in others]) for letter, others in raw.items()}
    return {letter: plain for letter, plain in found.items() if plain and len(letter) == 1 and not letter.isascii()}


def _latin(others: list[str]) -> str:
    plain = [other.lower() for other in others if other.isascii() and other.isalnum()]
    return min(plain, key=lambda other: (len(other), other.isdigit(), other)) if plain else ""


def decoded(label: str) -> str:
    """A label in Unicode.

    Raises:
        UnicodeError: the punycode of the label does not decode.
    """
    if not label.startswith(PUNYCODE):
        return label
    if len(label) > LONGEST:
        raise UnicodeError("longer than a label can be")
    try:
        text = label[len(PUNYCODE) :].encode("ascii").decode("punycode")
    except UnicodeError:
        raise UnicodeError("what follows xn-- is cut off or holds other signs") from None
    if not text or any(unicodedata.category(letter) in ("Cc", "Cs", "Cn") for letter in text):
        raise UnicodeError("stands for no letters")
    return text.lower()


def readings(text: str) -> list[Reading]:
    """The ways to read a decoded label, the most literal first; nothing when it holds no letter that can be read."""
    if text.isascii():
        return [Reading(text, "plain")]
    text = unicodedata.normalize("NFC", text)
    looks = "".join(looks_like(letter) for letter in text)
    spelt = "".join(UMLAUTS.get(letter) or looks_like(letter) for letter in text)
    sound = "".join(by_sound().get(letter, letter) for letter in text)
    sound = "".join(letter if letter.isascii() else looks_like(letter) for letter in sound)
    other_script = any(letter in by_sound() for letter in text)
    how = "accents" if all(letter.isascii() or _accented(letter) for letter in text) else "looks"
    found = [Reading(looks, how), Reading(spelt, how), *([Reading(sound, "sound")] if other_script else [])]
    return [reading for reading in dict.fromkeys(found) if reading.text.isascii() and reading.text.strip("-")]


def _accented(letter: str) -> bool:
    return letter in UMLAUTS or unicodedata.normalize("NFKD", letter)[0].isascii()


UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe"}
"""Letters that are also written as two."""


@cache
def looks_like(letter: str) -> str:
    """The plain letters that one character looks like: TR39, then compatibility forms, then its name in Unicode.

    Combining marks look like nothing; a character that looks like no plain letter stays as it is.
    """
    if letter.isascii() or unicodedata.combining(letter):
        return letter if letter.isascii() else ""
    if letter in confusables():
        return confusables()[letter]
    apart = unicodedata.normalize("NFKD", letter)
    if apart != letter and (plain := "".join(looks_like(part) for part in apart)).isascii():
        return plain.lower()
    return _named(letter)


def _named(letter: str) -> str:
    """The letter in a name such as LATIN SMALL LETTER E WITH STROKE."""
    words = unicodedata.name(letter, "").split()
    if words[:1] == ["LATIN"] and "LETTER" in words[:-1]:
        after = words[words.index("LETTER") + 1 :]
        plain = next((word for word in after if len(word) == 1), "")
        return plain.lower() or letter
    return letter


_SPELT_OUT = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "COMBINING")
"""First words of the names of letters that are written as they sound, vowels too."""


def own_script(text: str) -> bool:
    """Whether a name has letters that Latin ones stand for badly: Hebrew, Arabic, Chinese, Korean and the like."""
    letters = (letter for letter in text if letter.isalpha() and not letter.isascii())
    return any(unicodedata.name(letter, "LATIN").split()[0] not in _SPELT_OUT for letter in letters)


def sound(text: str) -> str:
    """A coarse key of how a name sounds, whatever the language that spells it: ``shpigel`` and ``spiegel`` are one."""
    for spelling, one in _sounds():
        text = text.replace(spelling, one)
    return "".join(letter for place, letter in enumerate(text) if letter != text[place - 1 : place])
