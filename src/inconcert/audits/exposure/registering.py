"""The list of terms, written down and hashed before anything is counted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.audits.rows import Form, read
from inconcert.errors import InputError, Place
from inconcert.store.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from inconcert.audits.rows import Row

ROLES = ("sensitive", "control", "placebo")
"""What a topic is for: in question, compared with, or in question for others only."""
KIND = "inconcert prevalence 1"
METHOD = "difference of mean log ratios, sensitive less matched control topics; bootstrap by topic; BH over topics"
TERMS = Form("a list of terms", ("topic", "term", "role"), ("language", "country", "match"))


class Term(NamedTuple):
    """One search term in one language and country."""

    topic: str
    term: str
    role: str
    language: str
    country: str
    match: str
    """Set of topics that are alike in age and volume; only topics of one set are compared."""

    @property
    def stratum(self) -> tuple[str, str, str]:
        """What has to be equal for two topics to be compared: language, country and set."""
        return (self.language, self.country, self.match)


@dataclass(frozen=True)
class Registration:
    """What was said beforehand."""

    of: str
    against: str
    terms: tuple[Term, ...]
    registered_at: str
    """Instant in UTC, ISO 8601."""

    @property
    def hash(self) -> str:
        """SHA-256 of all of it; publish it, or give it to somebody, before you count."""
        return sha256(json.dumps(self._content(), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def _content(self) -> dict[str, Any]:
        terms = [term._asdict() for term in self.terms]
        return {"kind": KIND, "method": METHOD, "of": self.of, "against": self.against, "terms": terms,
                "registered_at": self.registered_at}  # fmt: skip

    def write(self, target: Path) -> None:
        """Keep it in a file.

        Raises:
            InputError: there is one already; a registration is never written over.
            StoreError: the file cannot be written.
        """
        if target.exists():
            raise InputError("there is a registration already, and none is written over.", where=Place(target),
                             todo="Keep it, and give the new one another name.")  # fmt: skip
        made = {**self._content(), "hash": self.hash}
        write_whole(target, (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode())

    @classmethod
    def load(cls, place: Path) -> Registration:
        """Read one that was kept.

        Raises:
            InputError: it is none, or it was changed since.
        """
        try:
            said = json.loads(place.read_text("utf-8"))
            terms = tuple(Term(**term) for term in said["terms"])
            made = cls(said["of"], said["against"], terms, said["registered_at"])
        except (ValueError, TypeError, KeyError):
            raise InputError(
                "this is no registration.",
                where=Place(place),
                todo="Make one with: inconcert audit prevalence TERMS --register FILE",
            ) from None
        if said.get("hash") != made.hash:
            raise InputError("the registration was changed after it was written.", where=Place(place),
                             todo="Use the file as it was written.")  # fmt: skip
        return made


def register(
    paths: Sequence[str | Path], of: str, against: str, at: str, mapping: Mapping[str, str] | None = None
) -> Registration:
    """What is to be compared, from a table of terms (topic, term, role, language, country, match) without counts.

    Args:
        paths: Files of terms.
        of: Platform in question.
        against: Platform that it is compared with.
        at: The present instant, ISO 8601.
        mapping: Column of the file by column of the table.

    Raises:
        InputError: a row does not fit, a topic has two roles, or there is no control.
    """
    rows, _ = read(paths, TERMS, mapping)
    terms = sorted({term_of(row) for row in rows})
    consistent(terms)
    return Registration(of.casefold(), against.casefold(), tuple(terms), at)


def term_of(row: Row) -> Term:
    """The term of a row."""
    topic, term, role = row.needed("topic"), row.needed("term"), row.word("role", ROLES)
    return Term(topic, term, role, row.text("language").casefold(), row.text("country").upper(), row.text("match"))


def consistent(terms: Sequence[Term]) -> None:
    """Let terms through of which every topic has one role, and some are controls.

    Raises:
        InputError: they are not so.
    """
    roles: dict[str, str] = {}
    for term in terms:
        if roles.setdefault(term.topic, term.role) != term.role:
            raise InputError(f"topic '{term.topic}' is both {roles[term.topic]} and {term.role}.",
                             todo="Give a topic one role.")  # fmt: skip
    for role in ("sensitive", "control"):
        if role not in roles.values():
            raise InputError(f"there is no {role} topic.", todo="A comparison needs sensitive and control topics.")
