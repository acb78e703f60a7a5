"""The watch: what is watched, the last rounds, and the alerts that people look at and close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse

from inconcert.watch.standing import LAST, name_of
from inconcert.web import watching
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.screens.blind import withheld
from inconcert.web.views import view

if TYPE_CHECKING:
    from starlette.responses import Response

    from inconcert.casework.standing_views import AlertView
    from inconcert.web.here import Here

router = APIRouter()

ROUNDS = 20
"""Rounds that are listed."""


@router.get("/watch", dependencies=[role("viewer")])
def watch(request: Request, here: HereNow, closed: str = "") -> Response:
    """What is watched, how the last rounds ended, and the alerts."""
    folder, desk = here.opened.folder, here.desk
    name = name_of(folder)
    # An alert tells the grade of its network, which a blind reviewer must not see.
    hidden = withheld(here)
    alerts = [one for one in desk.alerts(watch=name, closed=bool(closed)) if one.network_id not in hidden]
    return view(
        request,
        "watch.html",
        at="watch",
        **watching.state(here),
        every=watching.EVERY,
        last=LAST,
        allowed=here.bench.settings.watchable,
        local=not here.bench.settings.team,
        rows=[_row(here, alert) for alert in alerts],
        closed=bool(closed),
        rounds=[one.to_dict() for one in desk.rounds(name, ROUNDS)],
    )


@router.post("/watch/start", dependencies=[role("investigator")])
def start(
    here: HereNow,
    sources: Annotated[str, Form(max_length=20_000)] = "",
    also: Annotated[list[str] | None, Form()] = None,
    every: Annotated[str, Form(max_length=30)] = "",
    last: Annotated[str, Form(max_length=30)] = "",
) -> Response:
    """Start a watch over files and folders, one a line, and over what the settings allow."""
    watching.start(here, [*sources.splitlines(), *(also or ())], every, last)
    return RedirectResponse(here.url("/watch"), 303)


@router.post("/watch/stop", dependencies=[role("investigator")])
def stop(here: HereNow) -> Response:
    """Stop the watch that was started here."""
    watching.stop(here)
    return RedirectResponse(here.url("/watch"), 303)


def _row(here: Here, alert: AlertView) -> dict[str, object]:
    there = (here.opened.folder.path / "runs" / alert.run / "findings.json").exists() and alert.kind != "gone"
    link = here.url(f"/findings/{alert.network_id}?run={alert.run}") if there else None
    return {**alert.to_dict(), "link": link}


@router.post("/watch/alerts/{alert}/seen", dependencies=[role("viewer")])
def see(here: HereNow, alert: str) -> Response:
    """Note that somebody looked at an alert, and show its finding."""
    found = here.desk.see_alert(alert)
    link = _row(here, found)["link"]
    return RedirectResponse(str(link or here.url("/watch")), 303)


@router.post("/watch/alerts/{alert}/close", dependencies=[role("investigator")])
def close(here: HereNow, alert: str, reason: Annotated[str, Form(max_length=2000)] = "") -> Response:
    """Close an alert, with a reason."""
    here.desk.close_alert(alert, reason)
    return RedirectResponse(here.url("/watch"), 303)
