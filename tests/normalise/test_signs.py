"""The tables of characters say what the rules say."""

from __future__ import annotations

import sys
import unicodedata

from inconcert.normalise import signs, text


def test_every_character_that_joins_the_one_before_it_is_known() -> None:
    seconds = set()
    for code in range(sys.maxunicode + 1):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            seconds.add(chr(int(parts[1], 16)))
    assert seconds <= signs.JOINING


def test_what_a_character_becomes_is_known_as_well() -> None:
    table = signs.Table()
    table.learn([ord("￥"), ord("ǅ"), ord("ﬁ")])
    assert all(table.signs.flags[list(map(ord, "¥ǆf"))])


def test_cleaning_by_character_is_cleaning() -> None:
    table = signs.Table()
    codes = [*range(0x27, 0x3000), *range(0xF900, 0xFFFF), *range(0x1F300, 0x1F700)]
    table.learn(codes)
    for code in codes:
        entry, odd = int(table.signs.cleaned[code]), bool(table.signs.flags[code] & signs.ODD)
        place, many = (entry & 0x7FFFFFFF) >> 2, entry & 3
        spelt = table.signs.spelt[place : place + many].tolist() if entry >= signs.SEVERAL else [entry]
        assert odd or "".join(map(chr, spelt)) == text.clean(chr(code))


def test_kinds_of_characters() -> None:
    table = signs.Table()
    table.learn(map(ord, "я新Ǆก٣😀"))
    for sign, bits in (
        ("я", signs.LETTER | signs.OTHER | signs.LOWER),
        ("新", signs.WIDE | signs.LETTER),
        ("ก", signs.THIN),
        ("٣", signs.DIGIT | signs.WORD),
        ("😀", signs.SYMBOL),
        ("A", signs.UPPER | signs.ALNUM),
        (".", signs.FRAME | signs.CLOSES),
    ):
        assert int(table.signs.flags[ord(sign)]) & bits == bits
    assert not int(table.signs.flags[ord("A")]) & signs.LOWER
