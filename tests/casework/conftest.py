"""Casebooks in SQLite, and the same in PostgreSQL for tests marked `services`."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from casebooks import PROGRAMS, at, server
from sqlalchemy import create_engine, text

from inconcert.casework import Casebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inconcert.casework import Desk


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    if not PROGRAMS.exists():
        pytest.skip("needs PostgreSQL 15")
    with ExitStack() as stack:
        yield stack.enter_context(server())


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/casework.sqlite"
    address = request.getfixturevalue("postgres")
    empty(address)
    return str(address)


def empty(address: str) -> None:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


@pytest.fixture
def book(url: str, tmp_path: Path) -> Iterator[Casebook]:
    opened = Casebook.open(url, files=tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def ada(book: Casebook) -> Desk:
    return at(book, "Ada", "investigator")


@pytest.fixture
def bo(book: Casebook) -> Desk:
    return at(book, "Bo", "reviewer")


@pytest.fixture
def cy(book: Casebook) -> Desk:
    return at(book, "Cy", "reviewer")


@pytest.fixture
def eve(book: Casebook) -> Desk:
    return at(book, "Eve", "admin")
