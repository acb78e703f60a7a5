"""What is kept of a page gives the verdict that the page itself gives."""

from __future__ import annotations

import base64
import zlib

from hypothesis import given
from hypothesis import strategies as st
from newspapers import Paper, clone, page

from inconcert.pages.page import Page
from inconcert.sites.clones.brands import Brands
from inconcert.sites.clones.comparing import compare
from inconcert.sites.clones.kept import packed, unpacked
from inconcert.sites.clones.sheets import Sheet, sheet

HERALD = Paper("Harbour Herald", "herald.com", 1)
SISTER = Paper("Valley Voice", "voice.com", 1)


def kept(one: Sheet) -> Sheet:
    made = unpacked(packed(one))
    assert made is not None
    return made


def test_verdicts_and_evidence_are_the_same() -> None:
    own = [sheet(Page(f"{paper.domain}-{day}.html", None, None, page(paper, day)))
           for paper in (HERALD, SISTER) for day in (1, 2)]  # fmt: skip
    copied = [sheet(Page("x.html", "https://herald.live/x", None, clone(page(HERALD, day), HERALD.domain, "-")))
              for day in (3, 9)]  # fmt: skip
    before, after = Brands(own, {}), Brands([kept(one) for one in own], {})
    for one in [*copied, *own]:
        assert compare(one, before) == compare(kept(one), after)


def test_no_text_of_the_page_is_kept() -> None:
    text = "<p>Nobody shall find this sentence in an investigation, however long they look for it.</p>"
    held = packed(sheet(Page("x.html", None, None, page(HERALD, 1, text * 3))))
    assert b"sentence" not in zlib.decompress(base64.b85decode(held))
    assert unpacked(held).said.text == ""  # type: ignore[union-attr]  # it was packed here


@given(st.text(max_size=60))
def test_rubbish_is_no_sheet(text: str) -> None:
    assert unpacked(text) is None
    assert unpacked(base64.b85encode(zlib.compress(text.encode("utf-8", "replace"))).decode()) is None
