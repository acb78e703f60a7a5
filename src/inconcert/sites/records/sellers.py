"""Who sells the advertising of a site: ads.txt and app-ads.txt of sites, sellers.json of exchanges.

Formats of the IAB Tech Lab: ads.txt 1.1, app-ads.txt 1.0, sellers.json 1.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.pages.identifiers import identifiers
from inconcert.sites.records import cleaning
from inconcert.sites.records.fact import Fact, Receipt, host_of, site_of
from inconcert.sites.records.fields import facts

if TYPE_CHECKING:
    from collections.abc import Iterator

SELLS = "sells-for"
"""Kind of what an exchange says of its accounts: number, kind of seller, its site or ``-``, its name."""
LINES = 20_000
"""Lines of an ads.txt that are read."""
_LONGEST = 120
_EXAMPLE = ".example.com"
"""Exchange of the line that the standard prescribes for «nobody may sell this»."""


def read_ads_txt(site: str, text: str, source: str, receipt: Receipt) -> Iterator[Fact]:
    """Accounts that are the site's own (DIRECT), and the owner that it names.

    Lines that say RESELLER name accounts of those who sell on, which thousands of sites carry: they are counted and
    say nothing. Where the file names a sales house that keeps it (MANAGERDOMAIN), its own accounts are that house's.
    """
    receipt.files["ads.txt"] += 1
    yield Fact(site, "", "", source)
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    if len(lines) > LINES:
        receipt.refuse(source, f"has {len(lines):,} lines; the first {LINES:,} were read.")
    said = [(name, value) for line in lines[:LINES] if (name := _name(line)) for value in [line.partition("=")[2]]]
    owners = [owner for name, value in said if name == "OWNERDOMAIN" and (owner := _first_site(value))]
    managers = {manager for name, value in said if name == "MANAGERDOMAIN" and (manager := _first_site(value))}
    for owner in owners:
        yield from facts(site, "owner-domain", owner, source)
    direct = list(_direct(lines[:LINES], source, receipt))
    if managers - {site, *owners}:
        receipt.unread["accounts in an ads.txt that a sales house keeps (MANAGERDOMAIN)"] += len(direct)
        return
    for exchange, account in dict.fromkeys(direct):
        if exchange == "google.com":
            pairs = [pair for pair in identifiers(f"google.com, {account}, DIRECT") if pair[0] == "adsense"]
        else:
            pairs = [("ads-txt", f"{exchange} {account}")]
        yield from (Fact(site, kind, value, source) for kind, value in pairs)


def _name(line: str) -> str:
    """The name of a variable, upper case; empty for a line of another kind."""
    name, sign, _ = line.partition("=")
    return name.strip().upper() if sign and "," not in name else ""


def _first_site(value: str) -> str | None:
    """The site of a value; a country may follow it."""
    return site_of(value.partition(",")[0].strip())


def _direct(lines: list[str], source: str, receipt: Receipt) -> Iterator[tuple[str, str]]:
    """Exchange and account of each line that says DIRECT; the others are counted."""
    broken = 0
    for line in lines:
        fields = [field.strip() for field in line.split(",")]
        if not line or _name(line):
            continue
        relation = fields[2].partition(";")[0].upper() if len(fields) > 2 else ""
        exchange = host_of(fields[0])
        if relation == "RESELLER":
            receipt.unread["accounts of resellers in ads.txt"] += 1
        elif relation != "DIRECT" or exchange is None or not 2 <= len(fields[1]) <= _LONGEST:
            broken += 1
        elif not exchange.endswith(_EXAMPLE) and not cleaning.blank(fields[1]):
            yield exchange, fields[1]
    if broken:
        receipt.refuse(source, f"{broken:,} lines name no exchange with an account, DIRECT or RESELLER; left out.")


def is_sellers(found: Any) -> bool:
    """Whether a JSON document is a sellers.json."""
    if not isinstance(found, dict) or not isinstance(found.get("sellers"), list):
        return False
    first = next(iter(found["sellers"]), {"seller_id": ""})
    return isinstance(first, dict) and "seller_id" in first


def read_sellers(found: dict[str, Any], exchange: str | None, source: str, receipt: Receipt) -> Iterator[Fact]:
    """What an exchange says of its accounts, as facts of the exchange's site.

    Args:
        found: the document.
        exchange: the site it was saved from; without it, that of the document's address for mail.
        source: the file.
        receipt: gets what was not read.
    """
    home = exchange or site_of(str(found.get("contact_email") or "").rpartition("@")[2])
    if home is None:
        receipt.refuse(source, "nothing says whose sellers.json it is.", "Put it in a folder named by the exchange.")
        return
    receipt.files["sellers.json"] += 1
    yield Fact(home, "", "", source)
    broken = 0
    for one in found["sellers"]:
        said = _seller(one) if isinstance(one, dict) else None
        if said is None:
            broken += 1
        else:
            yield Fact(home, SELLS, said, source)
    if broken:
        receipt.refuse(source, f"{broken:,} entries have no number or no kind of seller; they were left out.")


def _seller(one: dict[str, Any]) -> str | None:
    account, kind = str(one.get("seller_id") or "").strip(), str(one.get("seller_type") or "").strip().upper()
    if not account or " " in account or len(account) > _LONGEST or kind not in {"PUBLISHER", "INTERMEDIARY", "BOTH"}:
        return None
    veiled = str(one.get("is_confidential") or 0) not in {"0", "False", "false"}
    site = None if veiled else site_of(str(one.get("domain") or ""))
    name = "" if veiled else " ".join(str(one.get("name") or "").split())[:_LONGEST]
    return f"{account} {kind} {site or '-'} {name}".rstrip()
