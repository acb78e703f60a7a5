"""An audit as a folder: a page in Markdown and in HTML, its figures as JSON and as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import orjson

from inconcert.audits.access.run import UNEXPLAINED, Access
from inconcert.audits.affiliation.matching import COLUMNS
from inconcert.audits.affiliation.run import Affiliation
from inconcert.audits.exposure.boosts import Boosts
from inconcert.audits.exposure.feed import Feed
from inconcert.audits.exposure.prevalence import Prevalence
from inconcert.audits.keeping import NAME, keep
from inconcert.audits.receipt import Receipt
from inconcert.publish.audited import access, affiliation, exposure
from inconcert.publish.audited.pieces import check
from inconcert.publish.html import render as html
from inconcert.publish.markdown import render as markdown
from inconcert.store.files import write_whole
from inconcert.store.sheets import sheet, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from inconcert.publish.blocks import Document

Audit = Affiliation | Access | Prevalence | Feed | Boosts
_PAGES = {
    Affiliation: ("affiliation", affiliation.document),
    Access: ("access", access.document),
    Prevalence: ("prevalence", exposure.prevalence),
    Feed: ("feed", exposure.feed),
    Boosts: ("boosts", exposure.boosts),
}
WORKING = {"matches", "decisions", "events"}
"""Parts of a result that stand in working papers only, never among the figures."""
EVENTS = 10_000
"""Events that nobody reviewed yet that are written as CSV for reviewers; the Parquet file holds all."""


def page(told: Audit, tlp: str, day: str) -> Document:
    """The page of an audit.

    Raises:
        InputError: a sentence claims more than was counted.
    """
    kind, made = _PAGES[type(told)]
    document: Document = made(told, tlp, day)  # type: ignore[operator]  # each takes its own kind of result
    check(document, kind)
    return document


def data(told: Audit) -> dict[str, Any]:
    """All figures as plain data, without what is for working papers."""
    made: dict[str, Any] = {"audit": _PAGES[type(told)][0], **plain(told)}
    if isinstance(told, Affiliation):
        made["unit_columns"] = list(told.all.counts)
    if isinstance(told, Access):
        made["completeness"] = told.completeness
    if isinstance(told, Prevalence) and told.registration is not None:
        made["registration"]["hash"] = told.registration.hash
    return made


def plain(value: Any) -> Any:
    """Results as JSON holds them."""
    if isinstance(value, Receipt):
        return value.to_dict()
    if is_dataclass(value) and not isinstance(value, type):
        names = (one.name for one in fields(value) if not one.name.startswith("_") and one.name not in WORKING)
        return {name: plain(getattr(value, name)) for name in names}
    if hasattr(value, "_asdict"):
        return {name: plain(one) for name, one in value._asdict().items()}
    if hasattr(value, "to_pylist"):
        return value.to_pylist()
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def write(told: Audit, folder: Path, tlp: str, today: date) -> list[str]:
    """Write everything; gives the names of the files.

    Raises:
        InputError: a sentence claims more than was counted; nothing was written.
        DiskFull: there is no room.
        StoreError: the folder cannot be written.
    """
    document = page(told, tlp, today.isoformat())
    made = [f"audit.{end}" for end in ("md", "html", "json")]
    write_whole(folder / made[0], markdown(document).encode())
    write_whole(folder / made[1], html(document).encode())
    write_whole(folder / made[2], orjson.dumps(data(told), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    for name, columns, rows in _tables(told):
        write_rows(folder / f"{name}.csv", columns, rows)
        made.append(f"{name}.csv")
    papers = _papers(told, folder)
    if isinstance(told, (Affiliation, Access)):
        days = told.terms.days if isinstance(told, Affiliation) else told.settings.days
        keep(folder, papers, today, days)
        made.append(NAME)
    return made + papers


def _tables(told: Audit) -> Iterator[tuple[str, Sequence[str], Sequence[Mapping[str, Any]]]]:
    """Name, columns and rows of each table of figures."""
    for name, value in _lists(told):
        rows = [flat(row) for row in value]
        if rows:
            yield name, list(dict.fromkeys(column for row in rows for column in row)), rows


def _lists(told: Audit) -> Iterator[tuple[str, Sequence[Any]]]:
    if isinstance(told, Affiliation):
        yield "units", [{"unit": row.unit, **row.counts, "share": row.share} for row in (told.all, *told.units)]
        yield "groups", [{told.by: name, "people": number} for name, number in told.groups]
        return
    if isinstance(told, Prevalence):
        yield (
            "terms",
            [
                one.term._asdict()
                | {"period": " ".join(one.period), "of": one.of, "against": one.against, "log_ratio": one.log_ratio}
                for one in told.terms
            ],
        )
        for compared in filter(None, (told.sensitive, told.placebo)):
            yield f"{compared.role}_topics", compared.each
        yield "without", told.sensitive.without
        yield "doubts", told.doubts
        return
    for one in fields(told):
        value = getattr(told, one.name)
        if one.name in ("settings", "reasons", "without_threshold") or one.name.startswith("_"):
            continue
        if hasattr(value, "to_pylist"):
            yield one.name, value.to_pylist()
        elif isinstance(value, tuple) and not hasattr(value, "_asdict"):
            yield one.name, value


def flat(row: Any) -> dict[str, Any]:
    """A row without nesting: an interval becomes three columns."""
    made: dict[str, Any] = {}
    for name, value in plain(row).items():
        if isinstance(value, dict):
            made |= {name if inner == "value" else f"{name}_{inner}": one for inner, one in value.items()}
        else:
            made[name] = value
    return made


def _said(told: Affiliation, match: str) -> dict[str, str]:
    said = told.decisions.get(match)
    return {} if said is None else {"confirmed": "yes" if said.holds else "no", "by": said.by, "note": said.note}


def _papers(told: Audit, folder: Path) -> list[str]:
    """Write the working papers: matches to be confirmed, events to be explained."""
    if isinstance(told, Affiliation):
        rows = (
            {"match_id": one.id, "employer": one.employer, "outlet_id": one.outlet.id, "outlet": one.outlet.name,
             "country": one.outlet.country, "model": one.outlet.model, "match": one.kind, "reason": one.reason,
             "likeness": one.likeness, **_said(told, one.id)}
            for one in told.matches
        )  # fmt: skip
        write_rows(folder / "matches.csv", COLUMNS, rows)
        return ["matches.csv"]
    if isinstance(told, Access):
        told.write(folder / "unexplained.parquet")
        with sheet(folder / "unexplained.csv", UNEXPLAINED) as put:
            for row in told.events(EVENTS).fetchall():
                put(row)
        return ["unexplained.csv", "unexplained.parquet"]
    return []
