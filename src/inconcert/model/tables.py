"""The nouns of ``nouns.toml`` as Arrow schemas and as documentation."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Field:
    """One column of a table."""

    name: str
    type: str
    """One of text, int, real, bool, instant, list<text>, list<int>, map<text,real>."""
    meaning: str


@dataclass(frozen=True)
class Table:
    """One noun: its meaning and its columns in order."""

    name: str
    meaning: str
    fields: tuple[Field, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(field.name for field in self.fields)


@cache
def tables() -> dict[str, Table]:
    """All nouns by name, as written in ``nouns.toml``."""
    raw = tomllib.loads(files(__package__).joinpath("nouns.toml").read_text("utf-8"))
    return {
        name: Table(
            name,
            body["meaning"],
            tuple(Field(key, spec["type"], spec["meaning"]) for key, spec in body["fields"].items()),
        )
        for name, body in raw.items()
    }


@cache
def schema(name: str) -> pa.Schema:
    """Arrow schema of the noun ``name``; every column is nullable.

    Raises:
        KeyError: there is no such noun.
    """
    import pyarrow as pa

    arrow: dict[str, pa.DataType] = {
        "text": pa.string(),
        "int": pa.int64(),
        "real": pa.float64(),
        "bool": pa.bool_(),
        "instant": pa.timestamp("us", tz="UTC"),
        "list<text>": pa.list_(pa.string()),
        "list<int>": pa.list_(pa.int64()),
        "map<text,real>": pa.map_(pa.string(), pa.float64()),
    }
    return pa.schema([(field.name, arrow[field.type]) for field in tables()[name].fields])
