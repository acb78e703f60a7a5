"""Cases: the list, one case with everything in it, and what people do there."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # FastAPI reads the types
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse

from inconcert.casework import FindingRef
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.screens import case as screen
from inconcert.web.screens.run import material_of, network_of
from inconcert.web.views import view

if TYPE_CHECKING:
    from starlette.responses import Response

    from inconcert.web.here import Here

router = APIRouter()

Short = Annotated[str, Form(max_length=300)]
Long = Annotated[str, Form(max_length=20_000)]
ACTS = [role("investigator")]
DECIDES = [role("investigator")]


@router.get("/cases", dependencies=[role("viewer")])
def cases(request: Request, here: HereNow, state: str = "", text: str = "") -> Response:
    """All cases, narrowed by state and words."""
    found = here.desk.cases(state=state or None, text=text or None)
    tasks = [task.to_dict() for task in here.desk.my_tasks()]
    reviews = len(here.desk.to_review()) if here.may("reviewer") else 0
    return view(
        request,
        "cases.html",
        at="cases",
        cases=[row.to_dict() for row in found],
        state=state,
        text=text,
        tasks=tasks,
        reviews=reviews,
    )


@router.post("/cases", dependencies=ACTS)
def open_case(here: HereNow, title: Short, question: Long, run: Short = "", net: Short = "") -> Response:
    """Open a case, on a finding where one is named."""
    refs = []
    if net:
        refs = [FindingRef.of(run or str(here.run), network_of(material_of(here, run or None), net))]
    return _to(here, here.desk.open_case(title, question, refs).id)


@router.get("/cases/{case}", dependencies=[role("viewer")])
def one(request: Request, here: HereNow, case: str) -> Response:
    """A case with everything in it."""
    desk = here.desk
    found = desk.case(case, why="opened the case")
    shown = screen.case(found, desk.history(case), desk.names() if here.bench.settings.team else [])
    return view(request, "case.html", at="cases", case=shown, words=screen.LISTS)


@router.post("/cases/{case}/note", dependencies=ACTS)
def note(here: HereNow, case: str, text: Long, on: Short = "") -> Response:
    """Write a note."""
    here.desk.note(case, text, on or None)
    return _to(here, case, "notes")


@router.post("/cases/{case}/tag", dependencies=ACTS)
def tag(here: HereNow, case: str, word: Short, off: Short = "") -> Response:
    """Put a tag on the case, or take it off."""
    (here.desk.untag if off else here.desk.tag)(case, word)
    return _to(here, case)


@router.post("/cases/{case}/task", dependencies=ACTS)
def task(here: HereNow, case: str, what: Short, who: Short = "", due: Annotated[date | str, Form()] = "") -> Response:
    """Add a task."""
    here.desk.task(case, what, who or None, None if isinstance(due, str) else due)
    return _to(here, case, "tasks")


@router.post("/cases/{case}/done", dependencies=ACTS)
def done(here: HereNow, case: str, task: Short) -> Response:
    """Tick a task off."""
    here.desk.done(task)
    return _to(here, case, "tasks")


@router.post("/cases/{case}/decide", dependencies=DECIDES)
def decide(
    here: HereNow, case: str, verdict: Short, reason: Long, net: Short = "", ask: Short = "", of: Short = ""
) -> Response:
    """Decide, with a reason, and ask for a second person's blind verdict where wanted."""
    made = here.desk.decide(case, verdict, reason, net or None)
    if ask:
        here.desk.ask_review(made.id, of or None)
    return _to(here, case, "decisions")


@router.post("/cases/{case}/ask-review", dependencies=DECIDES)
def ask_review(here: HereNow, case: str, decision: Short, of: Short = "") -> Response:
    """Ask for a blind review of a decision."""
    here.desk.ask_review(decision, of or None)
    return _to(here, case, "decisions")


@router.post("/cases/{case}/hypothesis", dependencies=ACTS)
def hypothesis(here: HereNow, case: str, text: Long, level: Short) -> Response:
    """Add a hypothesis to the matrix."""
    here.desk.hypothesis(case, text, level)
    return _to(here, case, "attribution")


@router.post("/cases/{case}/evidence", dependencies=ACTS)
def evidence(here: HereNow, case: str, text: Long, kind: Short, access: Short, grade: Short) -> Response:
    """Add a piece of evidence to the matrix."""
    here.desk.attribution_evidence(case, text, kind, access, grade)
    return _to(here, case, "attribution")


@router.post("/cases/{case}/mark", dependencies=ACTS)
def mark(here: HereNow, case: str, evidence: Short, hypothesis: Short, mark: Short) -> Response:
    """Mark evidence as consistent, inconsistent or neutral with a hypothesis."""
    here.desk.mark(evidence, hypothesis, mark)
    return _to(here, case, "attribution")


@router.post("/cases/{case}/judge", dependencies=DECIDES)
def judge(
    here: HereNow,
    case: str,
    level: Short,
    confidence: Short,
    text: Long,
    hypothesis: Short = "",
    likelihood: Short = "",
) -> Response:
    """Judge one level of attribution; likelihood and confidence stay in sentences of their own."""
    here.desk.judge(case, level, hypothesis or None, likelihood or None, confidence, text)
    return _to(here, case, "attribution")


@router.post("/cases/{case}/undo", dependencies=ACTS)
def undo(here: HereNow, case: str, event: Short, reason: Long) -> Response:
    """Undo what an event did; both stay in the history."""
    here.desk.undo(event, reason)
    return _to(here, case, "history")


@router.post("/cases/{case}/state", dependencies=ACTS)
def state(here: HereNow, case: str, to: Short, reason: Long) -> Response:
    """Close the case, or open it again."""
    (here.desk.close_case if to == "closed" else here.desk.reopen)(case, reason)
    return _to(here, case)


def _to(here: Here, case: str, part: str = "") -> RedirectResponse:
    return RedirectResponse(here.url(f"/cases/{case}") + (f"#{part}" if part else ""), 303)
