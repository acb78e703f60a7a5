from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newspapers import Paper, clone, page

from inconcert.pages.page import Page
from inconcert.sites.clones import Comparison, clones
from inconcert.sites.clones.brands import plain_name
from inconcert.sites.clones.resemblance import Index, common

if TYPE_CHECKING:
    import random

HERALD = Paper("Harbour Herald", "herald.com", 1)
SISTER = Paper("Valley Voice", "voice.com", 1)
THIRD = Paper("Delta Dispatch", "dispatch.com", 1)
STRANGER = Paper("Morning Mail", "mail.org", 2)


def saved(html: str, source: str = "p.html", url: str | None = None) -> Page:
    return Page(source, url, None, html)


def brand_pages(*papers: Paper) -> list[Page]:
    return [saved(page(paper, day), f"{paper.domain}-{day}.html") for paper in papers for day in (1, 2)]


def compared(candidate: Page, *papers: Paper, owners: dict[str, str] | None = None) -> list[Comparison]:
    return list(clones(brand_pages(*papers), [candidate], owners))


def verdicts(candidate: Page, *papers: Paper, owners: dict[str, str] | None = None) -> dict[str, str]:
    return {line.brand: line.verdict for line in compared(candidate, *papers, owners=owners)}


def test_a_clone_from_another_host_is_told_with_its_evidence() -> None:
    copied = saved(clone(page(HERALD, 9), HERALD.domain), url="https://herald.live/x")
    line = compared(copied, HERALD, STRANGER)[0]
    assert (line.verdict, line.brand) == ("clone", "herald.com")
    assert line.brand_page.startswith("herald.com")
    assert line.score > 0.9
    said = " ".join(line.evidence)
    assert "rel=canonical names herald.com" in said
    assert "calls itself «Harbour Herald»" in said
    assert "saved from herald.live" in said


@pytest.mark.parametrize("other", ["-", "herald.live", "wholly-unrelated.test"])
def test_a_clone_is_told_without_any_pointer_home(other: str) -> None:
    copied = saved(clone(page(HERALD, 9), HERALD.domain, other))
    assert verdicts(copied, HERALD, STRANGER) == {"herald.com": "clone"}


def test_the_page_of_the_paper_itself_is_no_clone() -> None:
    own = saved(page(HERALD, 9), url="https://www.herald.com/x")
    assert verdicts(own, HERALD, STRANGER) == {"herald.com": "same owner"}


def test_where_the_file_does_not_say_where_it_is_from_the_line_says_so() -> None:
    line = compared(saved(page(HERALD, 9)), HERALD)[0]
    assert "it is the original" in line.evidence[-1]


def test_a_stranger_is_unlike() -> None:
    line = compared(saved(page(STRANGER, 9)), HERALD)[0]
    assert line.verdict == "unlike"
    assert line.score < 0.5


@pytest.mark.parametrize("url", [None, "https://www.voice.com/x"])
@pytest.mark.parametrize("known", [(HERALD,), (HERALD, SISTER), (HERALD, SISTER, THIRD, STRANGER)])
def test_a_sister_with_the_same_template_is_no_clone(known: tuple[Paper, ...], url: str | None) -> None:
    found = verdicts(saved(page(SISTER, 9), url=url), *known)
    assert found["herald.com"] == "same owner"


def test_a_sister_that_names_the_paper_as_canonical_is_no_clone() -> None:
    html = page(SISTER, 9).replace(
        "rel=canonical href=https://www.voice.com", "rel=canonical href=https://www.herald.com"
    )
    assert verdicts(saved(html), HERALD) == {"herald.com": "same owner"}


def test_a_clone_of_one_of_several_sisters_is_a_clone_of_that_one() -> None:
    copied = saved(clone(page(SISTER, 9), SISTER.domain, "-"))
    found = verdicts(copied, HERALD, SISTER, THIRD)
    assert found == {"voice.com": "clone", "herald.com": "same owner", "dispatch.com": "same owner"}


def test_layout_alone_is_no_proof_where_several_sites_have_the_template() -> None:
    bare = clone(page(SISTER, 9), SISTER.domain, "-")
    for mark in ("og:site_name", "author", "fb:app_id"):
        bare = bare.replace(mark, "x")
    found = compared(saved(bare), HERALD, THIRD)
    assert {line.verdict for line in found} == {"same owner"}
    assert "layout alone proves nothing" in " ".join(found[0].evidence)


def test_owners_explain_what_would_be_a_clone() -> None:
    copied = saved(page(HERALD, 9), url="https://herald.fr/x")
    owners = {"herald.com": "Herald Group", "herald.fr": "Herald Group"}
    assert verdicts(copied, HERALD) == {"herald.com": "clone"}
    assert verdicts(copied, HERALD, owners=owners) == {"herald.com": "same owner"}


def test_a_site_that_the_papers_own_pages_link_to_is_no_clone() -> None:
    linking = [saved(page(HERALD, day).replace("<body>", "<body><a href=https://herald.fr/>FR</a>")) for day in (1, 2)]
    found = list(clones(linking, [saved(page(HERALD, 9), url="https://herald.fr/x")]))
    assert [line.verdict for line in found] == ["same owner"]


def test_reporters_and_copied_text_are_named() -> None:
    text = "<p>" + "One two three four five six seven eight nine ten eleven twelve. " * 3 + "</p>"
    papers = [saved(page(HERALD, 1, text), "herald.html"), *brand_pages(STRANGER)]
    line = next(iter(clones(papers, [saved(clone(page(HERALD, 4, text), HERALD.domain, "-"))])))
    said = " ".join(line.evidence)
    assert "people who write for herald.com" in said
    assert "word for word" in said


def test_the_brand_of_a_page_is_its_folder_where_nothing_else_says() -> None:
    bare = clone(page(HERALD, 1), HERALD.domain, "-").replace("og:site_name", "x")
    copied = saved(clone(page(HERALD, 9), HERALD.domain, "-"))
    found = list(clones([saved(bare, "papers/www.herald.com/1.html")], [copied]))
    assert found[0].brand == "herald.com"


def test_no_brand_pages_no_lines() -> None:
    assert list(clones([], [saved(page(HERALD, 1))])) == []


@pytest.mark.parametrize("html", ["", "<html></html>", "<p>only words</p>", "\0\0", "<a>" * 300])
def test_pages_with_little_in_them_are_unlike(html: str) -> None:
    assert [line.verdict for line in compared(saved(html), HERALD)] == ["unlike"]


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_brand_pages_changes_nothing(chance: random.Random) -> None:
    papers = brand_pages(HERALD, SISTER, STRANGER)
    candidate = saved(clone(page(HERALD, 9), HERALD.domain, "-"))
    shuffled = chance.sample(papers, len(papers))
    assert list(clones(shuffled, [candidate])) == list(clones(papers, [candidate]))


def test_common_markup_weighs_less_than_rare() -> None:
    kind, traits = "classes", common().counts["classes"]
    popular = max(traits, key=traits.__getitem__)
    empty = {name: set[str]() for name in ("tags", "ids", "attributes", "paths", "files", "drawings", "accounts")}
    index = Index([{**empty, kind: {popular, "a"}}, {**empty, kind: {"rare", "a"}}], ["x", "y"])
    first = index.likeness({**empty, kind: {popular, "b"}}).kinds[kind]
    second = index.likeness({**empty, kind: {"rare", "b"}}).kinds[kind]
    assert first[0] < second[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [("DER SPIEGEL", "spiegel.de"), ("The Guardian", "@guardian"), ("BBC News", "bbc"), ("N-TV", "ntv.de")],
)
def test_names_are_compared_without_spelling(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


def test_different_names_stay_different() -> None:
    assert plain_name("National Post") != plain_name("Financial Post")
