"""Runs: start, watch, stop, go on, compare."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response, StreamingResponse

from inconcert.errors import UsageError
from inconcert.model.horizon import horizon
from inconcert.model.sizes import in_bytes
from inconcert.plugins import registered
from inconcert.web import watching
from inconcert.web.asking import role
from inconcert.web.comparing import compared, run_rows
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.jobs.desk import Jobs
from inconcert.web.screens.blind import withheld
from inconcert.web.views import view

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from inconcert.web.jobs.job import Job

router = APIRouter()

EVERY = 0.3
"""Seconds between two looks at the progress of a job."""


@router.get("/runs", dependencies=[role("viewer")])
def runs(request: Request, here: HereNow) -> Response:
    """The runs that came to an end, those under way or stopped, and a form to start one."""
    jobs = Jobs(here.opened.folder)
    under_way = jobs.running()
    return view(
        request,
        "runs.html",
        at="runs",
        runs=run_rows(here.opened, withheld(here)),
        jobs=[job.seen() for job in jobs.all()[:10]],
        running=under_way.seen() if under_way else None,
        sources=here.opened.folder.sources(),
        signals=sorted((name, each.question) for name, each in registered("signals").items()),
    )


@router.post("/runs", dependencies=[role("investigator")])
def start(
    here: HereNow,
    fdr: Annotated[str, Form()] = "",
    since: Annotated[str, Form()] = "",
    until: Annotated[str, Form()] = "",
    memory: Annotated[str, Form()] = "",
    signals: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Start a run."""
    job = Jobs(here.opened.folder).start(
        "detect", here.actor.name, detect_options(fdr=fdr, since=since, until=until, memory=memory, signals=signals)
    )
    return RedirectResponse(here.url(f"/runs/jobs/{job.id}"), 303)


def detect_options(
    *, fdr: str = "", since: str = "", until: str = "", memory: str = "", signals: list[str] | None = None
) -> dict[str, Any]:
    """Settings of a run as a form gives them; what is empty keeps its default.

    Raises:
        UsageError: one of them cannot be used.
    """
    chosen = {"since": since.strip(), "until": until.strip(), "memory": memory.strip()}
    options: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    if fdr.strip():
        options["fdr"] = _share(fdr)
    if signals and set(signals) != set(registered("signals")):
        options["signals"] = _known(signals)
    horizon(options.get("since"), options.get("until"))
    if "memory" in options:
        in_bytes(options["memory"])
    return options


def _share(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = 0.0
    if not 0 < value <= 1:
        raise UsageError(
            f"'{text}' is no false discovery rate.", todo="Write a number above 0 and up to 1, such as 0.01."
        )
    return value


def _known(signals: list[str]) -> list[str]:
    strange = set(signals) - set(registered("signals"))
    if strange:
        raise UsageError(f"there is no signal '{min(strange)}'.")
    return sorted(signals)


@router.get("/runs/compare", dependencies=[role("viewer")])
def compare(request: Request, here: HereNow, old: str = "", new: str = "") -> Response:
    """Two runs side by side."""
    blind = withheld(here)
    known = run_rows(here.opened, blind)
    if len(known) < 2:
        return view(request, "compare.html", at="runs", runs=known, both=None)
    return view(
        request,
        "compare.html",
        at="runs",
        runs=known,
        both=compared(here.opened, old or known[1]["id"], new or known[0]["id"], blind),
    )


@router.get("/runs/jobs/{job}", dependencies=[role("viewer")])
def job_page(request: Request, here: HereNow, job: str) -> Response:
    """How far a job is."""
    return view(request, "job.html", at="runs", job=Jobs(here.opened.folder).job(job).seen())


@router.get("/runs/jobs/{job}/events", dependencies=[role("viewer")])
def events(here: HereNow, job: str) -> Response:
    """The same, told as it happens (server-sent events)."""
    return StreamingResponse(_told(Jobs(here.opened.folder).job(job)), media_type="text/event-stream")


async def _told(job: Job) -> AsyncIterator[str]:
    last = ""
    while True:
        seen = await run_in_threadpool(job.seen)
        text = json.dumps(seen)
        # Something is sent every time, so that a browser that went away is noticed.
        yield f"event: progress\ndata: {text}\n\n" if text != last else ": still here\n\n"
        last = text
        if seen["ended"]:
            return
        await asyncio.sleep(EVERY)


@router.post("/runs/jobs/{job}/stop", dependencies=[role("investigator")])
def stop(here: HereNow, job: str) -> Response:
    """Stop a job; finished steps are kept."""
    found = Jobs(here.opened.folder).job(job)
    if found.kind == "watch":
        watching.stop(here)
    else:
        found.stop()
    return RedirectResponse(here.url(f"/runs/jobs/{job}"), 303)


@router.post("/runs/jobs/{job}/again", dependencies=[role("investigator")])
def again(here: HereNow, job: str) -> Response:
    """Go on with a job that was stopped."""
    jobs = Jobs(here.opened.folder)
    made = jobs.again(jobs.job(job), here.actor.name)
    return RedirectResponse(here.url(f"/runs/jobs/{made.id}"), 303)
