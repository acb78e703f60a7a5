"""Statements of reasons for the DSA Transparency Database, as drafts: only the platform that decided can file them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from inconcert.dossier.words import CAVEAT
from inconcert.errors import InputError
from inconcert.exchange.base import Exchange, moment, version, write_lines
from inconcert.exchange.dsa_rules import LENGTHS, faults
from inconcert.exchange.facts import TAKEN_BACK, said
from inconcert.networks.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from inconcert.dossier.parts import Chapter, Dossier

    Row = dict[str, Any]

DRAFT = "Draft, not filed: only the platform that decided can file it."
NO_DECISION = frozenset({"refused", *TAKEN_BACK})
"""Standings in which nothing is in force, so that there is nothing to state reasons for."""
_CONTENT = {"label": "CONTENT_LABELLED", "limit": "CONTENT_DEMOTED", "remove": "CONTENT_REMOVED",
            "suspend": "CONTENT_DISABLED", "takedown": "CONTENT_DISABLED"}  # fmt: skip
_ACCOUNT = {"suspend": "DECISION_ACCOUNT_SUSPENDED", "takedown": "DECISION_ACCOUNT_SUSPENDED",
            "remove": "DECISION_ACCOUNT_TERMINATED"}  # fmt: skip
_NAMES = re.compile(r"@[\w.]*\w|account-[a-z2-7]{16}|(?:https?|hxxps?)://\S+")


class DsaStatements(Exchange):
    """One statement a line for every item of a takedown that is planned or in force; no personal data in it."""

    name, title, suffix, stem = "dsa", "DSA statements of reasons (drafts)", ".jsonl", "dsa-statements"

    def write(self, dossier: Dossier, target: Path) -> None:
        """Write the drafts.

        Raises:
            InputError: no takedown of this case has an item that the database knows.
        """
        made = list(statements(dossier))
        if not made:
            raise InputError("no takedown of this case has an item that a statement of reasons is made for.",
                             todo="Plan one first: inconcert takedown plan.")  # fmt: skip
        write_lines(target, made)


def statements(dossier: Dossier) -> Iterator[Row]:
    """The drafts, in the order of the plans.

    Raises:
        InputError: a draft would break the rules of the database.
    """
    networks = {str(plan["id"]): plan.get("network_id") for plan in dossier.plans}
    chapters = {one.network_id: one for one in dossier.chapters}
    for row in dossier.ledger:
        if row["standing"] in NO_DECISION or row.get("overturned") or row["action"] == "report":
            continue
        chapter = chapters.get(str(networks.get(str(row["plan"]))))
        made = _statement(dossier, row, chapter)
        if broken := list(faults(made)):
            raise InputError(f"the statement for {row['action']} {row['key']} breaks the rules: {'; '.join(broken)}.")
        yield made


def _statement(dossier: Dossier, row: Row, chapter: Chapter | None) -> Row:
    begun, known = _begun(dossier, row, chapter)
    applied = moment(row.get("at")) if row["standing"] == "done" else None
    policies = ", ".join(said(each) for each in row["policies"])
    ends = row.get("expires_at")
    return {
        **_decision(row),
        **({f"end_date_{'account' if row['kind'] != 'post' else 'visibility'}_restriction": str(ends)} if ends else {}),
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": policies[: LENGTHS["incompatible_content_ground"]],
        "incompatible_content_explanation": _nameless(dossier, row["reason"])[:2000],
        "incompatible_content_illegal": "No",
        **_content(row),
        "category": "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
        "category_addition": ["STATEMENT_CATEGORY_SCAMS_AND_FRAUD"],
        "category_specification": ["KEYWORD_INAUTHENTIC_ACCOUNTS"],
        "content_date": f"{begun:%Y-%m-%d}",
        "application_date": f"{applied or version(dossier):%Y-%m-%d}",
        "decision_facts": _facts(row, chapter, known=known, dated=applied is not None),
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": "Yes",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
        "puid": re.sub(r"[^a-zA-Z0-9_-]", "-", f"inconcert-{row['key']}"),
    }


def _decision(row: Row) -> Row:
    """What is decided: on an account where the target is one, else on the visibility of content."""
    if row["kind"] != "post" and row["action"] in _ACCOUNT:
        return {"decision_account": _ACCOUNT[row["action"]]}
    return {"decision_visibility": [f"DECISION_VISIBILITY_{_CONTENT[row['action']]}"]}


def _content(row: Row) -> Row:
    if row["kind"] == "post":
        return {"content_type": ["CONTENT_TYPE_TEXT"]}
    return {"content_type": ["CONTENT_TYPE_OTHER"], "content_type_other": said(row["kind"])}


def _begun(dossier: Dossier, row: Row, chapter: Chapter | None) -> tuple[datetime, bool]:
    """Day of what is restricted, and whether it is its own day; else the first of the network stands for it."""
    target = (row["platform"], row["target"])
    assets = [one for one in (chapter.assets if chapter else ()) if (one.platform, one.id) == target]
    own = [at for one in assets for at in (one.created_at, one.first_at) if at is not None]
    if own:
        return own[0], True
    first = moment(chapter.finding.get("first_at")) if chapter else None
    return first or version(dossier), False


def _facts(row: Row, chapter: Chapter | None, *, known: bool, dated: bool) -> str:
    accounts = f" of {count(len(chapter.finding['members']), 'account')}" if chapter else ""
    parts = [
        DRAFT,
        f"The {row['kind']} acted as part of a network{accounts} that acts together far more than chance explains; two "
        "people confirmed it after an analysis of behaviour. Opinions were not looked at.",
        _why(chapter) if chapter else "",
        "" if known else "The day of the content is not known; the first day of the network stands for it.",
        "" if dated else _undated(row),
        CAVEAT,
    ]
    return " ".join(part for part in parts if part)[: LENGTHS["decision_facts"]]


def _undated(row: Row) -> str:
    if row["standing"] == "done":
        return "The day on which it was applied is not known here; that of this draft stands for it."
    return "It is planned and was not applied yet; the day of application is that of this draft."


def _why(chapter: Chapter) -> str:
    kinds = ", ".join(str(one) for one in chapter.finding.get("kinds", ()))
    return f"Independent kinds of evidence: {kinds}." if kinds else ""


def _nameless(dossier: Dossier, text: str) -> str:
    """A reason without names of accounts, whatever the redaction: no personal data may be filed."""
    told = _NAMES.sub("[account]", said(text))
    names = {name for chapter in dossier.chapters for one in chapter.assets for name in (one.name, one.id)
             if name and len(name) > 3 and one.kind != "site"}  # fmt: skip
    for name in sorted(names, key=len, reverse=True):
        told = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "[account]", told, flags=re.IGNORECASE)
    return told
