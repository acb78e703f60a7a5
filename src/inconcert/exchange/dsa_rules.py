"""What the DSA Transparency Database takes (its schema 2, in force since 1 July 2025), as far as drafts use it.

Words and lengths as the database's own rules state them; a draft that breaks one is not written.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VISIBILITY = frozenset(f"DECISION_VISIBILITY_{each}" for each in (
    "CONTENT_REMOVED", "CONTENT_DISABLED", "CONTENT_DEMOTED", "CONTENT_AGE_RESTRICTED",
    "CONTENT_INTERACTION_RESTRICTED", "CONTENT_LABELLED", "OTHER"))  # fmt: skip
CONTENT = frozenset(
    f"CONTENT_TYPE_{each}" for each in ("APP", "AUDIO", "IMAGE", "PRODUCT", "SYNTHETIC_MEDIA", "TEXT", "VIDEO", "OTHER")
)
WORDS: Mapping[str, frozenset[str]] = {
    "decision_account": frozenset({"DECISION_ACCOUNT_SUSPENDED", "DECISION_ACCOUNT_TERMINATED"}),
    "account_type": frozenset({"ACCOUNT_TYPE_BUSINESS", "ACCOUNT_TYPE_PRIVATE"}),
    "decision_ground": frozenset({"DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_GROUND_INCOMPATIBLE_CONTENT"}),
    "incompatible_content_illegal": frozenset({"Yes", "No"}),
    "source_type": frozenset({"SOURCE_ARTICLE_16", "SOURCE_TRUSTED_FLAGGER", "SOURCE_TYPE_OTHER_NOTIFICATION",
                              "SOURCE_VOLUNTARY"}),
    "automated_detection": frozenset({"Yes", "No"}),
    "automated_decision": frozenset({"AUTOMATED_DECISION_FULLY", "AUTOMATED_DECISION_PARTIALLY",
                                     "AUTOMATED_DECISION_NOT_AUTOMATED"}),
}  # fmt: skip
"""Fields that hold one word of a list."""
LISTS: Mapping[str, frozenset[str]] = {"decision_visibility": VISIBILITY, "content_type": CONTENT}
"""Fields that hold several."""
LENGTHS = {
    "decision_visibility_other": 500, "content_type_other": 500, "incompatible_content_ground": 500,
    "incompatible_content_explanation": 2000, "decision_facts": 5000, "puid": 500,
}  # fmt: skip
NEEDED = (
    "decision_ground", "content_type", "category", "content_date", "application_date", "decision_facts", "source_type",
    "automated_detection", "automated_decision", "puid",
)  # fmt: skip
EARLIEST = {"content_date": date(2000, 1, 1), "application_date": date(2020, 1, 1)}
DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")
"""One of these at least must be there."""
_PUID = re.compile(r"[a-zA-Z0-9_-]+")


def faults(statement: Mapping[str, Any]) -> Iterator[str]:
    """Everything in which a statement breaks the rules; nothing when it keeps to them."""
    yield from (f"{name} is missing" for name in NEEDED if not statement.get(name))
    if not any(statement.get(name) for name in DECISIONS):
        yield "it names no decision"
    for name, known in WORDS.items():
        if name in statement and statement[name] not in known:
            yield f"{name} is no word of its list"
    for name, known in LISTS.items():
        if not known.issuperset(statement.get(name, ())):
            yield f"{name} holds a word that is not in its list"
    yield from (f"{name} is too long" for name, most in LENGTHS.items() if len(statement.get(name, "")) > most)
    yield from _days(statement)
    if not _PUID.fullmatch(str(statement.get("puid", ""))):
        yield "puid holds a sign that is not allowed"
    if statement.get("decision_ground") == "DECISION_GROUND_INCOMPATIBLE_CONTENT":
        yield from (f"{name} is missing" for name in ("incompatible_content_ground", "incompatible_content_explanation")
                    if not statement.get(name))  # fmt: skip


def _days(statement: Mapping[str, Any]) -> Iterator[str]:
    for name, earliest in EARLIEST.items():
        try:
            if date.fromisoformat(str(statement.get(name))) < earliest:
                yield f"{name} is before {earliest}"
        except ValueError:
            yield f"{name} is no day"
