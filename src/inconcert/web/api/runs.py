"""Runs and long work."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from inconcert.web import watching
from inconcert.web.api.given import Name, Row  # noqa: TC001  # FastAPI reads the types
from inconcert.web.asking import role
from inconcert.web.comparing import compared, run_rows, summary, veiled
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.jobs.desk import Jobs
from inconcert.web.pages.runs import detect_options
from inconcert.web.reading import plain
from inconcert.web.screens.blind import withheld

router = APIRouter(tags=["Runs"])

INSIDE = frozenset({"members", "of", "sources"})


class Wanted(BaseModel):
    """Settings of a run; what is not given keeps its default."""

    fdr: Annotated[float | None, Field(gt=0, le=1)] = None
    since: str | None = None
    until: str | None = None
    memory: str | None = None
    signals: list[str] | None = None


@router.get("/runs", dependencies=[role("viewer")])
def runs(here: HereNow) -> Row:
    """The runs that came to an end, newest first."""
    return {"rows": [_row(each) for each in run_rows(here.opened, withheld(here))]}


@router.get("/runs/{run}", dependencies=[role("viewer")])
def run(here: HereNow, run: Name) -> Row:
    """One run."""
    return _row(veiled(summary(here.opened, run), withheld(here)))


@router.get("/runs/{run}/compared-with/{other}", dependencies=[role("viewer")])
def compare(here: HereNow, run: Name, other: Name) -> Row:
    """A run beside an older one: settings, material, networks in pairs."""
    both = compared(here.opened, other, run, withheld(here))
    made: Row = plain({**both, "old": _row(both["old"]), "new": _row(both["new"])})
    return made


@router.post("/runs", dependencies=[role("investigator")], status_code=202)
def start(here: HereNow, wanted: Wanted) -> Row:
    """Start a run; its job tells how far it is."""
    options = detect_options(
        fdr="" if wanted.fdr is None else repr(wanted.fdr), since=wanted.since or "", until=wanted.until or "",
        memory=wanted.memory or "", signals=wanted.signals,
    )  # fmt: skip
    return Jobs(here.opened.folder).start("detect", here.actor.name, options).seen()


@router.get("/jobs/{job}", dependencies=[role("viewer")])
def job(here: HereNow, job: Name) -> Row:
    """How far a job is."""
    return Jobs(here.opened.folder).job(job).seen()


@router.post("/jobs/{job}/stop", dependencies=[role("investigator")])
def stop(here: HereNow, job: Name) -> Row:
    """Stop a job; finished steps are kept."""
    found = Jobs(here.opened.folder).job(job)
    if found.kind == "watch":
        return watching.stop(here).seen()
    found.stop()
    return found.seen()


def _row(found: Row) -> Row:
    return {key: value for key, value in found.items() if key not in INSIDE}
