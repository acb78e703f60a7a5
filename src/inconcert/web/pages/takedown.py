"""Takedowns: from a confirmed case to a plan, its rehearsal, two approvals, carrying out, undo and appeals."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import FileResponse, RedirectResponse

from inconcert.errors import CaseworkError, InputError, Locked, UsageError
from inconcert.web.asking import role
from inconcert.web.failing import status_of
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.screens import takedown as screen
from inconcert.web.takedowns import Desk, Wanted, choices, chosen
from inconcert.web.views import view

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response

    from inconcert.errors import InconcertError
    from inconcert.web.here import Here
    from inconcert.web.jobs.job import Job

router = APIRouter()

Short = Annotated[str, Form(max_length=2000)]
Long = Annotated[str, Form(max_length=20_000)]
Word = Annotated[str, Form(alias="through", max_length=100)]
ANSWERED = (CaseworkError, InputError, UsageError, Locked)
"""What is said on the page of the plan itself, so that nothing that was written is lost."""


@router.get("/takedowns", dependencies=[role("viewer")])
def takedowns(request: Request, here: HereNow) -> Response:
    """All plans that this person may see."""
    numbers = {case.id: case for case in here.desk.cases()}
    rows = [row.to_dict() | {"case": numbers[row.case_id].to_dict()} for row in Desk(here).rows()]
    return view(request, "takedowns.html", at="cases", plans=rows)


@router.get("/cases/{case}/takedown", dependencies=[role("viewer")])
def of_case(request: Request, here: HereNow, case: str, net: str = "") -> Response:
    """The plans of a case, and a form for another."""
    return _draft(request, here, case, {"net": net})


@router.post("/cases/{case}/takedown", dependencies=[role("investigator")])
async def plan(request: Request, here: HereNow, case: str) -> Response:
    """Write a plan down."""
    from pydantic import ValidationError
    from starlette.concurrency import run_in_threadpool

    form = await request.form()
    written = {name: str(value) for name, value in form.items()}
    try:
        wanted = Wanted(**screen.wanted(written))
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        return await run_in_threadpool(_draft, request, here, case, written, InputError(said))
    return await run_in_threadpool(_planned, request, here, case, wanted, written)


def _planned(request: Request, here: Here, case: str, wanted: Wanted, written: dict[str, str]) -> Response:
    try:
        made = Desk(here).takedowns.plan(here.actor, case, written.get("net", ""), wanted.wish)
    except ANSWERED as error:
        return _draft(request, here, case, written, error)
    return _to(here, made.id)


def _draft(
    request: Request, here: Here, case: str, written: dict[str, str], error: InconcertError | None = None
) -> Response:
    found = here.desk.case(case, why="to plan a takedown")
    return view(
        request,
        "takedown_plan.html",
        status=status_of(error) if error else 200,
        at="cases",
        case=screen.confirmed(found),
        plans=[row.to_dict() for row in Desk(here).rows(case)],
        words=screen.ACTIONS,
        draft=screen.EMPTY | written,
        error=error and {"what": error.what, "todo": error.todo},
    )


@router.get("/takedowns/{plan}", dependencies=[role("viewer")])
def one(request: Request, here: HereNow, plan: str, page: int = 0, standing: str = "") -> Response:
    """A plan with everything in it."""
    return _page(request, here, plan, page=max(page, 0), standing=standing)


def _page(request: Request, here: Here, plan_id: str, *, page: int = 0, standing: str = "",
          error: InconcertError | None = None, draft: dict[str, str] | None = None) -> Response:  # fmt: skip
    desk = Desk(here)
    found = desk.show(plan_id)
    case = next(row for row in here.desk.cases() if row.id == found.row.case_id)
    return view(
        request,
        "takedown.html",
        status=status_of(error) if error else 200,
        at="cases",
        plan=screen.plan(found, here.actor.name, page, standing),
        case=case.to_dict(),
        names=screen.names(here, found),
        job=desk.under_way(plan_id),
        through=chosen(found),
        means=choices(),
        draft=draft or {"form": ""},
        error=error and {"what": error.what, "todo": error.todo},
        turned=lambda number: screen.turned(here.url(f"/takedowns/{plan_id}"), number, standing),
    )


def _done(request: Request, here: Here, plan_id: str, do: Callable[[], Any], part: str, **draft: str) -> Response:
    """Do something to a plan; what cannot be done is said on its page, where what was written is kept."""
    try:
        do()
    except ANSWERED as error:
        return _page(request, here, plan_id, error=error, draft={"form": part, **draft})
    return _to(here, plan_id, part)


def _started(request: Request, here: Here, plan_id: str, start: Callable[[], Job | None], **draft: str) -> Response:
    """Start a job of a plan and lead to it."""
    try:
        job = start()
    except ANSWERED as error:
        return _page(request, here, plan_id, error=error, draft={"form": "next", **draft})
    return RedirectResponse(here.url(f"/runs/jobs/{job.id}"), 303) if job else _to(here, plan_id, "rehearsal")


@router.post("/takedowns/{plan}/hold", dependencies=[role("investigator")])
def hold(request: Request, here: HereNow, plan: str, platform: Short, target: Short, reason: Long) -> Response:
    """Hold a target back: another plan takes the place of this one."""
    try:
        made = Desk(here).takedowns.hold(here.actor, plan, platform, target, reason)
    except ANSWERED as error:
        return _page(request, here, plan, error=error)
    return _to(here, made.id, "held")


@router.post("/takedowns/{plan}/rehearse", dependencies=[role("investigator")])
def rehearse(request: Request, here: HereNow, plan: str, word: Word = "file") -> Response:
    """Look at every target, do nothing."""
    return _started(request, here, plan, partial(Desk(here).rehearse, plan, word))


@router.post("/takedowns/{plan}/approve", dependencies=[role("approver")])
def approve(request: Request, here: HereNow, plan: str, sha256: Short, reason: Long) -> Response:
    """Approve the rehearsal of this hash."""
    do = partial(Desk(here).takedowns.approve, here.actor, plan, sha256, reason)
    return _done(request, here, plan, do, "approvals", reason=reason)


@router.post("/takedowns/{plan}/withdraw", dependencies=[role("approver")])
def withdraw(request: Request, here: HereNow, plan: str, reason: Long) -> Response:
    """Take one's approval back."""
    do = partial(Desk(here).takedowns.withdraw, here.actor, plan, reason)
    return _done(request, here, plan, do, "approvals", reason=reason)


@router.post("/takedowns/{plan}/apply", dependencies=[role("investigator")])
def apply(request: Request, here: HereNow, plan: str, word: Word = "file") -> Response:
    """Carry out what may be carried out now, in a job."""
    desk = Desk(here)
    return _started(request, here, plan, lambda: desk.start(desk.show(plan), "apply", word))


@router.post("/takedowns/{plan}/follow", dependencies=[role("approver")])
def follow(request: Request, here: HereNow, plan: str, reason: Long) -> Response:
    """Say that the first few were looked at, and let the rest follow."""
    do = partial(Desk(here).takedowns.follow, here.actor, plan, reason)
    return _done(request, here, plan, do, "next", reason=reason)


@router.post("/takedowns/{plan}/stop", dependencies=[role("reviewer")])
def stop(request: Request, here: HereNow, plan: str, reason: Long) -> Response:
    """Stop a plan."""
    return _done(request, here, plan, partial(Desk(here).takedowns.stop, here.actor, plan, reason), "stop",
                 reason=reason)  # fmt: skip


@router.post("/takedowns/{plan}/resume", dependencies=[role("approver")])
def resume(request: Request, here: HereNow, plan: str, reason: Long) -> Response:
    """Let a stopped plan go on."""
    do = partial(Desk(here).takedowns.resume, here.actor, plan, reason)
    return _done(request, here, plan, do, "next", reason=reason)


@router.post("/takedowns/{plan}/undo", dependencies=[role("approver")])
def undo(
    request: Request, here: HereNow, plan: str, reason: Long, keys: Annotated[list[str] | None, Form()] = None,
    whole: Short = "", word: Word = "file",
) -> Response:  # fmt: skip
    """Take items back, or all of them, in a job."""
    desk = Desk(here)

    def start() -> Job:
        if not keys and not whole:
            raise InputError("no item was chosen.", todo="Choose items, or all of them.")
        if not reason.strip():
            raise InputError("taking back needs a reason.")
        return desk.start(desk.show(plan), "undo", word, keys=None if whole else keys, reason=reason)

    return _started(request, here, plan, start, reason=reason)


@router.post("/takedowns/{plan}/settle", dependencies=[role("approver")])
def settle(
    request: Request, here: HereNow, plan: str, key: Short, reason: Long, done: Annotated[bool, Form()]
) -> Response:
    """Say what became of a call that no platform can tell of."""
    do = partial(Desk(here).takedowns.settle, here.actor, plan, key, done=done, reason=reason)
    return _done(request, here, plan, do, "items", reason=reason)


@router.post("/takedowns/{plan}/appeals", dependencies=[role("investigator")])
def appeal(
    request: Request, here: HereNow, plan: str, key: Short, text: Long, by: Short = "owner", at: Short = ""
) -> Response:
    """Write down that somebody objects to an item."""

    def do() -> None:
        Desk(here).takedowns.appeal(here.actor, plan, key, by=by, text=text, at=screen.instant(at))

    return _done(request, here, plan, do, "appeals", text=text)


@router.post("/takedowns/{plan}/appeals/{appeal}", dependencies=[role("approver")])
def answer(
    request: Request, here: HereNow, plan: str, appeal: str, granted: Annotated[bool, Form()], reason: Long,
    word: Word = "file",
) -> Response:  # fmt: skip
    """Answer an appeal; a granted one takes the item back and opens the case again."""
    do = partial(Desk(here).answer, plan, appeal, granted=granted, reason=reason, word=word)
    return _done(request, here, plan, do, "appeals", reason=reason)


@router.get("/takedowns/{plan}/handover.ndjson", dependencies=[role("investigator")])
def handed_over(here: HereNow, plan: str) -> Response:
    """The hand-over file: one line of JSON for each action, for whoever carries it out."""
    place = Desk(here).file(plan)
    return FileResponse(place, media_type="application/x-ndjson", filename=f"takedown-{place.name}")


def _to(here: Here, plan_id: str, part: str = "") -> RedirectResponse:
    return RedirectResponse(here.url(f"/takedowns/{plan_id}") + (f"#{part}" if part else ""), 303)
