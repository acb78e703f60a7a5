"""Certificates bind the sites they name, and nobody by a platform's or a host's."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from inconcert.sites.hands.run import Found, same_hands
from inconcert.sites.known import is_of_sites
from inconcert.sites.records.certificates import parsed
from inconcert.sites.records.fact import Receipt
from inconcert.sites.records.reading import read_facts

if TYPE_CHECKING:
    from pathlib import Path


@cache
def made(*names: str, serial: int = 0xABC1, ca: bool = False, common: str = "") -> x509.Certificate:
    """A certificate that names hosts, of a made-up authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common or (names or ("x",))[0][:64])])
    issuer = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Made Up Trust")])
    found = x509.CertificateBuilder(issuer, subject, key.public_key(), serial)
    found = found.not_valid_before(datetime(2022, 6, 1, tzinfo=UTC)).not_valid_after(datetime(2022, 8, 30, tzinfo=UTC))
    if names:
        found = found.add_extension(x509.SubjectAlternativeName(list(map(x509.DNSName, names))), critical=False)
    if ca:
        found = found.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return found.sign(key, hashes.SHA256())


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(one.public_bytes(Encoding.PEM) for one in certificates)


def read(place: Path) -> tuple[set[tuple[str, str, str]], Receipt]:
    receipt = Receipt()
    return {fact[:3] for fact in read_facts([place], receipt) if fact.kind}, receipt


def together(place: Path) -> Found:
    rows = "domain,ga_code\n" + "".join(f"crowd{i}.org,UA-{7000000 + i * 13}-1\n" for i in range(40))
    (place / "crowd.csv").write_text(rows, "utf-8")
    return same_hands([place])


def test_a_certificate_says_its_names_serial_issuer_and_days(tmp_path: Path) -> None:
    file = tmp_path / "chain.pem"
    file.write_bytes(pem(made("www.a.org", "*.b.net"), made("ca.org", ca=True)))
    facts, receipt = read(file)
    digest = made("www.a.org", "*.b.net").fingerprint(hashes.SHA256()).hex()
    assert facts == {
        (site, kind, value)
        for site in ("a.org", "b.net")
        for kind, value in (
            ("certificate-names", "a.org b.net"),
            ("certificate", digest),
            ("certificate-told", "abc1 2022-06-01 2022-08-30 Made Up Trust"),
        )
    }
    assert receipt.files["certificate"] == 1
    assert receipt.lines == []


def test_pem_and_der_say_the_same_and_old_ones_are_read_by_their_common_name(tmp_path: Path) -> None:
    (tmp_path / "one.crt").write_bytes(pem(made("a.org", "b.net")))
    (tmp_path / "two.der").write_bytes(made("a.org", "b.net").public_bytes(Encoding.DER))
    (tmp_path / "old.cer").write_bytes(pem(made(common="old.org")))
    assert read(tmp_path / "one.crt")[0] == read(tmp_path / "two.der")[0]
    assert {fact[0] for fact in read(tmp_path / "old.cer")[0]} == {"old.org"}
    assert all(map(is_of_sites, tmp_path.iterdir()))


def test_a_shared_certificate_joins_its_sites(tmp_path: Path) -> None:
    (tmp_path / "one.pem").write_bytes(pem(made("a.org", "b.net")))
    told = together(tmp_path)
    assert told.groups() == [["a.org", "b.net"]]
    assert {row["tier"] for row in told.joins()} == {1}


@pytest.mark.parametrize(
    "names",
    [
        ("sni1.cloudflaressl.com", "a.org", "b.net"),
        ("a.org", *(f"aa-customer-{i}.com" for i in range(30)), "incapsula.com"),
        tuple(f"shop{i}.com" for i in range(140)),
    ],
)
def test_a_platforms_certificate_binds_nobody(tmp_path: Path, names: tuple[str, ...]) -> None:
    (tmp_path / "one.pem").write_bytes(pem(made(*names)))
    told = together(tmp_path)
    assert told.groups() == []
    assert not list(told.joins(leads=True))


def test_a_hosts_own_certificate_does_not_join_those_who_rent_there(tmp_path: Path) -> None:
    for site in ("a.org", "b.net", "c.com"):
        (tmp_path / site).mkdir()
        (tmp_path / site / "served.pem").write_bytes(pem(made("server5.small-hoster.net")))
    told = together(tmp_path)
    assert told.groups() == []
    assert sum("it is that of the host" in line for line in told.receipt.lines) == 3


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.pem", b"", "no certificate"),
        ("a.pem", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "no certificate"),
        ("a.pem", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be read"),
        ("a.pem", b"-----BEGIN CERTIFICATE-----\nMIIB", "cannot be read"),
        ("a.der", b"\x30\x82\x01\x0a\x00", "cannot be read"),
        ("a.der", b"rubbish", "no certificate"),
        ("a.cer", b"\x30" * ((1 << 22) + 1), "larger than"),
    ],
)
def test_what_is_no_certificate_gets_one_line(tmp_path: Path, name: str, content: bytes, line: str) -> None:
    (tmp_path / name).write_bytes(content)
    facts, receipt = read(tmp_path / name)
    assert facts == set()
    assert len(receipt.lines) == 1
    assert line in receipt.lines[0]


def test_a_column_of_pem_is_read_as_a_file_is(tmp_path: Path) -> None:
    text = pem(made("www.a.org", "b.net")).decode()
    (tmp_path / "t.csv").write_text(f'domain,certificate_pem\na.org,"{text}"\n', "utf-8")
    facts, _ = read(tmp_path / "t.csv")
    assert ("b.net", "certificate-names", "a.org b.net") in facts


@given(data=st.binary(max_size=200), at=st.integers(0, 300))
def test_no_bytes_break_it(data: bytes, at: int) -> None:
    whole = made("a.org", "b.net").public_bytes(Encoding.DER)
    for broken in (data, b"\x30" + data, whole[:at] + data + whole[at + len(data) :]):
        found, lost = parsed(broken)
        assert len(found) + lost <= 1
