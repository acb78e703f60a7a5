"""Certificates of servers: as crt.sh answers in JSON, and as PEM and DER files."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.sites.records.fact import Fact, Receipt, host_of, site_of
from inconcert.sites.records.together import named_together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cryptography.x509 import Certificate as Parsed

TOLD = "certificate-told"
"""Kind of what a certificate says of itself: serial number, first and last day, issuer."""
_NAMES = 100
"""Sites on one certificate; above, it is a platform's, which puts its customers together."""
_LARGEST = 1 << 22
_LONGEST = 200
_MOST = 1000
"""Certificates of one file."""
_PEM = re.compile(
    rb"-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----.*?-----END (?:X509 |TRUSTED )?CERTIFICATE-----", re.DOTALL
)


class Certificate(NamedTuple):
    """One certificate of a server."""

    sites: list[str]
    """Sites that it names, sorted."""
    serial: str
    """Hexadecimal, lower case, without leading noughts; empty when not known."""
    issuer: str
    first: str
    """First day, ISO 8601; empty when not known."""
    last: str
    fingerprint: str = ""
    """SHA-256 of its bytes."""


def is_certificate(found: Any) -> bool:
    """Whether a JSON object is an entry of crt.sh."""
    return isinstance(found, dict) and "name_value" in found and ("issuer_name" in found or "common_name" in found)


def read_certificate(found: dict[str, Any], source: str) -> Iterator[Fact]:
    """The sites that one entry of crt.sh names together, and what it says of the certificate."""
    names = f"{found.get('common_name') or ''}\n{found.get('name_value') or ''}".split("\n")
    serial = str(found.get("serial_number") or "").lower().lstrip("0")
    issuer = re.search(r"(?:^|, )O=(?:\"([^\"]+)\"|([^,]+))", str(found.get("issuer_name") or ""))
    days = [str(found.get(key) or "")[:10] for key in ("not_before", "not_after")]
    named = issuer[1] or issuer[2] if issuer else ""
    yield from _facts(Certificate(_sites(names), serial if serial.isalnum() else "", named, *days), source)


def read_certificates(file: Path, served_by: str | None, receipt: Receipt) -> Iterator[Fact]:
    """The certificates in a PEM or DER file; those of authorities are passed over.

    Args:
        file: the file.
        served_by: the site that its folder or name says it came from.
        receipt: gets a line when there is none, or one cannot be read.
    """
    with file.open("rb") as raw:
        data = raw.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        receipt.refuse(str(file), f"is larger than {_LARGEST >> 20} MB, which no certificate is; it was left out.")
        return
    found, broken = parsed(data)
    if broken:
        receipt.refuse(str(file), f"{broken} certificates cannot be read ({_first(data)}); they were left out.")
    elif not found:
        receipt.refuse(str(file), "holds no certificate of a server.")
    for one in found:
        receipt.files["certificate"] += 1
        yield from _facts(one, str(file))
    if found and served_by is not None:
        yield from _served(found[0], served_by, str(file), receipt)


def parsed(data: bytes) -> tuple[list[Certificate], int]:
    """The servers' certificates in PEM blocks, or in one DER certificate, and how many could not be read."""
    from cryptography import x509

    found, broken = [], 0
    pems = [hit[0] for hit in _PEM.finditer(data)][:_MOST]
    reader = x509.load_pem_x509_certificate if pems else x509.load_der_x509_certificate
    for block in pems or ([data] if data[:1] == b"\x30" else []):
        try:
            with warnings.catch_warnings():
                # Certificates that bend the standard are told of by the library, and read all the same.
                warnings.simplefilter("ignore")
                one = _certificate(reader(_plain(block)))
        except (ValueError, TypeError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
            broken += 1
        else:
            found += [one] if one is not None else []
    cut_off = not pems and not found and b"BEGIN CERTIFICATE" in data
    return found, broken or int(cut_off)


def said(site: str, text: str, source: str) -> Iterator[Fact]:
    """The facts in PEM blocks that stand in a field of a record of ``site``."""
    for one in parsed(text.encode("ascii", "ignore"))[0]:
        named = one._replace(sites=sorted({site, *one.sites}))
        yield from _facts(named, source)


def _plain(block: bytes) -> bytes:
    return block.replace(b"X509 CERT", b"CERT").replace(b"TRUSTED CERT", b"CERT")


def _certificate(found: Parsed) -> Certificate | None:
    """What a certificate says; ``None`` for one of an authority."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        if found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return None
    except x509.ExtensionNotFound:
        pass
    try:
        alternative = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names = list(alternative.get_values_for_type(x509.DNSName))
    except x509.ExtensionNotFound:
        names = [str(one.value) for one in found.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)]
    organisation = found.issuer.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    common = found.issuer.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    issuer = " ".join(str((organisation or common)[0].value).split()) if organisation or common else ""
    days = [f"{day:%Y-%m-%d}" for day in (found.not_valid_before_utc, found.not_valid_after_utc)]
    digest = sha256(found.public_bytes(Encoding.DER)).hexdigest()
    return Certificate(_sites(names), f"{found.serial_number:x}", issuer[:_LONGEST], days[0], days[1], digest)


def _sites(names: Sequence[str]) -> list[str]:
    return sorted({site for name in names if (site := site_of(name)) is not None})


def _facts(one: Certificate, source: str) -> Iterator[Fact]:
    """What a certificate says of its sites. That of a platform puts its customers together, which binds nobody."""
    from inconcert.sites.hands.common import reason

    for site in one.sites[:_NAMES]:
        yield Fact(site, "", "", source)
        if told := _told(one):
            yield Fact(site, TOLD, told, source)
    if len(one.sites) > _NAMES:
        return
    if len(one.sites) > 1:
        yield from named_together(one.sites[0], one.sites, source)
    if one.fingerprint and not reason("certificate-names", " ".join(one.sites)):
        yield from (Fact(site, "certificate", one.fingerprint, source) for site in one.sites)


def _told(one: Certificate) -> str:
    if not (one.serial and _is_day(one.first) and _is_day(one.last)):
        return ""
    return f"{one.serial} {one.first} {one.last} {one.issuer}".rstrip()


def _is_day(text: str) -> bool:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).year > 0
    except ValueError:
        return False


def _served(one: Certificate, site: str, source: str, receipt: Receipt) -> Iterator[Fact]:
    """A site that serves a certificate which does not name it stands on somebody's host, and shares that with many."""
    if site in one.sites or not one.sites:
        return
    receipt.refuse(source, f"does not name {site}, which served it: it is that of the host.")
    yield Fact(site, "", "", source)
    if host := host_of(one.sites[0]):
        yield Fact(site, "hostname", host, source)


def _first(data: bytes) -> str:
    return "damaged or no DER" if b"BEGIN" not in data else "damaged"
