"""The tables of a casebook."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  # SQLAlchemy reads the annotations
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from inconcert.casework.columns import UNWATCHED, At, Base, Key
from inconcert.casework.ids import LENGTH


def _to(table: str, **given: Any) -> Any:
    return mapped_column(String(LENGTH), ForeignKey(f"{table}.id"), index=True, **given)


def _version() -> Any:
    return mapped_column(Integer, default=1, info={UNWATCHED: True})


def _secret(**given: Any) -> Any:
    return mapped_column(info={UNWATCHED: True}, **given)


class Case(Base):
    """A file on one or more findings."""

    __tablename__ = "cases"
    id: Mapped[Key]
    number: Mapped[int] = mapped_column(Integer, unique=True)
    title: Mapped[str]
    question: Mapped[str]
    state: Mapped[str]
    opened_by: Mapped[str]
    opened_at: Mapped[At]
    version: Mapped[int] = _version()


class Finding(Base):
    """A network of a run as it stood when it came into a case."""

    __tablename__ = "findings"
    __table_args__ = (UniqueConstraint("case_id", "run", "network_id"),)
    id: Mapped[Key]
    case_id: Mapped[str] = _to("cases")
    run: Mapped[str]
    network_id: Mapped[str] = mapped_column(index=True)
    frozen: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    purged: Mapped[bool] = mapped_column(default=False, server_default=false())
    by: Mapped[str]
    at: Mapped[At]


class Evidence(Base):
    """A piece of evidence with its frozen copy."""

    __tablename__ = "evidence"
    id: Mapped[Key]
    case_id: Mapped[str] = _to("cases")
    kind: Mapped[str]
    ref: Mapped[dict[str, Any]]
    frozen: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    purged: Mapped[bool] = mapped_column(default=False, server_default=false())
    comment: Mapped[str]
    by: Mapped[str]
    at: Mapped[At]


class Note(Base):
    """A note, on the case or on something in it."""

    __tablename__ = "notes"
    id: Mapped[Key]
    case_id: Mapped[str] = _to("cases")
    text: Mapped[str]
    on: Mapped[str | None]
    by: Mapped[str]
    at: Mapped[At]


class Tag(Base):
    """A word on a case."""

    __tablename__ = "tags"
    __table_args__ = (UniqueConstraint("case_id", "word"),)
    id: Mapped[Key]
    case_id: Mapped[str] = _to("cases")
    word: Mapped[str]


class Task(Base):
    """Something to be done."""

    __tablename__ = "tasks"
    id: Mapped[Key]
    case_id: Mapped[str] = _to("cases")
    what: Mapped[str]
    who: Mapped[str | None]
    due: Mapped[date | None]
    by: Mapped[str]
    at: Mapped[At]
    done_by: Mapped[str | None]
    done_at: Mapped[datetime | None]


class Decision(Base):
    """A verdict with its reason."""

    __tablename__ = "decisions"
    id: Mapped[Key]
    case_id: Mapped[str] = _to("cases")
    network_id: Mapped[str | None]
    verdict: Mapped[str]
    reason: Mapped[str]
    by: Mapped[str]
    at: Mapped[At]
    state: Mapped[str]
    needs_two: Mapped[bool]
    version: Mapped[int] = _version()


class Review(Base):
    """Another person's verdict on a decision, or the wish for one."""

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("decision_id", "turn"),)
    id: Mapped[Key]
    decision_id: Mapped[str] = _to("decisions")
    case_id: Mapped[str] = _to("cases")
    turn: Mapped[int] = mapped_column(Integer)
    asked_by: Mapped[str]
    asked_at: Mapped[At]
    of: Mapped[str | None]
    by: Mapped[str | None]
    at: Mapped[datetime | None]
    verdict: Mapped[str | None]
    reason: Mapped[str | None]
    blind: Mapped[bool | None]


class Hypothesis(Base):
    """One answer among others to who is behind it."""

    __tablename__ = "hypotheses"
    id: Mapped[Key]
    case_id: Mapped[str] = _to("cases")
    text: Mapped[str]
    level: Mapped[str]
    by: Mapped[str]
    at: Mapped[At]


class Proof(Base):
    """A piece of evidence for or against hypotheses."""

    __tablename__ = "attribution_evidence"
    id: Mapped[Key]
    case_id: Mapped[str] = _to("cases")
    text: Mapped[str]
    kind: Mapped[str]
    access: Mapped[str]
    source_grade: Mapped[str] = mapped_column(String(2))
    by: Mapped[str]
    at: Mapped[At]


class Marking(Base):
    """How a piece of evidence stands to a hypothesis."""

    __tablename__ = "marks"
    __table_args__ = (UniqueConstraint("evidence_id", "hypothesis_id"),)
    id: Mapped[Key]
    evidence_id: Mapped[str] = _to("attribution_evidence")
    hypothesis_id: Mapped[str] = _to("hypotheses")
    mark: Mapped[str] = mapped_column(String(1))
    by: Mapped[str]
    at: Mapped[At]


class Judgement(Base):
    """What is judged at one level."""

    __tablename__ = "judgements"
    id: Mapped[Key]
    case_id: Mapped[str] = _to("cases")
    level: Mapped[str]
    hypothesis_id: Mapped[str | None] = _to("hypotheses", nullable=True)
    likelihood: Mapped[str | None]
    confidence: Mapped[str]
    text: Mapped[str]
    by: Mapped[str]
    at: Mapped[At]


class Receipt(Base):
    """What a purge took out."""

    __tablename__ = "purge_receipts"
    id: Mapped[Key]
    of: Mapped[str]
    why: Mapped[str]
    rows: Mapped[dict[str, Any]]
    log_texts: Mapped[int] = mapped_column(Integer)
    says: Mapped[list[Any]]
    by: Mapped[str]
    at: Mapped[At]


class Kept(Base):
    """The fingerprint of an operation, one a case."""

    __tablename__ = "fingerprints"
    id: Mapped[Key]
    case_id: Mapped[str] = _to("cases", unique=True)
    salt: Mapped[str]
    """Of all hashes in it, so that nobody finds a text or an account by hashing guesses made elsewhere."""
    made: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    by: Mapped[str]
    at: Mapped[At]


class Alert(Base):
    """Something that a watch saw and people should look at."""

    __tablename__ = "alerts"
    id: Mapped[Key]
    watch: Mapped[str] = mapped_column(index=True)
    key: Mapped[str] = mapped_column(unique=True)
    """What it is about, so that it is raised once."""
    kind: Mapped[str]
    run: Mapped[str]
    network_id: Mapped[str]
    case_id: Mapped[str | None] = _to("cases", nullable=True)
    says: Mapped[list[Any]]
    at: Mapped[At]
    seen_by: Mapped[str | None]
    seen_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    reason: Mapped[str | None]


class Round(Base):
    """One round of a watch; the newest holds what the next is compared with."""

    __tablename__ = "watch_rounds"
    __table_args__ = (UniqueConstraint("watch", "number"),)
    id: Mapped[Key]
    watch: Mapped[str]
    number: Mapped[int] = mapped_column(Integer)
    run: Mapped[str | None]
    told: Mapped[dict[str, Any]]
    networks: Mapped[dict[str, Any] | None]
    """Members of each network as keyed pseudonyms; of the newest round only."""
    at: Mapped[At]


class Search(Base):
    """A search kept under a name."""

    __tablename__ = "searches"
    id: Mapped[Key]
    name: Mapped[str]
    query: Mapped[dict[str, Any]]
    shared: Mapped[bool]
    by: Mapped[str]
    at: Mapped[At]


class Preference(Base):
    """The settings of one person."""

    __tablename__ = "preferences"
    id: Mapped[Key]
    by: Mapped[str] = mapped_column(unique=True)
    chosen: Mapped[dict[str, Any]]


class User(Base):
    """Somebody who can sign in."""

    __tablename__ = "users"
    id: Mapped[Key]
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    """The name as it is compared."""
    roles: Mapped[list[Any]]
    active: Mapped[bool]
    oidc_subject: Mapped[str | None] = mapped_column(unique=True)
    password: Mapped[str | None] = _secret()
    """Argon2id, with its parameters and salt."""
    at: Mapped[At]


class SignIn(Base):
    """A session; only the hash of its secret is kept."""

    __tablename__ = "sessions"
    id: Mapped[Key]
    user_id: Mapped[str] = _to("users")
    hashed: Mapped[str] = _secret(unique=True)
    via: Mapped[str]
    at: Mapped[At]
    expires_at: Mapped[datetime]
    ended: Mapped[bool]


class Token(Base):
    """A token for the API; only its hash is kept."""

    __tablename__ = "tokens"
    id: Mapped[Key]
    user_id: Mapped[str] = _to("users")
    name: Mapped[str]
    hashed: Mapped[str] = _secret(unique=True)
    roles: Mapped[list[Any]]
    at: Mapped[At]
    expires_at: Mapped[datetime | None]
    revoked: Mapped[bool]


class Entry(Base):
    """An entry of the audit log; never changed, never removed."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_case_id_seq", "case_id", "seq"),)
    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    id: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    at: Mapped[datetime]
    who: Mapped[str]
    via: Mapped[str]
    act: Mapped[str] = mapped_column(index=True)
    case_id: Mapped[str | None] = mapped_column(String(LENGTH))
    thing: Mapped[str | None] = mapped_column(index=True)
    subjects: Mapped[list[Any]]
    """Keyed pseudonyms of the accounts it is about."""
    undoes: Mapped[str | None] = mapped_column(String(LENGTH), index=True)
    text_id: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    text_sha256: Mapped[str]
    prev: Mapped[str]
    hash: Mapped[str]


class LogText(Base):
    """What an entry says: its reason and the rows it changed. Only a purge may take it out."""

    __tablename__ = "audit_texts"
    id: Mapped[Key]
    salt: Mapped[str | None]
    body: Mapped[str | None]


class Head(Base):
    """How long the log is, and the hash it ends with."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str]


class TakedownEntry(Base):
    """An entry of the journal of takedowns, chained by hashes plan by plan; never changed, never removed."""

    __tablename__ = "takedown_journal"
    plan_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[str] = mapped_column(String(40))
    who: Mapped[str]
    kind: Mapped[str] = mapped_column(String(32))
    body: Mapped[str]
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


WATCHED: dict[str, type[Base]] = {
    model.__tablename__: model
    for model in (
        Case, Finding, Evidence, Note, Tag, Task, Decision, Review, Hypothesis, Proof, Marking, Judgement,
        Kept, Alert, Receipt, Search, Preference, User, SignIn, Token,
    )
}  # fmt: skip
"""Tables whose every change stands in the log, those that others point at first."""
