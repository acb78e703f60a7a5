"""Indicators written in the column schemas of Meta: tolerant on reading, strict here.

Headings stand exactly as published, types are the documented ones, days are ISO, every address is inert. What a schema
has no place for is told, row by row, and never bent into it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from inconcert.indicators.defanging import defang, inert
from inconcert.indicators.indicator import SCHEMAS, Indicator, Schema
from inconcert.indicators.reading import Oddity
from inconcert.store.sheets import safe_cell, sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

FORMATS = {schema.name: schema for schema in SCHEMAS}
"""Schemas by the names under which they are asked for."""
DOCUMENTED = frozenset((
    "android_package_name", "ios_app_id", "domain_name", "md5", "sha256", "ip", "phishing_url", "cib_url",
    "telegram_url",
))  # fmt: skip
"""Types that Meta documents for its column of types."""
_AS = {"url": "cib_url"}
_STEPS = ("tactic", "technique", "procedure")


def settled(
    found: Iterable[Indicator], schema: Schema, day: date | None = None
) -> tuple[list[Indicator], list[Oddity]]:
    """Indicators as a schema can say them, and what it cannot say.

    Args:
        found: Indicators.
        schema: One of :data:`FORMATS`.
        day: Day of those that carry none.
    """
    typed = "type" in schema.fields.values()
    kept, odd = [], list[Oddity]()
    for one in found:
        type_ = _AS.get(one.type, one.type)
        if typed and type_ not in DOCUMENTED:
            odd.append(Oddity(one.source, one.source_row, f"left out: {schema.name} has no type for a {one.type}"))
            continue
        kept.append(_typed(one, type_, day) if typed else _stepped(one))
    odd += _lacking(kept, typed=typed)
    return kept, odd


def _typed(one: Indicator, type_: str, day: date | None) -> Indicator:
    """The steps of the kill chain have no column; the last of them goes into the comment."""
    step = one.procedure or one.technique or one.tactic
    comment = "; ".join(part for part in (step, one.comment) if part)
    return replace(one, type=type_, comment=comment, published=one.published or day)


def _stepped(one: Indicator) -> Indicator:
    """Days have no column and go into the comment; a row that is but a step has no indicator."""
    said = (one.comment, f"published {one.published}" if one.published else "")
    return replace(one, comment="; ".join(part for part in said if part))


def _lacking(kept: Sequence[Indicator], *, typed: bool) -> Iterator[Oddity]:
    lacks = Counter(one.source for one in kept if (one.published is None if typed else not one.tactic))
    what = "rows have no day; give one with --day" if typed else "rows name no step of the kill chain"
    yield from (Oddity(source, None, f"{number:,} {what}") for source, number in lacks.items())
    extra = Counter(one.source for one in kept if one.extra)
    yield from (Oddity(source, None, f"{number:,} rows have cells that no schema names; these are not written")
                for source, number in extra.items())  # fmt: skip


def cells(one: Indicator, schema: Schema) -> list[str]:
    """The cells of one indicator, inert."""
    values = {
        "type": one.type,
        "value": "" if one.type == "procedure" else inert(one.value) if one.type == "text" else defang(one.value),
        **{name: getattr(one, name) for name in _STEPS},
        "comment": inert(one.comment),
        "published": one.published.isoformat() if one.published else "",
    }
    return [values[name] for _, name in schema.columns]


def write(place: Path, found: Iterable[Indicator], schema: Schema) -> None:
    """Write indicators, by the ending as CSV or with tabs; what was there stays until the file is whole.

    Raises:
        DiskFull: there is no room.
        StoreError: the file cannot be written.
    """
    with sheet(place, _heads(schema), delimiter=_sign(place.suffix)) as put:
        for one in found:
            put(cells(one, schema))


def text(found: Iterable[Indicator], schema: Schema) -> str:
    """Indicators as the text of a CSV."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_heads(schema))
    table.writerows([safe_cell(cell) for cell in cells(one, schema)] for one in found)
    return out.getvalue()


def _heads(schema: Schema) -> list[str]:
    return [name for name, _ in schema.columns]


def _sign(suffix: str) -> str:
    return "\t" if suffix.lower() in {".tsv", ".tab"} else ","
