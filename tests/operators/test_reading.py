from __future__ import annotations

from inconcert.operators.reading import bio, folded, grams, links, pictures, pointed, stems


def test_a_handle_is_compared_without_case_accents_and_signs() -> None:
    assert grams("Ánna_Kovács.83") == grams("annakovacs83")
    assert folded("Ёлка_7") == folded("ёлка7")
    assert grams(None) is None
    assert grams("___") is None


def test_handles_that_differ_in_digits_meet() -> None:
    assert stems("anna_kovacs83", None) & stems("annakovacs1990", None)
    assert not stems("anna", None) & stems("bert", None)


def test_a_disclosure_is_no_likeness() -> None:
    assert bio("Local news outlet for the valley") is None
    assert bio("Potter, baker, and keeper of goats") == {"potter", "baker", "and", "keeper", "goats"}


def test_links_are_read_from_text_and_field() -> None:
    assert links("see https://www.Goats.example/milk?x=1", "http://cheese.example/") == {
        "goats.example/milk",
        "cheese.example",
    }
    assert links("no link here", None) == frozenset()
    assert links(None, None) is None


def test_a_link_leads_to_an_account_and_not_to_its_posts() -> None:
    assert pointed("t.me/valleygoats") == ("telegram", "valleygoats")
    assert pointed("t.me/valleygoats/17") is None
    assert pointed("blog.example/Valley_Goats") == ("blog", "valleygoats")


def test_near_pictures_are_one_picture() -> None:
    near, far = "phash:ffffffff00000000", "phash:0123456789abcdef"
    one, other, third, none, address = pictures([near, near[:-1] + "1", far, None, "https://a.example/p.jpg?s=1"])
    assert one == other != third
    assert none is None
    assert address == pictures(["https://b.example/p.jpg"])[0]
