"""Saved pages and records of sites beside posts and ads: one graph, told from each end."""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
import ring

from inconcert.errors import InputError, UsageError
from inconcert.investigation import Investigation

if TYPE_CHECKING:
    from pathlib import Path

WHOIS = """domain,registrar,created,registrant_email,registrant_org,name_servers
{site},NameSilo,2022-06-29 10:00:00,buyer@mail.example,Front Ltd,ns1.quiet-host.example ns2.quiet-host.example
bild.pics,NameSilo,2022-06-29 10:00:02,buyer@mail.example,Front Ltd,ns1.quiet-host.example ns2.quiet-host.example
bakery.example,Other,2011-01-01 09:30:12,baker@bakery.example,Bakery,ns1.bakery.example
"""
PAGE = """<!doctype html><html><head><title>t</title><link rel="canonical" href="https://www.spiegel.de/a">
<script>gtag('config', 'G-ABCD123456');</script></head><body><p>text</p></body></html>"""
QUICK: dict[str, Any] = {"signals": ("same_link", "same_domain"), "shuffles": 3}


def _material(folder: Path, site: str) -> Path:
    place = folder / "material"
    (place / "page_files").mkdir(parents=True)
    (place / "whois.csv").write_text(WHOIS.format(site=site), "utf-8")
    saved = f"<!-- saved from url=(0024)https://{site}/a -->"
    (place / "saved.html").write_text(PAGE.replace("<html>", f"{saved}<html>"), "utf-8")
    (place / "bild.pics.html.gz").write_bytes(gzip.compress(PAGE.replace("spiegel.de", "bild.de").encode()))
    (place / "broken.warc.gz").write_bytes(b"\x1f\x8b broken")
    (place / "page_files" / "style.css").write_text("p {}", "utf-8")
    return place


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The site that the ring pushes."""
    made = Investigation.create(tmp_path_factory.mktemp("look") / "folder")
    made.add(ring.write(tmp_path_factory.mktemp("posts") / "posts.csv"))
    pushes = made.detect(**QUICK).networks[0].data["pushes"]
    return next(row["id"] for row in pushes if row["platform"] == "web")


@pytest.fixture(scope="module")
def found(site: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("sites")
    made = Investigation.create(folder / "folder")
    made.add(ring.write(folder / "posts.csv"), _material(folder, site))
    return made.detect(**QUICK)


def test_a_finding_says_who_registered_what_it_pushes_and_what_it_copies(found: Any, site: str) -> None:
    row = next(row for row in found.networks[0].data["pushes"] if row["id"] == site)
    assert (row["hands"]["registered_at"], row["hands"]["registrar"]) == ("2022-06-29T10:00:00Z", "namesilo")
    assert row["hands"]["calls_itself"] == ["spiegel.de"]
    assert row["hands"]["group"] == sorted(["bild.pics", site])
    assert {"ga4", "registrant-email"} <= {share["evidence"] for share in row["hands"]["shares"]}
    why = found.networks[0].why()
    assert f"{site} was registered on 2022-06-29" in why
    assert "its saved pages give spiegel.de as their own address" in why
    assert "shares the traces of one operator with 1 other site, so bild.pics (tier 1: " in why


def test_the_finding_keeps_no_persons_name_or_address(found: Any) -> None:
    row = next(row for row in found.networks[0].data["pushes"] if row.get("hands"))
    assert row["hands"]["registrant"] == {"organisation": "front ltd"}


def test_a_site_says_who_spread_it_and_whose_hands_it_shares(found: Any, site: str) -> None:
    told = found.site(site)
    assert told["networks"][0]["id"] == found.networks[0].id
    assert told["hands"]["registrant"]["email"] == "buyer@mail.example"
    assert {share["site"] for share in told["hands"]["shares"]} == {"bild.pics"}
    unpushed = found.site("bild.pics")
    assert (unpushed["posts"], unpushed["hands"]["calls_itself"]) == (0, ["bild.de"])


def test_a_site_of_which_nothing_is_known_is_refused(found: Any) -> None:
    with pytest.raises(UsageError, match="no record is of it"):
        found.site("nowhere.example")


def test_the_report_says_it_too(found: Any, site: str) -> None:
    assert "shares the traces of one operator" in (found.path / "report.html").read_text("utf-8")


def test_the_receipt_has_a_line_for_each_refused_page(site: str, tmp_path: Path) -> None:
    made = Investigation.create(tmp_path / "folder")
    receipts = made.add(_material(tmp_path, site))
    (receipt,) = receipts
    assert (receipt.format, dict(receipt.kept)) == ("sites", {"sites": 3})
    assert [line["message"] for line in receipt.warnings if "broken.warc.gz" in line["message"]] != []
    assert receipts.left_out == ()
    assert made.add(tmp_path / "material")[0].already
    rows = made.folder.connect().sql("SELECT domain, registrar, identifiers FROM sites ORDER BY domain").fetchall()
    assert ("bild.pics", "namesilo", ["ga4:G-ABCD123456"]) in rows


def test_a_folder_of_posts_and_records_is_taken_apart(tmp_path: Path) -> None:
    place = _material(tmp_path, "spiegel.ltd")
    ring.write(place / "posts.csv")
    made = Investigation.create(tmp_path / "folder")
    assert [receipt.format == "sites" for receipt in made.add(place)] == [True, False]
    assert made.posts.count("*").fetchall()[0][0] > 0


def test_records_taken_out_again_leave_nothing(site: str, tmp_path: Path) -> None:
    made = Investigation.create(tmp_path / "folder")
    made.add(ring.write(tmp_path / "posts.csv"), _material(tmp_path, site))
    source = next(receipt["source"] for receipt in made.receipts if receipt["format"] == "sites")
    made.remove(source)
    row = next(row for row in made.detect(**QUICK).networks[0].data["pushes"] if row["id"] == site)
    assert row["hands"] is None


def test_pages_that_say_nothing_are_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"\0\1\2")
    made = Investigation.create(tmp_path / "folder")
    with pytest.raises(InputError, match="nothing in it says anything of a site"):
        made.add(tmp_path / "page.html")
    assert made.receipts == []


def test_rdap_and_har_are_known_by_what_they_hold(tmp_path: Path) -> None:
    rdap = {"objectClassName": "domain", "ldhName": "spiegel.ltd", "events": [
        {"eventAction": "registration", "eventDate": "2022-06-29T10:00:00Z"}]}  # fmt: skip
    (tmp_path / "answer.json").write_text(json.dumps(rdap), "utf-8")
    made = Investigation.create(tmp_path / "folder")
    (receipt,) = made.add(tmp_path / "answer.json")
    assert receipt.format == "sites"
    out = io.StringIO()
    out.write(receipt.text())
    assert "1 site" in out.getvalue()
