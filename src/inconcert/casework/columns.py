"""Types of columns that are the same in SQLite and PostgreSQL, and the base of all tables."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from sqlalchemy import BigInteger, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from inconcert.casework.canonical import canonical, clean
from inconcert.casework.ids import LENGTH, new_id

if TYPE_CHECKING:
    from sqlalchemy import Dialect

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def now() -> datetime:
    """This instant, UTC."""
    return datetime.now(UTC)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as microseconds since 1970 UTC."""

    impl, cache_ok = BigInteger, True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Microseconds."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        """The instant."""
        return None if value is None else _EPOCH + value * _MICROSECOND


class Day(TypeDecorator[date]):
    """A day of the calendar, kept as ``2024-03-01``."""

    impl, cache_ok = String(10), True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy's signature
        """ISO 8601."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:  # noqa: ARG002  # SQLAlchemy's signature
        """The day."""
        return None if value is None else date.fromisoformat(value)


class Data(TypeDecorator[Any]):
    """Plain data, kept as canonical JSON in a text, so that its bytes are the same in every database."""

    impl, cache_ok = Text, True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy's signature
        """JSON."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002  # SQLAlchemy's signature
        """The data."""
        return None if value is None else json.loads(value)


Key = Annotated[str, mapped_column(String(LENGTH), primary_key=True, default=new_id)]
Ref = Annotated[str, mapped_column(String(LENGTH), index=True)]
At = Annotated[datetime, mapped_column(Instant, default=now)]

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {str: Text, datetime: Instant, date: Day, dict[str, Any]: Data, list[Any]: Data}


UNWATCHED = "unwatched"
"""Mark of a column that the log does not hold: secrets, and counters of versions."""


def image(row: Base) -> dict[str, Any]:
    """A row as plain data for the log, without its unwatched columns."""
    columns = [column for column in row.__table__.columns if not column.info.get(UNWATCHED)]
    return {column.name: _plain(getattr(row, column.key)) for column in columns}


def filled(model: type[Base], values: dict[str, Any]) -> dict[str, Any]:
    """An image as values of a row again."""
    return {name: _typed(model.__table__.columns[name].type, value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MICROSECOND
    return value.isoformat() if isinstance(value, date) else clean(value)


def _typed(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Instant):
        return _EPOCH + value * _MICROSECOND
    return date.fromisoformat(value) if isinstance(kind, Day) else value
