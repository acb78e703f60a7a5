"""What is answered when something cannot be done: a page for people, JSON under ``/api``."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from inconcert.errors import Conflict, InconcertError, Locked, NoSuchThing, NotAllowed, StoreError, Unreachable
from inconcert.exchange.taxii.asking import TAXII as MEDIA
from inconcert.web.asking import TAXII
from inconcert.web.security import SAFE_METHODS
from inconcert.web.views import view
from inconcert.web.workbench import workbench_of

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

log = logging.getLogger("inconcert.web")

STATUS: tuple[tuple[type[InconcertError], int], ...] = (
    (NotAllowed, 403),
    (NoSuchThing, 404),
    (Conflict, 409),
    (Locked, 409),
    (Unreachable, 503),
    (StoreError, 500),
    (InconcertError, 400),
)
"""Status of errors raised on purpose; the first that fits counts."""


SOON = 5
"""Seconds after which somebody may ask again who was told that the database does not answer."""


def status_of(error: InconcertError) -> int:
    """The status of an answer that tells of an error raised on purpose."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


def answer_failures(app: FastAPI) -> None:
    """Have ``app`` answer every failure in our words."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _wrong)
    app.add_exception_handler(InconcertError, _ours)
    app.add_exception_handler(Unreachable, _away)
    app.add_exception_handler(Exception, _unforeseen)


async def _http(request: Request, error: Any) -> Response:
    asked_for_page = not _wants_json(request) and request.method == "GET"
    if error.status_code == 401 and asked_for_page and workbench_of(request.app).settings.team:
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?next={quote(path)}", 303)
    detail = str(error.detail)
    if error.status_code == 404 and detail == "Not Found":
        detail = "There is no page at this address."
    return await _answer(request, error.status_code, detail, headers=error.headers)


async def _wrong(request: Request, error: Any) -> Response:
    places = [(".".join(str(part) for part in each["loc"][1:]), str(each["msg"])) for each in error.errors()]
    return await _answer(request, 422, "; ".join(f"{where}: {what}" for where, what in places))


async def _ours(request: Request, error: Any) -> Response:
    status = status_of(error)
    extra = {"by": error.by, "at": error.at and error.at.isoformat()} if isinstance(error, Conflict) else {}
    return await _answer(request, status, error.what, todo=error.todo, where=str(error.where or ""), **extra)


async def _away(request: Request, error: Any) -> Response:
    # Address and words of the database are for whoever runs the server.
    log.warning("%s %s could not be answered: %s", request.method, request.url.path, error)
    said = "the database of the cases does not answer at the moment."
    todo = "Try again in a few seconds: load this page again. Everything that was acknowledged is kept."
    if request.method not in SAFE_METHODS:
        todo += (
            " Whether what you sent just now was kept is not certain: look in another window before you send it twice."
        )
    return await _answer(request, 503, said, todo=todo, headers={"retry-after": str(SOON)})


async def _unforeseen(request: Request, error: Any) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    said = "Something went wrong that nobody foresaw. The server's log says what."
    return await _answer(request, 500, said)


async def _answer(
    request: Request, status: int, what: str, todo: str = "", headers: Any = None, **extra: Any
) -> Response:
    title = HTTPStatus(status).phrase
    if request.url.path.startswith(TAXII):
        said = {"title": title, "description": f"{what} {todo}".strip(), "http_status": str(status)}
        return JSONResponse(said, status, headers, media_type=MEDIA)
    if _wants_json(request):
        content = {
            "error": title,
            "detail": what,
            "todo": todo,
            **{key: value for key, value in extra.items() if value},
        }
        return JSONResponse(content, status, headers)
    return await run_in_threadpool(
        view, request, "error.html", status=status, headers=headers, title=title, what=what, todo=todo, code=status
    )


def _wants_json(request: Request) -> bool:
    return request.url.path.startswith(("/api/", TAXII)) or "application/json" in request.headers.get("accept", "")
