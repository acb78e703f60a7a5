from __future__ import annotations

import random

from newspapers import SYLLABLES, article

from inconcert.pages.page import Page
from inconcert.sites.copies import Copy, copies

DAY = 86_400


def saved(site: str, text: str, hour: int | None = None, language: str = "en", author: str = "") -> Page:
    time = "" if hour is None else f'<meta property="article:published_time" content="2024-05-16T{hour:02d}:00:00Z">'
    by = f'<meta name="author" content="{author}">' if author else ""
    return Page(f"{site}.html", f"https://{site}/story", None, f"<html lang={language}>{time}{by}<body><article>{text}")


def pairs(found: list[Copy]) -> list[tuple[str, str, str]]:
    return [(copy.site_a, copy.site_b, copy.kind) for copy in found]


def test_verbatim_and_who_was_first() -> None:
    found = copies([saved("b.com", article(1), 9), saved("a.com", article(1), 7), saved("c.com", article(2), 8)])
    assert pairs(found) == [("a.com", "b.com", "verbatim")]
    assert (found[0].first, found[0].gap, found[0].shared_by) == ("a.com", 7200, 2)


def test_without_a_time_nobody_is_first() -> None:
    found = copies([saved("a.com", article(1)), saved("b.com", article(1), 7)])
    assert (found[0].first, found[0].gap) == ("", None)


def test_a_shortened_copy_is_near() -> None:
    found = copies([saved("a.com", article(1, 10)), saved("b.com", article(1, 9))])
    assert pairs(found) == [("a.com", "b.com", "near")]


def test_numbers_and_names_alone_make_a_template() -> None:
    text = (
        "<p>The price of gas in {0} fell by {1} cents to {2} dollars this week, said drivers who filled up there.</p>"
        "<p>It has been lower than {1} cents only {2} times since records of the county began, and so on and on.</p>"
        "<p>Readers who live near {0} can write to us about the prices that they saw, and we will print some of it.</p>"
    )
    one = text.format("Springfield Mount Pleasantview Quarry Landing", 12, 3)
    other = text.format("Shelbyville Avon Seaside Harbourtown Junction", 98765, 4321)
    assert pairs(copies([saved("a.com", one), saved("b.com", other)])) == [("a.com", "b.com", "template")]


def test_the_same_site_copies_nothing_from_itself() -> None:
    assert copies([saved("www.a.com", article(1)), saved("m.a.com", article(1))]) == []


def test_what_many_owners_carry_is_likely_an_agencys() -> None:
    papers = [saved(f"paper{at}.com", article(1), at) for at in range(6)]
    found = copies(papers)
    assert {copy.shared_by for copy in found} == {6}
    assert "agency" in found[0].why
    owners = {f"paper{at}.com": "One Group" for at in range(6)}
    owned = copies(papers, owners)
    assert {copy.shared_by for copy in owned} == {1}
    assert "agency" not in owned[0].why


def test_an_agency_named_as_author_is_told() -> None:
    found = copies([saved("a.com", article(1), author="dpa"), saved("b.com", article(1))])
    assert "agency is named" in found[0].why


def test_a_text_on_many_sites_is_not_paired_with_every_other() -> None:
    found = copies([saved(f"paper{at}.com", article(1), at) for at in range(20)])
    assert len(found) == 19
    assert {copy.first for copy in found} == {"paper0.com"}


ENGLISH = """<p>On 14 March 2024 the ministry in Berlin, said Annalena Kowalski, paid 1,234,567 euros
to NORDLICHT GmbH.</p>
<p>The contract, according to Kowalski, covers 482 vehicles of the type F16X and runs until 2031 at 73.5 percent.</p>
<p>In Magdeburg the firm NORDLICHT employs 5,310 people, and the plant near Wolmirstedt
has cost 98 million so far.</p>"""
GERMAN = """<p>Am 14. März 2024 zahlte das Ministerium in Berlin, so Annalena Kowalski, 1.234.567 Euro
an die NORDLICHT GmbH.</p>
<p>Der Vertrag umfasst, nach Angaben von Kowalski, 482 Fahrzeuge vom Typ F16X und läuft bis 2031 zu 73,5 Prozent.</p>
<p>In Magdeburg beschäftigt die Firma NORDLICHT 5.310 Menschen, das Werk bei Wolmirstedt
kostete bisher 98 Millionen.</p>"""


def test_a_translation_keeps_numbers_and_names() -> None:
    found = copies([saved("a.com", ENGLISH, 7), saved("b.de", GERMAN, 9, "de"), saved("c.fr", article(3), 9, "fr")])
    assert pairs(found) == [("a.com", "b.de", "translated")]
    assert "482" in found[0].why or "number" in found[0].why
    assert found[0].first == "a.com"


def test_two_languages_on_one_event_are_no_translation() -> None:
    other = GERMAN.replace("482", "511").replace("1.234.567", "9.876").replace("5.310", "4.200").replace("F16X", "B12")
    other = (
        other.replace("73,5", "61")
        .replace("98 Mill", "12 Mill")
        .replace("2031", "2040")
        .replace("NORDLICHT", "SUEDWIND")
    )
    assert copies([saved("a.com", ENGLISH), saved("b.de", other, None, "de")]) == []


def test_teasers_are_no_articles() -> None:
    assert (
        copies(
            [saved("a.com", "<p>Subscribe now to read more.</p>"), saved("b.com", "<p>Subscribe now to read more.</p>")]
        )
        == []
    )


def test_a_stray_paragraph_does_not_hide_a_template() -> None:
    def filled(seed: int) -> str:
        """The form with a name of its own after every other word."""
        chance = random.Random(seed)
        lines = article(1, 8).removesuffix("</p>").removeprefix("<p>").split("</p><p>")
        words = [line.rstrip(".").split() for line in lines]
        put = [" ".join(word + f" {_name(chance)}" * (at % 2) for at, word in enumerate(line)) for line in words]
        return "".join(f"<p>{line}.</p>" for line in put)

    one, other = filled(1), filled(2)
    stray = "<p>This newspaper asks its readers every week what they think of the weather and of the town hall.</p>"
    found = copies([saved("a.com", one), saved("b.com", other + stray), saved("c.com", article(3))])
    assert pairs(found) == [("a.com", "b.com", "template")]


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=5)).title()
