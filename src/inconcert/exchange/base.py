"""What all forms of exchange share: stable ids, the instant of a version, the warning, how JSON is written."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID, uuid5

from inconcert.casework.canonical import canonical
from inconcert.dossier.form import Form, replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from inconcert.dossier.parts import Dossier

NAMESPACE = UUID("b0d1a6a4-5f0e-4f0c-9d55-1b2c9a7f6e31")
"""Namespace of all ids made here (UUIDv5); never that of STIX cyber-observables, which the standard keeps to itself."""


class Exchange(Form):
    """A form that another machine reads. What is marked RED leaves in it only for a recipient who is named."""

    exchanged: ClassVar[bool] = True


def stable(*parts: Any) -> str:
    """The UUID of something named by its parts: the same in every export."""
    return str(uuid5(NAMESPACE, canonical(list(parts))))


def version(dossier: Dossier) -> datetime:
    """The instant of what a dossier says: that of the newest decision, review, judgement or day of publication in it.

    Never the present, so that the same dossier gives the same bytes.
    """
    return max(_instants(dossier))


def _instants(dossier: Dossier) -> Iterator[datetime]:
    yield dossier.case.opened_at
    for chapter in dossier.chapters:
        yield chapter.decision.at
        yield from (each.at for each in chapter.decision.reviews if each.at is not None)
    yield from (each.at for each in dossier.attribution.judgements)
    yield from (each.at for each in dossier.dissent if each.at is not None)
    yield from (at for row in dossier.ledger if (at := moment(row.get("at"))) is not None)
    if dossier.imprint.published is not None:
        yield datetime.combine(dossier.imprint.published, time.min, UTC)


def moment(value: Any) -> datetime | None:
    """An instant out of plain data; ``None`` where there is none. A value without a zone is in UTC."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def title(dossier: Dossier) -> str:
    """Public name of the operation, else the number of the case."""
    return dossier.imprint.operation or f"Case {dossier.case.number}"


def write_json(target: Path, data: Any) -> None:
    """Write one JSON document, indented, in UTF-8."""
    import orjson

    with replacing(target) as partial:
        partial.write_bytes(orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def write_lines(target: Path, rows: Iterable[Any]) -> None:
    """Write JSON documents, one a line."""
    with replacing(target) as partial, partial.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
