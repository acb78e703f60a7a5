"""The watch: what is watched, start, stop."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from inconcert.watch.standing import name_of
from inconcert.web import watching
from inconcert.web.api.given import Name, Row  # noqa: TC001  # FastAPI reads the types
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.screens.blind import withheld

router = APIRouter(tags=["Watch"])


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


class Closing(BaseModel):
    """Why an alert is closed."""

    reason: Annotated[str, Field(min_length=1, max_length=2000)]


@router.get("/alerts", dependencies=[role("viewer")])
def alerts(here: HereNow, closed: bool = False) -> Row:
    """Open alerts, with `closed` all; those on networks that a blind review is owed of are left out."""
    hidden = withheld(here)
    found = here.desk.alerts(watch=name_of(here.opened.folder), closed=closed)
    return {"rows": [each.to_dict() for each in found if each.network_id not in hidden]}


@router.post("/alerts/{alert}/seen", dependencies=[role("viewer")])
def see(here: HereNow, alert: Name) -> Row:
    """Note that this person looked at an alert."""
    return here.desk.see_alert(alert).to_dict()


@router.post("/alerts/{alert}/close", dependencies=[role("investigator")])
def close(here: HereNow, alert: Name, closing: Closing) -> Row:
    """Close an alert, with a reason."""
    return here.desk.close_alert(alert, closing.reason).to_dict()
