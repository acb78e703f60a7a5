"""Cases: the list, one case with everything in it, and what people do there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  # FastAPI reads the types
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse

from inconcert.casework import FindingRef
from inconcert.errors import Conflict
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.screens import case as screen
from inconcert.web.screens.run import material_of, network_of
from inconcert.web.takedowns import Desk
from inconcert.web.views import view

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response

    from inconcert.web.here import Here

router = APIRouter()

Short = Annotated[str, Form(max_length=300)]
Long = Annotated[str, Form(max_length=20_000)]


@dataclass(frozen=True)
class Looked:
    """What somebody looked at when they filled in a form."""

    version: int | None
    """Of the case."""
    seen: str
    """Its newest event."""


def looked(version: Annotated[int | None, Form()] = None, seen: Short = "") -> Looked:
    """What a form of a case was filled in on."""
    return Looked(version, seen)


LookedAt = Annotated[Looked, Depends(looked)]
ACTS = [role("investigator")]
DECIDES = [role("investigator")]


@router.get("/cases", dependencies=[role("viewer")])
def cases(request: Request, here: HereNow, state: str = "", text: str = "") -> Response:
    """All cases, narrowed by state and words."""
    found = here.desk.cases(state=state or None, text=text or None)
    tasks = [task.to_dict() for task in here.desk.my_tasks()]
    reviews = len(here.desk.waiting()) if here.may("reviewer") else 0
    return view(
        request,
        "cases.html",
        at="cases",
        cases=[row.to_dict() for row in found],
        state=state,
        text=text,
        tasks=tasks,
        reviews=reviews,
        approvals=Desk(here).to_approve() if here.may("approver") else 0,
    )


@router.post("/cases", dependencies=ACTS)
def open_case(here: HereNow, title: Short, question: Long, run: Short = "", net: Short = "") -> Response:
    """Open a case, on a finding where one is named."""
    refs = []
    if net:
        refs = [FindingRef.of(run or str(here.run), network_of(material_of(here, run or None), net))]
    return _to(here, here.desk.open_case(title, question, refs).id)


@router.get("/cases/{case}", dependencies=[role("viewer")])
def one(request: Request, here: HereNow, case: str, earlier: str = "", names: str = "") -> Response:
    """A case with everything in it; with ``earlier`` also beside the operations that were confirmed before it.

    With ``names=pseudonyms`` accounts stand under keyed pseudonyms.
    """
    return _page(request, here, case, earlier=bool(earlier), hidden=names == "pseudonyms")


def _page(request: Request, here: Here, case: str, *, status: int = 200, earlier: bool = False, hidden: bool = False,
          conflict: dict[str, Any] | None = None, draft: dict[str, Any] | None = None) -> Response:  # fmt: skip
    desk = here.desk
    found = desk.case(case, why="opened the case under pseudonyms" if hidden else "opened the case", pseudonyms=hidden)
    people = desk.names() if here.bench.settings.team else []
    shown = screen.case(found, desk.history(case, pseudonyms=hidden), people, hidden=hidden)
    compared = desk.compare(case).to_dict() if earlier and not found.blind else None
    numbers = {row.number: row.id for row in desk.cases()} if compared else {}
    return view(
        request,
        "case.html",
        status=status,
        at="cases",
        case=shown,
        words=screen.LISTS,
        earlier=compared and screen.beside(compared, numbers),
        conflict=conflict,
        draft=draft or {"form": ""},
    )


def _done(request: Request, here: Here, case: str, do: Callable[[], Any], part: str = "", **draft: Any) -> Response:
    """Do something in a case. Who was overtaken sees what others did meanwhile, and keeps what they had written.

    ``draft`` is what was written, with ``form`` (which form) and ``seen`` (the newest event on the page it came from).
    """
    try:
        do()
    except Conflict as conflict:
        events = screen.since(here.desk.history(case), str(draft.get("seen", "")))
        told = {"what": conflict.what, "todo": conflict.todo, "events": events}
        return _page(request, here, case, status=409, conflict=told, draft={"form": "", **draft})
    return _to(here, case, part)


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
def done(request: Request, here: HereNow, case: str, task: Short) -> Response:
    """Tick a task off."""
    return _done(request, here, case, lambda: here.desk.done(task), "tasks")


@router.post("/cases/{case}/decide", dependencies=DECIDES)
def decide(
    request: Request,
    here: HereNow,
    case: str,
    looked_at: LookedAt,
    verdict: Short,
    reason: Long,
    net: Short = "",
    ask: Short = "",
    of: Short = "",
) -> Response:
    """Decide, with a reason, and ask for a second person's blind verdict where wanted."""

    def do() -> None:
        made = here.desk.decide(case, verdict, reason, net or None, version=looked_at.version)
        if ask:
            here.desk.ask_review(made.id, of or None)

    written = {"verdict": verdict, "reason": reason, "net": net, "ask": ask}
    return _done(request, here, case, do, "decisions", form="decide", seen=looked_at.seen, **written)


@router.post("/cases/{case}/ask-review", dependencies=DECIDES)
def ask_review(request: Request, here: HereNow, case: str, decision: Short, of: Short = "") -> Response:
    """Ask for a blind review of a decision."""
    return _done(request, here, case, lambda: here.desk.ask_review(decision, of or None), "decisions")


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
def undo(request: Request, here: HereNow, case: str, looked_at: LookedAt, event: Short, reason: Long) -> Response:
    """Undo what an event did; both stay in the history."""
    do = partial(here.desk.undo, event, reason)
    return _done(request, here, case, do, "history", form="undo", seen=looked_at.seen, event=event, reason=reason)


@router.post("/cases/{case}/state", dependencies=ACTS)
def state(request: Request, here: HereNow, case: str, looked_at: LookedAt, to: Short, reason: Long) -> Response:
    """Close the case, or open it again."""
    turn = here.desk.close_case if to == "closed" else here.desk.reopen
    do = partial(turn, case, reason, version=looked_at.version)
    return _done(request, here, case, do, form="state", seen=looked_at.seen, reason=reason)


def _to(here: Here, case: str, part: str = "") -> RedirectResponse:
    return RedirectResponse(here.url(f"/cases/{case}") + (f"#{part}" if part else ""), 303)
