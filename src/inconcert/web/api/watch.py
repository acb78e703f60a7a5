"""The watch: what is watched, start, stop."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from inconcert.watch.standing import name_of
from inconcert.web import watching
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types

router = APIRouter(tags=["Watch"])

Row = dict[str, Any]


class Wanted(BaseModel):
    """What is to be watched."""

    sources: Annotated[list[Annotated[str, Field(min_length=1, max_length=4000)]], Field(min_length=1, max_length=200)]
    every: Annotated[str, Field(max_length=30)] = watching.EVERY
    last: Annotated[str, Field(max_length=30)] = ""


@router.get("/watch", dependencies=[role("viewer")])
def watch(here: HereNow) -> Row:
    """What is watched, how far it is, and the last rounds."""
    rounds = here.desk.rounds(name_of(here.opened.folder))
    shown = [{"number": one.number, "run": one.run, "at": one.at, "alerts": one.told.get("raised")} for one in rounds]
    return {**watching.state(here), "rounds": shown}


@router.post("/watch", dependencies=[role("investigator")], status_code=202)
def start(here: HereNow, wanted: Wanted) -> Row:
    """Start a watch; its job tells how far it is."""
    return watching.start(here, wanted.sources, wanted.every, wanted.last).seen()


@router.post("/watch/stop", dependencies=[role("investigator")])
def stop(here: HereNow) -> Row:
    """Stop the watch that was started here."""
    return watching.stop(here).seen()
