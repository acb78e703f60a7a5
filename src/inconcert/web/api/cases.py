"""Cases: read, note, decide, review."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from inconcert.casework import FindingRef
from inconcert.casework.words import CaseState, Verdict  # noqa: TC001  # FastAPI reads the types
from inconcert.web import reading
from inconcert.web.api.given import Name, Row, Words  # noqa: TC001  # FastAPI reads the types
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types

router = APIRouter(tags=["Cases"])


class NewCase(BaseModel):
    """A case to be opened on networks of a run."""

    title: Annotated[str, Field(min_length=1, max_length=300)]
    question: Words
    networks: Annotated[list[str], Field(max_length=200)] = []
    run: str | None = None


class Note(BaseModel):
    """A note."""

    text: Words
    on: str | None = None


class Decision(BaseModel):
    """A verdict with its reason."""

    verdict: Verdict
    reason: Words
    network_id: str | None = None
    version: int | None = None


class Review(BaseModel):
    """A second verdict."""

    verdict: Verdict
    reason: Words


@router.get("/cases", dependencies=[role("viewer")])
def cases(here: HereNow, state: CaseState | None = None,
          text: Annotated[str | None, Query(max_length=300)] = None) -> Row:  # fmt: skip
    """Cases of the casebook."""
    return {"rows": [each.to_dict() for each in here.desk.cases(state=state, text=text)]}


@router.post("/cases", dependencies=[role("investigator")], status_code=201)
def open_case(here: HereNow, new: NewCase) -> Row:
    """Open a case."""
    found = here.found(new.run) if new.networks else None
    ids = [str(reading.network(here, name, new.run)["id"]) for name in new.networks]
    refs = [FindingRef.of(found.path.name, found.network(name).data) for name in ids] if found else []
    return here.desk.open_case(new.title, new.question, refs).to_dict()


@router.get("/cases/{case}", dependencies=[role("viewer")])
def case(here: HereNow, case: Name, why: Annotated[str, Query(min_length=1, max_length=500)] = "API",
         pseudonyms: bool = False) -> Row:  # fmt: skip
    """One case with everything in it; verdicts and scores are withheld while a blind review is owed."""
    return here.desk.case(case, why=why, pseudonyms=pseudonyms).to_dict()


@router.get("/cases/{case}/history", dependencies=[role("viewer")])
def history(here: HereNow, case: Name) -> Row:
    """What was done in a case."""
    return {"rows": [each.to_dict() for each in here.desk.history(case)]}


@router.post("/cases/{case}/notes", dependencies=[role("investigator")], status_code=201)
def note(here: HereNow, case: Name, note: Note) -> Row:
    """Write a note."""
    return here.desk.note(case, note.text, note.on).to_dict()


@router.post("/cases/{case}/decisions", dependencies=[role("investigator")], status_code=201)
def decide(here: HereNow, case: Name, decision: Decision) -> Row:
    """Decide, with a reason."""
    made = here.desk.decide(case, decision.verdict, decision.reason, decision.network_id, version=decision.version)
    return made.to_dict()


@router.get("/reviews", dependencies=[role("reviewer")])
def reviews(here: HereNow) -> Row:
    """What waits for a blind verdict of this person."""
    return {"rows": [each.to_dict() for each in here.desk.to_review()]}


@router.post("/reviews/{review}", dependencies=[role("reviewer")], status_code=201)
def review(here: HereNow, review: Name, given: Review) -> Row:
    """Give a second verdict."""
    return here.desk.review(review, given.verdict, given.reason).to_dict()
