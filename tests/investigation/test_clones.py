"""Pages of pushed sites are compared with a newspaper's own pages as part of a run."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
import ring
from newspapers import Paper, clone, page
from rich.console import Console

from inconcert.errors import InputError
from inconcert.investigation import Investigation
from inconcert.report.sites import about

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.pages.archives import Record
    from inconcert.pages.page import Page

HERALD = Paper("Harbour Herald", "herald.com", 1)
MAIL = Paper("Morning Mail", "mail.org", 2)
SITE = "ours.example"
QUICK: dict[str, Any] = {"signals": ("same_link", "same_domain"), "shuffles": 3}


def saved(place: Path, url: str, html: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    mark = f"<!-- saved from url=(0024){url} -->"
    place.write_text(html.replace("<html lang=en>", f"<html lang=en>{mark}"), "utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Investigation:
    folder = tmp_path_factory.mktemp("clones")
    for paper in (HERALD, MAIL):
        for day in (1, 2):
            saved(
                folder / "brands" / f"{paper.build}-{day}.html", f"https://www.{paper.domain}/{day}", page(paper, day)
            )
    copied = clone(page(HERALD, 9), HERALD.domain, "-")
    saved(folder / "pages" / "a.html", f"https://{SITE}/a", copied)
    saved(folder / "pages" / "b.html", f"https://{SITE}/b", page(Paper("Other", SITE, 7), 1))
    saved(folder / "pages" / "c.html", "https://quiet.example/c", page(Paper("Quiet", "quiet.example", 8), 1))
    found = Investigation.create(folder / "investigation")
    found.add(ring.write(folder / "posts.csv"), folder / "pages", brand_pages=[folder / "brands"])
    return found


@pytest.fixture(scope="module")
def found(made: Investigation) -> Any:
    return made.detect(**QUICK)


def test_a_finding_says_whose_page_a_pushed_site_copies(found: Any) -> None:
    row = next(row for row in found.networks[0].data["pushes"] if row["id"] == SITE)
    copy = row["clone"]
    assert (copy["verdict"], copy["brand"], copy["pages"], copy["clones"]) == ("clone", "herald.com", 2, 1)
    assert copy["score"] > 0.5
    assert copy["page"].endswith("a.html")
    assert any("calls itself «Harbour Herald»" in line for line in copy["evidence"])
    assert all(other["clone"] is None for other in found.networks[0].data["pushes"] if other["id"] != SITE)
    assert f"{SITE} is a clone of herald.com by look: 1 of its 2 saved pages" in found.networks[0].why()


def test_the_report_and_the_site_say_it_with_the_reasons(found: Any) -> None:
    assert "is a clone of herald" in (found.path / "report.html").read_text("utf-8")
    console = Console(width=500, record=True, file=io.StringIO())
    console.print(about(found.site(SITE)))
    told = console.export_text()
    assert "is a clone of herald.com by look" in told
    assert "calls itself «Harbour Herald»" in told
    console.print(about(found.site("quiet.example")))
    assert "like no protected site" in console.export_text()


def test_what_is_kept_of_a_page_holds_none_of_its_text(made: Investigation) -> None:
    rows = made.folder.connect().sql("SELECT domain, protected, sheet FROM pages").fetchall()
    assert sorted({(domain, protected) for domain, protected, _ in rows}) == [
        ("herald.com", True),
        ("mail.org", True),
        (SITE, False),
        ("quiet.example", False),
    ]
    assert all(len(sheet) < 20_000 for *_, sheet in rows)
    assert made.folder.connect().sql("SELECT count(*) FROM sites WHERE domain = 'herald.com'").fetchall() == [(0,)]


def test_the_same_pages_are_not_added_again(made: Investigation) -> None:
    (receipt,) = [one for one in made.receipts if one["format"] == "brand pages"]
    assert receipt["kept"] == {"pages": 4}
    again = made.add(brand_pages=[made.folder.path.parent / "brands"])
    assert [one.already for one in again] == [True]


def test_a_folder_without_pages_is_refused_with_what_to_do(made: Investigation, tmp_path: Path) -> None:
    (tmp_path / "x.html").write_bytes(b"\x00\x01")
    with pytest.raises(InputError, match="no page whose site is known"):
        made.add(brand_pages=[tmp_path])
    with pytest.raises(InputError, match="no such file"):
        made.add(brand_pages=[tmp_path / "absent"])


def test_a_damaged_sheet_is_passed_over(found: Any) -> None:
    import duckdb

    from inconcert.profile.clones import Clones

    con = duckdb.connect()
    con.execute(
        "CREATE TABLE pages (page VARCHAR, sheet VARCHAR, protected BOOL, domain VARCHAR, source VARCHAR, row INT)"
    )
    con.execute(
        "INSERT INTO pages VALUES ('p', 'rubbish', true, 'herald.com', 's', 1), ('q', '', false, 'x.org', 's', 2)"
    )
    assert Clones(con).of("x.org") is None
    assert json.dumps(found.networks[0].data["pushes"])


def test_pages_are_read_once_and_whatever_they_are_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from inconcert.pages import reading

    read: list[str] = []
    page = reading._page

    def counted(record: Record, *more: Any) -> Page:
        read.append(record.source)
        return page(record, *more)

    monkeypatch.setattr(reading, "_page", counted)
    place = tmp_path / "material"
    place.mkdir()
    saved = "<!doctype html><html><!-- saved from url=(0024)https://{}/a --><body><p>text</p></body></html>"
    (place / "one.txt").write_text(saved.format("bild.pics"), "utf-8")
    (place / "two.dat").write_text(saved.format("bild.live"), "utf-8")
    (place / "three.html").write_text(saved.format("bild.beauty"), "utf-8")
    made = Investigation.create(tmp_path / "folder")
    made.add(place)
    rows = made.folder.connect().sql("SELECT domain FROM pages ORDER BY domain").fetchall()
    assert rows == [("bild.beauty",), ("bild.live",), ("bild.pics",)]
    assert sorted(read) == sorted(set(read))
    assert len(read) == 3
