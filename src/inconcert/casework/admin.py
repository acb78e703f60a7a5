"""Users, sessions and tokens, as an admin or their owner sees them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import select

from inconcert.casework import passwords
from inconcert.casework.base import Part, required
from inconcert.casework.columns import now
from inconcert.casework.people import make_user, user_view, within
from inconcert.casework.roles import demand, folded, known_roles
from inconcert.casework.tables import SignIn, Token, User
from inconcert.casework.views import SessionView, TokenView
from inconcert.casework.work import Work, get
from inconcert.errors import Conflict, InputError, NoSuchThing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

    from sqlalchemy.orm import Session

    from inconcert.casework.views import UserView


class Admin(Part):
    """People. What is one's own needs no admin."""

    def add_user(
        self, name: str, roles: Sequence[str], *, password: str | None = None, oidc_subject: str | None = None
    ) -> UserView:
        """Add somebody who can sign in; without a password and without a subject they cannot yet.

        Raises:
            InputError: the name or subject is taken, or the password is too short.
        """
        hashed = None if password is None else passwords.hashed(password)
        with self._doing("user.added", "admin", says=f"Added the user {name}: {', '.join(roles)}") as work:
            return make_user(work, name, roles, hashed, oidc_subject)

    def users(self) -> list[UserView]:
        """Everybody who can sign in, by name."""
        demand(self.actor, "admin", "list the users")
        with self.book.database.reading() as session:
            return [user_view(row) for row in session.scalars(select(User).order_by(User.folded))]

    def names(self) -> list[str]:
        """Names of those who can sign in now, to ask one of them for a review."""
        with self.book.database.reading() as session:
            return list(session.scalars(select(User.name).where(User.active).order_by(User.folded)))

    def set_roles(self, user_id: str, roles: Sequence[str]) -> UserView:
        """Give somebody other roles.

        Raises:
            Conflict: nobody would be left who is an admin.
        """
        given = known_roles(roles)
        with self._doing("user.roles", "admin", thing=user_id) as work:
            row = get(work.session, User, user_id)
            with _an_admin_is_left(work.session):
                work.change(row, roles=given)
            work.says = f"Gave {row.name} the roles {', '.join(given)}"
            return user_view(row)

    def set_active(self, user_id: str, active: bool) -> UserView:
        """Close somebody's account, or open it again. Closing ends all sessions at once.

        Raises:
            Conflict: nobody would be left who is an admin.
        """
        with self._doing("user.active", "admin", thing=user_id) as work:
            row = get(work.session, User, user_id)
            with _an_admin_is_left(work.session):
                work.change(row, active=active)
            work.says = f"{'Opened' if active else 'Closed'} the account of {row.name}"
            return user_view(row)

    def set_password(self, user_id: str, password: str) -> None:
        """Set a password: everybody their own, an admin anybody's. All sessions of the person end."""
        hashed = passwords.hashed(password)
        with self._doing("user.password", "viewer", thing=user_id) as work:
            row = get(work.session, User, user_id)
            if not self._me(row.name):
                demand(self.actor, "admin", "set somebody else's password")
            work.change(row, password=hashed)
            for session in work.session.scalars(select(SignIn).where(SignIn.user_id == user_id, ~SignIn.ended)):
                work.change(session, ended=True)
            work.says = f"Set the password of {row.name}"

    def sessions(self) -> list[SessionView]:
        """Sessions, the newest first: all for an admin, else one's own."""
        with self.book.database.reading() as session:
            query = select(SignIn, User.name).join(User, User.id == SignIn.user_id).order_by(SignIn.at.desc())
            return [
                SessionView(row.id, name, row.via, row.at, row.expires_at, row.ended or row.expires_at <= now())
                for row, name in session.execute(query)
                if self._sees(name)
            ]

    def end_session(self, session_id: str) -> None:
        """End a session: an admin anybody's, else one's own."""
        with self._doing("session.ended", "viewer", thing=session_id) as work:
            row = get(work.session, SignIn, session_id)
            self._mine_or_admin(work, row.user_id, "end somebody else's session")
            work.change(row, ended=True)
            work.says = "Ended a session"

    def make_token(
        self, name: str, *, roles: Sequence[str] | None = None, lasts: timedelta | None = None
    ) -> tuple[str, TokenView]:
        """Make a token for the API, of one's own; returns its secret, which is shown this once.

        Args:
            name: What it is for.
            roles: Its roles, none above one's own; not given: one's own.
            lasts: How long it is in force; not given: until it is revoked.

        Raises:
            NoSuchThing: this person is no user of the casebook.
            InputError: a role is above one's own.
        """
        wanted = known_roles(self.actor.roles if roles is None else roles)
        if within(self.actor.roles, wanted) != frozenset(wanted):
            raise InputError("a token cannot have a role above your own.", todo="Leave the roles out, or lower them.")
        secret, said = passwords.secret(), required(name, "the name")
        with self._doing("token.made", "viewer", says=f"Made a token: {said}") as work:
            owner = work.session.scalar(select(User).where(User.folded == folded(self.actor.name)))
            if owner is None:
                raise NoSuchThing(f"{self.actor.name} is no user of this casebook.", todo="An admin can add users.")
            row = work.add(Token(user_id=owner.id, name=said, hashed=passwords.secret_hash(secret), roles=wanted,
                                 expires_at=None if lasts is None else now() + lasts, revoked=False))  # fmt: skip
            work.thing = row.id
            return secret, _token(row, owner.name)

    def tokens(self) -> list[TokenView]:
        """Tokens, the newest first: all for an admin, else one's own."""
        with self.book.database.reading() as session:
            query = select(Token, User.name).join(User, User.id == Token.user_id).order_by(Token.at.desc())
            return [_token(row, name) for row, name in session.execute(query) if self._sees(name)]

    def revoke_token(self, token_id: str) -> None:
        """Put a token out of force: an admin anybody's, else one's own."""
        with self._doing("token.revoked", "viewer", thing=token_id) as work:
            row = get(work.session, Token, token_id)
            self._mine_or_admin(work, row.user_id, "revoke somebody else's token")
            work.change(row, revoked=True)
            work.says = f"Revoked a token: {row.name}"

    def _sees(self, name: str) -> bool:
        return self._me(name) or "admin" in self.actor.roles

    def _mine_or_admin(self, work: Work, user_id: str, what: str) -> None:
        if not self._me(work.session.get_one(User, user_id).name):
            demand(self.actor, "admin", what)


def _token(row: Token, owner: str) -> TokenView:
    return TokenView(row.id, owner, row.name, tuple(row.roles), row.at, row.expires_at, row.revoked)


@contextmanager
def _an_admin_is_left(session: Session) -> Iterator[None]:
    before = _admins(session)
    yield
    if before and not _admins(session):
        raise Conflict("nobody would be left who is an admin.", todo="Make somebody else an admin first.")


def _admins(session: Session) -> int:
    return sum("admin" in user.roles for user in session.scalars(select(User).where(User.active)))
