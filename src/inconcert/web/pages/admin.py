"""Admin: who may do what, who is signed in, and what the log says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from inconcert.casework import Desk, verify
from inconcert.casework.words import ROLES
from inconcert.errors import NotAllowed, UsageError
from inconcert.web.asking import actor_of, role
from inconcert.web.guarding import csv_lines
from inconcert.web.views import view
from inconcert.web.workbench import workbench_of

PREFIX = ""

router = APIRouter()

SHOWN = 200
"""Entries of the log on one page."""
MEANS = {
    "viewer": "reads findings, posts and cases",
    "investigator": "besides: imports, starts runs, opens cases, notes and decides",
    "reviewer": "besides: gives second verdicts, blind",
    "approver": "besides: approves what leaves the house",
    "admin": "besides: users, roles, sessions, tokens, retention",
}


def _desk(request: Request) -> Desk:
    return workbench_of(request.app).casebook.desk(actor_of(request))


@router.get("/admin", dependencies=[role("admin")])
def admin(request: Request) -> Response:
    """Users, sessions, tokens."""
    desk = _desk(request)
    now = datetime.now(UTC)
    return view(
        request,
        "admin.html",
        at="admin",
        users=[each.to_dict() for each in desk.users()],
        sessions=[each.to_dict() for each in desk.sessions() if not each.ended and each.expires_at > now],
        tokens=[each.to_dict() for each in desk.tokens() if not each.revoked],
        roles=ROLES,
        means=MEANS,
    )


@router.post("/admin/users", dependencies=[role("admin")])
def add_user(
    request: Request,
    name: Annotated[str, Form()],
    roles: Annotated[list[str] | None, Form()] = None,
    password: Annotated[str, Form()] = "",
    oidc_subject: Annotated[str, Form()] = "",
) -> Response:
    """Add a person."""
    if not password and not oidc_subject.strip():
        raise UsageError(
            "nobody could sign in as this person.", todo="Give a password, or the subject at the provider."
        )
    _desk(request).add_user(
        name.strip(), roles or ["viewer"], password=password or None, oidc_subject=oidc_subject.strip() or None
    )
    return _back()


@router.post("/admin/users/{user}/roles", dependencies=[role("admin")])
def set_roles(request: Request, user: str, roles: Annotated[list[str] | None, Form()] = None) -> Response:
    """Change what somebody may do."""
    _desk(request).set_roles(user, roles or [])
    return _back()


@router.post("/admin/users/{user}/password", dependencies=[role("admin")])
def set_password(request: Request, user: str, password: Annotated[str, Form()]) -> Response:
    """Give somebody a new password."""
    _desk(request).set_password(user, password)
    return _back()


@router.post("/admin/users/{user}/active", dependencies=[role("admin")])
def set_active(request: Request, user: str, active: Annotated[bool, Form()] = False) -> Response:
    """Close or open somebody's account; closing ends their sessions."""
    _desk(request).set_active(user, active)
    return _back()


@router.post("/admin/sessions/{session}/end", dependencies=[role("admin")])
def end_session(request: Request, session: str) -> Response:
    """End somebody's session."""
    _desk(request).end_session(session)
    return _back()


@router.post("/admin/tokens/{token}/revoke", dependencies=[role("admin")])
def revoke_token(request: Request, token: str) -> Response:
    """Make a token useless."""
    _desk(request).revoke_token(token)
    return _back()


def _back() -> Response:
    return RedirectResponse("/admin", 303)


@router.get("/admin/audit", dependencies=[role("admin")])
def audit(request: Request, about: str = "", since: str = "", check: bool = False) -> Response:
    """What was done and read, newest first; with ``check`` whether the log holds together."""
    bench = workbench_of(request.app)
    rows = _desk(request).audit(_day(since), about=about.strip() or None, limit=SHOWN)
    checked = verify(bench.casebook_url).to_dict() if check else None
    return view(
        request,
        "audit.html",
        at="admin",
        rows=[each.to_dict() for each in rows[::-1]],
        about=about,
        since=since,
        shown=SHOWN,
        checked=checked,
    )


@router.get("/admin/audit.csv", dependencies=[role("admin")])
def audit_table(request: Request, since: str = "") -> Response:
    """The log as a table for spreadsheets."""
    rows = _desk(request).audit(_day(since))
    head = ("seq", "at", "who", "via", "act", "case_id", "thing", "subjects", "why", "hash")
    lines = csv_lines(head, ([_cell(each.to_dict()[name]) for name in head] for each in rows))
    headers = {"content-disposition": 'attachment; filename="audit.csv"'}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


def _cell(value: Any) -> Any:
    return " ".join(value) if isinstance(value, (list, tuple)) else value


def _day(text: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"'{text}' is no day.", todo="Write it as 2024-03-01.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@router.get("/me", dependencies=[role("viewer")])
def me(request: Request) -> Response:
    """One's own tokens and password."""
    return _me(request)


def _me(request: Request, made: str = "") -> Response:
    actor, desk = actor_of(request), _desk(request)
    return view(
        request,
        "me.html",
        at="",
        tokens=[each.to_dict() for each in desk.tokens() if each.user == actor.name and not each.revoked],
        roles=[each for each in ROLES if ROLES.index(each) <= max(ROLES.index(r) for r in actor.roles if r in ROLES)],
        reads=[each.to_dict() for each in desk.my_reads(50)],
        made=made,
    )


@router.post("/me/tokens", dependencies=[role("viewer")])
def make_token(
    request: Request,
    name: Annotated[str, Form()],
    days: Annotated[int, Form(ge=1, le=366)] = 90,
    least: Annotated[str, Form()] = "viewer",
) -> Response:
    """Make a token for the API; it is shown once."""
    secret, _ = _desk(request).make_token(name.strip(), roles=[least], lasts=timedelta(days=days))
    return _me(request, secret)


@router.post("/me/tokens/{token}/revoke", dependencies=[role("viewer")])
def revoke_own(request: Request, token: str) -> Response:
    """Make a token of one's own useless."""
    _desk(request).revoke_token(token)
    return RedirectResponse("/me", 303)


@router.post("/me/password", dependencies=[role("viewer")])
def own_password(request: Request, old: Annotated[str, Form()], new: Annotated[str, Form()]) -> Response:
    """Change one's own password, which ends all sessions of one's own."""
    bench, actor = workbench_of(request.app), actor_of(request)
    key = f"name {actor.name.casefold()}"
    if bench.tries.wait(key) > 0:
        raise NotAllowed("there were too many tries.", todo="Wait some minutes.")
    try:
        secret, _ = bench.casebook.people.sign_in(actor.name, old, via=actor.via)
    except NotAllowed:
        bench.tries.failed(key)
        raise NotAllowed("the old password is wrong.", todo="An admin can give you a new one.") from None
    bench.casebook.people.sign_out(secret, via=actor.via)
    # A person may set their own password without being an admin, but only an admin sees the ids of users.
    lookup = bench.casebook.desk(replace(actor, roles=frozenset({"admin"})))
    mine = next(each.id for each in lookup.users() if each.name == actor.name)
    bench.casebook.desk(actor).set_password(mine, new)
    return RedirectResponse("/sign-in", 303)
