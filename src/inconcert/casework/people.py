"""Sign-in: who is behind a password, a session, a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

    from inconcert.casework.views import Actor, UserView


class People:
    """Everything here is asked before anybody has signed in, so it needs no desk. All of it is logged."""

    def none_yet(self) -> bool:
        """Whether nobody can sign in yet."""
        raise NotImplementedError

    def first_admin(self, name: str, password: str, *, via: str) -> UserView:
        """Make the first user, an admin.

        Raises:
            NotAllowed: there is a user already.
            InputError: the password is too short.
        """
        raise NotImplementedError

    def sign_in(self, name: str, password: str, *, via: str, lasts: timedelta | None = None) -> tuple[str, Actor]:
        """Check a password and begin a session; returns its secret and who it is.

        Raises:
            NotAllowed: name or password is wrong, or the account is closed; the message does not say which.
        """
        raise NotImplementedError

    def sign_in_oidc(
        self, subject: str, *, via: str, lasts: timedelta | None = None, name: str = "", roles: tuple[str, ...] = ()
    ) -> tuple[str, Actor]:
        """Begin a session for a subject that an identity provider vouched for (``issuer|sub``).

        Args:
            subject: Who the provider says it is.
            via: From where.
            lasts: How long the session is in force.
            name: Name of the user to make when nobody has this subject; empty: nobody is made.
            roles: Roles of a user that is made.

        Raises:
            NotAllowed: nobody has this subject, or the account is closed.
        """
        raise NotImplementedError

    def session(self, secret: str, *, via: str) -> Actor | None:
        """Who a session belongs to, ``None`` when it is not in force."""
        raise NotImplementedError

    def sign_out(self, secret: str, *, via: str) -> None:
        """End a session; nothing happens when it is not in force."""
        raise NotImplementedError

    def token(self, secret: str, *, via: str) -> Actor | None:
        """Who an API token belongs to, with the token's roles, ``None`` when it is not in force."""
        raise NotImplementedError
