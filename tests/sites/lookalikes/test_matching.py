"""Many candidates: the sieve loses nothing, and neither blocks nor order change what is found."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inconcert.sites.lookalikes.brands import Brand, starter
from inconcert.sites.lookalikes.candidates import Reading
from inconcert.sites.lookalikes.judge import Judge
from inconcert.sites.lookalikes.matching import FEW, look, match, match_blocks
from inconcert.sites.lookalikes.ranked import ranked
from inconcert.sites.lookalikes.readings import by_sound
from inconcert.sites.lookalikes.sieve import Sifter, edits, hashes
from inconcert.sites.lookalikes.tables import words

if TYPE_CHECKING:
    from inconcert.sites.lookalikes.hits import Hit

BRANDS = [Brand("nordkurve.de"), Brand("welt.de"), Brand("t-online.de"), Brand("dw.com"), Brand("mfa.gov.ua"),
          Brand("spiegel.de"), Brand("n-tv.de"), Brand("lemonde.fr"), Brand("pravda.com.ua"),
          Brand("6tage.ch"), Brand("haaretz.com"), Brand("people.com.cn"),
          Brand("signal.org"), Brand("sharepoint.com")]  # fmt: skip
SOME = ["nordkurve.ltd", "example.com", "NORDKURVVE.live", "welt-news.live", "hxxps://spiegel[.]ltd/a", "tonline.life",
        "xn--zzzzzzzzzz99999.com", "нордкурве.live", "no host", "", "n-tv.com.co", "mfa-gov-ua.com"]  # fmt: skip


@cache
def judge() -> Judge:
    return Judge(BRANDS)


@cache
def sifter() -> Sifter:
    return Sifter(judge().forms)


def passes(host: str) -> bool:
    return bool(sifter()(f"{host}\n".encode())[0])


def found(candidates: list[str], size: int) -> list[Hit]:
    """Hits of candidates read in blocks of ``size`` lines."""
    blocks = ["\n".join(candidates[start : start + size]) + "\n" for start in range(0, len(candidates), size)]
    return list(match_blocks(judge(), (block.encode() for block in blocks), Reading()))


@st.composite
def near_names(draw: st.DrawFn) -> str:
    """A form of a brand's name, perhaps edited, joined to words, under some ending."""
    name = draw(st.sampled_from([form.text for form in judge().forms]))
    place = draw(st.integers(0, len(name)))
    letter = draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789-"))
    name = draw(st.sampled_from([name, name[:place] + letter + name[place:], name[:place] + letter + name[place + 1 :],
                                 name[:place] + name[place + 1 :], name[: place + 1] + name[place:]]))  # fmt: skip
    beside = draw(st.lists(st.sampled_from([*sorted(words()), "24", "2024", "q", "zzqx", ""]), max_size=2))
    parts = [*beside, name] if draw(st.booleans()) else [name, *beside]
    label = draw(st.sampled_from(["", "-", "."])).join(parts)[:60].strip("-.")
    return (
        f"{label}.{draw(st.sampled_from(['live', 'com', 'de', 'co.uk', 'com.co', 'de.example.live', 'de-news.info']))}"
    )


@settings(max_examples=400, deadline=None)
@example("online.de.example.live")
@example("delfitravelersinsurance.live")
@example("DELFI-NEWS.live")
@example("24delfi2024.live")
@given(near_names())
def test_the_sieve_lets_through_all_that_a_close_look_finds(host: str) -> None:
    if look(judge(), host, Reading()):
        assert passes(host)


@given(st.text("abcdeilnorstvw01-", min_size=2, max_size=20).filter(lambda text: text.strip("-")))
def test_edits_and_folded_forms_have_the_hashes_of_their_letters(text: str) -> None:
    """What is worked out from sums is the same as what is read letter by letter."""
    plain = text.replace("-", "")[:20]
    if len(plain) > 4:
        doubled, dropped = plain[:2] + plain[1:], plain[:3] + plain[4:]
        swapped, added, other = plain[1] + plain[0] + plain[2:], plain[:2] + "x" + plain[2:], plain[:-1] + "q"
        assert set(hashes([doubled, dropped, swapped, added, other]).tolist()) <= set(edits(plain).tolist())


def test_a_word_is_no_slip_of_a_name_in_a_subdomain() -> None:
    assert not look(judge(), "online.de.example.live", Reading())


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["nordkurve", "spiegel", "tonline", "lemonde", "הארץ", "人民日报"]), st.integers(0, 8),
       st.sampled_from([*by_sound(), "é", "ö", "ø", "ı", "ɡ", "ℓ", "ł", "ß", "中", "ก", "⒈", "⒜"]))  # fmt: skip
def test_the_sieve_reads_punycode_as_the_close_look_does(name: str, place: int, letter: str) -> None:
    text = name[:place] + letter + name[place + 1 :]
    host = f"xn--{text.encode('punycode').decode()}.live"
    if look(judge(), host, Reading()):
        assert passes(host)


def test_the_sieve_keeps_most_of_others_out() -> None:
    random.seed(1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = ["".join(random.choices(letters, k=random.randint(6, 14))) + ".com" for _ in range(5000)]
    kept, lines = sifter()(("\n".join(names) + "\n").encode())
    assert lines == 5000
    assert len(kept) < 10


@pytest.mark.parametrize("odd", ["[.]", "hxxps://a[.]b/c", "a,b", "ü.com", '"x.com"'])
def test_the_sieve_leaves_odd_lines_to_the_close_look(odd: str) -> None:
    assert sifter()(f"{odd}\n".encode())[0] == [odd.encode()]


@pytest.mark.parametrize("line", ["*.nordkurve.ltd", "nordkurve.ltd.\t3600\tin\tns\tns1.example.", "NORDKURVE.LTD\r"])
def test_zone_lines_wildcards_and_capitals_pass(line: str) -> None:
    assert len(sifter()(f"{line}\nexample.com\n".encode())[0]) == 1


def test_blocks_of_one_line_and_of_many_give_the_same() -> None:
    filled = [f"filler{number}.com" for number in range(FEW)] + SOME * 3
    whole = found(filled, len(filled))
    assert {hit.candidate for hit in whole} >= {"nordkurve.ltd", "spiegel.ltd", "нордкурве.live"}
    assert found(filled, 10_000) == whole
    assert found(SOME, 1) == found(SOME, len(SOME))
    assert list(match(BRANDS, filled)) == whole


@given(st.permutations(SOME))
def test_order_of_candidates_does_not_matter(candidates: list[str]) -> None:
    assert list(ranked(match(BRANDS, candidates))) == EXPECTED


EXPECTED = list(ranked(match(BRANDS, SOME)))


def test_ranked_by_tier_and_score_each_once() -> None:
    assert EXPECTED
    assert list(ranked(match(BRANDS, SOME * 2))) == EXPECTED
    order = [("strong", "likely", "lead").index(hit.tier) for hit in EXPECTED]
    assert order == sorted(order)


def test_more_hits_than_memory_holds_are_ranked_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inconcert.sites.lookalikes.ranked.HELD", 2)
    assert list(ranked(match(BRANDS, SOME))) == EXPECTED


def test_what_cannot_be_read_is_told_once_each_and_the_rest_goes_on() -> None:
    reading = Reading()
    hits = list(match_blocks(judge(), [("\n".join(SOME) + "\n").encode()], reading))
    assert any(hit.candidate == "mfa-gov-ua.com" for hit in hits)
    assert len(reading.told()) == 2
    assert "its punycode does not decode" in reading.told()[0]
    assert "'no host' names no host" in reading.told()[1]


def test_brands_alone_decide_and_nothing_else_of_them() -> None:
    """Country, owner and since of a brand do not change what is found of fresh names."""
    plain = Judge([Brand("nordkurve.de")]).hits("nordkurve.ltd")
    told = Judge([Brand("nordkurve.de", country="de", owner="Somebody", since=2001)]).hits("nordkurve.ltd")
    assert plain == told


def test_the_shipped_list_builds_a_sieve() -> None:
    lines, _ = Sifter(Judge(list(starter().values())).forms)(b"theguardian.ltd\nexample.com\n")
    assert lines == [b"theguardian.ltd"]
