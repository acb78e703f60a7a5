"""What casework gives out about people and what is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  # the fields' types may be read at run time
from typing import Any

from inconcert.casework.view import View


@dataclass(frozen=True)
class UserView(View):
    """Somebody who can sign in."""

    id: str
    name: str
    roles: tuple[str, ...]
    active: bool
    has_password: bool
    oidc_subject: str | None
    created_at: datetime


@dataclass(frozen=True)
class SessionView(View):
    """A sign-in that is or was in force."""

    id: str
    user: str
    via: str
    started_at: datetime
    expires_at: datetime
    ended: bool


@dataclass(frozen=True)
class TokenView(View):
    """A token for the API; the token itself is shown once, when it is made."""

    id: str
    user: str
    name: str
    roles: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    revoked: bool


@dataclass(frozen=True)
class SavedSearch(View):
    """A search kept under a name."""

    id: str
    name: str
    query: dict[str, Any]
    shared: bool
    by: str
    at: datetime
