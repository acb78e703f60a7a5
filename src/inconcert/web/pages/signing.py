"""Signing in: by password, or by the provider of the team."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from inconcert.errors import NotAllowed
from inconcert.web.asking import CSRF_FIELD, cookie_name, place_of
from inconcert.web.pages.entering import with_cookie
from inconcert.web.security import csrf_token, right_token
from inconcert.web.views import view
from inconcert.web.workbench import Workbench, workbench_of

PREFIX = ""

router = APIRouter()

LONGEST = 1024
"""Most characters of a password: hashing a longer one would be work that anybody can cause."""


@router.get("/sign-in")
def sign_in_page(request: Request, next: str = "/") -> Response:  # noqa: A002  # the word of the address
    """The form."""
    return _form(request, _team(request), inside(next))


@router.post("/sign-in")
def sign_in(
    request: Request,
    name: Annotated[str, Form()],
    password: Annotated[str, Form()],
    csrf: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002  # the word of the form
) -> Response:
    """Check name and password."""
    bench = _team(request)
    if not right_token(request.cookies.get(_before(bench), ""), csrf):
        return _form(request, bench, inside(next), "The form was too old. Try again.", 403)
    via = place_of(request)
    keys = (f"name {name.strip().casefold()}", f"from {via}")
    wait = bench.tries.wait(*keys)
    if wait > 0:
        said = f"Too many tries. Wait {max(1, round(wait / 60))} min and try again."
        return _form(request, bench, inside(next), said, 429, {"retry-after": str(int(wait) + 1)})
    try:
        lasts = timedelta(hours=bench.settings.session_hours)
        secret, _ = bench.casebook.people.sign_in(name.strip(), password[:LONGEST], via=via, lasts=lasts)
    except NotAllowed:
        bench.tries.failed(*keys)
        return _form(request, bench, inside(next), "Name or password is wrong.", 403)
    bench.tries.passed(keys[0])
    return with_cookie(bench, RedirectResponse(inside(next), 303), secret)


@router.get("/sign-in/oidc")
def go_to_provider(request: Request, next: str = "/") -> Response:  # noqa: A002  # the word of the address
    """Send a person to the provider."""
    bench = _team(request)
    provider = bench.provider
    if provider is None:
        raise HTTPException(404, "No provider is set up here.")
    address, kept = provider.begin(inside(next))
    answer = RedirectResponse(address, 303)
    # Lax, since the way back begins at the provider; it says nothing but that the sign-in was begun in this browser.
    answer.set_cookie(_meanwhile(bench), kept, max_age=600, secure=bench.settings.secure, httponly=True, samesite="lax")
    return answer


@router.get("/sign-in/oidc/back")
def back_from_provider(request: Request, state: str = "", code: str = "") -> Response:
    """Take a person in whom the provider vouches for."""
    bench = _team(request)
    if bench.provider is None:
        raise HTTPException(404, "No provider is set up here.")
    try:
        vouched = bench.provider.end(request.cookies.get(_meanwhile(bench), ""), state, code)
        role = bench.settings.oidc_role
        secret, _ = bench.casebook.people.sign_in_oidc(
            vouched.subject,
            via=place_of(request),
            lasts=timedelta(hours=bench.settings.session_hours),
            name=vouched.name if role else "",
            roles=(role,) if role else (),
        )
    except NotAllowed as error:
        return _form(request, bench, "/", f"{error.what[:1].upper()}{error.what[1:]} {error.todo}", 403)
    # A redirect would still count as coming from the provider, and the browser would hold the strict cookie back.
    answer = view(request, "signed-in.html", next=vouched.next)
    answer.delete_cookie(_meanwhile(bench), secure=bench.settings.secure, httponly=True, samesite="lax")
    return with_cookie(bench, answer, secret)


def inside(page: str) -> str:
    """A page of this server, or the first one when ``page`` leads elsewhere."""
    plain = page.startswith("/") and not page.startswith(("//", "/\\")) and page.isprintable() and "\\" not in page
    return page if plain else "/"


def _team(request: Request) -> Workbench:
    bench = workbench_of(request.app)
    if not bench.settings.team:
        raise HTTPException(404, "Nobody signs in here: come in by the link.")
    return bench


def _before(bench: Workbench) -> str:
    return f"{cookie_name(bench.settings)}-before"


def _meanwhile(bench: Workbench) -> str:
    return f"{cookie_name(bench.settings)}-oidc"


def _form(
    request: Request, bench: Workbench, next_page: str, said: str = "", status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    secret = request.cookies.get(_before(bench)) or secrets.token_urlsafe(24)
    field = Markup('<input type="hidden" name="{}" value="{}">').format(CSRF_FIELD, csrf_token(secret))
    answer = view(
        request, "sign-in.html", status=status, headers=headers, next=next_page, said=said, csrf_field=field,
        provider=bench.provider is not None, nobody=bench.casebook.people.none_yet(),
    )  # fmt: skip
    answer.set_cookie(_before(bench), secret, secure=bench.settings.secure, httponly=True, samesite="strict")
    return answer
