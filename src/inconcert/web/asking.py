"""Who asks, and whether they may: every route names the least role that it needs."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import Depends, HTTPException, Request
from starlette.concurrency import run_in_threadpool

from inconcert.casework.views import Actor
from inconcert.casework.words import ROLES, Role
from inconcert.web.security import SAFE_METHODS, right_token
from inconcert.web.workbench import workbench_of

if TYPE_CHECKING:
    from inconcert.web.settings import ServerSettings

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
CSRF_HEADER, CSRF_FIELD = "x-csrf-token", "csrf"
TAXII = "/taxii2/"
"""Where TAXII is spoken: reading only."""


@dataclass(frozen=True)
class Asker:
    """Who is behind a request."""

    actor: Actor | None
    """``None``: nobody who is known."""
    secret: str = ""
    """Secret of the browser's cookie, empty without one."""
    by_token: bool = False
    """Whether an API token said so, which no other site can make a browser send."""


def cookie_name(settings: ServerSettings) -> str:
    """Name of the cookie; it holds the port, since browsers share cookies among the ports of one machine."""
    return "__Host-inconcert" if settings.secure else f"inconcert-{settings.port}"


def place_of(request: Request) -> str:
    """From where a request comes, as the audit log says it."""
    return f"web {request.client.host if request.client else 'unknown'}"


def asker_of(request: Request) -> Asker:
    """Who is behind a request; looked up once. It may ask the casebook, so it must not run in the event loop."""
    if not hasattr(request.state, "asker"):
        request.state.asker = _look_up(request)
    found: Asker = request.state.asker
    return found


def _look_up(request: Request) -> Asker:
    bench, via = workbench_of(request.app), place_of(request)
    token = _token_of(request)
    if token is not None:
        return Asker(bench.casebook.people.token(token, via=via), by_token=True)
    secret = request.cookies.get(cookie_name(bench.settings), "")
    if not secret:
        return Asker(None)
    if bench.settings.team:
        return Asker(bench.casebook.people.session(secret, via=via), secret)
    known = bench.link.knows(secret)
    return Asker(Actor(bench.local_name, frozenset(ROLES), via) if known else None, secret)


def _token_of(request: Request) -> str | None:
    """The API token that a request carries, ``None`` when it carries none.

    Programs that speak TAXII know names and passwords: the token is the password then, whatever the name. Browsers send
    such a password by themselves, so it counts only there, where nothing can be changed.
    """
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    scheme, given = scheme.lower(), given.strip()
    if scheme == "bearer":
        return given
    if not request.url.path.startswith(TAXII) or scheme not in {"token", "basic"}:
        return None
    if scheme == "token":
        return given
    try:
        return b64decode(given, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def may(actor: Actor, least: Role) -> bool:
    """Whether somebody has the role ``least`` or one above it."""
    return any(ROLES.index(role) >= ROLES.index(least) for role in actor.roles if role in ROLES)


class Needs:
    """Lets a request pass when its asker has a role and, for changes, the token of their own page."""

    def __init__(self, least: Role) -> None:
        self.least = least

    async def __call__(self, request: Request) -> None:
        """Let it pass, or raise 401 (nobody known), 403 (role or token does not suffice)."""
        asker = await run_in_threadpool(asker_of, request)
        if asker.actor is None:
            way = 'Basic realm="inconcert"' if request.url.path.startswith(TAXII) else "Bearer"
            raise HTTPException(401, "Sign in first.", {"www-authenticate": way})
        if not may(asker.actor, self.least):
            raise HTTPException(403, f"This needs the role {self.least}; you have {', '.join(asker.actor.roles)}.")
        if request.method not in SAFE_METHODS and not asker.by_token:
            await check_token(request, asker.secret)


async def check_token(request: Request, secret: str) -> None:
    """Raise 403 unless a change carries the token of the page it came from, as header or as field of a form."""
    given = request.headers.get(CSRF_HEADER, "")
    if not given and request.headers.get("content-type", "").partition(";")[0].strip().lower() in FORMS:
        given = str((await request.form()).get(CSRF_FIELD, ""))
    if not right_token(secret, given):
        raise HTTPException(403, "The page this came from is too old, or not from here. Load it again and repeat.")


def role(least: Role) -> Any:
    """What a route puts among its dependencies: ``@router.get("/…", dependencies=[role("viewer")])``."""
    return Depends(Needs(least))


def least_role(route: Any) -> Role | None:
    """The role that a route declares, ``None`` when it declares none."""
    found = (each.dependency.least for each in route.dependencies if isinstance(each.dependency, Needs))
    return next(found, None)


def actor_of(request: Request) -> Actor:
    """Who is behind a request that passed :func:`role`."""
    actor = asker_of(request).actor
    if actor is None:
        raise HTTPException(401, "Sign in first.")
    return actor
