from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from casebooks import at
from sqlalchemy import text

from inconcert.casework import passwords
from inconcert.errors import Conflict, InputError, NotAllowed, UsageError

if TYPE_CHECKING:
    from inconcert.casework import Casebook, Desk

WORD = "correct horse battery"


def test_the_first_admin_is_made_once(book: Casebook) -> None:
    assert book.people.none_yet()
    made = book.people.first_admin("Eve", WORD, via="cli")
    assert (made.roles, made.has_password) == (("admin",), True)
    assert not book.people.none_yet()
    with pytest.raises(NotAllowed, match="a user already"):
        book.people.first_admin("Mallory", WORD, via="cli")


def test_sign_in_gives_a_session_until_sign_out(book: Casebook, eve: Desk) -> None:
    eve.add_user("Bo Li", ["reviewer"], password=WORD)
    secret, actor = book.people.sign_in("bo li ", WORD, via="web")
    assert (actor.name, actor.roles, actor.via) == ("Bo Li", {"reviewer"}, "web")
    assert book.people.session(secret, via="web 2") == type(actor)("Bo Li", frozenset({"reviewer"}), "web 2")
    book.people.sign_out(secret, via="web")
    assert book.people.session(secret, via="web") is None
    short, _ = book.people.sign_in("Bo Li", WORD, via="web", lasts=timedelta(seconds=-1))
    assert book.people.session(short, via="web") is None
    assert book.people.session("", via="web") is None


def test_refusals_do_not_say_what_was_wrong_and_are_logged(book: Casebook, eve: Desk) -> None:
    vi = eve.add_user("Vi", ["viewer"], password=WORD)
    eve.add_user("No", ["viewer"])
    said = set()
    for name, word in (("Vi", "wrong horse battery"), ("Nobody", WORD), ("No", WORD), ("Vi", "x" * 5000)):
        with pytest.raises(NotAllowed) as refused:
            book.people.sign_in(name, word, via="web")
        said.add(str(refused.value))
    eve.set_active(vi.id, False)
    with pytest.raises(NotAllowed) as refused:
        book.people.sign_in("Vi", WORD, via="web")
    assert said == {str(refused.value)}
    assert [row.act for row in eve.audit()].count("session.refused") == 5


def test_no_secret_is_kept(book: Casebook, eve: Desk) -> None:
    eve.add_user("Bo", ["reviewer"], password=WORD)
    secret, actor = book.people.sign_in("Bo", WORD, via="web")
    token, _ = book.desk(actor).make_token("script")
    with book.database.reading() as session:
        tables = ("users", "sessions", "tokens", "audit", "audit_texts")
        held = "".join(str(list(session.execute(text(f"SELECT * FROM {table}")))) for table in tables)
        logged = str(list(session.execute(text("SELECT * FROM audit_texts"))))
    assert "$argon2id$" in held
    assert "$argon2id$" not in logged
    for value in (WORD, secret, token):
        assert value not in held
    assert passwords.secret_hash(token) not in logged


def test_a_password_is_hashed_in_earnest(monkeypatch: pytest.MonkeyPatch, hasher: Any) -> None:
    weak = passwords.hashed(WORD)
    monkeypatch.setattr(passwords, "_hasher", hasher)
    kept = passwords.hashed(WORD)
    assert passwords.fits(WORD, kept)
    assert not passwords.fits(WORD[:-1], kept)
    assert not passwords.outdated(kept)
    assert passwords.outdated(weak)
    # At least what OWASP asks of Argon2id: 19 MiB, two passes.
    memory, passes = map(int, re.findall(r"m=(\d+),t=(\d+)", kept)[0])
    assert memory >= 19 * 1024
    assert passes >= 2


def test_a_closed_account_is_out_at_once(book: Casebook, eve: Desk) -> None:
    user = eve.add_user("Bo", ["reviewer"], password=WORD)
    secret, actor = book.people.sign_in("Bo", WORD, via="web")
    token, _ = book.desk(actor).make_token("script")
    eve.set_active(user.id, False)
    assert book.people.session(secret, via="web") is None
    assert book.people.token(token, via="api") is None
    eve.set_active(user.id, True)
    eve.set_password(user.id, "another horse battery")
    assert book.people.session(secret, via="web") is None
    with pytest.raises(NotAllowed):
        book.people.sign_in("Bo", WORD, via="web")


def test_a_token_never_has_more_than_its_owner(book: Casebook, eve: Desk) -> None:
    user = eve.add_user("Bo", ["reviewer"], password=WORD)
    _, actor = book.people.sign_in("Bo", WORD, via="web")
    desk = book.desk(actor)
    with pytest.raises(InputError, match="above your own"):
        desk.make_token("x", roles=["admin"])
    secret, view = desk.make_token("x", roles=["reviewer"])
    assert book.people.token(secret, via="api").roles == {"reviewer"}  # type: ignore[union-attr]
    eve.set_roles(user.id, ["viewer"])
    assert book.people.token(secret, via="api").roles == frozenset()  # type: ignore[union-attr]
    desk.revoke_token(view.id)
    assert book.people.token(secret, via="api") is None
    with pytest.raises(NotAllowed):
        at(book, "Cy").revoke_token(view.id)
    assert [one.revoked for one in desk.tokens()] == [True]
    assert at(book, "Cy").tokens() == []


def test_there_is_always_an_admin(book: Casebook, eve: Desk) -> None:
    only = book.people.first_admin("Eve", WORD, via="cli")
    with pytest.raises(Conflict, match="admin"):
        eve.set_roles(only.id, ["viewer"])
    with pytest.raises(Conflict, match="admin"):
        eve.set_active(only.id, False)
    assert eve.users()[0].roles == ("admin",)


def test_names_and_passwords_are_held_to_rules(book: Casebook, eve: Desk) -> None:
    eve.add_user("Bo Li", ["reviewer"], password=WORD)
    with pytest.raises(InputError, match="taken"):
        eve.add_user("BO  LI", ["viewer"])
    with pytest.raises(InputError, match="12 to 1024"):
        eve.add_user("Cy", ["viewer"], password="short")
    with pytest.raises(InputError, match="Did you mean reviewer"):
        eve.add_user("Cy", ["reviwer"])
    with pytest.raises(NotAllowed):
        at(book, "Bo Li").add_user("Di", ["admin"])
    assert at(book, "Bo Li").names() == ["Bo Li"]


def test_sign_in_by_a_provider(book: Casebook, eve: Desk) -> None:
    with pytest.raises(NotAllowed):
        book.people.sign_in_oidc("https://id.example|7", via="web")
    _, actor = book.people.sign_in_oidc("https://id.example|7", via="web", name="Gil", roles=["viewer"])
    again, same = book.people.sign_in_oidc("https://id.example|7", via="web", name="Other", roles=["admin"])
    assert actor == same
    assert book.people.session(again, via="web") == actor
    with pytest.raises(InputError, match="taken"):
        book.people.sign_in_oidc("https://id.example|8", via="web", name="gil", roles=["viewer"])


def test_everybody_ends_their_own_sessions(book: Casebook, eve: Desk) -> None:
    user = eve.add_user("Bo", ["reviewer"], password=WORD)
    secret, actor = book.people.sign_in("Bo", WORD, via="web")
    desk = book.desk(actor)
    (session,) = desk.sessions()
    with pytest.raises(NotAllowed):
        at(book, "Cy").end_session(session.id)
    desk.end_session(session.id)
    assert book.people.session(secret, via="web") is None
    assert desk.sessions()[0].ended
    desk.set_password(user.id, "another horse battery")
    with pytest.raises(NotAllowed):
        at(book, "Cy").set_password(user.id, "another horse battery")
    eve.set_roles(user.id, ["viewer"])
    eve.undo(eve.audit()[-1].id, "a slip")
    assert eve.users()[0].roles == ("reviewer",)
    with pytest.raises(UsageError):
        eve.undo(next(row.id for row in eve.audit() if row.act == "session.begun"), "x")
