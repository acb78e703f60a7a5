"""Entering: the one-time link, the first page, leaving."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from inconcert.web.asking import actor_of, asker_of, cookie_name, place_of, role
from inconcert.web.views import view
from inconcert.web.workbench import Workbench, workbench_of

PREFIX = ""

router = APIRouter()


@router.get("/enter")
def enter(request: Request, key: str = "") -> Response:
    """Come in by the one-time link."""
    bench = workbench_of(request.app)
    secret = None if bench.settings.team else bench.link.use(key)
    if secret is None:
        raise HTTPException(401, "This link was used before, or is not from this server.")
    return with_cookie(bench, RedirectResponse("/", 303), secret)


@router.get("/", dependencies=[role("viewer")])
def first(request: Request) -> Response:
    """The investigation, when there is one; else a choice."""
    bench = workbench_of(request.app)
    actor_of(request)
    if len(bench.investigations) == 1:
        (only,) = bench.investigations
        return RedirectResponse(f"/i/{only}/findings", 303)
    return view(request, "investigations.html", at="")


@router.post("/leave", dependencies=[role("viewer")])
def leave(request: Request) -> Response:
    """End the session."""
    bench, asker = workbench_of(request.app), asker_of(request)
    if bench.settings.team:
        bench.casebook.people.sign_out(asker.secret, via=place_of(request))
    bench.link.end(asker.secret)
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(cookie_name(bench.settings), secure=bench.settings.secure, httponly=True, samesite="strict")
    return answer


@router.get("/healthy")
def healthy() -> Response:
    """Whether the server answers; for what watches over it."""
    return PlainTextResponse("ok\n")


def with_cookie(bench: Workbench, answer: Response, secret: str) -> Response:
    """Give the browser the secret of its session."""
    answer.set_cookie(
        cookie_name(bench.settings),
        secret,
        max_age=bench.settings.session_hours * 3600,
        secure=bench.settings.secure,
        httponly=True,
        samesite="strict",
    )
    return answer
