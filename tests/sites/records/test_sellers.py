"""Own accounts in ads.txt are evidence, resellers' and sales houses' are not, and exchanges have the last word."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.sites.hands.material import Gathered
from inconcert.sites.hands.run import Found, joined, same_hands
from inconcert.sites.known import is_of_sites
from inconcert.sites.records.fact import Fact, Receipt
from inconcert.sites.records.fields import facts
from inconcert.sites.records.sellers import read_ads_txt

if TYPE_CHECKING:
    from pathlib import Path

OWN = "openx.com, 540191398, DIRECT, 6a698e2ec38604c6\n"
RESOLD = "".join(f"exchange{i}.com, {90210 + i}, RESELLER\n" for i in range(300))


def read(text: str, site: str = "a.org") -> tuple[set[tuple[str, str, str]], Receipt]:
    receipt = Receipt()
    return {fact[:3] for fact in read_ads_txt(site, text, "ads.txt", receipt) if fact.kind}, receipt


def found(files: dict[str, str], sellers: dict[str, list[dict[str, Any]]] | None = None) -> Found:
    """What the ads.txt of sites and the sellers.json of exchanges join, amid a crowd of sites with accounts."""
    gathered, receipt = Gathered(), Receipt()
    from inconcert.sites.records.sellers import read_sellers

    for site, text in files.items():
        gathered.add(read_ads_txt(site, text, "t", receipt))
    for exchange, listed in (sellers or {}).items():
        gathered.add(read_sellers({"sellers": listed}, exchange, "t", receipt))
    for i in range(200):
        gathered.add(facts(f"crowd{i}.org", "ids", f"UA-{7000000 + i * 13}-1", "t"))
    return joined(gathered, receipt, 0.01)


def seller(account: str, kind: str = "PUBLISHER", domain: str = "", name: str = "") -> dict[str, Any]:
    return {"seller_id": account, "seller_type": kind, "domain": domain, "name": name}


def test_only_own_accounts_are_read_and_the_others_are_counted() -> None:
    text = "# mine\n" + OWN + RESOLD + "google.com, pub-7093365481881392, DIRECT # and a word\nsubdomain=news.a.org\n"
    said, receipt = read(text)
    assert said == {("a.org", "ads-txt", "openx.com 540191398"), ("a.org", "adsense", "pub-7093365481881392")}
    assert receipt.unread["accounts of resellers in ads.txt"] == 300
    assert receipt.lines == []


@pytest.mark.parametrize(
    "line",
    [
        "placeholder.example.com, placeholder, DIRECT, placeholder",
        "google.com, pub-0000000000000000, DIRECT",
        "openx.com, n/a, DIRECT",
        "openx.com, 540191398, RESELLER",
        "openx.com, 540191398",
        "not a host, 540191398, DIRECT",
    ],
)
def test_lines_that_name_nobodys_account_say_nothing(line: str) -> None:
    assert read(line)[0] == set()


def test_what_a_sales_house_keeps_is_its_own_and_no_owner() -> None:
    said, receipt = read(OWN + "OWNERDOMAIN=owner.com\nMANAGERDOMAIN=house.com, US\n")
    assert said == {("a.org", "owner-domain", "owner.com"), ("owner.com", "owner-domain", "owner.com")}
    assert receipt.unread["accounts in an ads.txt that a sales house keeps (MANAGERDOMAIN)"] == 1
    assert ("a.org", "ads-txt", "openx.com 540191398") in read(OWN + "MANAGERDOMAIN=a.org\n")[0]


def test_customers_of_one_sales_house_are_not_joined() -> None:
    kept = found({f"paper{i}.org": OWN + "MANAGERDOMAIN=house.com\n" for i in range(5)})
    assert kept.groups() == []


def test_an_account_that_no_exchange_explains_only_leads() -> None:
    told = found({"a.org": OWN + RESOLD, "b.org": OWN})
    assert told.groups() == []
    assert {(row["evidence"], row["tier"]) for row in told.joins(leads=True)} == {("ads-txt", 2)}


def test_a_list_that_many_sites_carry_joins_nobody() -> None:
    long = "".join(f"exchange{i}.com, {90210 + i}, DIRECT\n" for i in range(80))
    assert found({f"site{i}.org": long for i in range(40)}).groups() == []


def test_a_publishers_account_joins_its_sites_and_its_holder() -> None:
    told = found({"a.org": OWN, "b.org": OWN}, {"openx.com": [seller("540191398", domain="holder.com")]})
    assert told.groups() == [["a.org", "b.org", "holder.com"]]
    assert {(row["evidence"], row["tier"]) for row in told.joins()} == {("seller", 1)}


@pytest.mark.parametrize("kind", ["INTERMEDIARY", "BOTH"])
def test_an_intermediarys_account_is_nobodys_own(kind: str) -> None:
    told = found(
        {"a.org": OWN + "google.com, pub-7093365481881392, DIRECT\n", "b.org": OWN},
        {"openx.com": [seller("540191398", kind)], "google.com": [seller("pub-7093365481881392", kind)]},
    )
    assert not list(told.joins(leads=True))
    assert told.common["account of an intermediary"] == 3


def test_a_publishers_account_that_strangers_carry_is_a_platforms() -> None:
    gathered, receipt = Gathered(), Receipt()
    for i in range(12):
        gathered.add(read_ads_txt(f"blog{i}.org", OWN, "t", receipt))
        gathered.add(facts(f"blog{i}.org", "ids", f"UA-{4024516 + i * 17}-1", "t"))
    gathered.add([Fact("openx.com", "sells-for", "540191398 PUBLISHER platform.com Platform", "t")])
    told = joined(gathered, receipt, 0.01)
    assert told.groups() == []
    assert told.common["carried by sites with different accounts"] == 1


def test_archives_hold_these_files_beside_pages(tmp_path: Path) -> None:
    def answer(url: str, text: str, kind: str = "text/plain") -> dict[str, Any]:
        body = {"mimeType": kind, "encoding": "base64", "text": base64.b64encode(text.encode()).decode()}
        return {"request": {"url": url}, "response": {"status": 200, "content": body}}

    entries = [
        answer("https://a.org/ads.txt", OWN),
        answer("https://www.b.org/app-ads.txt?x=1", OWN),
        answer("https://c.org/ads.txt", "<html>Not here</html>"),
        answer("https://d.org/articles/ads.txt", OWN),
        answer("https://openx.com/sellers.json", json.dumps({"sellers": [seller("540191398")]}), "application/json"),
    ]
    (tmp_path / "visit.har").write_text(json.dumps({"log": {"entries": entries}}), "utf-8")
    told = same_hands([tmp_path])
    assert told.groups() == [["a.org", "b.org"]]
    assert any("no ads.txt" in line for line in told.receipt.lines)


def test_files_are_known_by_their_names_and_no_others(tmp_path: Path) -> None:
    for name in ("ads.txt", "a.org_app-ads.txt", "sellers.json", "uploads.txt", "heads.txt"):
        (tmp_path / name).write_text("words that are nothing", "utf-8")
    assert sorted(path.name for path in tmp_path.iterdir() if is_of_sites(path)) == [
        "a.org_app-ads.txt",
        "ads.txt",
        "sellers.json",
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("{broken", "no JSON"),
        ('{"sellers": [{"seller_id": "1", "seller_type": "KING"}]}', "1 entries"),
        ('{"sellers": [7]}', "no list of sellers"),
        ('{"contact_email": "ads@", "sellers": [{"seller_id": "1"}]}', "whose sellers.json"),
    ],
)
def test_a_bad_sellers_file_gets_one_line(tmp_path: Path, content: str, line: str) -> None:
    place = tmp_path / ("x" if "contact" in content else "openx.com") / "sellers.json"
    place.parent.mkdir()
    place.write_text(content, "utf-8")
    told = same_hands([place]).receipt
    assert len(told.lines) == 1
    assert line in told.lines[0]


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_of_ads_txt(text: str) -> None:
    for said in (text, f"openx.com,{text},DIRECT", f"OWNERDOMAIN={text}"):
        for site, kind, value in read(said)[0]:
            assert site
            assert kind
            assert value
