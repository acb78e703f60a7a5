from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from casebooks import at
from sqlalchemy import inspect, text

from inconcert.casework import Casebook, verify
from inconcert.casework.columns import Base, Instant
from inconcert.casework.database import Database
from inconcert.casework.migrating import NEWEST, SCRIPTS, migrate, revision
from inconcert.errors import StoreError, UsageError


@pytest.fixture
def old(url: str, tmp_path: Path) -> Database:
    """A casebook of the first layout."""
    database = Database(url, tmp_path)
    migrate(database, "0001")
    return database


def test_the_newest_revision_is_the_last_script() -> None:
    assert sorted(path.name[:4] for path in (SCRIPTS / "versions").glob("0*.py"))[-1] == NEWEST


def test_migrations_make_the_tables_of_the_code(book: Casebook) -> None:
    with book.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": _alike})
        assert compare_metadata(context, Base.metadata) == []


def _alike(_context: object, _one: object, _two: object, inspected: object, meant: object) -> bool:
    """Whether types differ; our own are told by what they are kept as."""
    kept = meant.impl if hasattr(meant, "impl") else meant
    return (
        not isinstance(inspected, type(kept)) and type(kept)().compile() != str(inspected) and not _integer(inspected)
    )


def _integer(kind: object) -> bool:
    return str(kind) in ("INTEGER", "BIGINT", "BOOLEAN")


def test_an_older_casebook_is_brought_up_with_all_it_holds(url: str, tmp_path: Path, old: Database) -> None:
    with old.engine.connect() as connection:
        assert "users" not in inspect(connection).get_table_names()
    older = Casebook(old)
    case = at(older, "Ada").open_case("Old", "Who?")
    assert verify(url, files=tmp_path).ok
    old.close()
    book = Casebook.open(url, files=tmp_path)
    try:
        assert at(book, "Ada").case(case.id, why="look").title == "Old"
        at(book, "Ada").save_search("mine", {})
        with book.database.reading() as session:
            assert revision(session.connection()) == NEWEST
    finally:
        book.close()
    assert verify(url, files=tmp_path).ok


def test_a_newer_casebook_is_not_touched(url: str, tmp_path: Path, old: Database) -> None:
    with old.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    old.close()
    with pytest.raises(StoreError, match="newer"):
        Casebook.open(url, files=tmp_path)


@pytest.mark.parametrize(
    "address", ["nothing", "mysql://host/name", "sqlite://", "sqlite:///:memory:", "postgresql+psycopg://"]
)
def test_an_address_that_is_none_is_explained(address: str, tmp_path: Path) -> None:
    with pytest.raises((UsageError, StoreError)) as refused:
        Casebook.open(address, files=tmp_path)
    assert refused.value.todo


def test_a_file_that_is_no_database_is_explained(tmp_path: Path) -> None:
    place = tmp_path / "casework.sqlite"
    place.write_text("this is no database, it only looks like one by its name" * 50)
    with pytest.raises(StoreError, match="cannot be used"):
        Casebook.open(f"sqlite:///{place}")


def test_only_the_owner_reads_the_files(tmp_path: Path) -> None:
    book = Casebook.open(f"sqlite:///{tmp_path}/new/casework.sqlite")
    at(book, "Ada").open_case("One", "Who?")
    modes = {
        path.name: path.stat().st_mode & 0o077 for path in (tmp_path / "new").iterdir() if ".lock" not in path.name
    }
    book.close()
    assert {"casework.sqlite", "casework.head"} <= set(modes)
    assert set(modes.values()) == {0}


def test_instants_keep_their_microseconds(book: Casebook) -> None:
    case = at(book, "Ada").open_case("One", "Who?")
    again = at(book, "Ada").case(case.id, why="look")
    assert again.opened_at == case.opened_at
    assert again.opened_at.utcoffset() is not None
    assert Instant().process_bind_param(None, None) is None  # type: ignore[arg-type]
