"""Protected names: files of them, and the list that is shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from inconcert.errors import InputError
from inconcert.sites.lookalikes.brands import Brand, known, read_brands, services, starter
from inconcert.sites.lookalikes.forms import forms
from inconcert.sites.names import split

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, text: str) -> Path:
    path = folder / "brands.txt"
    path.write_text(text, "utf-8")
    return path


def test_one_domain_a_line_with_aliases(tmp_path: Path) -> None:
    path = write(tmp_path, "domain\nwww.Nordkurve.de\nrbc.ua, rbk , rbc ukraine\n\n# remark\ngouv.fr  # a suffix\n")
    assert read_brands(path) == [
        Brand("nordkurve.de"),
        Brand("rbc.ua", ("rbk", "rbc ukraine")),
        Brand("gouv.fr"),
    ]


def test_a_brand_on_a_host_of_another_stays_whole(tmp_path: Path) -> None:
    assert read_brands(write(tmp_path, "mfa.gov.ua\nabcnews.go.com\n")) == [
        Brand("mfa.gov.ua"),
        Brand("abcnews.go.com"),
    ]


def test_a_line_that_is_no_domain_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    assert read_brands(write(tmp_path, "nordkurve.de\nno domain\n"), said.append) == [Brand("nordkurve.de")]
    assert said == [f"{tmp_path / 'brands.txt'}, row 2: 'no domain' is no domain; it was left out."]


@pytest.mark.parametrize("text", ["", "# nothing\n", "no domain\n"])
def test_a_file_without_brands_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="holds no brand"):
        read_brands(write(tmp_path, text))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"\xff\xd8\x00")
    with pytest.raises(InputError, match="not UTF-8"):
        read_brands(tmp_path / "b")


def test_the_shipped_list_is_made_of_domains() -> None:
    assert len(starter()) > 350
    for domain, brand in starter().items():
        assert domain == domain.lower().strip()
        for name in (domain, *brand.also, *brand.namesakes):
            assert split(name).suffix, name
        assert not {*brand.namesakes} & {*brand.also, domain}, domain


def test_what_is_known_of_a_domain_is_added_to_what_the_user_says() -> None:
    told = known(Brand("nytimes.com", ("grauedame",)))
    assert {"grauedame", "thenewyorktimes"} <= set(told.aliases)
    assert "nyt.com" in told.also
    assert known(Brand("nordkurve.de")) == Brand("nordkurve.de")


def test_domains_of_one_owner_are_shared_by_its_brands() -> None:
    assert "welt.de" in known(Brand("bild.de")).also


def test_forms_of_a_name() -> None:
    found = {form.text: (form.kind, form.rare) for form in forms(Brand("the-nordkurve.de", ("правда",)), 0)}
    assert found["thenordkurve"] == ("label", 2)
    assert found["nordkurve"] == ("core", 2)
    assert found["thenordkurvede"] == ("full", 2)
    assert found["pravda"] == ("alias", 0)


def test_a_suffix_as_a_brand_has_forms_too() -> None:
    assert {form.text for form in forms(Brand("gov.pl"), 0)} == {"gov", "govpl", "wwwgov"}
    assert {"mfa", "mfagov", "mfaua", "mfagovua"} <= {form.text for form in forms(Brand("mfa.gov.ua"), 0)}


def test_services_are_known_without_being_protected() -> None:
    assert services().keys().isdisjoint(starter())
    assert known(Brand("signal.org")).service
    assert known(Brand("cortana.com")).service
    assert not known(Brand("signal.rs")).service
    assert not known(Brand("spiegel.de")).service


def test_a_name_held_everywhere_is_no_domain_of_its_own() -> None:
    brand = known(Brand("sharepoint.com"))
    assert brand.everywhere == {"sharepoint"}
    assert all("*" not in domain for domain in brand.own)


def test_services_are_made_of_domains() -> None:
    for domain, brand in services().items():
        assert split(domain).registered == domain
        for other in (*brand.own, *brand.namesakes):
            assert split(other).host == other
