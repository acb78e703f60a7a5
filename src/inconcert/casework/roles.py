"""Who may do what, and when two names are one person."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from inconcert.casework.words import ROLES, Role
from inconcert.errors import InputError, NotAllowed, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.casework.views import Actor


def rank(roles: Iterable[str]) -> int:
    """Place of the highest role in :data:`ROLES`, −1 for none."""
    return max((ROLES.index(role) for role in roles if role in ROLES), default=-1)


def demand(actor: Actor, least: Role, what: str) -> None:
    """Let an actor through who has the role or a higher one.

    Raises:
        NotAllowed: the actor has not.
    """
    if rank(actor.roles) < ROLES.index(least):
        raise NotAllowed(f"{actor.name} may not {what}: it takes the role '{least}' or a higher one.",
                         todo="Ask an admin of this casebook.")  # fmt: skip


def known_roles(roles: Iterable[str]) -> list[str]:
    """Roles in their order, each once.

    Raises:
        InputError: there is no such role, or none was given.
    """
    given = set(roles)
    for role in sorted(given.difference(ROLES)):
        raise InputError(f"there is no role '{role}'.", todo=nearest(role, ROLES))
    if not given:
        raise InputError("no role was given.", todo=f"There are: {', '.join(ROLES)}.")
    return [role for role in ROLES if role in given]


def folded(name: str) -> str:
    """A name as it is compared: case, width and outer spaces do not make another person."""
    return normalize("NFKC", name).casefold().strip()


def same(one: str | None, other: str | None) -> bool:
    """Whether two names are one person."""
    return one is not None and other is not None and folded(one) == folded(other)
