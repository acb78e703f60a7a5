"""Each export gives what it says of its sites, and nothing where it says nothing."""

from __future__ import annotations

import base64
import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.sites.records.cleaning import instant, person
from inconcert.sites.records.dns import is_dns
from inconcert.sites.records.fact import Receipt, host_of, site_of
from inconcert.sites.records.icons import icon_hash
from inconcert.sites.records.reading import read_facts

if TYPE_CHECKING:
    from pathlib import Path

WALLET = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"


def read(place: Path, name: str, content: Any) -> tuple[set[tuple[str, str, str]], Receipt]:
    """The facts of one file, and the receipt."""
    file = place / name
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    receipt = Receipt()
    return {fact[:3] for fact in read_facts([file], receipt) if fact.kind}, receipt


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("https://www.Example.org/path?x=1", "example.org"),
        ("de.example.co.uk:8080", "example.co.uk"),
        ("hxxps://bad[.]example[.]net (hosted a spoof)", "example.net"),
        ("one.blogspot.com", "one.blogspot.com"),
        ("project7.tilda.ws", "project7.tilda.ws"),
        ("münchen-blog.de", "xn--mnchen-blog-thb.de"),
        ("10.0.0.1", None),
        ("not a host", None),
        ("", None),
        ("http://[broken", None),
    ],
)
def test_a_site_is_read_from_what_people_write(text: str, site: str | None) -> None:
    assert site_of(text) == site


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_hosts(text: str) -> None:
    found = host_of(text)
    assert found is None or (found == found.lower() and "." in found)


def test_a_wide_table_is_read_by_the_names_of_its_columns(tmp_path: Path) -> None:
    text = "Domain;GA Code;IP;Name Servers;Colour\nwww.a.org;UA-4024516-3;93.184.216.34;['NS1.A.ORG','ns2.a.org'];red\n"
    facts, receipt = read(tmp_path, "wide.csv", text)
    assert ("a.org", "ua", "UA-4024516") in facts
    assert ("a.org", "address", "93.184.216.34") in facts
    assert ("a.org", "nameservers", "ns1.a.org ns2.a.org") in facts
    assert "Colour" in receipt.lines[0]


def test_name_servers_in_columns_of_their_own_are_one_set(tmp_path: Path) -> None:
    facts, _ = read(tmp_path, "t.csv", "domain,ns1,ns2,ssl_san\na.org,ns2.own.net,ns1.own.net,www.a.org b.net\n")
    assert ("a.org", "nameservers", "ns1.own.net ns2.own.net") in facts
    assert ("b.net", "certificate-names", "a.org b.net") in facts


def test_a_long_table_is_read_by_its_types_and_tells_those_it_does_not_know(tmp_path: Path) -> None:
    rows = [
        "indicator_type,indicator_content,domain_name",
        "ga_id,UA-14540629,a.org",
        "yandex_tag_id,ym(10970266,a.org",
        "verification_id,yandex-verification|ca35e36c6696f217,a.org",
        "crypto-wallet,1d1ffcb3b1fc38c54e266ed85e22145a,a.org",
        f"crypto-wallet,{WALLET},a.org",
        "cdn-domain,mc.yandex.ru,a.org",
        "ip,93.184.216.34,",
    ]
    facts, receipt = read(tmp_path, "long.csv", "\n".join(rows))
    assert facts == {
        ("a.org", "ua", "UA-14540629"),
        ("a.org", "yandex-metrica", "10970266"),
        ("a.org", "verify-yandex", "ca35e36c6696f217"),
        ("a.org", "wallet-bitcoin", WALLET),
    }
    assert "cdn-domain (1)" in receipt.lines[0]
    assert receipt.unread["rows without a site"] == 1


def test_hidden_registrants_say_nothing_and_take_their_telephone_with_them(tmp_path: Path) -> None:
    text = (
        "domain,registrar,name_servers,name,org,emails,registrant phone\n"
        'a.org,GoDaddy,ns1.x.org,Registration Private,"Domains By Proxy, LLC",abuse@godaddy.com,+1.4806242599\n'
        "b.org,GoDaddy,ns1.x.org,Jane Q. Doe,Doe Media GmbH,jane@doe.example,+49.30123456\n"
        "c.org,GoDaddy,ns1.x.org,null,None,n/a,\n"
    )
    facts, _ = read(tmp_path, "whois.csv", text)
    who = {fact for fact in facts if fact[1].startswith("registrant")}
    assert who == {
        ("b.org", "registrant-name", "jane q. doe"),
        ("b.org", "registrant-org", "doe media gmbh"),
        ("b.org", "registrant-email", "jane@doe.example"),
        ("b.org", "registrant-phone", "4930123456"),
    }


@pytest.mark.parametrize(
    ("text", "second", "clock"),
    [
        ("2019-08-30T15:05:43+00:00", 1567177543, 1),
        ("2019-08-30T17:05:43+02:00", 1567177543, 1),
        ("2019-08-30 15:05", 1567177500, 60),
        ("30-Aug-2019", 1567123200, 86400),
        ("2019-08-30 00:00:00", 1567123200, 86400),
        ("['2019-08-30 15:05:43', '2019-08-31 00:00:00']", 1567177543, 1),
        ("[datetime.datetime(2019, 8, 30, 15, 5, 43)]", 1567177543, 1),
    ],
)
def test_a_time_of_registration_knows_how_fine_it_is(text: str, second: int, clock: int) -> None:
    assert instant(text) == (second, clock)


@pytest.mark.parametrize("text", ["", "TRUE", "0000-00-00", "2019-13-45", "before 1995"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert instant(text) is None


@pytest.mark.parametrize("text", ["REDACTED FOR PRIVACY", "Domain Admin", "n/a", "", "Whois Privacy Corp.", "ab"])
def test_nobody_is_no_person(text: str) -> None:
    assert person("registrant-name", text) is None


def test_rdap_gives_registration_servers_and_registrant(tmp_path: Path) -> None:
    answer = {
        "objectClassName": "domain",
        "ldhName": "A.ORG",
        "events": [{"eventAction": "registration", "eventDate": "2022-06-01T10:20:30Z"}],
        "nameservers": [{"ldhName": "ns2.own.net"}, {"ldhName": "NS1.OWN.NET"}],
        "entities": [
            {"roles": ["registrar"], "vcardArray": ["vcard", [["fn", {}, "text", "Some Registrar"]]]},
            {"roles": ["abuse"], "vcardArray": ["vcard", [["email", {}, "text", "abuse@r.net"]]]},
            {"roles": ["registrant"], "vcardArray": ["vcard", [["email", {}, "text", "me@own.net"]]]},
            {"roles": ["technical"], "vcardArray": "broken"},
        ],
    }
    facts, receipt = read(tmp_path, "a.json", answer)
    assert facts == {
        ("a.org", "registered", "1654078830 1"),
        ("a.org", "nameservers", "ns1.own.net ns2.own.net"),
        ("a.org", "registrar", "some registrar"),
        ("a.org", "registrant-email", "me@own.net"),
    }
    assert receipt.files["RDAP"] == 1


def test_urlscan_gives_server_hashes_identifiers_and_where_the_visit_ended(tmp_path: Path) -> None:
    result = {
        "task": {"url": "https://front.life/x", "domain": "front.life"},
        "page": {"domain": "www.landing.org", "ip": "93.184.216.34", "asn": "AS15133"},
        "lists": {
            "hashes": ["AB12"],
            "urls": ["https://www.googletagmanager.com/gtm.js?id=GTM-K7M776T"],
        },
    }
    facts, _ = read(tmp_path, "scan.json", result)
    assert ("front.life", "redirect", "landing.org") in facts
    assert {("landing.org", "address", "93.184.216.34"), ("landing.org", "gtm", "GTM-K7M776T")} <= facts
    assert ("landing.org", "asset-hash", "ab12") in facts


def test_a_certificate_names_its_sites_together(tmp_path: Path) -> None:
    entries = [
        {"issuer_name": "R3", "common_name": "a.org", "name_value": "a.org\nwww.a.org\n*.b.net"},
        {"issuer_name": "R3", "common_name": "c.org", "name_value": "c.org\nwww.c.org"},
    ]
    facts, _ = read(tmp_path, "crt.json", entries)
    assert facts == {(site, "certificate-names", "a.org b.net") for site in ("a.org", "b.net")}


def test_name_servers_of_a_zone_are_one_set(tmp_path: Path) -> None:
    text = "; DiG\na.org.\t300\tIN\tA\t93.184.216.34\na.org. 300 IN NS ns2.own.net.\na.org. 300 IN NS ns1.own.net.\n"
    facts, _ = read(tmp_path, "zone.txt", text)
    assert ("a.org", "nameservers", "ns1.own.net ns2.own.net") in facts
    assert ("a.org", "address", "93.184.216.34") in facts
    assert not is_dns(["domain,ip", "a.org,93.184.216.34"])


def test_passive_dns_is_read_in_lines_and_a_broken_line_is_told(tmp_path: Path) -> None:
    lines = ['{"rrname":"a.org.","rrtype":"A","rdata":["93.184.216.34","10.0.0.1"]}', "{broken"]
    facts, receipt = read(tmp_path, "pdns.jsonl", "\n".join(lines))
    assert facts == {("a.org", "address", "93.184.216.34"), ("a.org", "subnet", "93.184.216.0/24")}
    assert "1 lines are no JSON" in receipt.lines[0]


def test_passive_dns_as_a_table_makes_sets_too(tmp_path: Path) -> None:
    rows = ["rrname,rrtype,rdata", "a.org.,NS,ns2.own.net.", "a.org.,A,93.184.216.34", "a.org.,NS,ns1.own.net."]
    facts, _ = read(tmp_path, "pdns.csv", "\n".join(rows))
    assert ("a.org", "nameservers", "ns1.own.net ns2.own.net") in facts
    assert ("a.org", "address", "93.184.216.34") in facts


def test_answers_of_whois_follow_each_other_in_a_text(tmp_path: Path) -> None:
    text = (
        "Domain Name: A.ORG\nRegistrar: R\nCreation Date: 2022-06-01T10:20:30Z\nName Server: NS1.OWN.NET\n"
        "Name Server: NS2.OWN.NET\nRegistrant Email: me@own.net\n\nDomain Name: b.org\nRegistrar: S\n"
    )
    facts, _ = read(tmp_path, "answers.txt", text)
    assert ("a.org", "nameservers", "ns1.own.net ns2.own.net") in facts
    assert ("a.org", "registrant-email", "me@own.net") in facts
    assert ("b.org", "registrar", "s") in facts


def test_an_icon_has_the_number_that_host_search_engines_know(tmp_path: Path) -> None:
    import mmh3

    data = bytes(range(256))
    assert icon_hash(data) == mmh3.hash(base64.encodebytes(data)) != mmh3.hash(base64.b64encode(data))
    facts, _ = read(tmp_path, "a.org/favicon.ico", data)
    assert facts == {("a.org", "favicon", str(icon_hash(data)))}


def test_ads_txt_gives_own_accounts_and_the_owner_it_names(tmp_path: Path) -> None:
    text = "google.com,pub-7093365481881392,DIRECT\ngoogle.com,pub-8176821250607495,RESELLER\nOWNERDOMAIN=owner.com\n"
    facts, _ = read(tmp_path, "a.org/ads.txt", text)
    assert ("a.org", "adsense", "pub-7093365481881392") in facts
    assert ("a.org", "owner-domain", "owner.com") in facts
    assert not any(value == "pub-8176821250607495" for _, _, value in facts)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", ""),
        ("nosite.csv", "colour,ip\nred,93.184.216.34\n"),
        ("unknown.csv", "domain,colour\na.org,red\n"),
        ("broken.json", '{"a": '),
        ("numbers.json", "[1, 2, 3]"),
        ("prose.txt", "Nothing of this is a record."),
        ("cut.csv.gz", b"\x1f\x8b\x08\x00broken"),
        ("missing-owner/ads.txt", "google.com, pub-7093365481881392, DIRECT"),
    ],
)
def test_what_cannot_be_read_gets_a_line_and_no_more(tmp_path: Path, name: str, content: str | bytes) -> None:
    facts, receipt = read(tmp_path / "in", name, content)
    assert facts == set()
    assert len(receipt.lines) == 1


def test_bad_bytes_long_cells_and_nulls_do_not_stop_a_table(tmp_path: Path) -> None:
    rows = b"domain,ga_code\na.org,UA-4024516-3\n\xff\x00bad,\x00\nb.org," + b"x" * 300_000 + b"\nc.org,UA-4024516-4\n"
    facts, receipt = read(tmp_path, "t.csv", rows)
    assert {("a.org", "ua", "UA-4024516"), ("c.org", "ua", "UA-4024516")} == facts
    assert receipt.unread["rows whose site is no name of a host"] == 1


def test_a_packed_table_is_read_until_it_is_cut_off(tmp_path: Path) -> None:
    rows = "domain,ga_code\n" + "".join(f"site{i * 7919 % 10007}.org,UA-{4024516 + i * 31}-3\n" for i in range(5000))
    packed = gzip.compress(rows.encode())
    whole, _ = read(tmp_path, "whole.csv.gz", packed)
    part, receipt = read(tmp_path, "part.csv.gz", packed[: len(packed) // 2])
    assert len(whole) == 5000
    assert set() < part < whole
    assert "cannot be read to its end" in receipt.lines[0]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    receipt = Receipt()
    assert list(read_facts([tmp_path / "no.csv"], receipt)) == []
    assert "no such file" in receipt.lines[0]
