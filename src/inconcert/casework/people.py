"""Sign-in: who is behind a password, a session, a token."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from inconcert.casework import passwords
from inconcert.casework.columns import now
from inconcert.casework.roles import folded, known_roles
from inconcert.casework.tables import SignIn, Token, User
from inconcert.casework.views import Actor, UserView
from inconcert.casework.work import Work
from inconcert.errors import InputError, NotAllowed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy.orm import Session

    from inconcert.casework.database import Database

    Working = Callable[[Work, str, str], AbstractContextManager[Work]]
    """Does a piece of work; see :meth:`inconcert.casework.book.Casebook.working`."""

LASTS = timedelta(hours=12)
"""How long a session is in force unless it is said otherwise."""
WRONG = "the name or the password is wrong."


class People:
    """Everything here is asked before anybody has signed in, so it needs no desk. Sign-ins are logged."""

    def __init__(self, database: Database, working: Working) -> None:
        self._database, self._working = database, working

    def none_yet(self) -> bool:
        """Whether nobody can sign in yet."""
        with self._database.reading() as session:
            return session.scalar(select(User.id).limit(1)) is None

    def first_admin(self, name: str, password: str, *, via: str) -> UserView:
        """Make the first user, an admin.

        Raises:
            NotAllowed: there is a user already.
            InputError: the password is too short.
        """
        hashed = passwords.hashed(password)
        with self._working(Work("user.added", says=f"Made the first admin: {name}"), name, via) as work:
            if work.session.scalar(select(User.id).limit(1)) is not None:
                raise NotAllowed("there is a user already.", todo="Sign in as an admin.")
            return make_user(work, name, ["admin"], hashed, None)

    def sign_in(self, name: str, password: str, *, via: str, lasts: timedelta | None = None) -> tuple[str, Actor]:
        """Check a password and begin a session; returns its secret and who it is. Failures are logged too.

        Raises:
            NotAllowed: name or password is wrong, or the account is closed; the message does not say which.
        """
        with self._database.reading() as session:
            user = session.scalar(select(User).where(User.folded == folded(name)))
        if not passwords.fits(password, user.password if user else None) or user is None or not user.active:
            known = user.name if user else "somebody"
            with self._working(Work("session.refused", says="A sign-in was refused"), known, via):
                pass
            raise NotAllowed(WRONG, todo="Try again, or ask an admin.")
        return self._begin(user, via, lasts, password if passwords.outdated(user.password or "") else None)

    def sign_in_oidc(
        self, subject: str, *, via: str, lasts: timedelta | None = None, name: str = "", roles: Sequence[str] = ()
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
            InputError: the name is taken by somebody else.
        """
        query = select(User).where(User.oidc_subject == subject)
        with self._database.reading() as session:
            user = session.scalar(query)
        if user is None and name:
            with self._working(Work("user.added", says=f"Made a user: {name}"), name, via) as work:
                make_user(work, name, roles, None, subject)
                user = work.session.scalar(query)
        if user is None or not user.active:
            raise NotAllowed("nobody here has this sign-in, or the account is closed.", todo="Ask an admin.")
        return self._begin(user, via, lasts, None)

    def _begin(self, user: User, via: str, lasts: timedelta | None, password: str | None) -> tuple[str, Actor]:
        secret = passwords.secret()
        with self._working(Work("session.begun", says="Signed in"), user.name, via) as work:
            row = work.add(SignIn(user_id=user.id, hashed=passwords.secret_hash(secret), via=via, ended=False,
                                  expires_at=now() + (lasts or LASTS)))  # fmt: skip
            work.thing = row.id
            if password is not None:
                work.change(work.session.get_one(User, user.id), password=passwords.hashed(password))
        return secret, Actor(user.name, frozenset(user.roles), via)

    def session(self, secret: str, *, via: str) -> Actor | None:
        """Who a session belongs to, ``None`` when it is not in force."""
        with self._database.reading() as session:
            row = _session(session, secret)
            return None if row is None else _actor(session, row.user_id, via)

    def sign_out(self, secret: str, *, via: str) -> None:
        """End a session; nothing happens when it is not in force."""
        actor = self.session(secret, via=via)
        if actor is None:
            return
        with self._working(Work("session.ended", says="Signed out"), actor.name, via) as work:
            row = _session(work.session, secret)
            if row is not None:
                work.thing = row.id
                work.change(row, ended=True)

    def token(self, secret: str, *, via: str) -> Actor | None:
        """Who an API token belongs to, ``None`` when it is not in force. It never has roles its owner has not."""
        with self._database.reading() as session:
            row = session.scalar(select(Token).where(Token.hashed == passwords.secret_hash(secret)))
            if row is None or row.revoked or _past(row.expires_at):
                return None
            owner = _actor(session, row.user_id, via)
            return None if owner is None else Actor(owner.name, within(owner.roles, row.roles), via)


def within(owned: frozenset[str], wanted: Sequence[str]) -> frozenset[str]:
    """Those of the wanted roles that the owner's highest role covers."""
    from inconcert.casework.roles import rank

    return frozenset(role for role in wanted if rank([role]) <= rank(owned))


def make_user(work: Work, name: str, roles: Sequence[str], password: str | None, oidc_subject: str | None) -> UserView:
    """Add a user.

    Raises:
        InputError: the name is empty or taken, the subject is taken, or a role is not known.
    """
    name = " ".join(name.split())
    if not name:
        raise InputError("the name is empty.")
    if work.session.scalar(select(User.id).where(User.folded == folded(name))) is not None:
        raise InputError(f"the name '{name}' is taken.", todo="Choose another.")
    if oidc_subject and work.session.scalar(select(User.id).where(User.oidc_subject == oidc_subject)) is not None:
        raise InputError("somebody has this sign-in already.")
    row = work.add(User(name=name, folded=folded(name), roles=known_roles(roles), active=True,
                        oidc_subject=oidc_subject, password=password))  # fmt: skip
    work.thing = row.id
    return user_view(row)


def user_view(row: User) -> UserView:
    """A user as given out."""
    return UserView(row.id, row.name, tuple(row.roles), row.active, row.password is not None, row.oidc_subject, row.at)


def _session(session: Session, secret: str) -> SignIn | None:
    row = session.scalar(select(SignIn).where(SignIn.hashed == passwords.secret_hash(secret)))
    return None if row is None or row.ended or _past(row.expires_at) else row


def _actor(session: Session, user_id: str, via: str) -> Actor | None:
    user = session.get_one(User, user_id)
    return Actor(user.name, frozenset(user.roles), via) if user.active else None


def _past(instant: datetime | None) -> bool:
    return instant is not None and instant <= now()
