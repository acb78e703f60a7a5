"""Bring the tables of a casebook up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from inconcert.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

    from inconcert.casework.database import Database

NEWEST = "0003"
"""Revision that this inconcert works with; a test holds it to the newest of the scripts."""

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(database: Database, to: str = NEWEST) -> None:
    """Bring the tables to a revision; several processes may ask at once.

    Raises:
        StoreError: the casebook was written by a newer inconcert.
    """
    if database.exists():
        with database.reading() as session:
            if revision(session.connection()) == to:
                return
    with database.migrating() as connection:
        have = revision(connection)
        if have == to:
            return
        if have is not None and have > NEWEST:
            raise StoreError(f"the casebook has layout {have}, this inconcert reads {NEWEST}.",
                             todo="Use the inconcert that wrote it, or a newer one.")  # fmt: skip
        from alembic import command

        command.upgrade(_config(connection), to)


def revision(connection: Connection) -> str | None:
    """Revision of the tables, ``None`` when there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
