"""Sites that imitate a protected name, as abuse reports for registrars and hosts: XARF 4.2, brand infringement.

Registrars act on impersonation and trademark, and so the reports speak of nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, Any

from inconcert.dossier.words import CAVEAT
from inconcert.errors import InputError
from inconcert.exchange.base import Exchange, stable, version, write_lines
from inconcert.exchange.facts import Alike, alike, taken_back

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inconcert.dossier.parts import Chapter, Dossier

    Row = dict[str, Any]

VERSION = "4.2.0"
LONGEST = 1000
"""Signs of a description, at most."""
SORTS = {"homoglyph": "homograph", "accents": "homograph", "other_script": "homograph", "look_alike": "homograph",
         "one_edit": "typosquatting", "hyphen": "typosquatting"}  # fmt: skip
"""Sort of infringement by the rule that found the likeness; every other is a look-alike."""
_MAIL = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})", re.IGNORECASE)
_DOMAIN = re.compile(r"([a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,}")


class Xarf(Exchange):
    """One report a line for every site of the case that looks like a protected name."""

    name, title, suffix, stem = "xarf", "XARF 4.2 abuse reports on look-alike sites", ".jsonl", "xarf-reports"
    live = "Whoever gets an abuse report must find the site under its exact address."

    def write(self, dossier: Dossier, target: Path) -> None:
        """Write the reports.

        Raises:
            InputError: no site of the case imitates a protected name, or the publisher gives no mail address.
        """
        made = list(reports(dossier))
        if not made:
            raise InputError("no site of this case looks like a protected name.",
                             todo="XARF reports are for sites that imitate somebody; use another form.")  # fmt: skip
        write_lines(target, made)


def reports(dossier: Dossier) -> Iterator[Row]:
    """The reports, each site once, in the order of the networks."""
    seen = set[str]()
    for chapter in dossier.chapters:
        for one in alike(chapter):
            if one.asset.id not in seen and not taken_back(dossier, one.asset):
                seen.add(one.asset.id)
                yield _report(dossier, chapter, one)


def _report(dossier: Dossier, chapter: Chapter, one: Alike) -> Row:
    who = _contact(dossier)
    site = one.asset.id
    at = one.asset.last_at or one.asset.first_at or version(dossier)
    return {
        "xarf_version": VERSION,
        "report_id": stable("xarf", dossier.case.id, site),
        "timestamp": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "reporter": who,
        "sender": who,
        "source_identifier": site,
        "category": "content",
        "type": "brand_infringement",
        "url": one.asset.url or f"https://{site}/",
        **({"domain": site} if _DOMAIN.fullmatch(site) else {}),
        "infringement_type": SORTS.get(one.rule, "lookalike"),
        "legitimate_site": f"https://{one.brand}/",
        "target_brand": one.brand,
        "infringing_elements": ["domain_name"],
        "evidence_source": "researcher_analysis",
        "evidence": [_evidence(chapter, one)],
        "tags": [f"tlp:{dossier.imprint.tlp.lower()}"],
        "description": _description(one)[:LONGEST],
    }


def _description(one: Alike) -> str:
    return (
        f"The name of this site looks like that of {one.brand} ({one.tier}), and a network of accounts that act "
        f"together spread links to it. Two people confirmed the network. The report is about impersonation, not about "
        f"opinions. Look at its pages before acting. {CAVEAT}"
    )


def _evidence(chapter: Chapter, one: Alike) -> Row:
    row = next(each for each in chapter.finding["pushes"] if each["id"] == one.asset.id)
    said = (
        f"Likeness: {one.why}\nRule: {one.rule}\nPosts of the network that link there: {row['posts']}, by "
        f"{row['accounts']} accounts\nNetwork: {chapter.network_id}\nFinding (SHA-256): {chapter.sha256}\n"
    ).encode()
    return {
        "content_type": "text/plain",
        "description": "Why the name is taken for an imitation, and who spread it",
        "payload": base64.b64encode(said).decode(),
        "hash": f"sha256:{hashlib.sha256(said).hexdigest()}",
        "size": len(said),
    }


def _contact(dossier: Dossier) -> Row:
    found = _MAIL.search(dossier.imprint.contact)
    if not dossier.imprint.publisher or found is None:
        raise InputError("an abuse report needs a sender.",
                         todo="Give publisher and a mail address as contact in the imprint.")  # fmt: skip
    return {"org": dossier.imprint.publisher[:200], "contact": found[0], "domain": found[1].lower()}
