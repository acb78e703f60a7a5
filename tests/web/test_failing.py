"""A database that does not answer: said as what it is, to people and to programs, and no longer than it lasts."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from workbenches import member, settings, team, token

from inconcert.casework.database import Database, explained
from inconcert.errors import Locked, StoreError, Unreachable
from inconcert.investigation import Investigation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POSTGRES = Database("postgresql+psycopg://keeper:secret@db.example/book", None).url
GONE = "server closed the connection unexpectedly\n\tThis probably means"


@contextmanager
def _away(_self: Database) -> Iterator[Any]:
    with explained(POSTGRES):
        raise OperationalError("SELECT 1", {}, Exception(GONE))
    yield


def test_while_the_database_is_away_pages_say_so_and_afterwards_they_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Investigation.create(tmp_path / "spring-op", "Spring op")
    with team(settings(tmp_path / "spring-op", casebook=f"sqlite:///{tmp_path}/book.sqlite", team=True)) as desk:
        rita = member(desk, "reviewer")
        csrf = token(rita)
        with monkeypatch.context() as down:
            for way in ("reading", "writing"):
                down.setattr(Database, way, _away)
            page = rita.get("/i/spring-op/cases")
            assert (page.status_code, page.headers["retry-after"]) == (503, "5")
            assert "does not answer" in page.text
            assert "load this page again" in page.text
            assert "db.example" not in page.text
            sent = rita.post("/i/spring-op/cases", data={"csrf": csrf, "title": "A", "question": "B"})
            assert "look in another window" in sent.text
            told = rita.get("/api/v1/i/spring-op/cases")
            assert (told.status_code, told.json()["error"]) == (503, "Service Unavailable")
            assert rita.get("/taxii2/", headers={"authorization": "Bearer x"}).status_code == 503
            assert rita.get("/healthy").status_code == 200
        assert rita.get("/i/spring-op/cases").status_code == 200


@pytest.mark.parametrize(
    ("url", "error", "kind", "said"),
    [
        (POSTGRES, OperationalError("", {}, Exception(GONE)), Unreachable, "does not answer: server closed"),
        (POSTGRES, DBAPIError("", {}, Exception("gone"), connection_invalidated=True), Unreachable, "does not answer"),
        (POSTGRES, NoneFree("QueuePool limit"), Unreachable, "all connections"),
        (
            Database("sqlite:////b.sqlite").url,
            OperationalError("", {}, Exception("database is locked")),
            Locked,
            "others",
        ),
        (Database("sqlite:////b.sqlite").url, OperationalError("", {}, Exception("disk I/O error")), StoreError, "I/O"),
    ],
)
def test_what_a_database_says_is_told_by_what_can_be_done(url: Any, error: Exception, kind: type, said: str) -> None:
    with pytest.raises(kind, match=said) as told, explained(url):
        raise error
    assert type(told.value) is kind
    assert "secret" not in str(told.value)


def test_a_mistake_of_ours_is_not_taken_for_the_database(tmp_path: Path) -> None:
    wrong = DBAPIError("SELECT nothing", {}, Exception("syntax error"))
    with pytest.raises(DBAPIError), explained(POSTGRES):
        raise wrong
