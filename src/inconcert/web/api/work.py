"""Work inside a case: evidence, tags, tasks, competing hypotheses, state, and undo."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # FastAPI reads the types
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from inconcert.casework.words import (  # noqa: TC001  # FastAPI reads the types
    Access,
    CaseState,
    Confidence,
    EvidenceSort,
    Level,
    Mark,
)
from inconcert.web.api.given import Name, Row, Words  # noqa: TC001  # FastAPI reads the types
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.reading import plain
from inconcert.web.screens import keeping
from inconcert.web.screens.run import material_of

router = APIRouter(tags=["Work inside a case"])

Key = Annotated[str, Field(max_length=2000)]
Short = Annotated[str, Field(min_length=1, max_length=300)]


class Seen(BaseModel):
    """Something of a run that is to be kept as evidence."""

    kind: Literal["network", "tie", "post", "account", "page", "site", "ad"]
    run: Key = ""
    id: Key = ""
    """Of a network, a post (``platform:post_id``), an account, page, site or ad."""
    a: Key = ""
    """Of a tie: one end, as ``platform:account_id``."""
    b: Key = ""
    network_id: Key = ""
    comment: Annotated[str, Field(max_length=20_000)] = ""


class Tag(BaseModel):
    """A tag, to be put on or taken off."""

    word: Annotated[str, Field(min_length=1, max_length=60)]
    off: bool = False


class Task(BaseModel):
    """Something to be done."""

    what: Short
    who: Short | None = None
    due: date | None = None


class Hypothesis(BaseModel):
    """A row of the matrix."""

    text: Words
    level: Level


class Proof(BaseModel):
    """A column of the matrix."""

    text: Words
    kind: EvidenceSort
    access: Access
    grade: Annotated[str, Field(pattern="^[A-F][1-6]$", description="Admiralty grade of the source, such as B2.")]


class Marking(BaseModel):
    """A cell of the matrix: consistent (C), inconsistent (I) or neutral (N)."""

    evidence: Key
    hypothesis: Key
    mark: Mark


class Judgement(BaseModel):
    """What is thought at one level; likelihood in the words of ICD 203, confidence apart from it."""

    level: Level
    hypothesis: Key | None = None
    likelihood: Short | None = None
    confidence: Confidence
    text: Words


class Turn(BaseModel):
    """A case to be closed or opened again."""

    to: CaseState
    reason: Words
    version: int | None = None


class Asking(BaseModel):
    """Who is asked for a blind verdict; nobody in particular when not given."""

    of: Short | None = None


class Undone(BaseModel):
    """Why something is taken back."""

    reason: Words


@router.post("/cases/{case}/evidence", dependencies=[role("investigator")], status_code=201)
def keep(here: HereNow, case: Name, seen: Seen) -> Row:
    """Copy something of a run into the case; the copy is made by the server."""
    run, net = seen.run or str(here.run or ""), seen.network_id or (seen.id if seen.kind == "network" else "")
    asked = keeping.Asked(seen.kind, run, seen.id, seen.a, seen.b, net)
    found = keeping.copied(material_of(here, run or None), asked)
    return here.desk.add_evidence(case, found.kind, asked.ref, plain(found.frozen), seen.comment).to_dict()


@router.post("/cases/{case}/tags", dependencies=[role("investigator")])
def tag(here: HereNow, case: Name, tag: Tag) -> Row:
    """Put a tag on a case, or take it off."""
    (here.desk.untag if tag.off else here.desk.tag)(case, tag.word)
    return {"word": tag.word, "on": not tag.off}


@router.post("/cases/{case}/tasks", dependencies=[role("investigator")], status_code=201)
def task(here: HereNow, case: Name, task: Task) -> Row:
    """Add a task."""
    return here.desk.task(case, task.what, task.who, task.due).to_dict()


@router.get("/tasks", dependencies=[role("viewer")])
def tasks(here: HereNow) -> Row:
    """What this person has to do."""
    return {"rows": [each.to_dict() for each in here.desk.my_tasks()]}


@router.post("/tasks/{task}/done", dependencies=[role("investigator")])
def done(here: HereNow, task: Name) -> Row:
    """Tick a task off."""
    return here.desk.done(task).to_dict()


@router.post("/decisions/{decision}/ask-review", dependencies=[role("investigator")], status_code=201)
def ask_review(here: HereNow, decision: Name, asking: Asking) -> Row:
    """Ask a second person for a blind verdict."""
    return here.desk.ask_review(decision, asking.of).to_dict()


@router.get("/cases/{case}/attribution", dependencies=[role("viewer")])
def attribution(here: HereNow, case: Name) -> Row:
    """Hypotheses, evidence, marks and judgements; refused while a blind review is owed."""
    return here.desk.attribution(case).to_dict()


@router.post("/cases/{case}/hypotheses", dependencies=[role("investigator")], status_code=201)
def hypothesis(here: HereNow, case: Name, hypothesis: Hypothesis) -> Row:
    """Put up a hypothesis."""
    return here.desk.hypothesis(case, hypothesis.text, hypothesis.level).to_dict()


@router.post("/cases/{case}/attribution-evidence", dependencies=[role("investigator")], status_code=201)
def proof(here: HereNow, case: Name, proof: Proof) -> Row:
    """Put up a piece of evidence beside the hypotheses."""
    return here.desk.attribution_evidence(case, proof.text, proof.kind, proof.access, proof.grade).to_dict()


@router.post("/marks", dependencies=[role("investigator")])
def mark(here: HereNow, marking: Marking) -> Row:
    """Say how a piece of evidence stands to a hypothesis of the same case."""
    return here.desk.mark(marking.evidence, marking.hypothesis, marking.mark).to_dict()


@router.post("/cases/{case}/judgements", dependencies=[role("investigator")], status_code=201)
def judge(here: HereNow, case: Name, given: Judgement) -> Row:
    """Judge one level by itself."""
    made = here.desk.judge(case, given.level, given.hypothesis, given.likelihood, given.confidence, given.text)
    return made.to_dict()


@router.post("/cases/{case}/state", dependencies=[role("investigator")])
def turn(here: HereNow, case: Name, turn: Turn) -> Row:
    """Close a case, or open it again."""
    do = here.desk.close_case if turn.to == "closed" else here.desk.reopen
    return do(case, turn.reason, version=turn.version).to_dict()


@router.get("/cases/{case}/compared", dependencies=[role("viewer")])
def compared(here: HereNow, case: Name) -> Row:
    """What is new and what is known in a case, beside the operations that were confirmed before it."""
    return here.desk.compare(case).to_dict()


@router.post("/events/{event}/undo", dependencies=[role("investigator")])
def undo(here: HereNow, event: Name, undone: Undone) -> Row:
    """Take back what an event of a history did; both stay in the history."""
    return here.desk.undo(event, undone.reason).to_dict()
